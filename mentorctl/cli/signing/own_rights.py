"""Asks the judge of who may write what, before the user's own change is kept or goes out."""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

import typer

from mentorctl.cli.exit_codes import FINDINGS
from mentorctl.cli.output.console import note, paint
from mentorctl.cli.signing.identity import acting, is_off, ledger
from mentorctl.model.paths import PAIRING_FILE, in_pairing
from mentorctl.model.roles import SIDES
from mentorctl.reports.provenance import rightly_named
from mentorctl.store.folder import NoProgram
from mentorctl.store.parse.reader import record_content
from mentorctl.store.people import called
from mentorctl.store.recorded_files import signature_content
from mentorctl.trail.git import repository
from mentorctl.trail.git.command import Git
from mentorctl.trail.git.merging.merge_base import Ancestry
from mentorctl.trail.ledger.ledger import OTHER_ROOT
from mentorctl.trail.ledger.ledger_cache import has_keys, ledger_of
from mentorctl.trail.ledger.members import members_by
from mentorctl.trail.ledger.rights import (
    OTHER_NAME,
    Writer,
    is_judged_by_field,
    is_readable,
    own_part,
    own_values,
    pairings_named,
    refusal,
    roles_of,
    values_of,
    words_of_others,
)
from mentorctl.trail.ledger.statement_check import StatementCheck, entry_id
from mentorctl.trail.ledger.writing import FORBIDDEN, said_of
from mentorctl.trail.signatures.statements import own_signer

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from mentorctl.cli.state import State
    from mentorctl.model.field_owners import Way
    from mentorctl.model.person import Person
    from mentorctl.model.recorded import PairingFacts
    from mentorctl.model.words import Words
    from mentorctl.trail.ledger.ledger import Ledger

__all__ = [
    "Refused",
    "no_signatures",
    "not_the_users",
    "people_of",
    "refuse_others",
    "refused",
    "told_of_others",
    "told_to_confirm",
]

MOST_NAMED = 3
MOST_SHOWN = 20


# what a change of keys is about is a key of somebody else's, as a rule
_OF_KEYS = "key-change"
_FOR_NOTHING = frozenset((FORBIDDEN, OTHER_ROOT, _OF_KEYS, "revoked-key", "unknown-key"))


class Refused(NamedTuple):
    """What somebody may not write of a file.

    Attributes:
        path: The file.
        ways: The ways to the values, as `field_owners` has them; the empty one for all of it.
        why: In words that name roles as `{mentor}`.
        whom: The ids of those who may.
    """

    path: str
    ways: frozenset[Way]
    why: str
    whom: tuple[str, ...]

    def said(self, words: Words, people: Mapping[str, Person]) -> str:
        """As a line, with whom to ask."""
        names = [called(people, each) for each in self.whom[:MOST_NAMED]]
        asked = f"; ask {' or '.join(names)}" if names else ""
        return f"{self.path}: {words.say(self.why)}{asked}"


def not_the_users(
    state: State,
    paths: Sequence[str],
    words: Words,
    planned: Mapping[str, bytes | None] | None = None,
) -> Iterator[str]:
    """What the user may not write of what they changed, and whom to ask, a line a file.

    Args:
        state: The run of the command.
        paths: The files that they changed.
        words: The program's terms.
        planned: What files will hold once the change is made; as they are on disk when left out.

    Yields:
        Nothing for a coordinator, and where nobody has a key yet. Whoever has none of their own
        is taken for whom git calls them: what they do now is theirs to sign later.

    Raises:
        GitError: The history is damaged.
        SigningError: The user's key cannot be read.
    """
    if repository.head(state.root) is None:
        return
    book = ledger(state)
    person = _who(state, book)
    found = refused(state.root, book, person, paths, planned) if person else ()
    for each in found:
        yield each.said(words, people_of(state))


def refuse_others(
    state: State, paths: Sequence[str], words: Words, planned: Mapping[str, bytes | None]
) -> None:
    """Stop where a change is not the user's to make: it would count for nothing.

    Args:
        state: The run of the command.
        paths: The files that it changes.
        words: The program's terms.
        planned: What files will hold once it is made.

    Raises:
        typer.Exit: It is not; it has been named.
        GitError: The history is damaged.
        SigningError: The user's key cannot be read.
    """
    found = [] if is_off() or state.unsigned else [*not_the_users(state, paths, words, planned)]
    if not found:
        return
    state.act.tell(refused=found)
    for line in found[:MOST_SHOWN]:
        note(line)
    note(f"{paint('nothing was changed', 'bold')}: it is not yours to write, so it would count"
         " for nothing and a guard would refuse it; ask who may, or the coordinator")  # fmt: skip
    raise typer.Exit(FINDINGS)


def no_signatures(state: State, paths: Sequence[str]) -> Iterator[str]:
    """New signatures that are none whoever registers their keys, the first of each file as a line.

    Args:
        state: The run of the command.
        paths: Signature files that changed.

    Raises:
        GitError: The history is damaged.
    """
    book = ledger(state)
    judge = StatementCheck(None, book.program)
    for path in paths:
        held = signature_content(_on_disk(state.root, path))
        faults = (judge(path, each).fault for each in (held.signed if held else ())
                  if f"{path}\n{entry_id(each)}" not in book.brought)  # fmt: skip
        why = next(filter(None, faults), "")
        if why:
            yield f"{path}: a signature that is none: {why}"


def refused(
    root: Path,
    book: Ledger,
    person: str,
    paths: Sequence[str],
    planned: Mapping[str, bytes | None] | None = None,
) -> Iterator[Refused]:
    """What somebody who is no coordinator may not write of some files.

    Args:
        root: A folder with the history that it is judged by.
        book: What that history proves.
        person: Their id.
        paths: The files that they changed.
        planned: What these will hold; as they are on disk when left out.

    Raises:
        GitError: The history is damaged.
    """
    number = book.formats.get(book.tip, 1)
    pairings = {path: place.folder + PAIRING_FILE for path in paths if (place := in_pairing(path))}
    # of what was handed in only its place matters, and it may be large
    records = filter(is_judged_by_field, paths)
    held = repository.contents(root, [*records, *pairings.values()])
    members = _members(root, book, pairings.values(), number)
    for path in paths:
        before = members.get(pairings.get(path, ""))
        writer = Writer(person, roles_of(person, [before]))
        ways: list[Way] = [()]
        sides = held.get(path), _new(root, path, planned)
        if is_judged_by_field(path) and all(map(is_readable, sides)):
            was, now = (values_of(path, each, number) for each in sides)
            ways = own_values([was], now)
            in_them = _roles_in(root, book, person, pairings_named(path, now))
            is_new = held.get(path) is None
            own = own_part(person, path, now, in_them, is_new=is_new)
            kept = words_of_others(person, path, [was])
            writer = writer._replace(own=own, kept=kept)
        found, why = refusal(writer, path, ways)
        if why:
            yield Refused(path, frozenset(found), why, _may(why, before, book))


def _may(why: str, pairing: PairingFacts | None, book: Ledger) -> tuple[str, ...]:
    """Who may write what somebody else may not: those whose roles the reason names."""
    if why == OTHER_NAME:
        return ()
    roles = re.findall(r"\{([a-z]+)\}", why)
    held = [getattr(pairing, role, None) for role in roles if role in SIDES]
    keepers = sorted(book.register.coordinators)
    return tuple(dict.fromkeys([*filter(None, held), *(() if any(held) else keepers)]))


def people_of(state: State) -> Mapping[str, Person]:
    """Everybody, by id, as they rightly are called; nobody where the folder cannot be read."""
    try:
        return rightly_named(state.folder, ledger(state))
    except NoProgram:
        return {}


def _who(state: State, book: Ledger) -> str:
    """Who is judged; empty for a coordinator, for somebody unknown, and where nobody has a key."""
    if not book.register.root:
        return ""
    who = own_signer(book.register)
    if who is not None:
        return "" if book.register.may_change(who.mark) else who.person
    try:
        person, _ = acting(state)
    except NoProgram:
        return ""
    return "" if person in book.register.coordinators else person


def _roles_in(
    root: Path, book: Ledger, person: str, named: Mapping[str, Sequence[str]]
) -> dict[str, frozenset[str]]:
    """The roles of a person in pairings, by what a record names them for."""
    number = book.formats.get(book.tip, 1)
    members = _members(root, book, chain.from_iterable(named.values()), number)
    return {
        name: roles_of(person, [members[each] for each in files]) for name, files in named.items()
    }


def _members(
    root: Path, book: Ledger, files: Iterable[str], number: int
) -> dict[str, PairingFacts | None]:
    """Who rightly is in pairings, by their `pairing.yaml`."""
    files = dict.fromkeys(files)
    if not files:
        return {}
    there = repository.contents(root, [*files])
    return members_by(Git(root), book, {each: there.get(each) for each in files}, number)


def told_of_others(root: Path, before: str, words: Words) -> Iterator[str]:
    """What of the history since a commit its signers had no right to, a line a file.

    Raises:
        GitError: The history is damaged.
    """
    if repository.head(root) == before or not has_keys(root):
        return
    book = ledger_of(root)
    new = Ancestry(book.parents).only(book.tip, [before] if before else [])
    yield from _told(book, words, new)


def told_to_confirm(root: Path, words: Words, commits: Collection[str], person: str) -> list[str]:
    """What somebody else had no right to in commits that a person is to sign, a line a file.

    Args:
        root: The program folder.
        words: The program's terms.
        commits: The commits, which its history has.
        person: The id of whoever signs them. What nobody signed, or with a key that is not
            registered yet, may be theirs, and is not among it.

    Raises:
        GitError: The history is damaged.
    """
    if not has_keys(root):
        return []
    return [*_told(ledger_of(root), words, commits, but={"", person})]


def _told(
    book: Ledger, words: Words, commits: Collection[str], but: Collection[str] = ()
) -> Iterator[str]:
    for each in book.remarks:
        if each.code in _FOR_NOTHING and each.commit in commits:
            signer = book.signers.get(each.commit, "")
            key = signer if each.code == _OF_KEYS else each.key or signer
            by = book.register.person(key)
            path = f"{each.path}: " if each.path else ""
            if by not in but:
                yield f"{each.commit[:10]} of {by or 'nobody here'}: {path}{said_of(each, words)}"


def _new(root: Path, path: str, planned: Mapping[str, bytes | None] | None) -> bytes | None:
    return _on_disk(root, path) if planned is None else planned.get(path)


def _on_disk(root: Path, path: str) -> bytes | None:
    try:
        return record_content(str(root.joinpath(*path.split("/"))))
    except OSError:
        return None
