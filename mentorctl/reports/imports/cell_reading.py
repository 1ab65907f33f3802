"""A row's cells as texts that records understand, each by what its column is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mentorctl.reports.imports import person_cells
from mentorctl.reports.imports.blank_words import says_nothing
from mentorctl.reports.imports.day_cells import ORDERS, order_of, read_day
from mentorctl.reports.imports.intake_result import CellRemark, Problem, Question
from mentorctl.reports.imports.person_cells import BadCell

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Mapping, Sequence

    from mentorctl.reports.imports.day_cells import DayOrder, DayReading
    from mentorctl.reports.imports.import_columns import Column
    from mentorctl.store.sheets.cells import Cell, SheetRow

__all__ = ["CellReader"]

BETWEEN_LINES = {"address": ", ", "roles": "; ", "who": "; "}
FAULTS = {
    "error": ("the error {} stands here", "correct it in the spreadsheet"),
    "formula": ("{} stands here", "copy the column and paste it as values"),
    "unseen": ("a character that nobody sees stands here, {}", "type the text again"),
    "looks-formula": (
        "what a spreadsheet takes for a formula stands here",
        "write it without = + - or @",
    ),
}
UNNAMED = (
    "there is a value in a column without a name",
    "write a name above it, or clear the column; in CSV, a text with commas needs quotes",
)
_CLOCK = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?(?::\d{2})?\s*([ap])?\.?\s*m?\.?", re.IGNORECASE)
NOON, HOURS, MINUTES = 12, 24, 60
_CHECKED = {
    "schoolday": "school-day", "schooldays": "school-day", "schooldayonly": "school-day",
    "onlyduringtheschoolday": "school-day", "onlyschoolday": "school-day",
    "247": "always", "anytime": "always", "alwaysonline": "always",
}  # fmt: skip


class CellReader:
    """Reads the cells of a sheet, and notes what is wrong with them and what was done to them.

    Args:
        columns: Each column of the sheet: its heading and what it means; None where it is not read.
        day_zero: The day that the sheet's numbers of days count from.
        dates: Which of two numbers is the month, by heading, as a person has said.
    """

    def __init__(
        self,
        columns: Sequence[tuple[str, Column | None]],
        day_zero: dt.date,
        dates: Mapping[str, DayOrder],
    ) -> None:
        self.columns = columns
        self.day_zero = day_zero
        self.dates = dates
        self.problems: list[Problem] = []
        self.remarks: list[CellRemark] = []
        self.questions: list[Question] = []
        self._orders: dict[tuple[str, str], DayOrder | None] = {}
        self._readers: dict[str, Callable[[str], str]] = {
            "email": person_cells.email,
            "phone": person_cells.phone,
            "years": person_cells.whole_years,
            "zip": person_cells.zip_code,
            "yes-no": person_cells.yes_or_no,
            "clock": clock,
            "choice": choice,
            "number": number,
        }

    def survey(self, rows: Sequence[SheetRow]) -> None:
        """Look through every column of days, so that one order holds for the whole of it."""
        for at, (heading, column) in enumerate(self.columns):
            if column is None or column.sort != "day":
                continue
            cells = [row.cells[at] for row in rows if at < len(row.cells)]
            readings = [read_day(cell.text, self.day_zero) for cell in cells if cell.kind != "day"]
            self._settle(heading, [each for each in readings if each is not None])

    def _settle(self, heading: str, readings: list[DayReading]) -> None:
        said = self.dates.get(heading) or self.dates.get("*")
        for mark in dict.fromkeys(each.mark for each in readings if each.form == "numbers"):
            order = said or order_of(readings, mark)
            open_ones = [each for each in readings if each.mark == mark and each.day is None]
            self._orders[heading, mark] = order
            if open_ones and order is None:
                first, other = open_ones[0].month_first, open_ones[0].day_first
                shown = f"{first:%Y-%m-%d} or {other:%Y-%m-%d}"
                message = f"column {heading}: {len(open_ones)} of its days can be read in two ways,"
                message += f" one of them as {shown}"
                option = f'--dates "{heading}=month-first"'
                hint = f'say which number is the month: {option} or "…=day-first"'
                self.questions.append(Question("dates", heading, message, hint, ORDERS))
                return

    def cells(self, row: SheetRow) -> dict[str, str]:
        """The cells of a row by our names of their columns, those that say nothing left out."""
        found: dict[str, str] = {}
        unnamed = False
        for at, cell in enumerate(row.cells):
            heading, column = self.columns[at] if at < len(self.columns) else ("", None)
            if not cell.text:
                continue
            if not heading:
                unnamed = True
            elif column is not None:
                self._take(row, heading, column, cell, found)
        if unnamed:
            self.problems.append(Problem(row.number, "", *UNNAMED))
        return found

    def _take(
        self, row: SheetRow, heading: str, column: Column, cell: Cell, found: dict[str, str]
    ) -> None:
        if cell.kind in FAULTS and not (cell.kind == "error" and says_nothing(cell.text)):
            message, hint = FAULTS[cell.kind]
            self.problems.append(Problem(row.number, heading, message.format(cell.text), hint))
            return
        text = BETWEEN_LINES.get(column.name, " ").join(cell.text.split("\n"))
        if says_nothing(text, of_name=column.sort == "name"):
            self.remarks.append(CellRemark("nothing", row.number, heading, text))
            return
        try:
            found[column.name] = self._read(row.number, heading, column, text)
        except BadCell as bad:
            self.problems.append(Problem(row.number, heading, bad.message, bad.hint))

    def _read(self, row: int, heading: str, column: Column, text: str) -> str:
        garbled = person_cells.suspicious_text(text, of_name=column.sort in ("name", "person"))
        if garbled is not None:
            raise garbled
        if column.sort == "day":
            return self._day(row, heading, column, text)
        if column.sort == "name" and column.name == "name":
            spoken = person_cells.spoken_name(text)
            if spoken != text and "," in text:
                self.remarks.append(CellRemark("turned", row, heading, f"{text!r} is {spoken}"))
            return spoken
        reader = self._readers.get(column.sort)
        return reader(text) if reader else text

    def _day(self, row: int, heading: str, column: Column, text: str) -> str:
        reading = read_day(text, self.day_zero)
        if reading is None:
            raise BadCell(f"{column.name} is {text!r}, not a date like 2026-09-14",
                          "write it in full: 2026-09-14, or September 14, 2026")  # fmt: skip
        day = reading.by(self._orders.get((heading, reading.mark)))
        if day is None:
            raise BadCell(f"{column.name} is {text!r}, which the others' order makes no day",
                          "write it like 2026-09-14")  # fmt: skip
        said = f"{text} is {day.isoformat()}"
        if reading.form == "serial":
            self.remarks.append(CellRemark("serial", row, heading, said))
        elif reading.form == "numbers":
            kind = "day" if reading.day else "order"
            self.remarks.append(CellRemark(kind, row, heading, said))  # type: ignore[arg-type]
        return day.isoformat()


def clock(text: str) -> str:
    """A time of day, HH:MM.

    Raises:
        BadCell: It is none.
    """
    found = _CLOCK.fullmatch(text.strip())
    hour, minute = (int(found[1]), int(found[2] or 0)) if found else (HOURS, 0)
    if found and found[3]:
        in_half = 0 < hour <= NOON
        hour = (hour % NOON) + (NOON if found[3].lower() == "p" else 0) if in_half else HOURS
    if hour >= HOURS or minute >= MINUTES or (found and not found[2] and not found[3]):
        raise BadCell(f"{text!r} is no time", "write it like 15:30 or 3:30 PM")
    return f"{hour:02}:{minute:02}"


def choice(text: str) -> str:
    """One of the words that a record knows, written as records have it."""
    plain = re.sub(r"[^a-z0-9]+", "", text.lower())
    return _CHECKED.get(plain, re.sub(r"[\s_]+", "-", text.strip().lower()))


def number(text: str) -> str:
    """A whole number: spreadsheets write 7 as 7.0, and people as #7."""
    bare = text.strip().removeprefix("#").strip()
    return re.sub(r"\.0+$", "", bare)
