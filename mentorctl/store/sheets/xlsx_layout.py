"""What a workbook's XML says besides its cells: hidden rows, merged cells, and how much there is.

openpyxl keeps this from whoever reads a workbook row by row, and reading one as a whole takes a
thousand times the memory of its file. Everything is counted here before openpyxl opens any of it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple
from xml.parsers import expat

from mentorctl.store.sheets.cells import MOST_COLUMNS

if TYPE_CHECKING:
    import zipfile
    from collections.abc import Callable, Iterator, Mapping

__all__ = [
    "AS_CSV",
    "Layout",
    "TooMuch",
    "layout_of",
    "pieces",
    "refuse_bombs",
    "refuse_doctype",
    "sheet_parts",
]

MOST_PARTS = 2_000
LARGEST_UNPACKED = 24 << 20
# openpyxl builds objects of all of a part, or of one row after the other
MOST_AS_A_WHOLE = 80_000
MOST_IN_TURN = 1_500_000
MOST_IN_A_ROW = 60_000
MOST_ROW_ELEMENTS = 250_000
MOST_MERGED = 5_000
MOST_ATTRIBUTES = 200
DEEPEST = 100
PIECE = 1 << 16
LONGEST_TEXT = 1 << 18
_IN_TURN = re.compile(r"xl/(worksheets/[^/]+|sharedStrings)\.xml", re.IGNORECASE)
_REFERENCE = re.compile(r"([A-Z]{1,3})(\d{1,7})")
AS_CSV = "in the spreadsheet, save it as 'CSV UTF-8'"


class TooMuch(Exception):
    """More than any roster holds, or something that reaches outside."""


class Layout(NamedTuple):
    """How a sheet is laid out; rows counted from 1, columns from 0.

    Attributes:
        hidden_rows: Rows that nobody sees, hidden by hand or by a filter.
        hidden_columns: Columns likewise.
        merged: Merged cells: first row, first column, last row, last column.
        formulas: Cells that hold a formula.
    """

    hidden_rows: frozenset[int]
    hidden_columns: frozenset[int]
    merged: tuple[tuple[int, int, int, int], ...]
    formulas: frozenset[tuple[int, int]]


def refuse_bombs(archive: zipfile.ZipFile) -> None:
    """See that no part of a workbook takes more memory or time than a roster does.

    Raises:
        TooMuch: One does; its text says what is wrong, to stand behind the file's name.
    """
    parts = archive.infolist()
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
        raise TooMuch("unpacks to more than any roster holds")
    whole = 0
    for part in parts:
        if not part.filename.endswith((".xml", ".rels", ".vml")):
            continue
        in_turn = _IN_TURN.fullmatch(part.filename) is not None
        counter = _Counter(MOST_IN_TURN if in_turn else MOST_AS_A_WHOLE - whole)
        _parse(archive, part.filename, counter.start, counter.end)
        whole += 0 if in_turn else counter.count


class _Counter:
    """Counts the elements of a part."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.count = self.depth = self.in_row = self.rows = 0

    def start(self, name: str, said: Mapping[str, str]) -> None:
        self.count += 1
        self.depth += 1
        if _local(name) == "row":
            self.rows += 1
            self.in_row = 0
        # what stands in a row is built as a whole; a cell has up to a handful of elements
        self.in_row += bool(self.rows)
        if (
            self.count > self.most
            or self.depth > DEEPEST
            or self.in_row > MOST_IN_A_ROW
            or self.rows > MOST_ROW_ELEMENTS
            or len(said) > MOST_ATTRIBUTES
        ):
            raise TooMuch("unpacks to more than any roster holds")

    def end(self, _: str) -> None:
        self.depth -= 1


def sheet_parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """The part that each sheet of a workbook is written in, by the sheet's name."""
    book = next(
        part.filename for part in archive.infolist() if re.fullmatch(r"xl/workbook\d*\.xml",
                                                                     part.filename)
    )  # fmt: skip
    folder, _, file = book.rpartition("/")
    targets: dict[str, str] = {}
    sheets: list[tuple[str, str]] = []

    def relation(name: str, said: Mapping[str, str]) -> None:
        if _local(name) == "Relationship":
            target = said.get("Target", "")
            targets[said.get("Id", "")] = (
                target.lstrip("/") if target.startswith("/") else f"{folder}/{target}"
            )

    def sheet(name: str, said: Mapping[str, str]) -> None:
        if _local(name) == "sheet":
            reference = next((value for key, value in said.items() if _local(key) == "id"), "")
            sheets.append((said.get("name", ""), reference))

    _parse(archive, f"{folder}/_rels/{file}.rels", relation)
    _parse(archive, book, sheet)
    return {name: targets[reference] for name, reference in sheets if reference in targets}


def layout_of(archive: zipfile.ZipFile, part: str) -> Layout:
    """How the sheet in a part of a workbook is laid out."""
    found = _Scan()
    _parse(archive, part, found.start)
    return Layout(frozenset(found.hidden_rows), frozenset(found.hidden_columns),
                  tuple(found.merged), frozenset(found.formulas))  # fmt: skip


class _Scan:
    """Notes what a sheet's elements say, with the numbers that openpyxl gives them."""

    def __init__(self) -> None:
        self.hidden_rows: list[int] = []
        self.hidden_columns: set[int] = set()
        self.merged: list[tuple[int, int, int, int]] = []
        self.formulas: list[tuple[int, int]] = []
        self.row, self.column = 0, -1

    def start(self, name: str, said: Mapping[str, str]) -> None:
        match _local(name):
            case "row":
                self.row = int(said["r"]) if "r" in said else self.row + 1
                self.column = -1
                if _is_hidden(said, "ht"):
                    self.hidden_rows.append(self.row)
            case "c":
                place = _REFERENCE.fullmatch(said.get("r", ""))
                self.column = _number(place[1]) if place else self.column + 1
            case "f":
                self.formulas.append((self.row, self.column))
            case "col":
                if _is_hidden(said, "width"):
                    last = min(int(said.get("max", "0")), MOST_COLUMNS)
                    self.hidden_columns |= set(range(int(said.get("min", "1")) - 1, last))
            case "mergeCell":
                places = _REFERENCE.findall(said.get("ref", ""))
                if len(places) == 2:  # noqa: PLR2004 - first and last cell
                    (left, top), (right, bottom) = places
                    self.merged.append((int(top), _number(left), int(bottom), _number(right)))
                if len(self.merged) > MOST_MERGED:
                    raise TooMuch("has more merged cells than any roster")


def _is_hidden(said: Mapping[str, str], size: str) -> bool:
    return said.get("hidden", "0") in ("1", "true") or said.get(size) in ("0", "0.0")


def _number(letters: str) -> int:
    found = 0
    for letter in letters:
        found = found * 26 + ord(letter) - 64
    return found - 1


def _local(name: str) -> str:
    return name.rpartition(":")[2]


def _parse(
    archive: zipfile.ZipFile,
    part: str,
    start: Callable[[str, Mapping[str, str]], None],
    end: Callable[[str], None] | None = None,
) -> None:
    """Read a part's XML piece by piece; a document type, which could reach outside, ends it."""
    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    if end is not None:
        parser.EndElementHandler = end
    parser.StartDoctypeDeclHandler = refuse_doctype
    with archive.open(part) as file:
        for piece in pieces(file.read):
            parser.Parse(piece, False)
        parser.Parse(b"", True)


def pieces(read: Callable[[int], bytes]) -> Iterator[bytes]:
    """A part's XML, piece by piece.

    Raises:
        TooMuch: It is longer than a roster, or one tag or text in it is.
    """
    left, since = LARGEST_UNPACKED, 0
    while piece := read(PIECE):
        left -= len(piece)
        since = 0 if b">" in piece else since + len(piece)
        # no cell holds so much text, and expat takes minutes for a tag of a million attributes
        if left < 0 or since > LONGEST_TEXT:
            raise TooMuch("unpacks to more than any roster holds")
        yield piece


def refuse_doctype(*_: object) -> None:
    """What expat calls for what a workbook never has: entities, which may unfold themselves.

    Raises:
        TooMuch: Always.
    """
    raise TooMuch("reaches for other files or unfolds itself")
