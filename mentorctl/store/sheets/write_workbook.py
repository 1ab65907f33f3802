"""Write a small workbook of Excel."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["table_as_xlsx"]

WIDEST = 80


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
