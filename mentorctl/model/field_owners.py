"""Whose a field is: which role fills it in, as its model says, and what a record's fields hold.

A way leads to a value by names, through lists by what tells an item apart, so that it stays the
same wherever in its list the item stands.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import inspect as types

from mentorctl.model.canonical import data
from mentorctl.model.list_identity import Shape, is_named, names
from mentorctl.model.structure import notes, options, structure

if TYPE_CHECKING:
    from mentorctl.model.canonical import Data
    from mentorctl.model.record import Record

__all__ = ["Way", "filled_by", "leaves"]

Way = tuple[str, ...]

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
    """Every value that is filled in, by the way to it.

    Args:
        model: What the record is, which tells the items of its lists apart.
        tree: What its file says: mappings, lists, texts and bare numbers.
    """
    found: dict[Way, str] = {}
    _collect(found, (), data(tree), Shape.of(model))
    return found


def _collect(found: dict[Way, str], way: Way, value: Data | None, shape: Shape) -> None:
    if isinstance(value, Mapping):
        for name, each in value.items():
            _collect(found, (*way, name), each, shape.field(name))
    elif isinstance(value, list):
        called = [_called(each, shape) for each in value]
        for name, item in zip(called, value, strict=True):
            own = name if called.count(name) == 1 else _print(item)
            _collect(found, (*way, own), item, shape.item)
    elif value is not None:
        found[way] = value


def _called(item: Data, shape: Shape) -> str:
    if isinstance(item, str):
        return item
    return names([item], shape)[0] if is_named(item, shape) else _print(item)


def _print(item: Data) -> str:
    return hashlib.sha256(_encode(item)).hexdigest()[:_MARK]
