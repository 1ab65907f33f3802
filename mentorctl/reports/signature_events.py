"""Events of signatures in the history: signed, declined, made stale by a change, removed."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from mentorctl.model.canonical import digest
from mentorctl.model.kinds import kind_of, part_model
from mentorctl.model.paths import tells_signatures
from mentorctl.model.signature import moment
from mentorctl.reports.field_diff import between
from mentorctl.store.recorded_files import entries_of, signature_content
from mentorctl.trail.ledger.statement_check import entry_id

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from mentorctl.model.canonical import Data
    from mentorctl.model.recorded import Recorded, SignedStatement, Statement
    from mentorctl.model.words import Words
    from mentorctl.trail.git.tree_diff import Difference
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
    """The latest signature of a role on a record, and the content that it covers."""

    signed: SignedStatement
    content: Data | None
    is_fresh: bool


class SignatureTracker:
    """Tracks the state of records and signatures from commit to commit.

    Args:
        ledger: What the history proves of each statement.
        words: The program's terms.
    """

    def __init__(self, ledger: Ledger, words: Words) -> None:
        self._ledger = ledger
        self._words = words
        self._records: dict[str, dict[str, Recorded]] = {}
        self._entries: dict[str, dict[str, SignedStatement]] = {}
        self._held: dict[tuple[str, str], _Held] = {}

    def step(
        self, commit: str, changes: Iterable[Difference], contents: Mapping[str, bytes | None]
    ) -> list[SignatureChange]:
        """The signature events of one commit.

        Args:
            commit: Its id.
            changes: The files that it changed, as far as they are followed.
            contents: What files hold, by their ids.
        """
        number = self._ledger.formats.get(commit, 1)
        found: list[SignatureChange] = []
        touched: set[str] = set()
        # records first: a signature is about the record of the same commit
        for change in sorted(changes, key=lambda each: tells_signatures(each.path)):
            data = contents.get(change.after) if change.after else None
            if tells_signatures(change.path):
                found += self._statements(change.path, data)
            elif (kind := kind_of(change.path)) is not None:
                held = {} if data is None else entries_of(kind.name, data, number)
                # an unreadable record keeps its last known state
                if held is not None:
                    self._records[change.path] = held
                    touched.add(change.path)
        found += self._judged(touched)
        return found

    def _statements(self, path: str, data: bytes | None) -> Iterator[SignatureChange]:
        record = signature_content(data)
        if record is None and data is not None:
            return
        known = self._entries.get(path, {})
        now = {entry_id(each): each for each in (record.signed if record else ())}
        self._entries[path] = now
        for name, signed in now.items():
            if name not in known:
                yield self._came(path, name, signed)
        for name, signed in known.items():
            if name not in now:
                said = signed.statement
                held = self._held.get((said.record, said.role))
                if held is not None and entry_id(held.signed) == name:
                    del self._held[said.record, said.role]
                yield _turn(signed, SignatureEvent.TAKEN_OUT)

    def _came(self, path: str, name: str, signed: SignedStatement) -> SignatureChange:
        said = signed.statement
        brought = self._ledger.entry(path, name)
        if brought is not None and brought.fault:
            return _turn(signed, SignatureEvent.REFUSED, brought.fault)
        content = self._covered(said)
        is_fresh = said.declined is None and digest(content) == said.content
        before = self._held.get((said.record, said.role))
        if before is None or _at(before.signed) <= _at(signed):
            self._held[said.record, said.role] = _Held(signed, content, is_fresh)
        if said.declined is not None:
            return _turn(signed, SignatureEvent.DECLINED, said.declined)
        if not is_fresh:
            return _turn(signed, SignatureEvent.STALE, "the record was another when it was signed")
        if said.paper is not None:
            on = f"on paper on {said.paper.signed_on}"
            return _turn(signed, SignatureEvent.ATTESTED, on)._replace(by=said.paper.attested_by)
        return _turn(signed, SignatureEvent.SIGNED)

    def _judged(self, touched: set[str]) -> Iterator[SignatureChange]:
        """The signatures that a change of their records made stale, or right again."""
        for place, held in list(self._held.items()):
            said = held.signed.statement
            file = said.record.partition("#")[0]
            if file not in touched or said.declined is not None:
                continue
            content = self._covered(said)
            is_fresh = digest(content) == said.content
            if is_fresh and not held.is_fresh:
                self._held[place] = _Held(held.signed, content, is_fresh=True)
                yield _turn(held.signed, SignatureEvent.HOLDS_AGAIN)
            elif held.is_fresh and not is_fresh:
                self._held[place] = held._replace(is_fresh=False)
                kind = kind_of(file)
                model = part_model(kind.name) if kind else None
                told = between(held.content, content, model, self._words)
                fields = [each.field for each in told]
                gone = "" if content is not None else "what was signed is gone"
                yield _turn(held.signed, SignatureEvent.STALE, gone)._replace(
                    fields=() if gone else tuple(dict.fromkeys(fields))
                )

    def _covered(self, said: Statement) -> Data | None:
        file, _, entry = said.record.partition("#")
        record = self._records.get(file, {}).get(entry)
        return record.covered(said.role, said.format or 1) if record is not None else None


def _turn(signed: SignedStatement, what: SignatureEvent, why: str = "") -> SignatureChange:
    said = signed.statement
    return SignatureChange(said.record, said.role, said.person, what, why, (), said.key)


def _at(signed: SignedStatement) -> float:
    found = moment(signed.statement.signed_at)
    return found.timestamp() if found else 0.0
