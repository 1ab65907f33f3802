"""Program years and the days in them. Today is always a parameter."""

from __future__ import annotations

import calendar
import datetime as dt
from typing import TYPE_CHECKING

import msgspec

from mentorctl.model.errors import Remediable

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from mentorctl.model.program import Due
    from mentorctl.model.questionnaire import Span

__all__ = ["ProgramYear", "UnknownTimeZone", "add_span", "today_in", "zone_named"]

LAST_MONTH = 12


class UnknownTimeZone(Remediable):
    """A program's time zone is none.

    Args:
        name: What program.yaml says.
    """

    def __init__(self, name: str) -> None:
        super().__init__(
            f"program.yaml, timezone: there is no time zone {name}",
            "write an IANA name, such as America/Chicago; mentorctl check says which you may mean",
        )


class ProgramYear(msgspec.Struct, frozen=True):
    """A program year such as `2026-2027`.

    Attributes:
        name: The year as it is written, two consecutive calendar years.
        starts: Month and day of its first day, `MM-DD`.
    """

    name: str
    starts: str = "07-01"

    @property
    def first_calendar_year(self) -> int:
        """The calendar year it begins in."""
        return int(self.name[:4])

    @property
    def is_consecutive(self) -> bool:
        """Whether its second calendar year follows its first."""
        first, _, second = self.name.partition("-")
        return int(second) == int(first) + 1

    @property
    def first_day(self) -> dt.date:
        """Its first day."""
        return _month_day(self.first_calendar_year, self.starts)

    @property
    def last_day(self) -> dt.date:
        """Its last day."""
        return _month_day(self.first_calendar_year + 1, self.starts) - dt.timedelta(days=1)

    def last_day_after(self, day: dt.date) -> dt.date:
        """The last day of the program year that a day is in; of this one where it is earlier."""
        last = self.last_day
        if day <= last:
            return last
        year = min(day.year + (f"{day:%m-%d}" >= self.starts), dt.MAXYEAR)
        return _month_day(year, self.starts) - dt.timedelta(days=1)

    def day(self, month_day: str) -> dt.date:
        """The day of this year that `MM-DD` names; February 29 is the 28th in a common year."""
        year = self.first_calendar_year + (month_day < self.starts)
        return _month_day(year, month_day)

    def __contains__(self, day: dt.date) -> bool:
        return self.first_day <= day <= self.last_day


def _month_day(year: int, month_day: str) -> dt.date:
    month, day = int(month_day[:2]), int(month_day[3:])
    return dt.date(year, month, min(day, calendar.monthrange(year, month)[1]))


def add_span(start: dt.date, due: Due | Span) -> dt.date:
    """The day a span after `start` ends.

    Months are counted first; a day that the month does not have becomes its last one
    (August 31 and six months: February 28 or 29). Weeks and days are counted after that. A span
    that leads out of the calendar ends on its last day.
    """
    months = start.month - 1 + due.months
    year, month = start.year + months // LAST_MONTH, months % LAST_MONTH + 1
    try:
        day = min(start.day, calendar.monthrange(year, month)[1])
        return dt.date(year, month, day) + dt.timedelta(weeks=due.weeks, days=due.days)
    except (ValueError, OverflowError):
        return dt.date.max


def today_in(timezone: str) -> dt.date:
    """The calendar day it is now in an IANA time zone.

    Raises:
        UnknownTimeZone: There is no such time zone.
    """
    return dt.datetime.now(zone_named(timezone)).date()


def zone_named(timezone: str) -> ZoneInfo:
    """An IANA time zone, as program.yaml names it.

    Raises:
        UnknownTimeZone: There is none of that name.
    """
    import zoneinfo  # noqa: PLC0415 - not needed when --today is given

    try:
        return zoneinfo.ZoneInfo(timezone)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise UnknownTimeZone(timezone) from error
