"""What a commit leaves alone in a record that it changes, as its message says.

Whoever may write a record has what stands in it count by keeping it. A command changes one thing,
and whoever runs it has not been shown the rest. Its commit says so; the rest is judged as before.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentorctl.trail.ledger.merged_values import mark_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from mentorctl.model.field_owners import Way

__all__ = ["is_left", "own_word", "trailers", "with_siblings"]

_TRAILER = "Mentorctl-Leaves: "
# of a record that is as it was before: what counted for nothing then does so still
_BACK = "Mentorctl-Brings-Back: "
# who decided something
_BY = frozenset(("by", "approved_by"))


def trailers(paths: Iterable[str], *, brings_back: bool = False) -> tuple[str, ...]:
    """The lines of a commit's message that say which records it leaves alone but for its change.

    Args:
        paths: The records' files.
        brings_back: Whether its change is no more than to have them as they were before.
    """
    names = (_TRAILER, _BACK) if brings_back else (_TRAILER,)
    return tuple(f"{name}{path}" for path in paths for name in names)


def is_left(path: str, message: str) -> bool:
    """Whether a commit leaves a record alone but for what it changes there.

    Args:
        path: The record's file.
        message: What the commit says.
    """
    # most commits say nothing of the kind
    return _TRAILER in message and f"{_TRAILER}{path}" in message.splitlines()


def own_word(
    path: str, message: str, ways: Iterable[Way], after: Mapping[Way, str], doubted: Collection[str]
) -> list[Way]:
    """Where a commit that leaves a record alone says something itself.

    Args:
        path: The record's file.
        message: What the commit says.
        ways: Where it has something as none before it has.
        after: What the record says then.
        doubted: What of it counted for nothing before.
    """
    if f"{_BACK}{path}" not in message.splitlines():
        return [*ways]
    return [way for way in ways if mark_of(way, after.get(way, "")) not in doubted]


def with_siblings(ways: Iterable[Way], every: Iterable[Way]) -> list[Way]:
    """What was written, and what is one word with it: who decided something, when, and why.

    Whoever writes the day of a waiver waives something, and names its approver and reason by that,
    be these as they were. Nothing else says so of what stands beside it.

    Args:
        ways: The ways to what was written.
        every: The ways to all that is there, or rightly was.
    """
    written, known = [*ways], [*every]
    groups = {way[:-1] for way in written} - {()}
    names = {each: {way[-1] for way in (*written, *known) if way[:-1] == each} for each in groups}
    decided = [each for each in groups if "on" in names[each] and not _BY.isdisjoint(names[each])]
    return [*written, *(way for way in known if way[:-1] in decided)]
