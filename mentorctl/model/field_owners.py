"""Whose a field is: which role fills it in, as its model says, and what a record's fields hold.

A way leads to a value by names, through lists by what tells an item apart, so that it stays the
same wherever in its list the item stands. In which order they stand is a value of the list itself.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec
from msgspec import inspect as types

from mentorctl.model.canonical import data, text_of
from mentorctl.model.list_identity import Shape, is_named, names
from mentorctl.model.list_order import ORDER, in_order, is_order, merged_order, order_value
from mentorctl.model.structure import notes, options, structure

if TYPE_CHECKING:
    from mentorctl.model.canonical import Data
    from mentorctl.model.record import Record

__all__ = [
    "Way",
    "filled_by",
    "is_under",
    "leaves",
    "pruned",
    "restored",
    "values",
    "without",
]

Way = tuple[str, ...]
R = TypeVar("R", bound="Record")

_encode = msgspec.json.Encoder(order="deterministic").encode
# of an item that nothing tells apart, its content does
_MARK = 16


@cache
def filled_by(model: type[Record], way: Way) -> str:
    """The role that fills a field in: the innermost that the model names on the way to it.

    Returns:
        Empty where the mentee and the mentor do together, or the model does not know the field.
    """
    role = ""
    kinds: tuple[types.Type, ...] = (structure(model),)
    for step in way:
        inside: tuple[types.Type, ...] = ()
        for kind in kinds:
            if isinstance(kind, types.StructType):
                for field in kind.fields:
                    if field.encode_name == step:
                        role = notes(field.type).get("by") or role
                        inside += options(field.type)
            elif isinstance(kind, types.VarTupleType):
                inside += options(kind.item_type)
            elif isinstance(kind, types.DictType):
                inside += options(kind.value_type)
        kinds = inside
    return role


def leaves(model: type[Record] | None, tree: Any) -> dict[Way, str]:
    """Every value that is filled in, and the order of every list, by the way to it.

    What says something just by being there empty has an empty value.

    Args:
        model: What the record is, which tells the items of its lists apart.
        tree: What its file says: mappings, lists, texts and bare numbers.
    """
    found: dict[Way, str] = {}
    _collect(found, (), tree, Shape.of(model))
    return found


def _collect(found: dict[Way, str], way: Way, value: Any, shape: Shape) -> None:
    if isinstance(value, Mapping):
        for name, each in value.items():
            place, count = (*way, str(name)), len(found)
            _collect(found, place, each, shape.field(place[-1]))
            tells = len(found) == count and shape.tells_empty(place[-1], each)
            if tells or (len(found) == count and not shape.knows(place[-1])):
                found[place] = ""
    elif isinstance(value, (list, tuple)):
        called = _keys([data(each) or {} for each in value], shape)
        for name, item in zip(called, value, strict=True):
            place, count = (*way, name), len(found)
            _collect(found, place, item, shape.item)
            if len(found) == count and not shape.item.takes_empty(item):
                found[place] = ""
        if len(called) > 1:
            found[*way, ORDER] = order_value(called)
    elif value is not None and value != "":
        found[way] = text_of(value)


def _keys(items: list[Data], shape: Shape) -> list[str]:
    """What each item of a list is called, wherever it stands."""
    called = [_called(each, shape) for each in items]
    often = Counter(called)
    if len(often) == len(items):
        return called
    found = [
        name if often[name] == 1 else _print(item) for name, item in zip(called, items, strict=True)
    ]
    # one that stands there twice is twice there
    passed = Counter[str]()
    for place, name in enumerate(found):
        passed[name] += 1
        if passed[name] > 1:
            found[place] = f"{name} {passed[name]}"
    return found


def _called(item: Data, shape: Shape) -> str:
    if isinstance(item, str):
        return item
    return names([item], shape)[0] if is_named(item, shape) else _print(item)


def _print(item: Data) -> str:
    return hashlib.sha256(_encode(item)).hexdigest()[:_MARK]


def without(record: R, ways: Collection[Way]) -> R | None:
    """A record without some of its values; None where it is none without them.

    Args:
        record: The record.
        ways: The ways to them, as `leaves` has them.
    """
    model = type(record)
    try:
        return msgspec.convert(
            pruned(model, msgspec.to_builtins(record), ways), model, strict=False
        )
    except msgspec.ValidationError:
        return None


def pruned(model: type[Record] | None, tree: Any, ways: Collection[Way]) -> dict[str, Any]:
    """The same of what a file says: mappings, lists, texts and bare numbers."""
    kept = _pruned(tree, (), Shape.of(model), frozenset(ways))
    return kept if isinstance(kept, dict) else {}


def restored(
    model: type[Record] | None, tree: Any, other: Any, ways: Collection[Way]
) -> dict[str, Any]:
    """What one version of a record says, but at some ways what another says.

    Args:
        model: What the record is, which tells the items of its lists apart.
        tree: What the one says: mappings, lists, texts and bare numbers.
        other: What the other says.
        ways: The ways to the values that are the other's, as `leaves` has them.
    """
    found = _mixed(tree, other, (), Shape.of(model), frozenset(ways))
    return found if isinstance(found, dict) else {}


def values(record: Record) -> dict[Way, str]:
    """Every value of a record that is filled in, by the way to it, without the order of lists."""
    held = leaves(type(record), msgspec.to_builtins(record))
    return {way: each for way, each in held.items() if not is_order(way)}


def is_under(way: Way, pattern: str) -> bool:
    """Whether a way leads to a value, or into it, that a way with dots and `*` names."""
    names = pattern.split(".")
    pairs = zip(names, way, strict=False)
    return len(names) <= len(way) and all(name in ("*", step) for name, step in pairs)


def _mixed(value: Any, other: Any, way: Way, shape: Shape, ways: frozenset[Way]) -> Any:
    if not any(each[: len(way)] == way for each in ways):
        return value
    if isinstance(value, Mapping | None) and isinstance(other, Mapping | None):
        here, there = value or {}, other or {}
        inside = {name: shape.field(name) for name in (*here, *there)}
    elif isinstance(value, list | None) and isinstance(other, list | None):
        here, there = (
            dict(zip(_keys([data(item) or {} for item in each or ()], shape), each or (),
                     strict=True))
            for each in (value, other)
        )  # fmt: skip
        # what is back stands where it stood
        inside = dict.fromkeys(merged_order([], [*here], [*there]), shape.item)
        if (*way, ORDER) in ways:
            inside = dict.fromkeys(in_order(inside, order_value([*there])), shape.item)
    else:
        return other
    if not inside:
        return other if way in ways else value
    held = {
        name: _mixed(here.get(name), there.get(name), (*way, name), part, ways)
        for name, part in inside.items()
    }
    # an item or field that the other version does not have is none there
    left = {name: each for name, each in held.items() if each is not None or name in here}
    return left if isinstance(value or other, Mapping) else [*filter(None, left.values())]


def _pruned(value: Any, way: Way, shape: Shape, ways: frozenset[Way]) -> Any:
    if isinstance(value, Mapping | list | tuple) and not value:
        return None if way in ways else value
    if isinstance(value, Mapping):
        held = ((name, _pruned(each, (*way, name), shape.field(name), ways))
                for name, each in value.items())  # fmt: skip
        return {name: each for name, each in held if each is not None} or None
    if isinstance(value, (list, tuple)):
        called = _keys([data(each) or {} for each in value], shape)
        held_items = (_pruned(item, (*way, name), shape.item, ways)
                      for name, item in zip(called, value, strict=True))  # fmt: skip
        return [each for each in held_items if each is not None] or None
    return None if way in ways else value
