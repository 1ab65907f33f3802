"""Merged cells: what goes over several rows stands in each of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentorctl.store.sheets.cells import Cell, SheetRow

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["filled"]

# so many cells are filled at most, whatever is merged
MOST_FILLED = 50_000


def filled(
    rows: Iterable[SheetRow], merged: Iterable[tuple[int, int, int, int]]
) -> Iterator[SheetRow]:
    """The rows, with what a merged cell shows in every row that it goes over.

    A row in which one cell goes over several columns and no other has anything is a banner.

    Args:
        rows: The rows that are not blank, in order.
        merged: First row, first column, last row and last column of each merged cell.
    """
    by_number = {row.number: row for row in rows}
    left_over = MOST_FILLED
    wide = {(top, left) for top, left, bottom, right in merged if right > left and top == bottom}
    for top, left, bottom, _ in merged:
        source = by_number.get(top)
        if source is None or left >= len(source.cells):
            continue
        for number in range(top + 1, min(bottom, top + left_over) + 1):
            left_over -= 1
            row = by_number.get(number)
            if row is not None:
                by_number[number] = _with(row, left, source.cells[left])
    for number, row in sorted(by_number.items()):
        said = [column for column, cell in enumerate(row.cells) if cell.text]
        banner = len(said) == 1 and (number, said[0]) in wide
        yield row._replace(is_banner=banner)


def _with(row: SheetRow, column: int, cell: Cell) -> SheetRow:
    cells = [*row.cells, *[Cell()] * (column + 1 - len(row.cells))]
    cells[column] = cell
    return row._replace(cells=tuple(cells))
