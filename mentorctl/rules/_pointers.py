"""Which dated facts there are: whether a need of program.yaml points to one."""

from __future__ import annotations

import datetime as dt
import difflib
from functools import cache
from types import UnionType
from typing import TYPE_CHECKING, Union, get_args, get_origin

from msgspec.structs import fields

from mentorctl.model.ids import slug
from mentorctl.model.kinds import IN_NEEDS, WORK_KINDS, RecordKind
from mentorctl.model.meeting import YearFacts
from mentorctl.model.needs import CASES, SIGNED, TAKEN, Need
from mentorctl.model.program_standing import PER_PERSON
from mentorctl.model.record import Record
from mentorctl.model.roles import SIDES

if TYPE_CHECKING:
    from collections.abc import Collection

    from mentorctl.model.program import Program

__all__ = ["Fault", "days_of", "pointer_fault"]

Fault = tuple[str, str]


def pointer_fault(text: str, program: Program) -> Fault | None:
    """What is wrong with a need, and how to mend it, or None.

    Args:
        text: The need as it is written, `RECORD:FIELD` or `RECORD/KEY:FIELD`.
        program: The program it is a need of.
    """
    try:
        need = Need.parse(text)
    except ValueError:
        return (
            f"the need {text} is not written RECORD:FIELD",
            "write it like plan:approved.on or experiences/1:sent_to_mentor",
        )
    if need.record == "meetings":
        return _meeting_fault(need, program)
    if need.record == "year":
        return _year_fault(need)
    kind = IN_NEEDS.get(need.record)
    if kind is None:
        return _not_among("record", need.record, [*IN_NEEDS, "meetings", "year"])
    if kind in WORK_KINDS and kind.name not in program.records:
        return (
            f"the need {text} asks for a record that this program's pairings do not have",
            f"add {kind.name} under records, or take the need out",
        )
    return _key_fault(need, kind, program) or _fact_fault(need, kind, program)


@cache
def days_of(model: type[Record]) -> tuple[str, ...]:
    """The fields of a record that hold a day, those of its parts included (`comment.on`)."""
    days: list[str] = []
    for field in fields(model):
        held = get_args(field.type)[0]
        for kind in get_args(held) if get_origin(held) in {Union, UnionType} else (held,):
            if kind is dt.date:
                days.append(field.name)
            elif isinstance(kind, type) and issubclass(kind, Record):
                days += (f"{field.name}.{day}" for day in days_of(kind))
    return tuple(days)


def _meeting_fault(need: Need, program: Program) -> Fault | None:
    known = [meeting.id for meeting in program.meetings]
    if need.key not in known:
        return _not_among("meeting", need.key, known)
    first, *roles = need.field
    if first != "attended":
        return _not_among("field of a meeting", first, ["attended"])
    unknown = next((role for role in roles if role not in SIDES), None)
    return _not_among("role in a pairing", unknown, SIDES) if unknown is not None else None


def _year_fault(need: Need) -> Fault | None:
    if not need.key and ".".join(need.field) in days_of(YearFacts):
        return None
    first, *person = need.field
    days = (day for day in days_of(YearFacts) if not day.startswith(YearFacts.written))
    known = [*days, *sorted(PER_PERSON)]
    if need.key:
        return f"the need {need} has a key, the year has none", f"write year:{first}"
    if first not in known:
        return _not_among("fact of the year", first, known)
    if len(person) > (first in PER_PERSON):
        return f"the need {need} points past a day", f"write year:{first}"
    return None


def _key_fault(need: Need, kind: RecordKind, program: Program) -> Fault | None:
    if kind.how_many is not None:
        count = kind.how_many(program)
        if not kind.fits(need.key, program):
            which = f"asks for {kind.name} {need.key}" if need.key else f"names no {kind.name}"
            return (
                f"the need {need} {which}, a year has {count}",
                f"write {need.record}/1 to {need.record}/{count}, or change the semesters",
            )
    elif need.key != ("*" if kind.many else ""):
        field = ".".join(need.field)
        right = f"{need.record}/*:{field}" if kind.many else f"{need.record}:{field}"
        return f"the need {need} points to no one record", f"write {right}"
    return None


def _fact_fault(need: Need, kind: RecordKind, program: Program) -> Fault | None:
    """What is wrong with the fact of a record: a day in it, or that it is signed."""
    if need.field[0] != SIGNED:
        return _field_fault(need, (*days_of(kind.model), *_own_days(kind, program)))
    setting = program.records.get(kind.name)
    if setting is None or not setting.signed_by:
        return (
            f"the need {need} asks for signatures, and nobody signs {kind.name}",
            f"name who does: signed_by under records: {kind.name}",
        )
    known = [SIGNED, *(f"{SIGNED}.{role}" for role in setting.signed_by)]
    return _field_fault(need, known)


def _own_days(kind: RecordKind, program: Program) -> list[str]:
    """The facts that this program itself adds to a kind of record."""
    if kind.name == "pairing":
        return [*(f"dates.{own.id}" for own in program.dates), *CASES]
    if kind.name == "trainings":
        return [f"{TAKEN}.{each.role}.{slug(each.code)}" for each in program.trainings]
    return []


def _field_fault(need: Need, known: Collection[str]) -> Fault | None:
    field = ".".join(need.field)
    return None if field in known else _not_among(f"day in {need.record}", field, known)


def _not_among(what: str, name: str, known: Collection[str]) -> Fault:
    guess = next(iter(difflib.get_close_matches(name, known, 1, 0.7)), None)
    others = f"write one of these: {', '.join(known)}" if known else "take the need out"
    return (
        f"there is no {what} called {name or '(nothing)'}",
        f"did you mean {guess}?" if guess else others,
    )
