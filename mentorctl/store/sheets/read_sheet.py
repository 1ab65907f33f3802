"""Read a sheet, whatever kind of file it is in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentorctl.store.sheets.cells import MOST_ROWS, InputSheet, SheetRow, TableError, TakenOut
from mentorctl.store.sheets.delimited_text import rows_of_text
from mentorctl.store.sheets.file_kinds import file_kind
from mentorctl.store.sheets.text_encoding import decoded
from mentorctl.store.sheets.unseen import cleaned_cell

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["read_sheet"]

LARGEST = 5 << 20
FIRST_STEP = "begin with mentorctl import --template people"


def read_sheet(path: Path, sheet: str | None = None, encoding: str | None = None) -> InputSheet:
    """Read a sheet, whatever kind of file it is in.

    Args:
        path: Text with commas, semicolons, tabs or bars, or a workbook (.xlsx, .ods).
        sheet: The sheet of a workbook; its first one that can be seen when left out.
        encoding: Of a text that is no UTF-8, one of `text_encoding.ENCODINGS`.

    Raises:
        AmbiguousEncoding: Its letters can be read in several ways.
        TableError: It is none of these, too large, or not safe to open.
    """
    data, name = _content(path), path.name
    kind, remark = file_kind(data, name)
    remarks = (remark,) if remark else ()
    if kind == "text":
        if sheet is not None:
            raise TableError(f"{name} is no workbook and has no sheets", "leave --sheet out")
        text, said = decoded(data, name, encoding)
        rows = tuple(SheetRow(number, cells) for number, cells in rows_of_text(text, name))
        found = InputSheet(name, rows, remarks=(*remarks, said) if said else remarks)
    elif encoding is not None:
        raise TableError(f"{name} is a workbook, which says itself what its letters are",
                         "leave --encoding out")  # fmt: skip
    else:
        found = _workbook(kind, data, name, sheet)._replace(remarks=remarks)
    return _cleaned(found)


def _workbook(kind: str, data: bytes, name: str, wanted: str | None) -> InputSheet:
    if kind == "ods":
        from mentorctl.store.sheets.ods_workbook import read_ods  # noqa: PLC0415 - expat

        return read_ods(data, name, wanted)
    from mentorctl.store.sheets.xlsx_workbook import read_xlsx  # noqa: PLC0415 - expat

    return read_xlsx(data, name, wanted)


def _content(path: Path) -> bytes:
    if not path.exists():
        raise TableError(f"{path} is not there", "see how it is spelt")
    if not path.is_file():
        raise TableError(f"{path} is no file", "name a CSV, XLSX or ODS file")
    with path.open("rb") as file:
        data = file.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise TableError(
            f"{path.name} is larger than 5 MiB", "split it, or delete what is no list of people"
        )
    if not data.strip(b" \t\r\n\0\xef\xbb\xbf\xff\xfe"):
        raise TableError(f"{path.name} is empty", FIRST_STEP)
    return data


def _cleaned(sheet: InputSheet) -> InputSheet:
    """The sheet with clean texts, and without its blank rows."""
    rows: list[SheetRow] = []
    taken: list[TakenOut] = []
    for row in sheet.rows:
        cells = []
        for column, raw in enumerate(row.cells):
            cell, names = cleaned_cell(raw, of_workbook=bool(sheet.title))
            cells.append(cell)
            taken += [TakenOut(row.number, column, name) for name in names]
        while cells and not cells[-1].text:
            del cells[-1]
        if cells:
            if len(rows) > MOST_ROWS:
                raise TableError(f"{sheet.name} has more than {MOST_ROWS:,} rows", "split it")
            rows.append(row._replace(cells=tuple(cells)))
    if not rows:
        raise TableError(f"{sheet.name} is empty", FIRST_STEP)
    return sheet._replace(rows=tuple(rows), taken_out=tuple(taken))
