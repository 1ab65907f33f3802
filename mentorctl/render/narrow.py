"""Tables on a narrow screen, where their cells stand below each other."""

from __future__ import annotations

import re
from typing import NamedTuple

__all__ = ["labelled"]

TAG = re.compile(r"<(/?)(table|thead|tbody|tfoot|tr|th|td)\b([^>]*)>")
ANY_TAG = re.compile(r"<[^>]*>")
SPAN = re.compile(r'\b(col|row)span="([0-9]+)"')


class _Cell(NamedTuple):
    """A cell's place: its column, and how many columns and rows it spans."""

    column: int
    across: int
    down: int


def labelled(page: str) -> str:
    """Tell each cell of a table the heading of its column, which form.css shows on a narrow screen.

    Args:
        page: HTML whose elements are all closed, and whose text holds no sign of one.
    """
    made: list[str] = []
    heads: dict[int, str] = {}
    taken: dict[int, int] = {}
    column = done = 0
    in_head = False
    opened: _Cell | None = None
    start = 0
    for found in TAG.finditer(page):
        closing, name, attributes = found.groups()
        if name == "table":
            heads, taken = {}, {}
        elif name == "thead":
            in_head = not closing
        elif name == "tr" and not closing:
            column = 0
        elif name in ("th", "td") and not closing:
            spans = {which: int(number) for which, number in SPAN.findall(attributes)}
            while taken.get(column, 0) > 0:
                taken[column] -= 1
                column += 1
            opened = _Cell(column, spans.get("col", 1), spans.get("row", 1))
            for at in range(column, column + opened.across):
                taken[at] = opened.down - 1
            start = found.end()
            # a row's heading needs none
            if name == "td" and not in_head and opened.across == 1 and heads.get(column):
                made += [page[done : found.end() - 1], f' data-label="{heads[column]}">']
                done = found.end()
            column += opened.across
        elif name == "th" and in_head and opened is not None:
            text = " ".join(ANY_TAG.sub("", page[start : found.start()]).split())
            heads[opened.column] = text.replace('"', "&quot;")
    return "".join([*made, page[done:]])
