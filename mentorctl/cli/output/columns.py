"""Rows in columns that fit the screen: texts wrapped, names cut, ids always whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mentorctl.cli.output.text_width import columns, cut, padded, wrapped

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["Narrowing", "lay_out"]

GAP = 2
# how far the lines are indented that go on with a row
INDENT = 2
# narrower than this, a text is hard to read, and a name hard to tell
LEAST_TEXT = 20
LEAST_NAME = 16

Row = tuple[str, ...]


class Narrowing(NamedTuple):
    """Which columns may take less room than they would like to; all others are whole.

    Attributes:
        texts: Those that go over several lines, the one to be narrowed first, first.
        names: Those that are cut.
        second: The one that begins the second line of a row, where all do not fit beside each
            other; None for the first that does not fit.
    """

    texts: tuple[int, ...] = ()
    names: tuple[int, ...] = ()
    second: int | None = None


class _Line(NamedTuple):
    """A line of a row: its columns, how wide each is, and how far it is indented."""

    columns: tuple[int, ...]
    widths: tuple[int, ...]
    indent: int


def lay_out(headers: Row, rows: Sequence[Row], may_narrow: Narrowing, room: int | None) -> str:
    """Rows in columns, as wide as there is room.

    Args:
        headers: The columns' names.
        rows: Cells; they may have several lines.
        may_narrow: Which columns may be narrower.
        room: How many columns the screen has; None where it does not matter.

    Returns:
        The table. Where not all columns fit beside each other, the last ones stand on a second
        line of each row, and so on.
    """
    natural = [max(map(_widest, column)) for column in zip(headers, *rows, strict=True)]
    if room is None:
        lines = [_Line(tuple(range(len(headers))), tuple(natural), 0)]
    else:
        lines = _broken(natural, _least(natural, headers, rows, may_narrow), may_narrow, room)
    drawn = [line for each in lines for line in _drawn(headers, each, Narrowing(may_narrow.texts))]
    if len(lines) == 1:
        drawn.append(_joined(["-" * width for width in lines[0].widths], lines[0]))
    else:
        drawn.append("-" * max(map(_taken, lines)))
    for row in rows:
        for each in lines:
            drawn += _drawn(row, each, may_narrow)
    return "\n".join(drawn)


def _widest(cell: str) -> int:
    return max(map(columns, cell.split("\n")))


def _least(
    natural: list[int], headers: Row, rows: Sequence[Row], may_narrow: Narrowing
) -> list[int]:
    """The room that each column needs at least."""
    least = list(natural)
    for at in may_narrow.texts:
        words = [word for row in (headers, *rows) for word in row[at].split()]
        longest = min(max(map(columns, words), default=0), 2 * LEAST_TEXT)
        least[at] = min(natural[at], max(LEAST_TEXT, longest))
    for at in may_narrow.names:
        least[at] = min(natural[at], max(LEAST_NAME, columns(headers[at])))
    return least


def _broken(natural: list[int], least: list[int], may_narrow: Narrowing, room: int) -> list[_Line]:
    """The columns in as many lines as they need, each as wide as it would like to be."""
    lines: list[list[int]] = [[]]
    fits = sum(least) + GAP * (len(least) - 1) <= room
    for at, width in enumerate(least):
        indent = INDENT if len(lines) > 1 else 0
        taken = indent + sum(least[each] + GAP for each in lines[-1])
        if lines[-1] and (taken + width > room or (at == may_narrow.second and not fits)):
            lines.append([])
        lines[-1].append(at)
    found = []
    for number, line in enumerate(lines):
        indent = INDENT if number else 0
        widths = {at: natural[at] for at in line}
        for at in (*may_narrow.texts, *may_narrow.names):
            if at in widths:
                surplus = indent + sum(widths.values()) + GAP * (len(line) - 1) - room
                widths[at] = max(least[at], widths[at] - max(surplus, 0))
        found.append(_Line(tuple(line), tuple(widths.values()), indent))
    return found


def _taken(line: _Line) -> int:
    return line.indent + sum(line.widths) + GAP * (len(line.widths) - 1)


def _drawn(row: Row, line: _Line, may_narrow: Narrowing) -> Iterator[str]:
    """A line of a row; several where it has texts, and none where it has nothing."""
    cells: list[list[str]] = []
    for at, width in zip(line.columns, line.widths, strict=True):
        if at in may_narrow.names:
            cells.append([cut(each, width) for each in row[at].split("\n")])
        elif at in may_narrow.texts:
            cells.append(wrapped(row[at], width, break_words=True))
        else:
            cells.append(row[at].split("\n"))
    for number in range(max(map(len, cells))):
        text = _joined([each[number] if number < len(each) else "" for each in cells], line)
        if text:
            yield text


def _joined(cells: Sequence[str], line: _Line) -> str:
    parts = [padded(cell, width) for cell, width in zip(cells, line.widths, strict=True)]
    return (" " * line.indent + (" " * GAP).join(parts)).rstrip()
