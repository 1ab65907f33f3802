"""What all commands of `mentorctl grievance` start with: the vault and the user's identity."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mentorctl.cli import lookup
from mentorctl.cli.options import day
from mentorctl.cli.output.console import note, paint, shown
from mentorctl.cli.private.private_screen import passphrase
from mentorctl.cli.signing import identity
from mentorctl.vault.actions import Desk
from mentorctl.vault.cases import CaseStanding
from mentorctl.vault.errors import VaultError
from mentorctl.vault.vault_repository import Vault

if TYPE_CHECKING:
    from mentorctl.cli.state import State
    from mentorctl.model.grievance import GrievanceSetting, GrievanceStep
    from mentorctl.vault.cases import Case

__all__ = [
    "VARIABLE",
    "CaseArgument",
    "FromOption",
    "KeyOption",
    "TodayOption",
    "VaultOption",
    "case_of",
    "cases_at",
    "desk",
    "person_name",
    "role_title",
    "say_readers",
    "setting_of",
    "title_of",
]

VARIABLE = "MENTORCTL_VAULT"

VaultOption = Annotated[
    Path | None,
    typer.Option(metavar="DIR", help=f"The vault; else the folder that {VARIABLE} names."),
]
KeyOption = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="Your private key, where it is not your usual one."),
]
CaseArgument = Annotated[
    str, typer.Argument(metavar="CASE", help="A grievance's random name, or a part of it.")
]
FromOption = Annotated[
    str | None,
    typer.Option("--text-file", metavar="FILE|-", help="Where the text is; - for standard input."),
]
TodayOption = Annotated[
    dt.date | None,
    typer.Option(parser=day, metavar="DATE", help="The day (YYYY-MM-DD); today when left out."),
]


def setting_of(state: State) -> GrievanceSetting:
    """How the program deals with grievances.

    Raises:
        VaultError: It does not say so.
    """
    found = state.folder.program.grievance
    if not found.steps:
        raise VaultError(
            "program.yaml has no grievance process",
            "write one under grievance: in it; the preset missouri-school-counseling has one",
        )
    return found


def desk(
    state: State,
    vault: Path | None,
    key: Path | None,
    today: dt.date | None,
    *,
    begin: bool = False,
) -> Desk:
    """Open the vault as the user.

    Args:
        state: The run of the command.
        vault: The vault that the user has named.
        key: The key that the user has named.
        today: The day, where it is not today.
        begin: Whether a vault that is not there is made.

    Raises:
        typer.Exit: None of the user's keys is registered; it has been said.
        VaultError: There is no vault, or the key opens nothing.
        SigningError: The private key cannot be read.
    """
    from mentorctl.trail.ssh.private_keys import private_key  # noqa: PLC0415 - brings cryptography

    setting = setting_of(state)
    place = _place(vault)
    book = identity.ledger(state)
    who = identity.require_signer(state, book, key)
    if who.key.path is None:
        raise VaultError(
            "your key is known to an agent alone, which can sign and open nothing",
            "name the file of the private key: --key FILE",
        )
    program, people = state.folder.program, state.folder.people
    everybody = {each: person for each in people.ids if (person := people.get(each)) is not None}
    standing = CaseStanding(program.id, setting, everybody, book.register)
    opened = Vault.made(place) if begin else Vault(place)
    mine = private_key(who.key.path, passphrase)
    return Desk(opened, mine, who.person, standing, state.today(today))


def _place(vault: Path | None) -> Path:
    if vault is not None:
        return vault
    named = os.environ.get(VARIABLE)
    if not named:
        raise VaultError(
            "no vault is named", f"name its folder, outside of this one: --vault DIR, or {VARIABLE}"
        )
    return Path(named)


def cases_at(at: Desk) -> tuple[Case, ...]:
    """The grievances that the user can read; those that are refused are named on standard error."""
    found = at.look()
    for error in found.refused:
        note(f"warning: {error.message}, so it is left out")
        note(f"  {paint('→', 'dim')} {error.hint}")
    return found.cases


def case_of(at: Desk, given: str) -> Case:
    """The grievance that is meant.

    Raises:
        typer.BadParameter: There is none that the user can read.
    """
    cases = {case.id: case for case in cases_at(at)}
    if not cases:
        raise typer.BadParameter("there is no grievance in this vault that you can read")
    return cases[lookup.match_one("grievance", given, sorted(cases))]


def role_title(state: State, role: str) -> str:
    """What a role is called."""
    return next((each.title for each in state.folder.program.roles if each.id == role), role)


def person_name(at: Desk, person_id: str) -> str:
    """A person's name; their id where their record cannot be read."""
    person = at.standing.people.get(person_id)
    return person.name if person else person_id


def title_of(setting: GrievanceSetting, number: int) -> str:
    """What a step is called, with its number."""
    step: GrievanceStep = setting.step(number)
    return f"{setting.form.step} {number}, {step.title}"


def say_readers(at: Desk, case: Case) -> None:
    """Say who can open what was added, and with which keys, so that it can be compared."""
    for person, marks in at.readers(case).items():
        whose = "you" if person == at.me else shown(person_name(at, person))
        note(f"  sealed for {whose}: {', '.join(marks)}")
    if at.vault.is_shared:
        note(f"  send it to the others: git -C {at.vault.root} push")
