"""Lists as sheets: `--format csv` and `xlsx`, and `--excel` for CSV that Excel opens right."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from mentorctl.cli.output.console import put
from mentorctl.cli.output.progress import working
from mentorctl.cli.output.report_file import SHOWN, check_file, text_into, write_whole
from mentorctl.reports.row_formats import as_csv

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from pathlib import Path

    from mentorctl.reports.row_formats import Cell

__all__ = [
    "SHEETS",
    "TABULAR",
    "Excel",
    "TabularFormat",
    "put_sheet",
    "put_workbook",
    "tabular_format",
]

SHEETS = frozenset({"csv", "xlsx"})
TABULAR = ("table", "json", "csv", "xlsx")

TabularFormat = Annotated[
    Literal["table", "json", "csv", "xlsx"], typer.Option("--format", help="How to say it.")
]
Excel = Annotated[
    bool, typer.Option("--excel", help="CSV that Excel opens right, names with accents too.")
]


def tabular_format(
    command: str,
    form: str,
    out: Path | None,
    formats: Collection[str] = TABULAR,
    *,
    excel: bool = False,
) -> str:
    """The format in which a list is written; `--excel` alone means CSV.

    Args:
        command: The command, for what to type instead.
        form: The format that was asked for; `table` where none was.
        out: The file to write, or None.
        formats: Those that the command knows.
        excel: Whether it is for Excel.

    Raises:
        typer.BadParameter: The format does not go there, or is none that Excel needs help with.
    """
    if excel and form == SHOWN and out is None:
        form = "csv"
    kind = check_file(command, form, out, formats)
    if excel and kind != "csv":
        raise typer.BadParameter(
            f"--excel says how CSV is written, and this is {kind}; leave it out"
        )
    return kind


def put_sheet(
    kind: str,
    columns: Sequence[str],
    rows: Iterable[Sequence[Cell]],
    out: Path | None,
    *,
    title: str,
    excel: bool = False,
) -> None:
    """Put a list out as CSV, or write it as a workbook.

    Args:
        kind: `csv` or `xlsx`.
        columns: The names of its columns.
        rows: Its rows.
        out: The file; a workbook has one.
        title: What the sheet of a workbook is called.
        excel: Whether CSV is for Excel.

    Raises:
        WriteError: A link of a program folder leads there.
    """
    if kind == "xlsx" and out is not None:
        put_workbook(out, [(title, columns, rows)])
        return
    with text_into(out):
        put(as_csv(columns, rows, excel=excel))


def put_workbook(
    out: Path, sheets: Iterable[tuple[str, Sequence[str], Iterable[Sequence[Cell]]]]
) -> None:
    """Write a workbook.

    Args:
        out: The file.
        sheets: Of each sheet its title, the names of its columns, its rows.

    Raises:
        WriteError: A link of a program folder leads there.
    """
    from mentorctl.store.sheets.write_workbook import WorkbookSheet, workbook  # noqa: PLC0415 - loads openpyxl

    with working("writing the workbook"):
        data = workbook([WorkbookSheet(*each) for each in sheets])
    write_whole(out, data)
