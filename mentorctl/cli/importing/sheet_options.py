"""The options with which a person says how a sheet is to be read."""

from __future__ import annotations

import re
import shlex
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, cast

import typer

from mentorctl.reports.imports.day_cells import ORDERS, DayOrder
from mentorctl.reports.imports.import_columns import KINDS_OF_SHEET, Kind

__all__ = [
    "Columns",
    "Dates",
    "Encoding",
    "Every",
    "Include",
    "SheetName",
    "SheetWords",
    "Skip",
    "Template",
    "Update",
    "columns_said",
    "dates_said",
    "included",
    "rows_said",
    "sheet_said",
]

MOST_SKIPPED = 20_000
INCLUDED = frozenset({"hidden", "struck"})

# what a sheet lists, as people call it
KINDS: dict[str, Kind] = {
    **{kind: kind for kind in KINDS_OF_SHEET},
    **dict.fromkeys(("person", "roster"), "people"),
    **dict.fromkeys(("pairing", "pairs", "pair"), "pairings"),
    "plan": "plans",
    **dict.fromkeys(("logs", "hours"), "log"),
    "training": "trainings",
    **dict.fromkeys(("year", "dates"), "years"),
}
SheetWords = Annotated[
    list[Path] | None,
    typer.Argument(
        metavar="FILE", help="A sheet: CSV, XLSX or ODS. What it lists may be said before it: plans"
    ),
]
Template = Annotated[
    Kind | None,
    typer.Option(
        "--template", help="Write an empty sheet to fill in; with FILE, say what it lists."
    ),
]
Update = Annotated[
    bool, typer.Option("--update", help="Take what the sheet says otherwise than the folder.")
]
Every = Annotated[bool, typer.Option("--all", help="Name every row, not just a few.")]
SheetName = Annotated[
    str | None,
    typer.Option("--sheet", metavar="NAME", help="The sheet of a workbook; else its first one."),
]
Columns = Annotated[
    list[str] | None,
    typer.Option(
        metavar="HEADING=COLUMN",
        help="What a heading means; - leaves it out. Kept in the folder for the next time."
        " --columns - leaves out every column that is not known.",
    ),
]
Dates = Annotated[
    list[str] | None,
    typer.Option(
        metavar="[HEADING=]ORDER",
        help="month-first or day-first: how 08/09/2026 is meant. Kept where a heading is named.",
    ),
]
Encoding = Annotated[
    str | None,
    typer.Option(metavar="NAME", help="The letters of a text: windows-1252, mac-roman, …"),
]
Include = Annotated[
    list[str] | None,
    typer.Option(
        metavar="hidden|struck",
        help="Also read rows and columns that are hidden, or rows that are struck through.",
    ),
]
Skip = Annotated[
    list[str] | None, typer.Option(metavar="ROWS", help="Rows to leave out: 3, or 12-14.")
]


def sheet_said(words: Sequence[Path], kind: Kind | None) -> tuple[Path | None, Kind | None]:
    """The sheet that is meant, and what it lists, where that stands beside it.

    Args:
        words: What was typed: a file, and perhaps what it lists, in any order.
        kind: What an option says that it lists.

    Raises:
        typer.BadParameter: A word is neither, or several sheets are meant.
    """
    if not words:
        return None, kind
    whole = Path(" ".join(map(str, words)))
    files = [whole] if whole.is_file() else [each for each in words if each.is_file()]
    others = [] if files == [whole] else [str(each) for each in words if each not in files]
    if len(files) > 1:
        raise typer.BadParameter(
            f"one sheet at a time; begin with: mentorctl import {shlex.quote(str(files[0]))}"
        )
    named = [KINDS[each.lower()] for each in others if each.lower() in KINDS]
    if len(named) < len(others) or not files:
        unknown = next((each for each in others if each.lower() not in KINDS), "")
        if not unknown:
            raise typer.BadParameter(
                "the file of the sheet is missing; write it behind: mentorctl import"
                f" {others[0]} FILE; for an empty one to fill in: mentorctl import --template"
                f" {named[0]}"
            )
        if Path(unknown).is_dir():
            raise typer.BadParameter(f"{unknown!r} is a folder; name the file in it")
        if not files:
            raise typer.BadParameter(f"file {unknown!r} does not exist")
        raise typer.BadParameter(
            f"{unknown!r} is nothing that a sheet lists; say one of: {', '.join(KINDS_OF_SHEET)}"
        )
    said = {*named, *([kind] if kind else [])}
    if len(said) > 1:
        raise typer.BadParameter(f"a sheet lists one of these; choose: {', '.join(sorted(said))}")
    return files[0], next(iter(said), None)


def columns_said(given: Sequence[str]) -> dict[str, str]:
    """Columns by heading.

    Raises:
        typer.BadParameter: One is not written HEADING=COLUMN.
    """
    found = {}
    for each in given:
        heading, equals, column = each.rpartition("=")
        if each.strip() == "-":
            heading, equals, column = "*", "=", "-"
        if not equals or not heading.strip() or not column.strip():
            raise typer.BadParameter(
                f"--columns {each!r} says no heading and column; write it like"
                ' --columns "Building=school", or "Building=-" to leave it out'
            )
        found[" ".join(heading.split())] = column.strip()
    return found


def dates_said(given: Sequence[str]) -> dict[str, DayOrder]:
    """Which number is the month, by heading.

    Raises:
        typer.BadParameter: One is no order.
    """
    found: dict[str, DayOrder] = {}
    for each in given:
        heading, _, order = each.rpartition("=")
        if order.strip() not in ORDERS:
            raise typer.BadParameter(f"--dates {each!r} is no order; write {' or '.join(ORDERS)}")
        found[" ".join(heading.split()) or "*"] = cast("DayOrder", order.strip())
    return found


def included(given: Sequence[str]) -> frozenset[str]:
    """What is read besides.

    Raises:
        typer.BadParameter: It is no such thing.
    """
    found = frozenset(part.strip() for each in given for part in each.split(",") if part.strip())
    for each in sorted(found - INCLUDED):
        raise typer.BadParameter(f"--include {each!r} is not one of: hidden, struck")
    return found


def rows_said(given: Sequence[str]) -> frozenset[int]:
    """The numbers of rows.

    Raises:
        typer.BadParameter: One is no number, nor two with a dash between.
    """
    found: set[int] = set()
    for part in ",".join(given).split(","):
        numbers = re.fullmatch(r"\s*(\d{1,7})(?:\s*-\s*(\d{1,7}))?\s*", part)
        if not numbers and part.strip():
            raise typer.BadParameter(f"--skip {part!r} is no row; write it like 3 or 12-14")
        if numbers:
            first, last = int(numbers[1]), int(numbers[2] or numbers[1])
            found |= set(range(first, min(last, first + MOST_SKIPPED) + 1))
    return frozenset(found)
