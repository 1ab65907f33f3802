"""Text with a delimiter between its cells: commas, semicolons, tabs, bars."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from typing import TYPE_CHECKING

from mentorctl.store.sheets.cells import Cell, TableError

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["delimiter_of", "rows_of_text"]

DELIMITERS = (",", ";", "\t", "|")
LOOKED_AT = 60
# how Excel is told the delimiter; in quotes where the whole line is a cell
_SEP = re.compile(r"\"?sep=(.|\\t)\"?[,;\t|]*[ \t]*(?:\r\n|\r|\n|\Z)", re.IGNORECASE)
_QUOTED = re.compile(r'"(?:[^"]|"")*"')


def rows_of_text(text: str, name: str) -> Iterator[tuple[int, tuple[Cell, ...]]]:
    """The cells of each row, with the row's number as a spreadsheet shows it.

    Args:
        text: The text.
        name: The file's name, for messages.

    Raises:
        TableError: A quote is never closed.
    """
    # how DOS ends a text
    text = text.rstrip("\x1a")
    first, delimiter = 1, ""
    said = _SEP.match(text)
    if said:
        delimiter = "\t" if said[1] == "\\t" else said[1]
        text, first = text[said.end() :], 2
    reader = csv.reader(
        io.StringIO(text, newline=""), delimiter=delimiter or delimiter_of(text), strict=True
    )
    try:
        for number, cells in enumerate(reader, first):
            yield number, tuple(Cell(each) for each in cells)
    except csv.Error as error:
        raise TableError(
            f"{name}: line {reader.line_num + first - 1}: a quote is opened and never closed, or"
            " stands inside a text",
            'write a quote inside a quoted text twice: "the ""old"" school"',
        ) from error


def delimiter_of(text: str) -> str:
    """The delimiter that most lines have in the same number; quoted ones decide nothing."""
    lines = [line for line in _QUOTED.sub("", text).splitlines() if line.strip()][:LOOKED_AT]

    def weight(delimiter: str) -> tuple[int, int]:
        counts = Counter(count for line in lines if (count := line.count(delimiter)))
        return max(((lines, count) for count, lines in counts.items()), default=(0, 0))

    return max(DELIMITERS, key=weight)
