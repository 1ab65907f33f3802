"""Reading a file that a newer toolkit has written, as far as today's models go."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec
from msgspec import inspect as types

from mentorctl.model.record import Record
from mentorctl.model.structure import options, structure
from mentorctl.store.parse.nodes import compose, plain

if TYPE_CHECKING:
    from mentorctl.store.parse.nodes import Plain

__all__ = ["as_far_as_known"]

R = TypeVar("R", bound=Record)

MOST_LEFT_OUT = 1_000
# where msgspec finds a fault: names and places, and dots for some name of a mapping
_FAULT = re.compile(r"`\$([^`]*)`$")
_STEP = re.compile(r"\.([^.\[\]]+)|\[([0-9]+)\]|\[\.\.\.\]")


def as_far_as_known(data: bytes, model: type[R]) -> R | None:
    """The record in a file without what its model does not know or does not take.

    Returns:
        None where too little is left.
    """
    top, faults = compose(data)
    values = _known(plain(top) or {}, structure(model))
    for _ in range(0 if faults else MOST_LEFT_OUT):
        try:
            return msgspec.convert(values, model, strict=False)
        except msgspec.ValidationError as error:
            found = _FAULT.search(str(error))
            if found is None or not _leave_out(values, found[1]):
                return None
    return None


def _known(value: Plain, kind: types.Type) -> Plain:
    """A value without the fields that no model knows."""
    for each in options(kind):
        if isinstance(each, types.StructType) and isinstance(value, dict):
            fields = {field.encode_name: field.type for field in each.fields}
            return {
                name: _known(one, fields[name]) for name, one in value.items() if name in fields
            }
        if isinstance(each, types.DictType) and isinstance(value, dict):
            return {name: _known(one, each.value_type) for name, one in value.items()}
        if isinstance(each, types.VarTupleType) and isinstance(value, list):
            return [_known(one, each.item_type) for one in value]
    return value


def _leave_out(values: Any, way: str) -> bool:
    """Take out the value at a place; False where that is everything."""
    steps = [name or (int(at) if at else None) for name, at in _STEP.findall(way)]
    if None in steps:
        steps = steps[: steps.index(None)]
    if not steps:
        return False
    for step in steps[:-1]:
        values = values[step]
    del values[steps[-1]]
    return True
