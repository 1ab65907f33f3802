"""Identifies the user by their registered key, and signs commits with it."""

from __future__ import annotations

import datetime as dt
import getpass
import os
import sys
from functools import cached_property
from typing import TYPE_CHECKING

import typer

from mentorctl.cli.exit_codes import CANNOT_RUN, FINDINGS
from mentorctl.cli.output.console import complain, confirmed, note
from mentorctl.cli.signing.commit_signer import CommitSigner
from mentorctl.model.ids import is_id
from mentorctl.model.paths import (
    PEOPLE,
    PROGRAM_FILE,
    SUFFIX,
    person_file,
    person_in,
)
from mentorctl.model.years import zone_named
from mentorctl.reports.provenance import rightly_named
from mentorctl.store.people import called
from mentorctl.trail.errors import TrailError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from mentorctl.cli.state import State
    from mentorctl.store.parse.reader import Reader
    from mentorctl.trail.git.new_commit import Sign
    from mentorctl.trail.ledger.ledger import Ledger
    from mentorctl.trail.signatures.key_discovery import OwnKey
    from mentorctl.trail.signatures.statements import OwnSigner
    from mentorctl.trail.ssh.key_agent import KeyAgent
    from mentorctl.trail.ssh.public_keys import PublicKey

__all__ = [
    "acting",
    "announce",
    "confirm_signing",
    "coordinator",
    "is_off",
    "ledger",
    "now",
    "refuse_swept_keys",
    "refuse_unsaved",
    "require_signer",
    "run_agent",
    "signer",
]

OFF = "none"
DOCTOR = "mentorctl key doctor"
MOST_NAMED = 5
MOST_ASKED = 50
_DRAFT = f"kept as a draft, unsigned, which counts for nothing yet: {{}}; {DOCTOR}"


def signer(state: State) -> tuple[Sign | None, str]:
    """What signs the commits of a command that changes records.

    Of the user's keys, the first that stands in somebody's record here and is not revoked.
    MENTORCTL_KEY=none switches it all off.

    Args:
        state: The run of the command.

    Returns:
        What makes the signature of a commit, or None where there is nothing to sign with; and what
        has to be said of that once the change is kept, as before it may still fail: empty unless
        the user asked for no signature, or the program has keys and they have none of them.
    """
    from mentorctl.trail.signatures.key_discovery import own_keys  # noqa: PLC0415 - only when writing
    from mentorctl.trail.signatures.statements import OwnSigner  # noqa: PLC0415 - as above
    from mentorctl.trail.ssh.sshsig import fingerprint  # noqa: PLC0415 - as above

    if is_off():
        return None, ""
    if state.unsigned:
        return None, "nothing is signed, as you asked"
    records = _Records(state)
    why = "none of the keys on this computer is registered here"
    try:
        for key in own_keys() if records.may_have_keys else ():
            person = records.owner(key)
            if person:
                mark = fingerprint(key.public)
                who = OwnSigner(person, key, mark, announce, run_agent())
                return CommitSigner(state, who, may_be_unsigned=True), ""
    except TrailError as error:
        why = error.message
    # short, as it comes with every change: the reason at length is what key doctor tells
    return None, _DRAFT.format(why) if records.with_keys else ""


def acting(state: State, explicit: Path | None = None) -> tuple[str, str]:
    """Who runs a command: by a registered key of theirs, else by the address that git has.

    Args:
        state: The run of the command.
        explicit: The file of the key that the user has named.

    Returns:
        The id of a person, empty where nobody here is known by that; and a name.
    """
    from mentorctl.trail.git.command import Git  # noqa: PLC0415 - only when writing
    from mentorctl.trail.signatures.key_discovery import own_keys  # noqa: PLC0415 - as above

    records = _Records(state)
    person, name, email = "", getpass.getuser(), ""
    try:
        if not is_off(explicit) and records.may_have_keys:
            person = next(filter(None, map(records.owner, own_keys(explicit))), "")
        name, email = Git(state.root).identity()
    except TrailError:
        pass
    if not person and email:
        wanted = email.casefold()
        people = state.counted.people
        found = (each for each in people if (people[each].email or "").casefold() == wanted)
        person = next(found, "")
    known = state.person(person) if person else None
    return person, known.name if known else name


def run_agent() -> KeyAgent:
    """Keeps the user's key for the run of a command, its passphrase typed once."""
    from mentorctl.trail.ssh.key_agent import KeyAgent  # noqa: PLC0415 - only where somebody signs

    return KeyAgent(_tell_of_passphrase)


def _tell_of_passphrase(public: PublicKey, path: Path) -> None:
    """Say which key the passphrase is of that OpenSSH asks for."""
    from mentorctl.cli.output.pager import release  # noqa: PLC0415 - only where somebody is asked
    from mentorctl.trail.ssh.public_keys import fingerprint  # noqa: PLC0415 - as above

    release()  # what is asked about comes before the question
    note(f"your key signs this: {fingerprint(public)}. Its passphrase is asked for once; for a"
         f" whole day, where an agent runs: ssh-add {path}")  # fmt: skip
    sys.stderr.flush()


def announce(public: PublicKey) -> None:
    """Say that a security key waits for a touch."""
    note(f"touch your security key when it blinks ({public.comment or public.algorithm})")


def now(state: State) -> dt.datetime:
    """The moment, in the program's time zone."""
    return dt.datetime.now(zone_named(state.folder.program.timezone)).replace(microsecond=0)


def ledger(state: State) -> Ledger:
    """What the program's history says.

    Raises:
        GitMissing: There is no git.
        GitError: The folder has no history, or one that is damaged.
    """
    from mentorctl.trail.ledger.ledger_cache import ledger_of  # noqa: PLC0415 - only where it matters
    from mentorctl.trail.ledger.trust_on_first_use import followed  # noqa: PLC0415 - as above

    # an older copy may have none yet; what is written there comes in beside it
    return followed(ledger_of(state.root), past=True)


def require_signer(state: State, book: Ledger, explicit: Path | None = None) -> OwnSigner:
    """Who the user is.

    Args:
        state: The run of the command.
        book: What the history says.
        explicit: The file of the key that the user has named.

    Raises:
        typer.Exit: None of their keys is registered here; it has been said.
        SigningError: The key that they have named cannot be read.
    """
    from mentorctl.trail.signatures.statements import own_signer  # noqa: PLC0415 - only where somebody signs

    is_unwanted = is_off(explicit) or (state.unsigned and explicit is None)
    who = None if is_unwanted else own_signer(book.register, explicit, announce, run_agent())
    if who is not None and who.person in state.folder.people:
        return who
    if not book.register.root:
        fault = "nobody's key is registered here yet"
        word = state.folder.words["coordinator"]
        hint = f"the {word} registers the first one, their own: mentorctl key add PERSON"
    elif state.unsigned and explicit is None:
        fault, hint = "this is nothing without a signature", "run it without --unsigned"
    elif is_off(explicit):
        fault, hint = "MENTORCTL_KEY is none, so nothing can be signed", "unset MENTORCTL_KEY"
    else:
        of = f"the key {explicit}" if explicit else "none of your keys"
        fault = f"{of} is {'not ' if explicit else ''}registered here, so nobody can tell who signs"
        hint = f"see what to do: {DOCTOR}"
    complain(fault, hint)
    raise typer.Exit(CANNOT_RUN)


def coordinator(state: State, book: Ledger, what: str, explicit: Path | None = None) -> OwnSigner:
    """Who the user is, when only a coordinator may do something.

    Args:
        state: The run of the command.
        book: What the history says.
        what: What it is that only a coordinator does: `registers keys`.
        explicit: The file of the key that the user has named.

    Raises:
        typer.Exit: They are none, or nobody here; it has been said.
    """
    who = require_signer(state, book, explicit)
    if book.register.may_change(who.mark):
        return who
    people = rightly_named(state.folder, book)
    names = [called(people, each) for each in sorted(book.register.coordinators)]
    word = state.folder.words["coordinator"]
    mine = people.get(who.person)
    complain(
        f"only a {word} {what}, and your key is that of {mine.name if mine else who.person}",
        f"ask {' or '.join(names[:MOST_NAMED])}",
    )
    raise typer.Exit(FINDINGS)


def refuse_unsaved(state: State, paths: Iterable[str], what: str) -> None:
    """Refuse if unsaved edits by hand would become part of what is signed.

    Args:
        state: The run of the command.
        paths: The files that are about to be signed or changed.
        what: What then does not happen: `signed`.

    Raises:
        typer.Exit: One of them differs from the last commit; it has been said.
    """
    from mentorctl.trail.git.commit_log import unsaved  # noqa: PLC0415 - only where somebody signs

    wanted = set(paths)
    # a line of a command holds so many names everywhere
    few = sorted(wanted) if len(wanted) <= MOST_ASKED else ()
    edited = sorted(unsaved(state.root, few).intersection(wanted))
    if not edited:
        return
    named = ", ".join(edited[:MOST_NAMED]) + (" …" if len(edited) > MOST_NAMED else "")
    one = len(edited) == 1
    complain(
        f"{named} {'has' if one else 'have'} changes that are not in the history yet,"
        f" so nothing was {what}",
        f"look at {'it' if one else 'them'}, then keep {'it' if one else 'them'}: mentorctl save",
    )
    raise typer.Exit(FINDINGS)


def refuse_swept_keys(state: State, paths: Iterable[str]) -> None:
    """Refuse if a signed commit would include keys that were added to a file by hand.

    Args:
        state: The run of the command.
        paths: The files that are about to be changed; on disk they are still as they were.

    Raises:
        typer.Exit: One of them holds such keys, or coordinators; it has been said.
    """
    from mentorctl.trail.git import repository  # noqa: PLC0415 - only when writing

    held = [each for each in paths if each == PROGRAM_FILE or person_in(each)]
    if not held or not repository.is_repository(state.root):
        return
    for path, saved in repository.contents(state.root, held).items():
        try:
            there = state.root.joinpath(*path.split("/")).read_bytes()
        except OSError:
            continue
        if there != saved and _says_who_counts(path, there) != _says_who_counts(path, saved or b""):
            what = "coordinators" if path == PROGRAM_FILE else "keys"
            complain(
                f"the {what} in {path} were changed by hand and are not in the history,"
                " so nothing was changed",
                "keys are registered and revoked with mentorctl key; to keep this edit all the"
                " same: mentorctl save --anyway",
            )
            raise typer.Exit(FINDINGS)


def confirm_signing(question: str, *, yes: bool) -> None:
    """Ask before something is signed.

    Args:
        question: What is asked, without a mark at the end.
        yes: Whether the person has agreed beforehand.

    Raises:
        typer.Exit: They do not, or nobody is there to ask.
    """
    if yes:
        return
    if not sys.stdin.isatty():
        complain("nobody is here to be asked, so nothing was signed", "add --yes to agree")
        raise typer.Exit(FINDINGS)
    if not confirmed(f"{question}?"):
        note("nothing was signed")
        raise typer.Exit(FINDINGS)


class _Records:
    """The records of the people who have a key; read when the quick way does not find whose."""

    def __init__(self, state: State) -> None:
        self._people = state.root / PEOPLE
        self._reader = _reader(state)
        # who has which key, written beside the records; they alone count
        self._lines = state.signers(self._reader)

    @property
    def may_have_keys(self) -> bool:
        return bool(self._lines or self.with_keys)

    @cached_property
    def with_keys(self) -> dict[str, bytes]:
        """These records, by their people's ids."""
        try:
            names = sorted(each.name for each in os.scandir(self._people))
        except OSError:
            return {}
        texts = {
            name.removesuffix(SUFFIX): self._content(f"{PEOPLE}/{name}")
            for name in names
            if name.endswith(SUFFIX)
        }
        return {person: text for person, text in texts.items() if b"public" in text}

    def owner(self, key: OwnKey) -> str:
        """The person whose record has this key, not revoked; empty for nobody."""
        wanted = key.public.line.split()[1]
        named = [each.split()[0] for each in self._lines if wanted in each.split()]
        near = {each: self._content(person_file(each)) for each in named if is_id(each)}
        return _owner(near, wanted) or _owner(self.with_keys, wanted)

    def _content(self, path: str) -> bytes:
        try:
            return self._reader.content(path)
        except OSError:
            return b""


def _reader(state: State) -> Reader:
    """What reads the folder's files, also where its program.yaml is broken."""
    from mentorctl.model.words import Words  # noqa: PLC0415 - only when writing
    from mentorctl.store.folder import NoProgram  # noqa: PLC0415 - as above
    from mentorctl.store.parse.reader import Reader  # noqa: PLC0415 - as above

    try:
        return state.folder.reader
    except NoProgram:
        return Reader(state.root, Words())


def _owner(texts: Mapping[str, bytes], wanted: str) -> str:
    from mentorctl.model.person import Person  # noqa: PLC0415 - only where there are keys
    from mentorctl.store.parse.reader import understood  # noqa: PLC0415 - as above

    for person, text in texts.items():
        record = understood(text, Person) if wanted.encode() in text else None
        if record is not None and any(
            wanted in each.public.split() and each.revoked is None for each in record.keys
        ):
            return person
    return ""


def _says_who_counts(path: str, content: bytes) -> object:
    """What a file says of whose signatures count, as the history would take it."""
    from mentorctl.model.formats import CURRENT  # noqa: PLC0415 - only when writing
    from mentorctl.store.recorded_files import person_facts, program_facts  # noqa: PLC0415 - as above

    if path == PROGRAM_FILE:
        program = program_facts(content)
        return program.coordinators if program else ()
    person = person_facts(content, CURRENT)
    return person.keys if person else ()


def is_off(explicit: Path | None = None) -> bool:
    """Whether nothing is to be signed, as MENTORCTL_KEY says, and no key is named beside it."""
    from mentorctl.trail.signatures.key_discovery import VARIABLE  # noqa: PLC0415 - only where somebody signs

    return explicit is None and os.environ.get(VARIABLE) == OFF
