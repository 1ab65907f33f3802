"""What each side of a merge says of a record by its own word, value by value.

What a side has as it was before is no word of its side where another one has changed it: whoever
takes it into the merge writes it themselves, as if they had typed it in.
"""

from __future__ import annotations

import hashlib
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

from mentorctl.model.list_order import is_order, stands_as_before
from mentorctl.trail.ledger.statement_check import entry_id

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from mentorctl.model.field_owners import Way
    from mentorctl.trail.git.merging.merge_base import Ancestry
    from mentorctl.trail.ledger.history_input import FileContents
    from mentorctl.trail.ledger.ledger import Ledger
    from mentorctl.trail.ledger.rights import Values

__all__ = ["MergedValues", "SideSays", "are_joined", "mark_of"]

_DIGITS = 16
# what no record says
_AS_BEFORE = "\0"


def mark_of(way: Way, value: str) -> str:
    """What a value of a record is called among those that do not count."""
    return "\x1f".join((*way, hashlib.sha256(value.encode()).hexdigest()[:_DIGITS]))


def are_joined(said: FileContents, befores: Iterable[str | None], after: str | None) -> bool:
    """Whether a merge has only brought statements together, which prove themselves.

    What none of its sides has, or all of them have and it has not, is its maker's own word.

    Args:
        said: What files hold.
        befores: The ids of what the signature file holds on each side.
        after: The same of the merge.
    """
    sides = [_entries(said, name) for name in befores if name]
    now, held = _entries(said, after), [each for each in sides if each is not None]
    if now is None or not held or len(held) < len(sides):
        return False
    return frozenset.intersection(*held) <= now <= frozenset().union(*held)


def _entries(said: FileContents, name: str | None) -> frozenset[str] | None:
    """The statements in a signature file, by the id of what it holds; None where it is none."""
    record = said.signatures(name)
    return None if record is None else frozenset(map(entry_id, record.signed))


class SideSays(NamedTuple):
    """What a record says on one side.

    Attributes:
        commit: The side's last commit.
        path: The record's file there.
        values: Its values; none where it is not there.
    """

    commit: str
    path: str
    values: Values


class MergedValues:
    """Tells of the sides of merges what each says by its own word.

    Args:
        ledger: What the history says.
        said: What files hold.
        ancestry: Which commit follows which.
        values: What a record says: by its file, the id of what that holds, and a commit.
    """

    def __init__(
        self,
        ledger: Ledger,
        said: FileContents,
        ancestry: Ancestry,
        values: Callable[[str, str | None, str], Values],
    ) -> None:
        self._ledger = ledger
        self._said = said
        self._ancestry = ancestry
        self._values = values

    def own_words(self, sides: Sequence[SideSays]) -> list[Values]:
        """The values of each side; in place of what is no word of its own, one that no record has.

        What another side changed who may not does not count: to leave that out is nobody's word.
        """
        found = [dict(each.values) for each in sides]
        for (one, here), (other, there) in combinations(enumerate(sides), 2):
            ways = {
                way
                for way in (*here.values, *there.values)
                if here.values.get(way) != there.values.get(way)
            }
            stood = self._stood(here, there) if ways else ()
            for way in ways:
                was = {each.get(way) for each in stood}
                for place, side, changed in ((one, here, there), (other, there, here)):
                    is_old = (
                        stands_as_before(side.values.get(way), changed.values.get(way), was)
                        if is_order(way)
                        else was == {side.values.get(way)}
                    )
                    if is_old and not self._is_doubted(changed, way):
                        found[place][way] = _AS_BEFORE
        return found

    def _stood(self, here: SideSays, there: SideSays) -> list[Values]:
        """What the record said where two sides parted."""
        paths = tuple(dict.fromkeys((here.path, there.path)))
        bases = self._ancestry.bases(here.commit, there.commit)
        held = self._said.ids_in((base, path) for base in bases for path in paths)
        return [self._values(*self._first(base, paths, held), base) for base in bases]

    def _first(
        self, base: str, paths: Iterable[str], held: dict[tuple[str, str], str | None]
    ) -> tuple[str, str | None]:
        return next(((path, name) for path in paths if (name := held[base, path])), ("", None))

    def _is_doubted(self, side: SideSays, way: Way) -> bool:
        value = side.values.get(way)
        return value is not None and mark_of(way, value) in self._ledger.unproven.get(side.path, ())
