"""Days as people write them: which day a text means, and where it can mean two."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["ORDERS", "DayOrder", "DayReading", "order_of", "read_day"]

DayOrder = Literal["month-first", "day-first"]
ORDERS: tuple[DayOrder, ...] = ("month-first", "day-first")
_MONTHS = ["january", "february", "march", "april", "may", "june", "july", "august", "september",
           "october", "november", "december"]  # fmt: skip
_DAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
_TIME = re.compile(
    r"(?:[T,]\s*|\s+(?:at\s+)?)\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?\s*(?:[ap]\.?m\.?)?"
    r"\s*(?:Z|[+-]\d{2}:?\d{2}|(?:GMT|UTC)(?:[+-]\d{1,2}(?::?\d{2})?)?|[CEMP][DS]T)?$",
    re.IGNORECASE,
)
_YEAR_FIRST = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})")
_NUMBERS = re.compile(r"(\d{1,2})\s*([/.-])\s*(\d{1,2})\s*\2\s*(\d{4}|\d{2})\.?")
_WEEKDAY = re.compile(r"([a-z]{3,9})\.?,?\s+", re.IGNORECASE)
_MONTH_FIRST = re.compile(r"([a-z]{3,9})\.?[\s-]*(\d{1,2})(?:st|nd|rd|th)?,?[\s,'’-]+(\d{4}|\d{2})",
                          re.IGNORECASE)  # fmt: skip
_DAY_FIRST = re.compile(
    r"(\d{1,2})(?:st|nd|rd|th|\.)?(?:\s+of)?[\s-]*([a-z]{3,9})\.?,?[\s,'’-]+(\d{4}|\d{2})",
    re.IGNORECASE,
)
_WORD_YEAR_FIRST = re.compile(r"(\d{4})[\s-]+([a-z]{3,9})\.?[\s-]+(\d{1,2})", re.IGNORECASE)
_COMPACT = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})")
_SERIAL = re.compile(r"(\d{5})(?:\.\d+)?")
SERIALS = range(14_000, 65_000)
PIVOT = 50


class DayReading(NamedTuple):
    """What a text can mean.

    Attributes:
        month_first: The day, read with the month before the day; None where there is none.
        day_first: The day, read the other way.
        form: How it is written: as the records have it, with numbers, in words, or as the
            number of a day that spreadsheets count.
        mark: What stands between its numbers.
    """

    month_first: dt.date | None
    day_first: dt.date | None
    form: Literal["plain", "numbers", "words", "serial"]
    mark: str = ""

    @property
    def day(self) -> dt.date | None:
        """The day, where it can mean only one."""
        if self.month_first is None or self.day_first is None:
            return self.month_first or self.day_first
        return self.month_first if self.month_first == self.day_first else None

    @property
    def order(self) -> DayOrder | None:
        """The order that it shows by itself: one of its numbers is no month."""
        if self.form != "numbers" or self.month_first == self.day_first:
            return None
        if self.day_first is None:
            return "month-first"
        return "day-first" if self.month_first is None else None

    def by(self, order: DayOrder | None) -> dt.date | None:
        """The day, where one order is known to be meant."""
        if self.day is not None or order is None:
            return self.day
        return self.month_first if order == "month-first" else self.day_first


def read_day(text: str, day_zero: dt.date) -> DayReading | None:
    """What a text says of a day; None where it is none.

    Args:
        text: What the cell shows; a time behind the day is of no account.
        day_zero: The day that the spreadsheet counts from.
    """
    said = _TIME.sub("", text.strip()).strip()
    plain = _YEAR_FIRST.fullmatch(said) or _COMPACT.fullmatch(said)
    if plain:
        year, month, day = (plain[1], *plain.groups()[-2:])
        return _one(_date(year, month, day), "plain")
    found = _NUMBERS.fullmatch(said)
    if found:
        first, mark, second, year = found.groups()
        month_first, day_first = _date(year, first, second), _date(year, second, first)
        if month_first is None and day_first is None:
            return None
        return DayReading(month_first, day_first, "numbers", mark)
    serial = _SERIAL.fullmatch(said)
    if serial and int(serial[1]) in SERIALS:
        return _one(day_zero + dt.timedelta(int(serial[1])), "serial")
    return _in_words(said)


def order_of(readings: Iterable[DayReading], mark: str) -> DayOrder | None:
    """The order that the other days of a column show, of those with the same mark.

    Returns:
        None where none shows it, or some show the one and some the other.
    """
    shown = {each.order for each in readings if each.mark == mark} - {None}
    return shown.pop() if len(shown) == 1 else None


def _in_words(said: str) -> DayReading | None:
    weekday = None
    start = _WEEKDAY.match(said)
    if start and _named(start[1], _DAYS) is not None and _named(start[1], _MONTHS) is None:
        weekday, said = _named(start[1], _DAYS), said[start.end() :]
    for pattern, order in (
        (_MONTH_FIRST, (3, 1, 2)), (_DAY_FIRST, (3, 2, 1)), (_WORD_YEAR_FIRST, (1, 2, 3))
    ):  # fmt: skip
        found = pattern.fullmatch(said)
        month = _named(found[order[1]], _MONTHS) if found else None
        if found and month is not None:
            day = _date(found[order[0]], str(month + 1), found[order[2]])
            # a day of the week that does not fit: one of the two is a slip
            if day is None or weekday not in (None, day.weekday()):
                return None
            return _one(day, "words")
    return None


def _named(text: str, names: list[str]) -> int | None:
    """The number of a name that a text is the beginning of."""
    short = text.lower()
    found = [number for number, name in enumerate(names) if name.startswith(short)]
    if short == "sept":
        found = [8] if names is _MONTHS else []
    return found[0] if len(found) == 1 else None


def _date(year: str, month: str, day: str) -> dt.date | None:
    number = int(year)
    if len(year) == 2:  # noqa: PLR2004 - written as 26
        number += 2000 if number < PIVOT else 1900
    try:
        return dt.date(number, int(month), int(day)) if 1900 <= number <= 2100 else None  # noqa: PLR2004
    except ValueError:
        return None


def _one(day: dt.date | None, form: Literal["plain", "words", "serial"]) -> DayReading | None:
    return None if day is None else DayReading(day, day, form)
