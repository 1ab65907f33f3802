"""How records read that no released format knows yet: as their models say, until one pins them."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from msgspec import inspect as types

from mentorctl.model.formats.definition import RecordFormat
from mentorctl.model.kinds import kind_named
from mentorctl.model.structure import structure

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["unpinned"]


@cache
def unpinned(kind: str) -> RecordFormat:
    """How the records of a kind read by the model of today.

    Raises:
        KeyError: There is no such kind.
    """
    model = kind_named(kind).model
    found = sorted(_marked(structure(model), ""))
    return RecordFormat(
        model.signed_by_item,
        tuple(way for way, mark in found if mark == "number"),
        tuple(way for way, mark in found if mark == "choice"),
        model.not_signed,
        model.not_signed_by,
    )


def _marked(kind: types.Type, way: str) -> Iterator[tuple[str, str]]:
    """The ways to numbers and to what can be left open and is no text."""
    if isinstance(kind, types.Metadata):
        yield from _marked(kind.type, way)
    elif isinstance(kind, types.StructType):
        for field in kind.fields:
            yield from _marked(field.type, f"{way}.{field.encode_name}".lstrip("."))
    elif isinstance(kind, types.VarTupleType):
        yield from _marked(kind.item_type, f"{way}.*")
    elif isinstance(kind, types.DictType):
        yield from _marked(kind.value_type, f"{way}.*")
    elif isinstance(kind, types.UnionType):
        options = [_bare(each) for each in kind.types]
        for each in options:
            if isinstance(each, types.DateType | types.LiteralType) and not _is_number(each):
                yield way, "choice"
            else:
                yield from _marked(each, way)
    elif _is_number(kind):
        yield way, "number"


def _bare(kind: types.Type) -> types.Type:
    return _bare(kind.type) if isinstance(kind, types.Metadata) else kind


def _is_number(kind: types.Type) -> bool:
    values = kind.values if isinstance(kind, types.LiteralType) else ()
    return isinstance(kind, types.IntType | types.FloatType) or bool(
        values and isinstance(values[0], int)
    )
