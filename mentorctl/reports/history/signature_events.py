"""Events of signatures in the history: signed, declined, made stale by a change, removed.

Each is judged in the commit that it happened in, beside the commits that this one follows: what
somebody else did at the same time on another computer has no part in it until a merge brings the
two together.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from mentorctl.model.canonical import digest
from mentorctl.model.kinds import kind_of, part_model
from mentorctl.model.paths import in_pairing, signatures_begin, tells_signatures
from mentorctl.model.signature import moment
from mentorctl.model.surroundings_diff import changed_surroundings
from mentorctl.reports.history.field_diff import between
from mentorctl.reports.history.form_contexts import FormContexts
from mentorctl.store.recorded_files import entries_of, signature_content
from mentorctl.trail.ledger.statement_check import entry_id

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from mentorctl.model.canonical import Data
    from mentorctl.model.recorded import Recorded, SignedStatement
    from mentorctl.model.words import Words
    from mentorctl.reports.history.form_contexts import CommittedContext
    from mentorctl.trail.git.file_finder import FileFinder
    from mentorctl.trail.ledger.ledger import Ledger

__all__ = ["SignatureChange", "SignatureEvent", "SignatureTracker"]


class SignatureEvent(StrEnum):
    """What can happen to a signature."""

    SIGNED = "signed"
    ATTESTED = "attested"
    DECLINED = "declined"
    REFUSED = "not-counted"
    STALE = "stale"
    HOLDS_AGAIN = "holds-again"
    TAKEN_OUT = "taken-out"


class SignatureChange(NamedTuple):
    """One event of one role's signature on one record.

    Attributes:
        record: The record's path in the program folder; `#ID` behind it is one log entry.
        role: The role that signs.
        person: The id of the person.
        what: What happened.
        why: In words: why it does not count or was declined.
        fields: What was changed, where it went stale by that.
        key: The fingerprint of the key that the statement names.
        by: The id of the coordinator who vouches for one on paper.
    """

    record: str
    role: str
    person: str
    what: SignatureEvent
    why: str = ""
    fields: tuple[str, ...] = ()
    key: str = ""
    by: str = ""


class _Held(NamedTuple):
    """The latest signature of a role on a record, and what it covers in one commit.

    Attributes:
        name: What tells the statement apart.
        signed: The statement.
        content: What of the record it covers; None where that is gone.
        is_fresh: Whether all that it covers is as it was signed; None while the record cannot be
            read.
        around: What its form takes from elsewhere; None where it covers nothing of that.
        record: The record.
    """

    name: str
    signed: SignedStatement
    content: Data | None
    is_fresh: bool | None
    around: CommittedContext | None = None
    record: Recorded | None = None


class _Standing(NamedTuple):
    """The signatures on one record in one commit.

    Attributes:
        statements: All of them, by what tells each apart, with the file that holds it.
        held: The latest of each role, by the record (or entry of a log) and the role.
    """

    statements: Mapping[str, tuple[str, SignedStatement]]
    held: Mapping[tuple[str, str], _Held]


class SignatureTracker:
    """Tells from commit to commit what happened to signatures.

    Args:
        ledger: What the history proves of each statement.
        words: The program's terms.
        files: The files of the commits.
    """

    def __init__(self, ledger: Ledger, words: Words, files: FileFinder) -> None:
        self._ledger = ledger
        self._words = words
        self._files = files
        self._contexts = FormContexts(files)
        self._parsed: dict[tuple[str, str, int], Mapping[str, Recorded] | None] = {}
        # what was last told of a statement, for a merge, which has no one state before it
        self._told: dict[str, bool] = {}

    def step(
        self,
        commit: str,
        tree: str,
        befores: Sequence[str],
        touched: Collection[str],
        around: Collection[str] = (),
    ) -> list[SignatureChange]:
        """The signature events of one commit.

        Args:
            commit: Its id.
            tree: The id of its tree.
            befores: The trees of the commits that it follows; none where the history begins.
            touched: The files that may be others than before, as far as they are followed.
            around: Others of which only matters what forms that are followed take from them.
        """
        number = self._ledger.formats.get(commit, 1)
        found: list[SignatureChange] = []
        signed = sorted(filter(tells_signatures, touched))
        for record in self._records(tree, befores, touched, around):
            now = self._standing(tree, record, number, signed)
            before = [self._standing(each, record, number, signed) for each in befores]
            found += self._statements(now, before)
            found += self._turned(tree, record, now, before)
        return found

    def _records(
        self, tree: str, befores: Sequence[str], touched: Collection[str], around: Iterable[str]
    ) -> list[str]:
        """The records on which signatures may have come, gone or changed their state."""
        found: dict[str, None] = {}
        for path in sorted(touched, key=tells_signatures):
            if tells_signatures(path):
                for each in (tree, *befores):
                    held = signature_content(self._files.content(self._files.find(each, path)))
                    signed = held.signed if held else ()
                    found |= {said.statement.record.partition("#")[0]: None for said in signed}
            elif kind_of(path) is not None:
                found[path] = None
        # a form is signed as it is read: with what it takes from other files
        return list(found | dict.fromkeys(self._contexts.records_at((*touched, *around))))

    def _standing(self, tree: str, record: str, number: int, changed: Iterable[str]) -> _Standing:
        statements: dict[str, tuple[str, SignedStatement]] = {}
        held: dict[tuple[str, str], _Held] = {}
        place = in_pairing(record)
        start = place.folder + signatures_begin(place.file) if place else ""
        paths = dict.fromkeys(self._files.names(tree, start) if start else ())
        # a statement may lie where it does not belong
        paths |= dict.fromkeys(changed)
        for path in paths:
            content = signature_content(self._files.content(self._files.find(tree, path)))
            for signed in content.signed if content else ():
                said, name = signed.statement, entry_id(signed)
                if said.record.partition("#")[0] != record:
                    continue
                statements[name] = path, signed
                if self._fault(path, name):
                    continue
                before = held.get((said.record, said.role))
                if before is None or _at(before.signed) <= _at(signed):
                    folder = place.folder.rstrip("/") if place else ""
                    judged = self._judged(tree, number, name, signed, folder)
                    held[said.record, said.role] = judged
        return _Standing(statements, held)

    def _judged(
        self, tree: str, number: int, name: str, signed: SignedStatement, folder: str
    ) -> _Held:
        said = signed.statement
        file, _, entry = said.record.partition("#")
        entries = self._entries(file, self._files.find(tree, file), number)
        if entries is None:
            return _Held(name, signed, None, None)
        found = entries.get(entry)
        if found is None:
            return _Held(name, signed, None, False)
        content = found.covered(said.role, said.format or 1)
        around = self._contexts.of(tree, name, signed, found, folder)
        is_fresh = digest(content) == said.content and (around is None or around.is_signed)
        return _Held(name, signed, content, is_fresh, around, found)

    def _entries(self, path: str, blob: str | None, number: int) -> Mapping[str, Recorded] | None:
        """What can be signed of a record; None where it cannot be read."""
        kind = kind_of(path)
        if blob is None or kind is None:
            return {}
        key = (kind.name, blob, number)
        if key not in self._parsed:
            self._parsed[key] = entries_of(kind.name, self._files.content(blob) or b"", number)
        return self._parsed[key]

    def _fault(self, path: str, name: str) -> str:
        brought = self._ledger.entry(path, name)
        return brought.fault if brought is not None else ""

    def _statements(
        self, now: _Standing, befores: Sequence[_Standing]
    ) -> Iterator[SignatureChange]:
        """The statements that came, and those that were taken out."""
        for name, (path, signed) in now.statements.items():
            if not any(name in each.statements for each in befores):
                yield self._came(path, name, signed, now)
        every = befores[0].statements if befores else {}
        for name, (_, signed) in every.items():
            # one that only one side of a merge had was taken out, and told, on the other
            there = all(name in each.statements for each in befores)
            if there and name not in now.statements:
                self._told.pop(name, None)
                yield _turn(signed, SignatureEvent.TAKEN_OUT)

    def _came(
        self, path: str, name: str, signed: SignedStatement, now: _Standing
    ) -> SignatureChange:
        said = signed.statement
        if fault := self._fault(path, name):
            return _turn(signed, SignatureEvent.REFUSED, fault)
        if said.declined is not None:
            return _turn(signed, SignatureEvent.DECLINED, said.declined)
        held = now.held.get((said.record, said.role))
        self._told[name] = held is None or held.name != name or held.is_fresh is not False
        if not self._told[name]:
            what = "what its form takes from elsewhere" if _is_around(held) else "the record"
            return _turn(signed, SignatureEvent.STALE, f"{what} was another when it was signed")
        if said.paper is not None:
            on = f"on paper on {said.paper.signed_on}"
            return _turn(signed, SignatureEvent.ATTESTED, on)._replace(by=said.paper.attested_by)
        return _turn(signed, SignatureEvent.SIGNED)

    def _turned(
        self, tree: str, record: str, now: _Standing, befores: Sequence[_Standing]
    ) -> Iterator[SignatureChange]:
        """The signatures that a change of their record made stale, or right again."""
        # in the order in which they were made
        for place, held in sorted(now.held.items(), key=lambda each: _at(each[1].signed)):
            if held.signed.statement.declined is not None or held.is_fresh is None:
                continue
            same = [each.held[place] for each in befores if place in each.held]
            same = [each for each in same if each.name == held.name]
            if not same:
                continue
            was = self._told.get(held.name, True)
            if len(befores) == 1 and same[0].is_fresh is not None:
                was = same[0].is_fresh
            if was is held.is_fresh:
                continue
            self._told[held.name] = held.is_fresh
            if held.is_fresh:
                yield _turn(held.signed, SignatureEvent.HOLDS_AGAIN)
            else:
                yield self._stale(tree, record, held, same)

    def _stale(
        self, tree: str, record: str, held: _Held, befores: Sequence[_Held]
    ) -> SignatureChange:
        if held.content is None:
            return _turn(held.signed, SignatureEvent.STALE, "what was signed is gone")
        kind = kind_of(record)
        model = part_model(kind.name) if kind else None
        before = next((each for each in befores if each.is_fresh), befores[0])
        told = between(before.content, held.content, model, self._words)
        named = [each.field for each in told]
        if before.around is not None and before.record is not None:
            # what follows from a change of the record is that change, and no other
            folder = record.rpartition(f"/{place.file}")[0] if (place := in_pairing(record)) else ""
            around = self._contexts.of(tree, held.name, held.signed, before.record, folder)
            assert around is not None
            found = changed_surroundings(before.around.found, around.found)
            named += [name for name, _ in found]
        fields = tuple(dict.fromkeys(named))
        return _turn(held.signed, SignatureEvent.STALE)._replace(fields=fields)


def _is_around(held: _Held | None) -> bool:
    """Whether it is not the record that is another than was signed, but what is around it."""
    return held is not None and digest(held.content) == held.signed.statement.content


def _turn(signed: SignedStatement, what: SignatureEvent, why: str = "") -> SignatureChange:
    said = signed.statement
    return SignatureChange(said.record, said.role, said.person, what, why, (), said.key)


def _at(signed: SignedStatement) -> float:
    found = moment(signed.statement.signed_at)
    return found.timestamp() if found else 0.0
