"""No date of a pairing's records is passed over by the rules about dates."""

from __future__ import annotations

import datetime as dt
import types
import typing
from itertools import count
from typing import TYPE_CHECKING, Any

import pytest

from mentorctl.model.kinds import RECORD_KINDS, RecordKind
from mentorctl.model.record import Record
from mentorctl.model.team import Team
from mentorctl.rules._dates import dates

if TYPE_CHECKING:
    from collections.abc import Iterator


def days() -> Iterator[dt.date]:
    return (dt.date(2026, 7, 1) + dt.timedelta(days=number) for number in count())


def filled(kind: Any, day: Iterator[dt.date], used: list[dt.date]) -> Any:
    """A value of a field's type in which every date is filled in, each with a day of its own."""
    kind = typing.get_args(kind)[0] if typing.get_origin(kind) is typing.Annotated else kind
    if kind is dt.date:
        used.append(next(day))
        return used[-1]
    if isinstance(kind, type) and issubclass(kind, Record):
        hints = typing.get_type_hints(kind, include_extras=True)
        fields = kind.__struct_fields__
        return kind(**{name: filled(hints[name], day, used) for name in fields})
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin in {types.UnionType, typing.Union}:
        return filled(arguments[0], day, used)
    if origin is tuple:
        return (filled(arguments[0], day, used),)
    if origin is dict:
        return {"xx": filled(arguments[1], day, used)}
    return 1 if kind is int else "xx"


@pytest.mark.parametrize("kind", RECORD_KINDS, ids=lambda kind: kind.name)
def test_every_date_is_found(kind: RecordKind) -> None:
    used: list[dt.date] = []
    record = filled(kind.model, days(), used)
    team = Team(id="xx", year="2026-2027", folder="pairings/2026-2027/xx")
    team.records[kind.model] = {"1" if kind.many else "": record}

    found = dates(team)

    assert sorted(day for _, _, day, _ in found) == used
    assert {path for path, *_ in found} <= {kind.path("1")}
    for _, where, day, _ in found:
        value: Any = record
        for part in where:
            value = getattr(value, str(part), None) or value[part]
        assert value == day
