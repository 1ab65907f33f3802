"""Which milestones of a pairing rest on another one: what they ask for can only come after it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import inspect as types

from mentorctl.model.kinds import IN_NEEDS
from mentorctl.model.meeting import FOLLOWS_IN_YEAR
from mentorctl.model.needs import SIGNED
from mentorctl.model.structure import bare, structure

if TYPE_CHECKING:
    from mentorctl.model.calendar import Calendar
    from mentorctl.model.needs import Need
    from mentorctl.model.program import Milestone

__all__ = ["comes_after", "dependents", "waits_for"]


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
        if row.id != of and any(comes_after(late, early) for late in needs for early in asked)
    )


def waits_for(calendar: Calendar, need: Need, roles: tuple[str, ...]) -> tuple[Need, str] | None:
    """What has to be done by somebody else before a need can be met, and by which role.

    It is what the calendar asks of another role about the same record, and of several the nearest
    before: a comment form waits for the hand-over, and not for what comes before that.

    Args:
        calendar: The program's calendar.
        need: What is asked.
        roles: Of whom.
    """
    if need.record == "year":
        before = FOLLOWS_IN_YEAR.get(need.field[0])
        rows = calendar.of_program
    else:
        before, rows = None, calendar.of_pairing
    found = [
        (early, row.owners[0])
        for row, needs in rows
        for early in needs
        if not set(row.owners).intersection(roles)
        and (early.field == (before,) if need.record == "year" else comes_after(need, early))
    ]
    return max(found, key=lambda each: _place(each[0]) if before is None else (), default=None)


def comes_after(late: Need, early: Need) -> bool:
    """Whether a fact has its place behind another one's, in one record."""
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
