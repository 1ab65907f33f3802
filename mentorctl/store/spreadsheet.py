"""Read a table that somebody made in a spreadsheet: CSV or XLSX. Nothing in it is trusted."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import zipfile
from typing import TYPE_CHECKING, Any, NamedTuple

from mentorctl.store.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

__all__ = ["SheetRow", "Table", "TableError", "read_table", "table_as_xlsx"]

LARGEST = 5 << 20
LARGEST_UNPACKED = 24 << 20
MOST_ROWS = 20_000
MOST_COLUMNS = 100
MOST_PARTS = 2_000
WIDEST = 80
# as many rows as a sheet can have; one whose rows are numbered beyond is no sheet
SHEET_ROWS = 1 << 20

AS_CSV = "in the spreadsheet, save it as 'CSV UTF-8'"
UNNAMED = (
    "write a name into the first row, or clear the column; in CSV, a text with commas needs quotes"
)
_ZIP = b"PK\x03\x04"
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069"
    "\ud800-\udfff\ufeff\ufff9-\uffff]"
)
_FORMULA = re.compile(r"[=@]|[+-](?![\d\s().-]*$)")
_LINE = re.compile(r"\s*[\r\n]+\s*")


class TableError(StoreError):
    """A file that is no table we can read."""


class SheetRow(NamedTuple):
    """One row: its number as the spreadsheet shows it, and its cells by column, blanks left out."""

    number: int
    cells: dict[str, str]


class Table(NamedTuple):
    """A table.

    Attributes:
        name: The file's name.
        columns: The headers as they are written, in order.
        rows: Every row that is not blank.
        faults: What cannot be read: row, column (empty for the row as a whole), what it is, and
            how to mend it.
        sheet: The sheet it was read from, empty for CSV.
        others: The other sheets of the workbook, which were not read.
    """

    name: str
    columns: tuple[str, ...]
    rows: tuple[SheetRow, ...]
    faults: tuple[tuple[int, str, str, str], ...]
    sheet: str = ""
    others: tuple[str, ...] = ()


class _Unreadable(NamedTuple):
    """A cell that is not what it shows."""

    what: str
    hint: str


Cell = str | _Unreadable


def read_table(path: Path, sheet: str | None = None) -> Table:
    """Read a table, whatever kind of file it is.

    Args:
        path: A CSV file (UTF-8, separated by comma, semicolon or tab) or an XLSX workbook.
        sheet: The sheet of a workbook; its first one when left out.

    Raises:
        TableError: It is none of these, too large, or not safe to open.
    """
    data = _content(path)
    if data.startswith(_ZIP):
        names, title, lines = _workbook(data, path.name, sheet)
        others = tuple(name for name in names if name != title)
        return _table(path.name, lines)._replace(sheet=title, others=others)
    if sheet is not None:
        raise TableError(f"{path.name} is no workbook and has no sheets", "leave --sheet out")
    return _table(path.name, _csv(data, path.name))


def table_as_xlsx(columns: Iterable[str], rows: Iterable[Iterable[str]]) -> bytes:
    """A small workbook: headers in bold, the columns wide enough to read."""
    from openpyxl import Workbook  # noqa: PLC0415 - takes long to load
    from openpyxl.styles import Font  # noqa: PLC0415 - likewise

    book = Workbook()
    sheet = book.active
    sheet.append(list(columns))
    for row in rows:
        sheet.append(list(row))
    for cells in sheet.columns:
        cells[0].font = Font(bold=True)
        for cell in cells[1:]:
            cell.number_format = "@"
            cell.data_type = "s"  # a text that begins with = is no formula
        longest = max(len(str(cell.value or "")) for cell in cells)
        sheet.column_dimensions[cells[0].column_letter].width = min(longest, WIDEST) + 3
    sheet.freeze_panes = "A2"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _content(path: Path) -> bytes:
    if not path.exists():
        raise TableError(f"{path} is not there", "see how it is spelt")
    if not path.is_file():
        raise TableError(f"{path} is no file", "name a CSV or XLSX file")
    with path.open("rb") as file:
        data = file.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise TableError(
            f"{path.name} is larger than 5 MiB", "split it, or delete what is no list of people"
        )
    if not data.strip():
        raise TableError(f"{path.name} is empty", "begin with mentorctl import --template people")
    if data.startswith(_OLD_EXCEL):
        raise TableError(
            f"{path.name} is an old or protected Excel file",
            "save it as .xlsx without a password, or as 'CSV UTF-8'",
        )
    return data


def _csv(data: bytes, name: str) -> Iterator[tuple[int, list[Cell]]]:
    if data.startswith(_UTF16) or b"\0" in data:
        raise TableError(f"{name} is not UTF-8 text", AS_CSV)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise TableError(f"{name}: line {line} is not UTF-8 text", AS_CSV) from error
    header = text.lstrip("\r\n").split("\n", 1)[0]
    outside = re.sub('"[^"]*"', "", header)
    delimiter = max(",;\t", key=outside.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for number, cells in enumerate(reader, 1):
            yield number, [*cells]
    except csv.Error as error:
        raise TableError(
            f"{name}: line {reader.line_num}: a quote is opened and never closed, or stands inside"
            " a text",
            'write a quote inside a quoted text twice: "the ""old"" school"',
        ) from error


def _workbook(
    data: bytes, name: str, wanted: str | None
) -> tuple[list[str], str, Iterator[tuple[int, list[Cell]]]]:
    """The names of a workbook's sheets, the one that is read, and its rows."""
    _unpackable(data, name)
    from openpyxl import load_workbook  # noqa: PLC0415 - takes long to load

    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=False, keep_links=False)
        sheets = {sheet.title: sheet for sheet in book.worksheets}
    except Exception as error:  # openpyxl lets all kinds of them through for broken workbooks
        raise _broken(name) from error
    if not sheets:
        raise _broken(name)
    if wanted is not None and wanted not in sheets:
        raise TableError(
            f"{name} has no sheet {wanted!r}", f"its sheets are {', '.join(map(repr, sheets))}"
        )
    title = wanted or next(iter(sheets))
    return list(sheets), title, _sheet(sheets[title], name)


def _broken(name: str) -> TableError:
    return TableError(f"{name} is no workbook that can be read", f"{AS_CSV} and import that")


def _unpackable(data: bytes, name: str) -> None:
    """See that a workbook is one, and neither a bomb nor one that reaches outside itself."""
    try:
        problem = _danger(data)
    except Exception as error:  # zipfile and its decompressors raise all kinds of them
        raise _broken(name) from error
    if problem:
        raise TableError(f"{name} {problem}, and was not opened", f"{AS_CSV} and import that")


def _danger(data: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = archive.infolist()
        if not any(part.filename == "xl/workbook.xml" for part in parts):
            return "is no workbook"
        if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
            return "unpacks to more than any roster holds"
        for part in parts:
            if part.filename.endswith((".xml", ".rels")):
                # no workbook has a document type, and entities come with one
                xml = archive.read(part).replace(b"\0", b"")
                if b"<!DOCTYPE" in xml or b"<!ENTITY" in xml:
                    return "reaches for other files or unfolds itself"
    return ""


def _sheet(sheet: Any, name: str) -> Iterator[tuple[int, list[Cell]]]:
    before = None
    try:
        rows = sheet.iter_rows(max_row=SHEET_ROWS, max_col=MOST_COLUMNS)
        for number, cells in enumerate(rows, 1):
            # a row that is far away comes with all the blank ones before it, one and the same
            if cells is not before:
                yield number, [_shown(cell) for cell in cells]
            before = cells
    except TableError:
        raise
    except Exception as error:  # as for the workbook
        raise _broken(name) from error


def _shown(cell: Any) -> Cell:
    """A cell as text; whatever is not the text one sees is refused."""
    value = cell.value
    if value is None:
        return ""
    if cell.data_type == "f":
        return _Unreadable("a formula", "copy the column and paste it as values")
    if cell.data_type == "e":
        return _Unreadable(f"the error {value}", "correct it in the spreadsheet")
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(" ")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _table(name: str, lines: Iterable[tuple[int, list[Cell]]]) -> Table:
    faults: list[tuple[int, str, str, str]] = []
    columns: list[str] | None = None
    rows: list[SheetRow] = []
    for number, cells in lines:
        if not any(cells):
            continue
        if columns is None:
            columns = [" ".join(cell.split()) if isinstance(cell, str) else "" for cell in cells]
            continue
        if len(rows) == MOST_ROWS:
            raise TableError(f"{name} has more than {MOST_ROWS:,} rows", "split it")
        row: dict[str, str] = {}
        for column, cell in zip(columns, cells, strict=False):
            text = _clean(cell)
            if isinstance(text, _Unreadable):
                faults.append((number, column, f"{text.what} stands here", text.hint))
            elif text:
                row[column] = text
        if any(cells[len(columns) :]) or row.pop("", ""):
            faults.append((number, "", "there is a value in a column without a name", UNNAMED))
        rows.append(SheetRow(number, row))
    if columns is None:
        raise TableError(f"{name} is empty", "begin with mentorctl import --template people")
    named = tuple(column for column in columns if column)
    return Table(name, named, tuple(rows), tuple(faults))


def _clean(cell: Cell) -> Cell:
    """A cell's text without blanks around it; lines within it stay."""
    if isinstance(cell, _Unreadable):
        return cell
    text = "\n".join(" ".join(line.split()) for line in _LINE.split(cell.strip()))
    if len(text) > 1 and text[0] == "'" and text[1] in "=+-@":
        return text[1:]  # how our own lists keep spreadsheets from taking a text for a formula
    if _UNSEEN.search(text):
        return _Unreadable("a character that nobody sees", "type the text again")
    if _FORMULA.match(text):
        return _Unreadable("what a spreadsheet takes for a formula", "write it without = + - or @")
    return text
