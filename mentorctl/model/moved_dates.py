"""The days of a program's calendar, and what they become in the next program year.

A day of a document (`source`) stays what the document says. A day of the program's own that fell on
a workday is proposed for the same weekday 52 weeks later: whether "the third Tuesday" was meant,
nothing tells. The first and the last day of a month, and a day of a weekend, stay as they are.
"""

from __future__ import annotations

import calendar
import datetime as dt
from typing import TYPE_CHECKING, NamedTuple

from mentorctl.model.paths import MEETINGS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mentorctl.model.program import Program
    from mentorctl.model.program_settings import Holiday
    from mentorctl.model.years import ProgramYear

__all__ = ["DateSpot", "MovedDate", "moved", "remark", "spots", "weekday"]

Where = tuple[str | int, ...]
WEEKEND = frozenset({5, 6})
WEEK = 7
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
WEEKS = dt.timedelta(weeks=52)


class DateSpot(NamedTuple):
    """One month and day of program.yaml that is a day of each program year.

    Attributes:
        name: What a person calls it: `experiences-1-2`, `experiences-1-2.from`,
            `meetings/kickoff.until`, `semesters/1.from`.
        title: What it is the day of.
        where: Where it stands in program.yaml.
        value: What stands there, `MM-DD`.
        sourced: Whether it is the day of a document, not the program's own.
        own: Where program.yaml says whose day it is; empty where nothing does.
    """

    name: str
    title: str
    where: Where
    value: str
    sourced: bool
    own: Where = ()


class MovedDate(NamedTuple):
    """A day of the calendar, this year and as it is proposed for the next.

    Attributes:
        spot: Where it stands.
        day: The day in this year.
        proposed: The day that is proposed.
        kept: The day that it is if nothing is changed.
        weekly: The same weekday 52 weeks later.
        why: Why that one is proposed, in words.
    """

    spot: DateSpot
    day: dt.date
    proposed: dt.date
    kept: dt.date
    weekly: dt.date
    why: str


def spots(program: Program) -> Iterator[DateSpot]:
    """Every day of a program's calendar, in its order; rows that are not done have none."""
    for at, row in enumerate(program.calendar):
        if row.applies != "yes":
            continue
        way: Where = ("calendar", at, "due")
        sourced = row.source is not None and row.due.own != "yes"
        for field, value in (("from", row.due.from_), ("date", row.due.date)):
            if value is not None:
                name = row.id if field == "date" else f"{row.id}.from"
                yield DateSpot(name, row.title, (*way, field), value, sourced, (*way, "own"))
    for at, meeting in enumerate(program.meetings):
        way = ("meetings", at)
        sourced = meeting.source is not None and meeting.own != "yes"
        for field, value in (("from", meeting.from_), ("until", meeting.until)):
            name = f"{MEETINGS}/{meeting.id}.{field}"
            yield DateSpot(name, meeting.title, (*way, field), value, sourced, (*way, "own"))
    yield from _of_questionnaires(program)
    # whose days the semesters are, program.yaml has no place to say
    for at, term in enumerate(program.experiences.semesters):
        for field, value in (("from", term.from_), ("until", term.until)):
            name, way = f"semesters/{term.number}.{field}", ("experiences", "semesters", at, field)
            yield DateSpot(name, term.title, way, value, sourced=False)


def _of_questionnaires(program: Program) -> Iterator[DateSpot]:
    for at, asked in enumerate(program.questionnaires):
        for field, which in (("opens", "first"), ("closes", "last")):
            when, way = getattr(asked, field), ("questionnaires", at, field)
            if when.date is not None:
                name, title = f"{asked.id}.{field}", f"{asked.title}, {which} day"
                sourced = asked.source is not None and when.own != "yes"
                yield DateSpot(name, title, (*way, "date"), when.date, sourced, (*way, "own"))


def moved(spot: DateSpot, this: ProgramYear, following: ProgramYear) -> MovedDate:
    """A day of one program year, and what is proposed for it in the one that follows."""
    day, kept = this.day(spot.value), following.day(spot.value)
    weekly = day + WEEKS
    if spot.sourced:
        proposed, why = kept, "as the source has it"
    elif _is_edge(day):
        proposed, why = kept, f"the {'first' if day.day == 1 else 'last'} day of the month"
    elif day.weekday() in WEEKEND:
        proposed, why = kept, "no workday this year either"
    elif weekly not in following:
        proposed, why = kept, "the same weekday would be in another program year"
    else:
        proposed, why = weekly, "the same weekday, 52 weeks later"
    return MovedDate(spot, day, proposed, kept, weekly, why)


def _is_edge(day: dt.date) -> bool:
    return day.day in {1, calendar.monthrange(day.year, day.month)[1]}


def weekday(day: dt.date) -> str:
    """The name of a day's weekday, whatever the locale."""
    return WEEKDAYS[day.weekday()]


def remark(day: dt.date, holidays: Iterable[Holiday]) -> str:
    """What is to know of a day: that it is a holiday, or of a weekend; empty for others."""
    found = [each.title for each in holidays if _is_on(each, day)]
    if day.weekday() in WEEKEND:
        found.append(f"a {weekday(day)}")
    return ", ".join(found)


def _is_on(holiday: Holiday, day: dt.date) -> bool:
    if holiday.date is not None:
        return holiday.date == f"{day:%m-%d}"
    if holiday.month != day.month or (holiday.weekday or "").title() != weekday(day):
        return False
    last = calendar.monthrange(day.year, day.month)[1]
    return holiday.which in {(day.day - 1) // WEEK + 1, -((last - day.day) // WEEK + 1)}
