"""`mentorctl presets`: the programs that one can start from."""

from __future__ import annotations

import typer

from mentorctl.cli.options import SchemaVersion, SheetFormat
from mentorctl.cli.output.console import note, put, table
from mentorctl.reports.row_formats import as_csv, as_json
from mentorctl.reports.what_there_is import COLUMNS_OF_PRESETS, as_data, presets

__all__ = ["command"]


def command(
    _context: typer.Context, form: SheetFormat = "table", version: SchemaVersion = "1"
) -> None:
    """Show the programs that one can start from.

    The columns of CSV and JSON: preset, program, agency, mentee and mentor (what the program calls
    them), experiences (how many a year has), needs (of completion; with none there are no
    completers).
    """
    rows = list(presets())
    if form == "json":
        put(as_json({"schema_version": 1, "presets": [as_data(row) for row in rows]}, version))
    elif form == "csv":
        put(as_csv(COLUMNS_OF_PRESETS, rows))
    else:
        put(table(("preset", "program", "agency"), [row[:3] for row in rows], texts=(1, 2)))
        note("begin with one: mentorctl init FOLDER --preset PRESET --year 2026-2027")
