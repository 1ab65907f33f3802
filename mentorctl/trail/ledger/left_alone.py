"""What a commit leaves alone in a record that it changes, as its message says.

Whoever may write a record has what stands in it count by keeping it. A command changes one thing,
and whoever runs it has not been shown the rest. Its commit says so; the rest is judged as before.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mentorctl.model.field_owners import Way

__all__ = ["is_left", "trailers", "with_siblings"]

_TRAILER = "Mentorctl-Leaves: "
# who decided something
_BY = frozenset(("by", "approved_by"))


def trailers(paths: Iterable[str]) -> tuple[str, ...]:
    """The lines of a commit's message that say which records it leaves alone but for its change."""
    return tuple(f"{_TRAILER}{path}" for path in paths)


def is_left(path: str, message: str) -> bool:
    """Whether a commit leaves a record alone but for what it changes there.

    Args:
        path: The record's file.
        message: What the commit says.
    """
    # most commits say nothing of the kind
    return _TRAILER in message and f"{_TRAILER}{path}" in message.splitlines()


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
