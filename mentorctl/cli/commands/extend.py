"""`mentorctl extend`: more time for a milestone, agreed by somebody for a reason."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Annotated, Any

import typer

from mentorctl.cli import completion, lookup
from mentorctl.cli.editing import record_fields
from mentorctl.cli.editing.transaction import Transaction
from mentorctl.cli.options import AgreedOn, Approver, PairingArgument, Reason, Today, Yes, day
from mentorctl.cli.state import State
from mentorctl.model.calendar import Calendar

if TYPE_CHECKING:
    from mentorctl.model.program import Milestone
    from mentorctl.model.team import Team

__all__ = ["command"]

RECORD = "pairing.yaml"


def command(  # noqa: PLR0913, PLR0917 - one for each option
    context: typer.Context,
    pairing: PairingArgument,
    milestone: Annotated[
        str,
        typer.Argument(
            metavar="MILESTONE",
            help="A milestone of program.yaml, or a part of its id.",
            autocompletion=completion.milestones,
        ),
    ],
    until: Annotated[
        dt.date, typer.Option(parser=day, metavar="DATE", help="The last day that still counts.")
    ],
    by: Approver,
    reason: Reason,
    on: AgreedOn = None,
    today: Today = None,
    yes: Yes = False,
) -> None:
    """Give a pairing more time for a milestone."""
    state: State = context.obj
    change = Transaction(state, today)
    of, milestone = record_fields.in_order(
        change, pairing, milestone, lambda text: lookup.is_one(lambda: _row(state, text))
    )
    team = record_fields.team(change, of, RECORD)
    row = _milestone(state, team, milestone, until)
    person = lookup.person(state, by)
    leave: dict[str, Any] = {
        "milestone": row.id,
        "until": until,
        "approved_by": person,
        "on": on or change.today,
        "reason": record_fields.sentence(reason, "reason"),
    }
    record_fields.put_leave(
        change, team, "extensions", leave, yes=yes, done="is extended to {until}",
        what="the extension", said="until {until}, by {approved_by} ({reason})",
    )  # fmt: skip
    who = record_fields.names_of(state, [person])
    change.finish(f"extension for {team.id}: {row.id} until {until}, approved by {who}", whole=True)


def _row(state: State, given: str) -> Milestone:
    rows = {row.id: row for row, _ in Calendar(state.folder.program).of_pairing}
    return rows[lookup.match_one("milestone of a pairing", given, rows)]


def _milestone(state: State, team: Team, given: str, until: dt.date) -> Milestone:
    """The milestone that is meant.

    Raises:
        typer.BadParameter: No milestone of a pairing is meant, or it is due later anyway.
    """
    folder = state.folder
    calendar = Calendar(folder.program)
    row = _row(state, given)
    mentee = folder.people.get(team.pairing.mentee) if team.pairing else None
    due = calendar.deadline(row, team, mentee).due
    if due is not None and until <= due:
        raise typer.BadParameter(f"{row.id} is due on {due} anyway; --until must be a later day")
    return row
