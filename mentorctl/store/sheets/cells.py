"""What a sheet holds once it is read: rows of cells, each as its text shows it."""

from __future__ import annotations

import datetime as dt
from typing import Literal, NamedTuple

from mentorctl.store.errors import StoreError

__all__ = [
    "DAY_ZERO",
    "DAY_ZERO_1904",
    "MOST_COLUMNS",
    "MOST_ROWS",
    "Cell",
    "InputSheet",
    "SheetRow",
    "TableError",
    "TakenOut",
]

MOST_ROWS = 20_000
MOST_COLUMNS = 300
# the day that spreadsheets count from; the other one is that of old Macs
DAY_ZERO = dt.date(1899, 12, 30)
DAY_ZERO_1904 = dt.date(1904, 1, 1)

CellKind = Literal["text", "number", "day", "truth", "error", "formula", "unseen", "looks-formula"]


class TableError(StoreError):
    """A file that is no table we can read."""


class Cell(NamedTuple):
    """One cell.

    Attributes:
        text: What it shows, without blanks around it; what is wrong where `kind` is a fault.
        kind: What it is: a text, a number, a day (written YYYY-MM-DD, a time behind it), a truth
            value, an error of the spreadsheet, a formula without a result, a text with a character
            that nobody sees, or one that a spreadsheet takes for a formula.
        is_struck: Whether all of it is struck through.
    """

    text: str = ""
    kind: CellKind = "text"
    is_struck: bool = False

    @property
    def is_blank(self) -> bool:
        """Whether it shows nothing."""
        return not self.text


class SheetRow(NamedTuple):
    """One row.

    Attributes:
        number: As the spreadsheet shows it.
        cells: From the first column on.
        is_hidden: Whether it is hidden, by hand or by a filter.
        is_banner: Whether one cell goes over several columns and no other has anything.
    """

    number: int
    cells: tuple[Cell, ...]
    is_hidden: bool = False
    is_banner: bool = False

    @property
    def is_blank(self) -> bool:
        """Whether it shows nothing."""
        return all(cell.is_blank for cell in self.cells)

    @property
    def is_struck(self) -> bool:
        """Whether everything that it shows is struck through."""
        return not self.is_blank and all(cell.is_struck or cell.is_blank for cell in self.cells)


class TakenOut(NamedTuple):
    """A character without any width that was taken out of a cell."""

    row: int
    column: int
    name: str


class InputSheet(NamedTuple):
    """A sheet.

    Attributes:
        name: The file's name.
        rows: Every row that is not blank, in order.
        title: What the sheet is called; empty for text.
        others: The other sheets of the workbook, which were not read.
        hidden_sheets: Those of the others that are hidden.
        hidden_columns: The columns that are hidden, counted from 0.
        day_zero: The day that its numbers of days count from.
        remarks: What else a person should know of how it was read.
        taken_out: Characters without any width, which were taken out.
    """

    name: str
    rows: tuple[SheetRow, ...]
    title: str = ""
    others: tuple[str, ...] = ()
    hidden_sheets: tuple[str, ...] = ()
    hidden_columns: frozenset[int] = frozenset()
    day_zero: dt.date = DAY_ZERO
    remarks: tuple[str, ...] = ()
    taken_out: tuple[TakenOut, ...] = ()
