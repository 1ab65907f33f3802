"""What all commands of `mentorctl grievance` start with: the vault and the user's identity."""

from __future__ import annotations

import datetime as dt
import os
import sys
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING, Annotated

import typer

from mentorctl.cli import lookup
from mentorctl.cli.options import day
from mentorctl.cli.output.console import confirmed, note, paint, shown
from mentorctl.cli.private.private_screen import passphrase
from mentorctl.cli.signing import identity
from mentorctl.model.person import name_of
from mentorctl.vault.actions import Desk
from mentorctl.vault.case_readers import CaseStanding
from mentorctl.vault.errors import VaultError
from mentorctl.vault.seen_cases import SeenCases
from mentorctl.vault.vault_repository import Vault

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from mentorctl.cli.state import State
    from mentorctl.model.grievance import GrievanceSetting, GrievanceStep
    from mentorctl.trail.ledger.ledger import Ledger
    from mentorctl.trail.signatures.statements import OwnSigner
    from mentorctl.vault.case_readers import ReaderDoubt, Reading
    from mentorctl.vault.cases import Case
    from mentorctl.vault.seen_cases import SeenCase

__all__ = [
    "VARIABLE",
    "CaseArgument",
    "CheckedOption",
    "FromOption",
    "KeyOption",
    "TodayOption",
    "VaultOption",
    "case_of",
    "cases_at",
    "desk",
    "person_name",
    "place_of",
    "role_title",
    "say_sharing",
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
CheckedOption = Annotated[
    list[str] | None,
    typer.Option(
        metavar="KEY|PERSON|TEXT",
        help="A key's fingerprint, a person's id, or what else is asked about, that you have"
        " checked with its owner, past whom the grievance is with.",
    ),
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
    checked: Collection[str] | None = None,
    begin: bool = False,
    reads: bool = False,
) -> Desk:
    """Open the vault as the user.

    Args:
        state: The run of the command.
        vault: The vault that the user has named.
        key: The key that the user has named.
        today: The day, where it is not today.
        checked: The fingerprints and ids that the user has checked with their owners.
        begin: Whether a vault that is not there is made.
        reads: Whether nothing is written: what was sealed for a key is read with it even where it
            was revoked, or its owner's record is gone, which whom it is with could have done.

    Raises:
        typer.Exit: None of the user's keys is registered; it has been said.
        VaultError: There is no vault, or the key opens nothing.
        SigningError: The private key cannot be read.
    """
    from mentorctl.trail.ssh.private_keys import private_key  # noqa: PLC0415 - brings cryptography

    place, setting = place_of(vault), state.folder.program.grievance
    # whoever takes the process out of program.yaml takes no grievance from who reads it
    if begin or not place.expanduser().exists():
        setting = setting_of(state)
    book = identity.ledger(state)
    who = _who(state, book, key, reads=reads)
    if who.key.path is None:
        raise VaultError(
            "your key is known to an agent alone, which can sign and open nothing",
            "name the file of the private key: --key FILE",
        )
    standing = _standing(state, book, setting)
    name = standing.program
    opened = Vault.made(place) if begin else Vault(place)
    mine = private_key(who.key.path, passphrase)
    seen = SeenCases(name, mine, opened.root)
    if checked and not state.dry_run:
        seen.check(standing.noted(checked))
    agree = _agreement(state, who.person, book, name)
    return Desk(opened, mine, who.person, standing, state.today(today), seen, agree)


def _standing(state: State, book: Ledger, setting: GrievanceSetting) -> CaseStanding:
    from mentorctl.cli.grievance.unconcerned import without  # noqa: PLC0415 - only past --help
    from mentorctl.trail.ledger.confirmed_keys import taken_back  # noqa: PLC0415 - as above

    people = state.folder.people
    everybody = {each: person for each in people.ids if (person := people.get(each)) is not None}
    # as its history began: with another id in the file all grievances would be another program's
    name = book.program or state.folder.program.id
    again = taken_back(book)
    found = CaseStanding(name, setting, everybody, book.register, book.keys, again)
    return found._replace(without=without(state, book, found))


def _who(state: State, book: Ledger, key: Path | None, *, reads: bool) -> OwnSigner:
    """Who the user is; to read, also by a key that was revoked.

    Raises:
        typer.Exit: None of their keys is registered; it has been said.
        VaultError: Their key was revoked, and something is to be written.
    """
    from mentorctl.trail.signatures.key_discovery import own_keys  # noqa: PLC0415 - loads slowly
    from mentorctl.trail.signatures.statements import OwnSigner, own_signer  # noqa: PLC0415 - as above
    from mentorctl.trail.ssh.public_keys import fingerprint  # noqa: PLC0415 - as above

    counting = None if identity.is_off(key) else own_signer(book.register, key)
    if counting is not None and (reads or counting.person in state.folder.people):
        return counting
    for own in own_keys(key) if not identity.is_off(key) else ():
        mark = fingerprint(own.public)
        span = book.register.spans.get(mark)
        if span is None:
            continue
        if reads:
            return OwnSigner(span.person, own, mark)
        if span.revoked is not None:
            raise VaultError(
                f"your key {mark} was revoked, so nothing is sealed or signed with it",
                "what was sealed for it can still be read: mentorctl grievance show; have another"
                " one registered: mentorctl key doctor --make; on paper it goes past the folder:"
                " mentorctl grievance form --blank --out FILE.pdf",
            )
    return identity.require_signer(state, book, key)


def _agreement(
    state: State, me: str, book: Ledger, program: str
) -> Callable[[Reading], Collection[str]]:
    """What shows who will be able to read something, and asks where that is not certain."""

    def agree(found: Reading) -> Collection[str]:
        _refuse_other_history(state, book, program)
        keys = sum(len(marks) for marks in found.readers.values())
        first, last = found.steps
        which = f"step {last}" if first == last else f"steps {first} to {last}"
        note(f"{which}: sealed for {_counted(len(found.readers), 'person', 'people')}, with"
             f" {_counted(keys, 'key', 'keys')} in all:")  # fmt: skip
        for person, marks in found.readers.items():
            whose = "you" if person == me else shown(name_of(state.folder.people, person))
            note(f"  {whose}: {', '.join(marks)}")
        for each in found.unsure:
            known = state.folder.people.get(each)
            note(f"  not for {shown(known.name if known else each)}: nobody but whom the grievance"
                 " is with says that they deal with it")  # fmt: skip
        for mark in found.left_out:
            note(f"  not for {mark}: nobody but whom the grievance is with has let it in")
        return _asked_about(found.doubts) if found.doubts else ()

    return agree


def _refuse_other_history(state: State, book: Ledger, program: str) -> None:
    """Stop where the history that tells whose keys count is not the one that the user has seen.

    Raises:
        VaultError: It was rewritten, or has another beginning.
    """
    from mentorctl.trail.ledger import trust_on_first_use as seen_first  # noqa: PLC0415 - only where it is sealed

    known = seen_first.pinned(program)
    for remark in seen_first.differences_from(state.root, known, book) if known else ():
        raise VaultError(
            f"by another history than you have seen, nothing is sealed: {remark.message}",
            "ask a coordinator whom the grievance is not with, and see what else has changed:"
            " mentorctl audit; if all of it is right: mentorctl audit --accept",
        )
    seen_first.pin(program, book, state.today(None))


def _asked_about(doubts: Sequence[ReaderDoubt]) -> set[str]:
    """What the user has asked others about; they are asked one by one.

    Raises:
        VaultError: Nobody is there to say so.
    """
    note("not certain, as no coordinator who has no part in it has signed it:")
    for doubt in doubts:
        note(f"  {paint('!', 'yellow')} {shown(doubt.said)}")
    how = "ask those named yourself, by phone or face to face, past whom the grievance is with"
    if not sys.stdin.isatty():
        every = dict.fromkeys(each for doubt in doubts for each in doubt.about)
        raise VaultError(
            "it is not certain who would read it, so nothing was sealed",
            f"{how}; where it is right: {' '.join(f'--checked {quote(each)}' for each in every)};"
            " or on"
            " paper, which goes past the folder: mentorctl grievance form --blank --out FILE.pdf",
        )
    note(how)
    right = [each for each in doubts if confirmed(f"you have asked, and {each.said}?")]
    return {mark for each in right for mark in each.about}


def _counted(count: int, one: str, many: str) -> str:
    return f"{count} {one if count == 1 else many}"


def place_of(vault: Path | None) -> Path:
    """Where the vault is that the user has named.

    Raises:
        VaultError: They have named none.
    """
    if vault is not None:
        return vault
    named = os.environ.get(VARIABLE)
    if not named:
        raise VaultError(
            "no vault is named", f"name its folder, outside of this one: --vault DIR, or {VARIABLE}"
        )
    return Path(named)


def cases_at(at: Desk) -> tuple[Case, ...]:
    """The grievances that the user can read; what is refused or missing is told."""
    found = at.look()
    for error in found.refused:
        rest = "" if "left out" in error.message else ", so it is left out"
        note(f"warning: {error.message}{rest}")
        note(f"  {paint('→', 'dim')} {error.hint}")
    here = {case.id for case in found.cases}
    for name, seen in at.lost(found.cases).items():
        _say_lost(at, name, seen, is_here=name in here)
    return found.cases


def _say_lost(at: Desk, name: str, seen: SeenCase, *, is_here: bool) -> None:
    what = "has less in it than" if is_here else "is gone, which was here"
    note(f"warning: the grievance {name} {what} on {seen.on}: something was taken out of the vault")
    readers = ", ".join(shown(person_name(at, each)) for each in seen.readers)
    note(f"  whoever can write to the vault, here or where it is shared, can have done that, and so"
         f" can those who read it: {readers}")  # fmt: skip
    note(f"  {paint('→', 'dim')} ask them; if only this copy is behind: git -C {at.vault.root} pull"
         " --ff-only; if it is right: mentorctl grievance list --as-it-is")  # fmt: skip


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
    return name_of(at.standing.people, person_id)


def title_of(setting: GrievanceSetting, number: int) -> str:
    """What a step is called, with its number."""
    step: GrievanceStep = setting.step(number)
    return f"{setting.form.step} {number}, {step.title}"


def say_sharing(vault: Vault) -> None:
    """Say how what was added comes to the others, where the vault is shared."""
    if vault.is_shared:
        note(f"  send it to the others: git -C {vault.root} push; or leave that to a scheduler, so"
             " that nobody sees when it was: mentorctl help privacy")  # fmt: skip
