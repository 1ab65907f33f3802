"""The single values that a field of a record can hold: what each is and what it is called.

A new type for fields is one line here; schemas, messages, new files and signatures follow.
"""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Literal, NamedTuple, Union

import msgspec
from msgspec import inspect as types

from mentorctl.model.record import PATTERNS

__all__ = ["asked", "choices", "hint", "is_single", "python_type"]


class Single(NamedTuple):
    """A type of single values.

    Attributes:
        python: The type.
        asked: What a person should write, in words.
        hint: What to do about another value; empty for the same words.
    """

    python: type
    asked: str
    hint: str = ""


SINGLES: dict[type[types.Type], Single] = {
    types.StrType: Single(str, "a text"),
    types.IntType: Single(int, "a whole number"),
    types.FloatType: Single(float, "a number like 3 or 2.5"),
    types.BoolType: Single(bool, "true or false"),
    types.DateType: Single(
        dt.date,
        "a date like 2026-09-14",
        "write year-month-day, for example 2026-12-14, a day that the calendar has",
    ),
    types.TimeType: Single(dt.time, "a time like 15:30:00"),
    types.DateTimeType: Single(dt.datetime, "a day and time like 2026-12-14T15:30:00-06:00"),
}


def is_single(kind: types.Type) -> bool:
    """Whether values of a type are single ones: no lists, no groups, and not nothing."""
    return type(kind) in SINGLES or isinstance(kind, types.LiteralType | types.EnumType)


def choices(kind: types.Type) -> tuple[Any, ...]:
    """The values of a type that has only some, as they are written; empty for others."""
    if isinstance(kind, types.LiteralType):
        return tuple(kind.values)
    return tuple(each.value for each in kind.cls) if isinstance(kind, types.EnumType) else ()


def asked(kind: types.Type) -> str:
    """What a person should write for a value of a type, in words."""
    some = [str(value) for value in choices(kind)]
    if some:
        return "one of: " + ", ".join(sorted(some)) if len(some) > 1 else some[0]
    pattern = kind.pattern if isinstance(kind, types.StrType) else None
    return PATTERNS.get(pattern or "", SINGLES[type(kind)].asked)


def hint(kind: types.Type) -> str:
    """What to do where a value is not of a type."""
    told = SINGLES[type(kind)]
    if told.hint or isinstance(kind, types.StrType):
        return told.hint or f"write {asked(kind)}"
    return f"write {told.asked}, or leave it empty"


def python_type(kinds: tuple[types.Type, ...]) -> Any:
    """The type by which msgspec judges a value that may be of any of these types."""
    return Union[tuple(_python_type(kind) for kind in kinds)]  # noqa: UP007 - made while running


def _python_type(kind: types.Type) -> Any:
    if isinstance(kind, types.NoneType):
        return None
    if isinstance(kind, types.EnumType):
        return kind.cls
    if isinstance(kind, types.LiteralType):
        return Literal[kind.values]
    bounds = {
        name: getattr(kind, name)
        for name in ("pattern", "min_length", "max_length", "ge", "gt", "le", "lt", "multiple_of")
        if getattr(kind, name, None) is not None
    }
    python = SINGLES[type(kind)].python
    return Annotated[python, msgspec.Meta(**bounds)] if bounds else python
