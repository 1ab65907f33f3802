"""`mentorctl waive`: one need is done without, agreed by somebody for a reason."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from mentorctl.cli import completion, lookup
from mentorctl.cli.editing import record_fields
from mentorctl.cli.editing.transaction import Transaction
from mentorctl.cli.options import AgreedOn, Approver, PairingArgument, Reason, Today, Yes
from mentorctl.cli.state import State
from mentorctl.model.calendar import Calendar
from mentorctl.model.program import Program

__all__ = ["command"]

RECORD = "pairing.yaml"


def command(  # noqa: PLR0913, PLR0917 - one for each option
    context: typer.Context,
    pairing: PairingArgument,
    need: Annotated[
        str,
        typer.Argument(
            metavar="NEED",
            help="As in program.yaml (meetings/midyear:attended), or a part of it.",
            autocompletion=completion.needs,
        ),
    ],
    by: Approver,
    reason: Reason,
    on: AgreedOn = None,
    today: Today = None,
    yes: Yes = False,
) -> None:
    """Do without one need of a pairing."""
    state: State = context.obj
    change = Transaction(state, today)
    words = (pairing, need)
    of, (need,) = record_fields.in_order(
        change, words, lambda text: lookup.is_one(lambda: _need(state.folder.program, text))
    )
    team = record_fields.team(change, of, RECORD, on=on)
    wanted = _need(state.folder.program, need)
    person = lookup.approver(state, by, team)
    leave: dict[str, Any] = {
        "need": wanted,
        "approved_by": person,
        "on": on or change.today,
        "reason": record_fields.sentence(reason, "reason"),
    }
    record_fields.put_leave(
        change, team, "waivers", leave, yes=yes, done="is waived",
        what="the waiver", said="of {on}, by {approved_by} ({reason})",
    )  # fmt: skip
    who = record_fields.names_of(state, [person])
    change.finish(f"waiver for {team.id}: {wanted}, approved by {who}", whole=True)


def _need(program: Program, given: str) -> str:
    """The need that is meant.

    Raises:
        typer.BadParameter: The program asks for no such thing of a pairing.
    """
    single = [
        f"meetings/{meeting.id}:attended.{role}"
        for meeting in program.meetings
        for role in meeting.attended_by
    ]
    return (
        given
        if given in single
        else lookup.match_one("need", given, map(str, Calendar(program).needs))
    )
