"""Values of a record put back as they rightly stood."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from mentorctl.model.field_owners import Way, leaves, restored
from mentorctl.model.list_order import is_order, is_reordered
from mentorctl.trail.ledger.unreadable_since import as_record

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from mentorctl.model.record import Record

__all__ = ["brought_back", "put_at"]


def brought_back(
    model: type[Record],
    tree: dict[str, Any],
    other: dict[str, Any],
    ways: Collection[Way],
    lost: Mapping[Way, str],
) -> dict[str, Any]:
    """What a record says, at some ways as it rightly stood.

    Where nobody has rightly changed anything since, all is as it stood then.

    Args:
        model: The record's model.
        tree: What it says now.
        other: What it said when it rightly stood so.
        ways: Where it rightly stood so.
        lost: What does not count of what it says now.
    """
    said, held = leaves(model, other), leaves(model, tree)
    differ = {
        way
        for way in {**said, **held}
        if said.get(way) != held.get(way)
        # who takes an item out has put the others in no other order
        and not (is_order(way) and not is_reordered(held.get(way), [said.get(way)]))
    }
    is_whole = differ <= {*ways, *(lost.keys() - said.keys())}
    return other if is_whole else restored(model, tree, other, ways)


def put_at(model: type[Record], tree: dict[str, Any], way: Way, value: str) -> dict[str, Any]:
    """What a record says with another value at a way; as it is where it would be none.

    Args:
        model: The record's model.
        tree: What it says.
        way: The way.
        value: The value.
    """
    made = msgspec.json.decode(msgspec.json.encode(tree))
    inside = made
    for name in way[:-1]:
        inside = inside.setdefault(name, {})
        if not isinstance(inside, dict):
            return tree
    inside[way[-1]] = value
    return tree if as_record(model, made) is None else dict(made)
