r"""Rows for scripts and papers: CSV, Markdown and JSON, each value escaped for its place.

CSV is as RFC 4180 has it, in UTF-8 without a byte order mark, with two choices of our own:
lines end with a single line feed, and a text that a spreadsheet would take for a formula
(it begins with `=`, `+`, `-`, `@`, a tab or a line break, blanks before it aside) is
preceded by an apostrophe. Plain numbers are left as they are. Nothing is an empty cell.

Several texts in one cell are joined by `; `; in each of them `;` is written `\;` and `\` is
written `\\`, so that a cell can be taken apart again.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import re
from typing import TYPE_CHECKING

from mentorctl.reports.outputs.json_versions import in_version

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

__all__ = ["Cell", "as_csv", "as_json", "as_markdown", "escaped", "listed"]

Cell = str | int | dt.date | None
BYTE_ORDER_MARK = "\ufeff"

# with the wide forms, which some spreadsheets take for the same
_FORMULA = re.compile(r"[\t\n]|\s*[=+\-@＝＋－＠]")
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_MARKUP = re.compile(r"([\\`*_\[\]<>|~&])")
_BREAK = re.compile(r"\s*[\r\n]+\s*")


def as_csv(columns: Sequence[str], rows: Iterable[Sequence[Cell]], *, excel: bool = False) -> str:
    """Rows as CSV, the columns' names first.

    Args:
        columns: The names.
        rows: The cells.
        excel: Whether it is for Excel, which opens it right by a byte order mark.
    """
    text = io.StringIO()
    if excel:
        text.write(BYTE_ORDER_MARK)
    writer = csv.writer(text, lineterminator="\r\n" if excel else "\n")
    writer.writerow(columns)
    writer.writerows([_harmless(_plain(cell)) for cell in row] for row in rows)
    return text.getvalue()


def as_markdown(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    """Rows as a Markdown table."""
    lines = [columns, ["---"] * len(columns)]
    lines += [[escaped(_plain(cell)) for cell in row] for row in rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def as_json(data: Mapping[str, object], version: str = "1") -> str:
    """Data as JSON for people and scripts; days are written YYYY-MM-DD.

    Args:
        data: In the first `schema_version`.
        version: The one that is wanted.
    """
    made = in_version(data, int(version))
    return json.dumps(made, ensure_ascii=False, indent=2, default=_day)


def listed(texts: Iterable[str]) -> str:
    """Several texts as one cell."""
    return "; ".join(text.replace("\\", "\\\\").replace(";", "\\;") for text in texts)


def escaped(text: str) -> str:
    """A text as Markdown shows it, on one line, with nothing in it taken for markup."""
    return _MARKUP.sub(r"\\\1", _BREAK.sub(" ", text))


def _plain(cell: Cell) -> str:
    return "" if cell is None else str(cell)


def _harmless(text: str) -> str:
    # the writer quotes line feeds only, and a bare return would end the row
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if _FORMULA.match(text) and not _NUMBER.fullmatch(text):
        return f"'{text}"
    return text


def _day(value: object) -> str:
    if isinstance(value, dt.date):
        return value.isoformat()
    raise TypeError(value)
