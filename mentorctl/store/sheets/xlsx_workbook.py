"""Read a workbook of Excel (.xlsx), as the sheet shows it."""

from __future__ import annotations

import contextlib
import datetime as dt
import io
import warnings
import zipfile
from typing import TYPE_CHECKING, Any

from mentorctl.store.sheets.cells import (
    DAY_ZERO,
    DAY_ZERO_1904,
    MOST_COLUMNS,
    Cell,
    InputSheet,
    SheetRow,
    TableError,
)
from mentorctl.store.sheets.merged_cells import filled
from mentorctl.store.sheets.number_display import as_shown
from mentorctl.store.sheets.sheet_choice import chosen
from mentorctl.store.sheets.xlsx_layout import (
    AS_CSV,
    Layout,
    TooMuch,
    layout_of,
    refuse_bombs,
    sheet_parts,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["read_xlsx"]

# as many rows as a sheet can have; one whose rows are numbered beyond is no sheet
SHEET_ROWS = 1 << 20
BLANK = Cell()
_STRICT = b"http://purl.oclc.org/ooxml/"
# Strict Open XML says the same by other names
_TRANSITIONAL = (
    (b"officeDocument/", b"http://schemas.openxmlformats.org/officeDocument/2006/"),
    (b"spreadsheetml/main", b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"),
    (b"drawingml/", b"http://schemas.openxmlformats.org/drawingml/2006/"),
)


def read_xlsx(data: bytes, name: str, wanted: str | None) -> InputSheet:
    """Read one sheet of a workbook.

    Args:
        data: The file.
        name: What it is called.
        wanted: The sheet's name; the first one that is no hidden one when left out.

    Raises:
        TableError: It cannot be read, or holds more than is safe to open.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            refuse_bombs(archive)
            parts = sheet_parts(archive)
            with _openpyxl(_transitional(archive) or data) as book:
                shown = {sheet.title: sheet.sheet_state == "visible" for sheet in book.worksheets}
                active = book.active.title if book.active else ""
                choice = chosen(shown, wanted, name, active)
                layout = layout_of(archive, parts[choice.title])
                rows = list(_rows(book[choice.title], layout))
                zero = DAY_ZERO_1904 if book.epoch.year == DAY_ZERO_1904.year else DAY_ZERO
    except TableError:
        raise
    except TooMuch as error:
        raise TableError(
            f"{name} {error}, and was not opened", f"{AS_CSV} and import that"
        ) from error
    except Exception as error:  # zipfile, expat and openpyxl raise all kinds of them
        raise TableError(
            f"{name} is no workbook that can be read", f"{AS_CSV} and import that"
        ) from error
    return InputSheet(
        name, tuple(filled(rows, layout.merged)), choice.title, choice.others, choice.hidden,
        layout.hidden_columns, zero,
    )  # fmt: skip


@contextlib.contextmanager
def _openpyxl(data: bytes) -> Iterator[Any]:
    """The workbook, opened to be read row by row; what openpyxl warns of is nobody's business."""
    from openpyxl import load_workbook  # noqa: PLC0415 - takes long to load

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        try:
            yield book
        finally:
            book.close()


def _transitional(archive: zipfile.ZipFile) -> bytes:
    """A workbook of Strict Open XML by the names that openpyxl knows; empty for any other."""
    parts = {part.filename: archive.read(part) for part in archive.infolist()}
    if not any(_STRICT + b"spreadsheetml/main" in content for content in parts.values()):
        return b""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as new:
        for name, content in parts.items():
            text = content
            for old, known in _TRANSITIONAL:
                text = text.replace(_STRICT + old, known)
            new.writestr(name, text)
    return out.getvalue()


def _rows(sheet: Any, layout: Layout) -> Iterator[SheetRow]:
    from openpyxl.cell.read_only import EMPTY_CELL  # noqa: PLC0415 - takes long to load

    before = None
    for number, cells in enumerate(sheet.iter_rows(max_row=SHEET_ROWS, max_col=MOST_COLUMNS), 1):
        # a row that is far away comes with all the blank ones before it, one and the same
        if cells is not before:
            end = len(cells)
            # each is as wide as the widest may be, by one blank cell again and again
            while end and cells[end - 1] is EMPTY_CELL:
                end -= 1
            shown = [
                _cell(cell, (number, column) in layout.formulas)
                for column, cell in enumerate(cells[:end])
            ]
            while shown and not shown[-1].text:
                del shown[-1]
            if shown:
                yield SheetRow(number, tuple(shown), number in layout.hidden_rows)
        before = cells


def _cell(cell: Any, has_formula: bool) -> Cell:
    value = cell.value
    if value is None and not has_formula:
        return BLANK
    if value is None or value == "":
        return Cell("a formula without a result", "formula") if has_formula else Cell()
    struck = bool(getattr(cell, "font", None) and cell.font.strike)
    if cell.data_type == "e":
        return Cell(str(value), "error", struck)
    return _shown(value, cell.number_format or "")._replace(is_struck=struck)


def _shown(value: Any, number_format: str) -> Cell:
    """A value as its format shows it, as far as that says something."""
    if isinstance(value, bool):
        return Cell("TRUE" if value else "FALSE", "truth")
    if isinstance(value, int | float):
        return Cell(as_shown(value, number_format), "number")
    if isinstance(value, dt.datetime):
        midnight = value.time() == dt.time()
        return Cell(
            value.date().isoformat() if midnight else value.isoformat(" ", "seconds"), "day"
        )
    if isinstance(value, dt.time):
        return Cell(value.isoformat("minutes"))
    if isinstance(value, dt.timedelta):
        minutes = round(value.total_seconds() / 60)
        return Cell(f"{minutes // 60:02}:{minutes % 60:02}")
    return Cell(str(value))
