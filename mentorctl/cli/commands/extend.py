"""`mentorctl extend`: more time for a milestone, agreed by somebody for a reason."""

from __future__ import annotations

import datetime as dt
import shlex
import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from mentorctl.cli import completion, lookup
from mentorctl.cli.editing import record_fields
from mentorctl.cli.editing.transaction import Transaction
from mentorctl.cli.options import AgreedOn, Approver, PairingArgument, Reason, Today, Yes, day
from mentorctl.cli.output.console import confirmed, note
from mentorctl.cli.state import State
from mentorctl.model.calendar import Calendar
from mentorctl.model.dependent_milestones import dependents
from mentorctl.reports.folder_reading import sound_context
from mentorctl.reports.pairing_view import PairingView

if TYPE_CHECKING:
    from mentorctl.model.program import Milestone
    from mentorctl.model.team import Team

__all__ = ["command"]

RECORD = "pairing.yaml"
MilestoneArgument = Annotated[
    str,
    typer.Argument(
        metavar="MILESTONE",
        help="A milestone of program.yaml, or a part of its id.",
        autocompletion=completion.milestones,
    ),
]
Until = Annotated[
    dt.date, typer.Option(parser=day, metavar="DATE", help="The last day that still counts.")
]
Along = Annotated[
    bool, typer.Option("--along", help="Also what rests on it and would be due before.")
]


def command(  # noqa: PLR0913, PLR0917 - one for each option
    context: typer.Context,
    pairing: PairingArgument,
    milestone: MilestoneArgument,
    until: Until,
    by: Approver,
    reason: Reason,
    on: AgreedOn = None,
    along: Along = False,
    today: Today = None,
    yes: Yes = False,
) -> None:
    """Give a pairing more time for a milestone.

    What rests on it and would be due before, as the comment form of work that may come later, is
    named; --along gives it more time as well.
    """
    state: State = context.obj
    change = Transaction(state, today)
    of, (milestone,) = record_fields.in_order(
        change, (pairing, milestone), lambda text: lookup.is_one(lambda: _row(state, text))
    )
    team = record_fields.team(change, of, RECORD, on=on)
    row = _milestone(state, team, milestone, until)
    person = lookup.approver(state, by, team)
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
    late = _left_behind(change, team, row, until)
    moved = late if late and _is_along(late, along=along, yes=yes) else {}
    _move(change, team, leave, moved)
    who = record_fields.names_of(state, [person])
    days = ", ".join(f"{name} until {last}" for name, last in {row.id: until, **moved}.items())
    change.finish(f"extension for {team.id}: {days}, approved by {who}", whole=True)
    _say_left(team, leave, {} if moved else late)
    if along and not moved:
        note(f"  --along moved nothing: nothing that rests on {row.id} is open and due before then")


def _move(
    change: Transaction, team: Team, leave: dict[str, Any], moved: dict[str, dt.date]
) -> None:
    """Extend other milestones for the same reason; an extension that is there reaches further."""
    known = [each.milestone for each in team.pairing.extensions] if team.pairing else []
    for name, last in moved.items():
        values = {**leave, "milestone": name, "until": last}
        if name not in known:
            change.append(team.path(RECORD), ("extensions",), values)
            continue
        for field, value in values.items():
            change.set(team.path(RECORD), ("extensions", known.index(name), field), value)


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


def _left_behind(
    change: Transaction, team: Team, row: Milestone, until: dt.date
) -> dict[str, dt.date]:
    """What rests on a milestone, is open, and would be due before it: each with a day of its own.

    It keeps its distance to the milestone, as far as the program year goes.
    """
    folder, calendar = change.state.folder, Calendar(change.state.folder.program)
    mentee = folder.people.get(team.pairing.mentee) if team.pairing else None
    view = PairingView(sound_context(folder, change.today))
    steps = {each.id: each for each in view.steps(team)}
    due = calendar.deadline(row, team, mentee).due
    found = {}
    for each in dependents(calendar, row.id):
        step = steps.get(each.id)
        if step is None or step.due is None or not step.is_open or not step.required:
            continue
        if step.by is not None and step.by < until:
            later = step.due - due if due is not None else dt.timedelta()
            moved = until + max(later, dt.timedelta())
            found[each.id] = max(until, min(moved, calendar.year.last_day))
    return found


def _say_left(team: Team, leave: dict[str, Any], late: dict[str, dt.date]) -> None:
    """Name what rests on a milestone and got no more time, each with the command for it."""
    about = f"--by {leave['approved_by']} --reason {shlex.quote(leave['reason'])}"
    for name, last in late.items():
        note(f"{name} rests on it, and stays due before {leave['until']}; to give it more time:")
        note(f"  mentorctl extend {team.id} {name} --until {last} {about}")


def _is_along(late: dict[str, dt.date], *, along: bool, yes: bool) -> bool:
    """Whether what rests on a milestone gets more time, too."""
    if along or yes or not sys.stdin.isatty():
        return along
    named = " and ".join(f"{name} until {last}" for name, last in late.items())
    return confirmed(
        f"this rests on it and would be due before; extend {named}, too?", default=True
    )
