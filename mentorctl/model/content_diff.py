"""In what two contents of a record differ: for history, stale signatures and certificates."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from mentorctl.model.list_identity import names, pairs

if TYPE_CHECKING:
    from mentorctl.model.finding import Where
    from mentorctl.model.list_identity import Shape, Step

__all__ = ["ContentDifference", "differences"]


class ContentDifference(NamedTuple):
    """One thing in which two contents differ.

    Attributes:
        way: The way to it in the later one, with indexes; of an item that was taken out, and of
            items in another order, the way to their list.
        steps: The way to it as a person names it, with what tells an item apart.
        before: What the earlier one holds; None for nothing.
        after: What the later one holds; None for nothing.
        what: Whether a value is another, or an item of a list was put in or taken out, or its
            items are in another order.
    """

    way: Where
    steps: tuple[Step, ...]
    before: Any
    after: Any
    what: Literal["changed", "added", "deleted", "moved"] = "changed"


def differences(
    before: Any, after: Any, shape: Shape, way: Where = (), steps: tuple[Step, ...] = ()
) -> Iterator[ContentDifference]:
    """Each thing in which two contents differ, in the order of the later one.

    Args:
        before: The earlier one: texts, lists and mappings.
        after: The later one.
        shape: What the model says of it, which tells the items of its lists apart.
        way: The way to it.
        steps: The way to it as a person names it.
    """
    if before == after:
        return
    if isinstance(before, Mapping | None) and isinstance(after, Mapping | None):
        old, new = before or {}, after or {}
        for name in dict.fromkeys(chain(old, new)):
            yield from differences(
                old.get(name), new.get(name), shape.field(name), (*way, name), (*steps, (name, ""))
            )
    elif isinstance(before, list | None) and isinstance(after, list | None):
        yield from _of_lists(before or [], after or [], shape, way, steps)
    else:
        yield ContentDifference(way, steps, before, after)


def _of_lists(
    old: Sequence[Any], new: Sequence[Any], shape: Shape, way: Where, steps: tuple[Step, ...]
) -> Iterator[ContentDifference]:
    *around, (field, _) = steps
    called = names(old, shape), names(new, shape)
    paired = pairs(old, new, shape)
    for was, at in paired:
        if at is None:
            assert was is not None
            named = (*around, (field, called[0][was]))
            yield ContentDifference(way, named, old[was], None, "deleted")
            continue
        named = (*around, (field, called[1][at]))
        if was is None:
            yield ContentDifference((*way, at), named, None, new[at], "added")
        else:
            yield from differences(old[was], new[at], shape.item, (*way, at), named)
    stayed = [was for was, at in paired if was is not None and at is not None]
    if stayed != sorted(stayed):
        yield ContentDifference(way, steps, old, new, "moved")
