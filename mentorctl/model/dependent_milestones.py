"""Which milestones of a pairing rest on another one: what they ask for can only come after it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import inspect as types

from mentorctl.model.kinds import IN_NEEDS
from mentorctl.model.needs import SIGNED
from mentorctl.model.structure import bare, structure

if TYPE_CHECKING:
    from mentorctl.model.calendar import Calendar
    from mentorctl.model.needs import Need
    from mentorctl.model.program import Milestone

__all__ = ["dependents"]


def dependents(calendar: Calendar, of: str) -> tuple[Milestone, ...]:
    """The milestones of a pairing that rest on another one, in the calendar's order.

    One rests on another where both ask about the same record, and its fact has its place in the
    record behind the other's: the comment form of an experience comes after its hand-over.

    Args:
        calendar: The program's calendar.
        of: The id of the milestone that they rest on.
    """
    asked = next(needs for row, needs in calendar.of_pairing if row.id == of)
    return tuple(
        row
        for row, needs in calendar.of_pairing
        if row.id != of and any(_comes_after(late, early) for late in needs for early in asked)
    )


def _comes_after(late: Need, early: Need) -> bool:
    is_same_record = (late.record, late.key) == (early.record, early.key)
    return is_same_record and late.record in IN_NEEDS and _place(late) > _place(early)


def _place(need: Need) -> tuple[float, ...]:
    """Where a fact stands in its record: the fields of a record are in the order of their days."""
    if need.field[0] == SIGNED:
        return (float("inf"),)
    place: list[float] = []
    kind: types.Type = structure(IN_NEEDS[need.record].model)
    for name in need.field:
        names = [each.name for each in kind.fields] if isinstance(kind, types.StructType) else []
        if name not in names:
            break
        at = names.index(name)
        place.append(at)
        assert isinstance(kind, types.StructType)
        kind = bare(kind.fields[at].type)
    return tuple(place)
