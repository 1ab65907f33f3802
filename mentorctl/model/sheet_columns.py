"""What the headings of a program's spreadsheets mean: `columns.yaml`."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from mentorctl.model.record import Name, Record, Text, says

__all__ = ["SheetColumns"]

BY = "coordinator"
Meanings = dict[Name, Text | None]


class SheetColumns(Record, frozen=True):
    """What headings mean that mentorctl does not know by itself, by the kind of sheet.

    Asked for once by `mentorctl import`, and used whenever such a heading comes again.
    """

    known_by_names = True

    people: Annotated[
        Meanings, says("People", "The column of a template, or - for none, by heading", by=BY)
    ] = msgspec.field(default_factory=dict)
    pairings: Annotated[Meanings, says("Pairings", "Likewise", by=BY)] = msgspec.field(
        default_factory=dict
    )
    plans: Annotated[Meanings, says("Plans", "Likewise", by=BY)] = msgspec.field(
        default_factory=dict
    )
    log: Annotated[Meanings, says("Log", "Likewise", by=BY)] = msgspec.field(default_factory=dict)
    attendance: Annotated[Meanings, says("Attendance", "Likewise", by=BY)] = msgspec.field(
        default_factory=dict
    )
    trainings: Annotated[Meanings, says("Trainings", "Likewise", by=BY)] = msgspec.field(
        default_factory=dict
    )
    years: Annotated[Meanings, says("Year dates", "Likewise", by=BY)] = msgspec.field(
        default_factory=dict
    )
    dates: Annotated[
        dict[Name, Literal["month-first", "day-first"] | None],
        says("Dates", "Which number is the month, by heading", by=BY),
    ] = msgspec.field(default_factory=dict)
