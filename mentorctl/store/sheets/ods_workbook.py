"""Read a workbook of LibreOffice (.ods), as the sheet shows it."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING
from xml.parsers import expat

from mentorctl.store.sheets.cells import (
    MOST_COLUMNS,
    MOST_ROWS,
    Cell,
    InputSheet,
    SheetRow,
    TableError,
)
from mentorctl.store.sheets.merged_cells import filled
from mentorctl.store.sheets.sheet_choice import chosen
from mentorctl.store.sheets.xlsx_layout import (
    AS_CSV,
    LARGEST_UNPACKED,
    MOST_IN_TURN,
    TooMuch,
    pieces,
    refuse_doctype,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["read_ods"]

_CELLS = frozenset({"table:table-cell", "table:covered-table-cell"})
_BLANKS = {"text:line-break": "\n", "text:s": " ", "text:tab": "\t"}
_SECRET = b"manifest:encryption-data"


def read_ods(data: bytes, name: str, wanted: str | None) -> InputSheet:
    """Read one sheet of an OpenDocument workbook.

    Args:
        data: The file.
        name: What it is called.
        wanted: The sheet's name; the first one that can be seen when left out.

    Raises:
        TableError: It cannot be read, or holds more than is safe to open.
    """
    try:
        found = _parsed(data, name)
    except TableError:
        raise
    except TooMuch as error:
        raise TableError(
            f"{name} {error}, and was not opened", f"{AS_CSV} and import that"
        ) from error
    except Exception as error:  # zipfile and expat raise all kinds of them
        raise TableError(
            f"{name} is no workbook that can be read", f"{AS_CSV} and import that"
        ) from error
    choice = chosen({title: each.is_shown for title, each in found.items()}, wanted, name)
    sheet = found[choice.title]
    return InputSheet(
        name, tuple(filled(sheet.rows, sheet.merged)), choice.title, choice.others, choice.hidden,
        frozenset(sheet.hidden_columns),
    )  # fmt: skip


class _OdsSheet:
    """One sheet while it is read."""

    def __init__(self, *, is_shown: bool) -> None:
        self.is_shown = is_shown
        self.rows: list[SheetRow] = []
        self.merged: list[tuple[int, int, int, int]] = []
        self.hidden_columns: set[int] = set()
        self.columns = 0
        self.number = 1


class _Reader:
    """Collects the sheets from the elements of `content.xml`."""

    def __init__(self) -> None:
        self.sheets: dict[str, _OdsSheet] = {}
        self.sheet: _OdsSheet | None = None
        self.struck: set[str] = set()
        self.hidden: set[str] = set()
        self.style = ""
        self.cells: list[Cell] = []
        self.row: Mapping[str, str] = {}
        self.cell: Mapping[str, str] | None = None
        self.lines: list[str] = []
        self.remark = self.count = 0

    def start(self, name: str, said: Mapping[str, str]) -> None:
        self.count += 1
        if self.count > MOST_IN_TURN:
            raise TooMuch("unpacks to more than any roster holds")
        if name.startswith("style:"):
            self._start_style(name, said)
        elif name.startswith("table:"):
            self._start_table(name, said)
        elif name == "office:annotation":
            self.remark += 1
        elif name == "text:p" and self.cell is not None and not self.remark:
            self.lines.append("")
        elif name in _BLANKS:
            self.text(_BLANKS[name])

    def _start_style(self, name: str, said: Mapping[str, str]) -> None:
        if name == "style:style":
            self.style = said.get("style:name", "")
        elif name == "style:text-properties":
            if said.get("style:text-line-through-style", "none") != "none":
                self.struck.add(self.style)
        elif name == "style:table-properties" and said.get("table:display") == "false":
            self.hidden.add(self.style)

    def _start_table(self, name: str, said: Mapping[str, str]) -> None:
        if name == "table:table":
            shown = said.get("table:style-name", "") not in self.hidden
            self.sheet = self.sheets[said.get("table:name", "")] = _OdsSheet(is_shown=shown)
        elif name == "table:table-row":
            self.row, self.cells = said, []
        elif name in _CELLS:
            self.cell, self.lines = said, []
        elif name == "table:table-column" and self.sheet:
            many, first = _repeated(said, "columns"), self.sheet.columns
            if said.get("table:visibility", "visible") != "visible":
                self.sheet.hidden_columns |= set(range(first, min(first + many, MOST_COLUMNS)))
            self.sheet.columns += many

    def text(self, data: str) -> None:
        if self.cell is not None and self.lines and not self.remark:
            self.lines[-1] += data

    def end(self, name: str) -> None:
        if name in _CELLS and self.cell is not None:
            self._end_cell(self.cell)
        elif name == "table:table-row" and self.sheet:
            self._end_row(self.sheet)
        elif name == "office:annotation":
            self.remark -= 1

    def _end_cell(self, said: Mapping[str, str]) -> None:
        shown = _shown(said, "\n".join(self.lines))
        if said.get("table:style-name") in self.struck:
            shown = shown._replace(is_struck=True)
        many = _repeated(said, "columns")
        wide = int(said.get("table:number-columns-spanned", "1"))
        tall = int(said.get("table:number-rows-spanned", "1"))
        if self.sheet and (wide > 1 or tall > 1):
            row, column = self.sheet.number, len(self.cells)
            self.sheet.merged.append((row, column, row + tall - 1, column + wide - 1))
        self.cells += [shown] * min(many, MOST_COLUMNS - len(self.cells))
        self.cell = None

    def _end_row(self, sheet: _OdsSheet) -> None:
        many = _repeated(self.row, "rows")
        if any(cell.text for cell in self.cells):
            if len(sheet.rows) + many > MOST_ROWS + 1:
                raise TooMuch("has more rows than any roster")
            hidden = self.row.get("table:visibility", "visible") != "visible"
            for number in range(sheet.number, sheet.number + many):
                sheet.rows.append(SheetRow(number, tuple(self.cells), hidden))
        sheet.number += many


def _repeated(said: Mapping[str, str], what: str) -> int:
    return int(said.get(f"table:number-{what}-repeated", "1"))


def _shown(said: Mapping[str, str], text: str) -> Cell:
    kind, formula = said.get("office:value-type", ""), said.get("table:formula", "")
    if formula and not kind and not text:
        return Cell("a formula without a result", "formula")
    if said.get("calcext:value-type") == "error" or (formula and text.startswith("#")):
        return Cell(text or "#VALUE!", "error")
    if kind == "date":
        day = said.get("office:date-value", text).replace("T", " ").removesuffix(" 00:00:00")
        return Cell(day, "day")
    if kind == "boolean":
        return Cell(said.get("office:boolean-value", text).upper(), "truth")
    # a number shows itself as its format has it: 01234
    return Cell(text, "number" if kind in ("float", "percentage") else "text")


def _parsed(data: bytes, name: str) -> dict[str, _OdsSheet]:
    reader = _Reader()
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = reader.start, reader.end
    parser.CharacterDataHandler = reader.text
    parser.StartDoctypeDeclHandler = refuse_doctype
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {part.filename: part for part in archive.infolist()}
        manifest = parts.get("META-INF/manifest.xml")
        if manifest and manifest.file_size < LARGEST_UNPACKED and _SECRET in archive.read(manifest):
            raise TableError(f"{name} is protected with a password",
                             "save it once more without a password")  # fmt: skip
        with archive.open("content.xml") as file:
            for piece in pieces(file.read):
                parser.Parse(piece, False)
            parser.Parse(b"", True)
    return reader.sheets
