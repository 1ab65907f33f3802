"""What msgspec knows of a record's fields, worked out once for each model."""

from __future__ import annotations

from functools import cache

from msgspec import inspect as types

__all__ = ["options", "structure"]


@cache
def structure(model: type) -> types.StructType:
    """The fields of a record, or of a part of one, with their types and notes."""
    info = types.type_info(model)
    assert isinstance(info, types.StructType)
    return info


def options(kind: types.Type) -> tuple[types.Type, ...]:
    """The types that a value may have, without notes."""
    if isinstance(kind, types.Metadata):
        return options(kind.type)
    if isinstance(kind, types.UnionType):
        return tuple(option for each in kind.types for option in options(each))
    return (kind,)
