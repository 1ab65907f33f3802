"""`mentorctl withdraw`: end a pairing, with its last day and the reason."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mentorctl.cli.editing import record_fields
from mentorctl.cli.editing.pairing_start import say_open_search
from mentorctl.cli.editing.transaction import Transaction
from mentorctl.cli.exit_codes import FINDINGS
from mentorctl.cli.options import KeyFile, PairingArgument, Today, Yes, day
from mentorctl.cli.output.console import complain
from mentorctl.cli.private import sealed_text
from mentorctl.cli.private.private_screen import confided, show_private
from mentorctl.cli.state import State
from mentorctl.model.pairing import Withdrawal
from mentorctl.model.paths import PAIRING_FILE

if TYPE_CHECKING:
    from mentorctl.model.pairing import Pairing
    from mentorctl.model.team import Team

__all__ = ["command"]

WHY = "Why does it end?"

LastDay = Annotated[
    dt.date | None,
    typer.Option(
        "--on",
        parser=day,
        metavar="DATE",
        help="Its last day; today when left out. Until it is over, the pairing stays active.",
    ),
]
OpenReason = Annotated[
    str,
    typer.Option(
        "--reason", metavar="TEXT", help="Why, for everybody who has this folder to read."
    ),
]
SealedReasons = Annotated[
    Path | None,
    typer.Option(
        "--reasons",
        metavar="FILE",
        help="Why, in confidence: a file outside of the folder, or - to type it. It is sealed.",
    ),
]
Openly = Annotated[
    bool,
    typer.Option(
        "--open", help="Show what is sealed, to whoever it is sealed for; change nothing."
    ),
]


def command(  # noqa: PLR0913, PLR0917 - one for each option
    context: typer.Context,
    pairing: PairingArgument,
    on: LastDay = None,
    reason: OpenReason = "",
    reasons: SealedReasons = None,
    openly: Openly = False,
    key: KeyFile = None,
    today: Today = None,
    yes: Yes = False,
) -> None:
    """End a pairing that nobody takes over, with its last day and the reason.

    --reason stands in the folder for all to read, as a move to another district. What is
    confidential is given with --reasons: it is sealed for whoever leads the program before it is
    written, and read with --open by nobody else. Who needs another mentor is not withdrawn:
    mentorctl reassign, or pair --follows, keeps the work.
    """
    state: State = context.obj
    if openly:
        if on or reason or reasons:
            raise typer.BadParameter("--open changes nothing; leave out --on, --reason, --reasons")
        _show(state, pairing, key)
        return
    if key is not None:
        raise typer.BadParameter("--key is for --open")
    if not reason.strip() and reasons is None:
        raise typer.BadParameter(
            "say why: --reason TEXT, or --reasons FILE for what is confidential"
        )
    change = Transaction(state, today)
    team = record_fields.team(change, pairing, PAIRING_FILE, on=on)
    last = on or change.today
    known = _checked(team, last)
    _refuse_another(state, team, known, last, reason.strip(), yes=yes)
    path = team.path(PAIRING_FILE)
    change.set(path, ("state",), "withdrawn")
    change.set(path, ("ends",), last)
    change.set(path, ("withdrawn",), {"reason": reason.strip()} if reason.strip() else {})
    if reasons is not None:
        told = confided(str(reasons), WHY)
        place = path, ("withdrawn", "sealed")
        sealed_text.seal_last(change, place, team.id, lambda: {"reasons": told()}, whole=True)
    change.finish(_said(team, last, change.today, reason.strip()), whole=True)
    say_open_search(state, team.id)


def _said(team: Team, last: dt.date, today: dt.date, reason: str) -> str:
    verb = "was" if last < today else "is"
    return f"{team.id} withdrawn, its last day {verb} {last}{f' ({reason})' if reason else ''}"


def _checked(team: Team, last: dt.date) -> Pairing:
    """The pairing, if it can be withdrawn on a day.

    Raises:
        typer.BadParameter: It is over in another way, or that day is before its first.
    """
    known = team.pairing
    if known is None:
        raise typer.BadParameter(f"{team.path(PAIRING_FILE)} is not there")
    if known.state not in {"active", "withdrawn"}:
        over = f", last day {known.ends}" if known.ends else ""
        raise typer.BadParameter(
            f"{team.id} is {known.state}{over}, so it cannot be withdrawn; if that is not right:"
            f" mentorctl edit {team.id} pairing"
        )
    if last < known.starts:
        raise typer.BadParameter(
            f"{team.id} began on {known.starts}, after {last}; for one that never began, the last"
            " day is the first"
        )
    return known


def _refuse_another(
    state: State, team: Team, known: Pairing, last: dt.date, reason: str, *, yes: bool
) -> None:
    """Ask before another last day or reason is replaced.

    Raises:
        typer.Exit: There is nothing to do, or what is there shall stay.
    """
    if known.state != "withdrawn":
        return
    held = known.withdrawn or Withdrawal()
    if known.ends == last and reason and held.reason == reason and held.sealed is None:
        said = f"{team.id} was withdrawn, its last day is {last}"
        record_fields.nothing_to_do(said, state, team.path(PAIRING_FILE))
    said = f"last day {known.ends}{f' ({held.reason})' if held.reason else ''}"
    new = f"last day {last}{f' ({reason})' if reason else ''}"
    if said == new:
        new += ", with what is given now"
    record_fields.replace("the withdrawal", said, new, yes=yes)


def _show(state: State, pairing: str, key: Path | None) -> None:
    """Show the sealed reason to whoever can open it."""
    team = record_fields.team(Transaction(state), pairing, PAIRING_FILE)
    held = team.pairing.withdrawn if team.pairing else None
    if held is None or held.sealed is None:
        complain(
            f"nothing is sealed about the end of {team.id}",
            f"see how it stands: mentorctl status {team.id}",
        )
        raise typer.Exit(FINDINGS)
    told = sealed_text.opened(held.sealed, team.id, sealed_text.own_private_key(state, key))
    show_private(told.get("reasons", ""))
