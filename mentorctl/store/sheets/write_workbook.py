"""Write workbooks of Excel: every value is what it says it is, and the same bytes each time.

A text stays a text, whatever it begins with: no formula, no number, no day is made of it. Days are
days, numbers are numbers. Nothing in the file tells when it was made.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from openpyxl.cell.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

__all__ = ["Value", "WorkbookSheet", "table_as_xlsx", "workbook"]

Value = str | int | dt.date | None

WIDEST = 80
NARROWEST = 6
DAY = "yyyy-mm-dd"
TEXT = "@"
# the most that a cell holds, and the name of a sheet (Excel's limits)
LONGEST = 32_767
LONGEST_NAME = 31
# the zip format begins in 1980; every part of every workbook has the same moment
FIRST_DAY = (1980, 1, 1, 0, 0, 0)
UNIX = 3
NO_DAY = dt.datetime(2000, 1, 1)  # noqa: DTZ001 - openpyxl wants it so
_UNFIT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_UNFIT_NAME = re.compile(r"[\x00-\x1f\\/*?:\[\]]")
_CHANGED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(</dcterms:modified>)")


class WorkbookSheet(NamedTuple):
    """One sheet of a workbook.

    Attributes:
        title: Its name; made fit and unlike the others.
        columns: The names of its columns.
        rows: Its cells.
    """

    title: str
    columns: Sequence[str]
    rows: Iterable[Sequence[Value]]


def table_as_xlsx(columns: Iterable[str], rows: Iterable[Sequence[Value]]) -> bytes:
    """A workbook of one sheet."""
    return workbook([WorkbookSheet("Sheet", tuple(columns), rows)])


def workbook(sheets: Iterable[WorkbookSheet]) -> bytes:
    """A workbook, its headers in bold and always seen, its columns wide enough, ready to print.

    Args:
        sheets: At least one.

    Returns:
        Its bytes, which depend on nothing but what is in it.
    """
    from openpyxl import Workbook  # noqa: PLC0415 - takes long to load

    book = Workbook()
    book.remove(book.worksheets[0])
    names: set[str] = set()
    for each in sheets:
        _fill(book.create_sheet(_name(each.title, names)), each)
    book.properties.creator = "mentorctl"
    book.properties.created = NO_DAY
    out = io.BytesIO()
    book.save(out)
    return _without_moment(out.getvalue())


def _fill(sheet: Worksheet, what: WorkbookSheet) -> None:
    from openpyxl.styles import Alignment, Font  # noqa: PLC0415 - takes long to load

    for row, values in enumerate((what.columns, *what.rows), 1):
        for column, value in enumerate(values, 1):
            _set(sheet.cell(row, column), value)
    for cell in sheet[1]:
        cell.font = Font(bold=True)
        cell.alignment = Alignment(vertical="top", wrap_text=True)
    for cells in sheet.columns:
        longest = max(len(line) for cell in cells for line in str(cell.value or "").split("\n"))
        width = min(max(longest, NARROWEST), WIDEST) + 3
        sheet.column_dimensions[cells[0].column_letter].width = width
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.oddFooter.center.text = "&A, page &P of &N"


def _set(cell: Cell, value: Value) -> None:
    """Put a value into a cell as just what it is."""
    if value is None or value == "":
        return
    if isinstance(value, dt.date):
        cell.value, cell.number_format = value, DAY
    elif isinstance(value, int):
        cell.value = value
    else:
        cell.value = _UNFIT.sub("\N{REPLACEMENT CHARACTER}", value)[:LONGEST]
        cell.data_type = "s"  # a text that begins with = is no formula
        cell.number_format = TEXT


def _name(title: str, taken: set[str]) -> str:
    """A name that a sheet can have, and that no other has, whatever its capitals."""
    plain = _UNFIT_NAME.sub(" ", title).strip(" '")[:LONGEST_NAME] or "Sheet"
    name, number = plain, 1
    while name.casefold() in taken:
        number += 1
        end = f" {number}"
        name = plain[: LONGEST_NAME - len(end)] + end
    taken.add(name.casefold())
    return name


def _without_moment(made: bytes) -> bytes:
    """The workbook without a trace of when it was made."""
    packed = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(made)) as before,
        zipfile.ZipFile(packed, "w") as after,
    ):
        for name in before.namelist():
            entry = zipfile.ZipInfo(name, FIRST_DAY)
            entry.create_system = UNIX
            data = _CHANGED.sub(rb"\g<1>2000-01-01T00:00:00Z\g<2>", before.read(name))
            after.writestr(entry, data, zipfile.ZIP_DEFLATED, 6)
    return packed.getvalue()
