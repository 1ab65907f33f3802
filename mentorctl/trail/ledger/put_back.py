"""What rightly stood in a record, and somebody took out who may not: to put it back claims nothing.

It came into the history in its time. Whoever may take it out gives it up, and so does whoever may
write another value there; to write it again is a new claim then.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentorctl.trail.ledger.displaced import right_in
from mentorctl.trail.ledger.merged_values import mark_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from mentorctl.model.field_owners import Way
    from mentorctl.trail.ledger.ledger import Ledger
    from mentorctl.trail.ledger.rights import Values

__all__ = ["carry_gone", "give_up", "note_taken"]


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
