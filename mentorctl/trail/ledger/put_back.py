"""What rightly stood in a record, and somebody took out who may not: to put it back claims nothing.

It came into the history in its time. Whoever may take it out gives it up, and so does whoever may
write another value there; to write it again is a new claim then. So it is with what people signed:
that goes on counting unless they, or a coordinator, take it out.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

import msgspec

from mentorctl.model.list_identity import Shape
from mentorctl.model.recorded import SignatureFile
from mentorctl.model.signature import Signatures
from mentorctl.store.edit.rewrite import rewrite
from mentorctl.store.recorded_files import signature_content
from mentorctl.trail.ledger.displaced import right_in
from mentorctl.trail.ledger.merged_values import mark_of
from mentorctl.trail.ledger.statement_check import entry_id

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from mentorctl.model.field_owners import Way
    from mentorctl.model.recorded import SignedStatement
    from mentorctl.store.parse.nodes import Plain
    from mentorctl.trail.ledger.key_register import Register
    from mentorctl.trail.ledger.ledger import Ledger
    from mentorctl.trail.ledger.rights import Values

__all__ = ["carry_gone", "give_up", "note_lost", "note_taken", "with_lost"]


def note_taken(
    ledger: Ledger,
    path: str,
    befores: Iterable[Values],
    after: Mapping[Way, str],
    ways: Collection[Way],
) -> None:
    """Note what a commit took out, or wrote something else in the place of, without the right to.

    Args:
        ledger: What the history says; it is noted there.
        path: The file.
        befores: What the commits before say.
        after: What the file says now; nothing where it is gone, which nobody does by halves.
        ways: Where they had no right to write.
    """
    doubted = ledger.unproven.get(path, {})
    marks = {
        mark_of(way, value)
        for each in befores
        for way, value in each.items()
        if (not after or way in ways) and after.get(way) != value
    }
    stood = marks.difference(doubted)
    if stood and ways:
        ledger.taken[path] = ledger.taken.get(path, frozenset()) | stood


def give_up(ledger: Ledger, path: str, after: Mapping[Way, str], ways: Iterable[Way]) -> None:
    """Forget of what was taken out what somebody writes or takes out themselves who may.

    Args:
        ledger: What the history says; it is changed.
        path: The file.
        after: What the file says now.
        ways: Where they wrote.
    """
    written = {way: mark_of(way, after[way]) if way in after else "" for way in ways}
    kept = frozenset(
        each
        for each in ledger.taken[path]
        if written.get(tuple(each.split("\x1f")[:-1]), each) == each
    )
    ledger.taken[path] = kept
    if not kept:
        del ledger.taken[path]


def carry_gone(ledger: Ledger, was: str, now: str, there: Collection[str]) -> None:
    """Have what somebody took away of a pairing who may not be gone from it under its new name.

    Args:
        ledger: What the history says; it is changed.
        was: The pairing's folder, with `/`.
        now: The one that it has now.
        there: The files that it has there.
    """
    for path, doubted in [*ledger.unproven.items()]:
        new = now + path.removeprefix(was)
        if path.startswith(was) and new not in there:
            rightly = {mark: by for mark, by in doubted.items() if right_in([mark])}
            ledger.unproven.setdefault(new, {}).update(rightly)


def note_lost(
    ledger: Ledger,
    path: str,
    held: Iterable[SignatureFile | None],
    before: Register,
    commit: str,
    gone: Collection[str],
) -> None:
    """Note the statements that a commit takes out of a file whose maker may not.

    Whoever takes out what they signed themselves takes it back, be it a refusal.

    Args:
        ledger: What the history says; it is noted there.
        path: The file.
        held: What it holds in the commits before.
        before: Whose keys count before the commit.
        commit: The commit.
        gone: Which of the statements it takes out, by `entry_id`.
    """
    key, lost = ledger.signers.get(commit, ""), ledger.lost.setdefault(path, {})
    for signed in chain.from_iterable(each.signed for each in held if each):
        said, entry = signed.statement, entry_id(signed)
        signer = said.paper.attested_by if said.paper else said.person
        if entry not in gone:
            continue
        is_own = before.person(key) == signer
        # whose it is may have taken it out on another side
        may = is_own or before.may_change(key)
        lost[entry] = None if may else lost.get(entry, signed)
        if is_own and said.declined is not None:
            told = ledger.declined.get(f"{said.record}\n{said.role}", {})
            told.pop(f"{path}\n{entry}", None)


def with_lost(data: bytes | None, lost: Iterable[SignedStatement | None]) -> bytes | None:
    """What a signature file holds with the statements that somebody took out who may not.

    Args:
        data: What it holds; None where it is not there.
        lost: The statements, as the history has them.
    """
    held = {entry_id(each): each for each in (signature_content(data) or SignatureFile()).signed}
    more = {entry_id(each): each for each in lost if each is not None} | held
    if len(more) == len(held):
        return data
    entries: list[Plain] = [
        {"statement": msgspec.json.decode(each.said), "signature": each.signature}
        for each in more.values()
    ]
    return rewrite("{}\n", {"signed": entries}, Shape.of(Signatures)).encode()
