"""In which order the items of a list stand, as a value of its own beside what they hold.

Whoever may write a list says in which order: an item that is added, changed or taken out says
nothing of it. Where two versions of a list come together, each had been put in order for itself.
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

__all__ = [
    "ORDER", "in_order", "is_order", "is_reordered", "merged_order", "order_value",
    "stands_as_before",
]  # fmt: skip

# the last step of a way to the order of a list; no field and no item is called so
ORDER = "\x1d"
# more pairs than this are not compared: then one of the orders has to stand as a whole
_MOST_COMPARED = 1_000_000


def is_order(way: Sequence[str]) -> bool:
    """Whether a way leads to the order of a list."""
    return way[-1:] == (ORDER,)


def order_value(names: Sequence[str]) -> str:
    """The order of a list as a value.

    Args:
        names: What its items are called, each once.
    """
    return msgspec.json.encode(names).decode()


def in_order(items: Mapping[str, object], order: str) -> list[str]:
    """The names of items of a list in another order; of those that it does not name, as they were.

    Args:
        items: The items, by their names.
        order: The order, as a value.
    """
    wanted = [each for each in _names(order) or () if each in items]
    return list(dict.fromkeys((*wanted, *items)))


def merged_order(base: list[str], ours: list[str], theirs: list[str]) -> list[str]:
    """The order of items: ours, unless only theirs changed it; new ones after what they follow.

    Args:
        base: The names of a list's items in the version that both come from.
        ours: Those in the one version.
        theirs: Those in the other.
    """
    common = set(ours) & set(theirs) & set(base)
    orders = [[name for name in each if name in common] for each in (base, ours, theirs)]
    first, second = (theirs, ours) if orders[1] == orders[0] != orders[2] else (ours, theirs)
    found = list(first)
    for before, name in zip([None, *second], second, strict=False):
        if name in found:
            continue
        at = found.index(before) + 1 if before is not None else 0
        while at < len(found) and found[at] not in second and found[at] not in base:
            at += 1
        found.insert(at, name)
    return found


def is_reordered(after: str | None, befores: Iterable[str | None]) -> bool:
    """Whether the items of a list stand as none of the versions before has them.

    Args:
        after: The order now; None where there is none.
        befores: That in each version before whose order counts; None, or what is no order, where
            it had none.
    """
    now = _names(after)
    sides = [names for each in befores if (names := _names(each)) is not None]
    if now is None or all(_agree(now, each) for each in sides):
        return False
    if all(_agree(one, other) for one, other in combinations(sides, 2)):
        return True
    # each had put it in order otherwise: then that of one or the other stands between two items,
    # and what only one of them has may be anywhere
    shared = _shared(now, *sides)
    places = [{name: place for place, name in enumerate(_only(each, shared))} for each in sides]
    row = _only(now, shared)
    if any(_only(each, shared) == row for each in sides):
        return False
    if len(row) ** 2 > _MOST_COMPARED:
        return True
    return any(
        all(each[second] < each[first] for each in places) for first, second in combinations(row, 2)
    )


def stands_as_before(here: str | None, there: str | None, before: Collection[str | None]) -> bool:
    """Whether one of two versions of a list has it in the order before, and the other has not.

    Args:
        here: The order in the one.
        there: That in the other.
        before: That in each version that both come from.
    """
    one, other, *olds = map(_names, (here, there, *before))
    if one is None or other is None or not olds:
        return False
    for each in olds:
        shared = _shared(one, other, each or ())
        if _only(one, shared) != _only(each or (), shared):
            return False
        if _only(other, shared) == _only(one, shared):
            return False
    return True


def _names(order: str | None) -> list[str] | None:
    """What stands in an order; None where a value is none."""
    if order is None:
        return None
    try:
        return msgspec.json.decode(order, type=list[str])
    except msgspec.DecodeError:
        return None


def _agree(one: Collection[str], other: Collection[str]) -> bool:
    """Whether what two lists both have stands in one order in both."""
    shared = _shared(one, other)
    return _only(one, shared) == _only(other, shared)


def _shared(*lists: Collection[str]) -> set[str]:
    return set[str].intersection(*map(set, lists))


def _only(names: Iterable[str], some: Collection[str]) -> list[str]:
    return [each for each in names if each in some]
