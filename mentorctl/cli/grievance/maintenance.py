"""Keeping the vault: `mentorctl grievance rekey` and `destroy`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from mentorctl.cli.grievance.session import (
    CheckedOption,
    KeyOption,
    TodayOption,
    VaultOption,
    case_of,
    cases_at,
    desk,
    place_of,
    say_sharing,
)
from mentorctl.cli.options import Yes
from mentorctl.cli.output.console import note
from mentorctl.cli.signing import identity
from mentorctl.vault.errors import VaultError
from mentorctl.vault.packs import cover as covering
from mentorctl.vault.vault_repository import BATCH, Vault

if TYPE_CHECKING:
    from mentorctl.cli.state import State
    from mentorctl.vault.actions import Desk
    from mentorctl.vault.cases import Case

__all__ = ["cover", "destroy", "rekey"]

# what waits to be sent is filled up to a multiple of so many commits
AT_ONCE = 3

Which = Annotated[
    str | None,
    typer.Argument(metavar="[CASE]", help="A grievance's random name, or a part of it."),
]


def rekey(
    context: typer.Context,
    grievance: Which = None,
    every: Annotated[
        bool, typer.Option("--all", help="All that you can read and that have not gone on.")
    ] = False,
    vault: VaultOption = None,
    key: KeyOption = None,
    today: TodayOption = None,
    checked: CheckedOption = None,
) -> None:
    """Seal a grievance anew for those who hold its roles, and their keys, now.

    For a new office holder, and for somebody who has lost their key and registered another one.
    Anyone can do it who reads all of the grievance; what only a lost key could read is lost. The
    vault's history before is given up.
    """
    state: State = context.obj
    at = desk(state, vault, key, today, checked=checked)
    if (grievance is None) != every:
        raise typer.BadParameter("name a grievance, or say --all")
    cases = (
        [each for each in cases_at(at) if each.state != "passed on"]
        if every
        else [case_of(at, grievance or "")]
    )
    state.stop_if_dry("sealed anew", *(case.id for case in cases))
    for case in cases:
        at.reseal(case)
        note(f"sealed anew: {case.id}")
    _forgotten(at)


def destroy(  # noqa: PLR0913, PLR0917 - one for each option
    context: typer.Context,
    grievance: Which = None,
    due: Annotated[
        bool, typer.Option("--due", help="All that have been kept as long as the program asks for.")
    ] = False,
    early: Annotated[
        bool, typer.Option("--early", help="Also where it is still to be kept, or has not ended.")
    ] = False,
    vault: VaultOption = None,
    key: KeyOption = None,
    today: TodayOption = None,
    yes: Yes = False,
) -> None:
    """Destroy a grievance: take it out of the vault, and out of the vault's history.

    Anyone can do it who reads all of it. Copies of the vault elsewhere have to be brought up to
    date, or deleted, by whoever keeps them.
    """
    state: State = context.obj
    at = desk(state, vault, key, today)
    if (grievance is None) != due:
        raise typer.BadParameter("name a grievance, or say --due")
    if due:
        found = [case for case in cases_at(at) if _may_go(at, case)]
        if not found:
            note("there is none that need not be kept any longer")
            return
    else:
        found = [case_of(at, grievance or "")]
        if not early and not _may_go(at, found[0]):
            raise VaultError(
                _kept_because(at, found[0]),
                f"to destroy it all the same: mentorctl grievance destroy {found[0].id} --early",
            )
    names = ", ".join(case.id for case in found)
    state.stop_if_dry(f"destroyed: {names}")
    identity.confirm_signing(f"destroy {names}, so that nobody can ever read it again", yes=yes)
    at.destroy(found)
    note(f"destroyed: {names}")
    _forgotten(at)


def cover(context: typer.Context, vault: VaultOption = None) -> None:
    """Add what is for nobody, so that nobody can tell whether something was added.

    What waits to be sent becomes as much each time, whether somebody has added something or not;
    nobody needs a key for it. Have it run by itself and send it, day by day say, and let several
    people do so.
    """
    state: State = context.obj
    opened = Vault(place_of(vault))
    state.stop_if_dry("something for nobody is added")
    unsent = opened.unsent
    lacking = -unsent % AT_ONCE if unsent else AT_ONCE
    if not lacking:
        note("what waits to be sent is as much as it should be")
        return
    opened.change(covering(BATCH * lacking))
    note("added: something for nobody")
    say_sharing(opened)


def _may_go(at: Desk, case: Case) -> bool:
    until = at.kept_until(case)
    return until is not None and until <= at.today


def _kept_because(at: Desk, case: Case) -> str:
    if case.ended is None:
        return f"{case.id} is {case.state}, neither resolved nor withdrawn"
    until = at.kept_until(case)
    if until is None:
        return "program.yaml does not say how long a grievance is kept (retention_months)"
    return f"{case.id} is to be kept until {until}"


def _forgotten(at: Desk) -> None:
    if at.vault.is_shared:
        note("other copies of the vault still have what was there before; replace the shared one:"
             f" git -C {at.vault.root} push --force")  # fmt: skip
