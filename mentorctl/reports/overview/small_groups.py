"""Counts that single nobody out: none of fewer than five, also not by taking numbers away.

A count is told when those who are counted, and those who are not, are none or at least five. So
they must be once somebody leaves out of them those that another page shows them by name (those of a
school): else what is left would be a small group. Parts of a whole that may not be told go
together.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Mapping

__all__ = ["LEAST", "Crowd", "GroupCount", "fives", "whole_batches"]

LEAST = 5


class GroupCount(NamedTuple):
    """How many of some.

    Attributes:
        number: How many; None where that is not told.
        of: Of how many.
        told: The same in words.
        low: The fewest that the words allow.
        high: The most.
    """

    number: int | None
    of: int
    told: str
    low: int
    high: int


class Crowd:
    """Those who are counted.

    Args:
        everybody: Their ids.
        known: For each of them, as whose they are shown by name to some reader of another page.
        least: The smallest group that is told; 0 tells every count.
        is_private: Whether it is what each of them keeps to themselves: then it is not told either
            that all of them are counted, or none, which would say it of each.
    """

    def __init__(
        self,
        everybody: Iterable[str],
        known: Mapping[str, Iterable[Hashable]] | None = None,
        least: int = LEAST,
        *,
        is_private: bool = False,
    ) -> None:
        self.everybody = frozenset(everybody)
        self.least = least
        self._known = known or {}
        self._is_private = is_private and least > 0

    @property
    def is_told(self) -> bool:
        """Whether anything may be told of all of them."""
        return self.is_whole(self.everybody)

    def is_whole(self, members: frozenset[str]) -> bool:
        """Whether anything may be told of these as a whole of their own."""
        counts = Counter(owner for each in members for owner in self._known.get(each, ()))
        left = [len(members), *(len(members) - shown for shown in counts.values())]
        return not any(0 < size < self.least for size in left)

    def tells(self, members: frozenset[str]) -> bool:
        """Whether it may be told how many these are."""
        if self._is_private and members in {frozenset(), self.everybody}:
            return False
        return self.is_whole(members) and self.is_whole(self.everybody - members)

    def splits(self, members: frozenset[str], of: frozenset[str]) -> bool:
        """Whether both may be told: how many these are, and how many of them belong to others."""
        return self.tells(members) and self.tells(members & of) and self.tells(members - of)

    def count(self, members: Iterable[str]) -> GroupCount:
        """How many of all these are; in fives where others know some of them by name.

        Those others could tell from whether it is told what they may not be told.
        """
        found, of = frozenset(members) & self.everybody, len(self.everybody)
        if self.least and self._known:
            return self.in_fives(found)
        if self.tells(found):
            return GroupCount(len(found), of, f"{len(found)} of {of}", len(found), len(found))
        # of so few, to be fewer than five, or all but fewer, says almost who
        return (self._at_the_ends(len(found)) if of >= 2 * self.least else None) or _not_told(of)

    def in_fives(self, members: Iterable[str]) -> GroupCount:
        """About how many of all these are, for counts that stand side by side.

        Who has done one thing and who has done the next can differ by one: taken from each other,
        exact counts would tell of that one.
        """
        found, of = frozenset(members) & self.everybody, len(self.everybody)
        if not self.least or (found in {frozenset(), self.everybody} and self.tells(found)):
            return GroupCount(len(found), of, f"{len(found)} of {of}", len(found), len(found))
        # from five to all but five: what is told of them must leave as much open as the rest does
        if of - 2 * LEAST + 1 < LEAST - 1:
            return _not_told(of)
        low, high = fives(len(found), of)
        ends = self._at_the_ends(len(found))
        return ends or GroupCount(None, of, f"{low} to {high}", low, high)

    def parts(
        self, cells: Mapping[str, frozenset[str]], beside: frozenset[str] = frozenset()
    ) -> dict[str, frozenset[str]]:
        """The parts of a whole that may be told, the largest first.

        Args:
            cells: Who is in each part; nobody is in two.
            beside: Who else is counted on the same page: no part may be taken from them.

        Returns:
            The parts by name. Those that may not be told are one part, by an empty name; where
            that may not be told either, more go with it.
        """
        told = {name: each for name, each in cells.items() if each and self.splits(each, beside)}
        rest = frozenset[str]().union(*(cells[name] for name in cells.keys() - told.keys()))
        # what is not told is of fewer than five each time, which says of many how many they are
        # (two may be none at all, so that nothing follows for the others)
        if rest and len(rest) > (self.least - 1) * (len(cells) - len(told) - 2):
            return {"": self.everybody}
        while rest and told and not self.splits(rest, beside):
            least = min(told, key=lambda name: (len(told[name]), name))
            rest |= told.pop(least)
        order = sorted(told, key=lambda name: (-len(told[name]), name))
        return {name: told[name] for name in order} | ({"": rest} if rest else {})

    def _at_the_ends(self, number: int) -> GroupCount | None:
        """The words for few, or for all but few; None for what is between."""
        of = len(self.everybody)
        if number < self.least:
            return GroupCount(None, of, f"fewer than {LEAST}", 0, LEAST - 1)
        if of - number < self.least:
            return GroupCount(None, of, f"all but fewer than {LEAST}", of - LEAST + 1, of)
        return None


def fives(number: int, of: int, least: int = LEAST) -> tuple[int, int]:
    """The span, in fives, that how many of some are lies in: its first number and its last.

    The first span is of fewer than five, the last of all but fewer than five; the one before the
    last may have up to nine numbers.

    Args:
        number: How many they are.
        of: Of how many; so many that there are as many numbers between the two as in each.
        least: Five, or what takes its place.
    """
    if number < least:
        return 0, least - 1
    if of - number < least:
        return of - least + 1, of
    spans = max((of - 2 * least + 1) // least, 1)
    at = min(number // least, spans)
    return least * at, of - least if at == spans else least * (at + 1) - 1


def _not_told(of: int) -> GroupCount:
    return GroupCount(None, of, "not told", 0, of)


def whole_batches(ordered: Iterable[str]) -> list[str]:
    """The first of those who came one after the other, as many as fill whole groups.

    Whoever looks again later finds nobody more, or so many at once that none of them stands out.
    """
    found = list(ordered)
    return found[: len(found) - len(found) % LEAST]
