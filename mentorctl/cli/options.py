"""Options that mean the same in every command that has them."""

from __future__ import annotations

import contextlib
import datetime as dt
import re
from pathlib import Path
from typing import Annotated, Literal

import typer

from mentorctl.cli import completion

__all__ = [
    "VERSIONS_HELP",
    "AgreedOn",
    "Approver",
    "At",
    "AtLength",
    "ExperiencesArgument",
    "Format",
    "KeyFile",
    "On",
    "PairingArgument",
    "PersonArgument",
    "Reason",
    "SchemaVersion",
    "SheetFormat",
    "To",
    "Today",
    "YearOption",
    "Yes",
    "clock",
    "day",
    "program_year",
]

_clock = re.compile(r"([01]?[0-9]|2[0-3]):[0-5][0-9]").fullmatch
_TWO_YEARS = r"([0-9]{4}|[0-9]{2})\s*[-/–]\s*([0-9]{4}|[0-9]{2})"
CENTURY = 2000


def day(text: str) -> dt.date:
    """A day given on the command line, in any of the ways in which a sheet may say it.

    Raises:
        typer.BadParameter: It is none, or could be two.
    """
    # other ways of writing a day exist in ISO 8601; records know only this one
    if len(text) == len("2026-12-14"):
        with contextlib.suppress(ValueError):
            return dt.date.fromisoformat(text)
    from mentorctl.reports.imports.day_cells import read_day  # noqa: PLC0415 - only where it is needed

    found = None if text.isdecimal() else read_day(text, dt.date.min)
    if found is None:
        is_short = any(read_day(f"{text}{mark}2026", dt.date.min) for mark in "/ -")
        what = "has no year" if is_short else "is no day"
        raise typer.BadParameter(f"{text!r} {what}; write it like 2026-12-14")
    if found.day is None:
        raise typer.BadParameter(
            f"{text!r} could be two days; write {found.month_first} or {found.day_first}"
        )
    return found.day


def clock(text: str) -> str:
    """A time of day given on the command line, as records have it: `15:30` for `3:30 pm`.

    Raises:
        typer.BadParameter: It is none.
    """
    if _clock(text):
        return text.zfill(len("15:30"))
    from mentorctl.reports.imports import cell_reading  # noqa: PLC0415 - only where it is needed
    from mentorctl.reports.imports.person_cells import BadCell  # noqa: PLC0415 - as above

    try:
        return cell_reading.clock(text)
    except BadCell:
        raise typer.BadParameter(f"{text!r} is no time; write it like 15:30") from None


def program_year(text: str) -> str:
    """A program year as folders have it: `2026-2027` for `2026/27` and `26-27`, others as typed."""
    found = re.fullmatch(_TWO_YEARS, text.strip())
    if not found:
        return text
    first = int(found[1]) if len(found[1]) == len("2026") else CENTURY + int(found[1])
    following = str(first + 1)
    return f"{first}-{following}" if found[2] in {following, following[2:]} else text


def _judged_on(context: typer.Context, given: dt.date | None) -> dt.date | None:
    """Note the day on which to judge, by which a name may mean one pairing or another."""
    if context.obj is not None:
        context.obj.judged_on = given
    return given


Today = Annotated[
    dt.date | None,
    typer.Option(
        parser=day, metavar="DATE", callback=_judged_on, help="Judge as of this day (YYYY-MM-DD)."
    ),
]
AtLength = Annotated[
    bool,
    typer.Option("--all", help="On a terminal, show each, also where it is more than a screen."),
]
YearOption = Annotated[
    str | None,
    typer.Option(
        "--year",
        parser=program_year,
        metavar="YEAR",
        help="Another program year, by the last rules that were in force for it.",
    ),
]
At = Annotated[
    str | None,
    typer.Option(
        metavar="DATE|CHANGE",
        help="As it was recorded then, with the rules, names and signatures of that day;"
        " mentorctl history shows the ids of changes.",
    ),
]
On = Annotated[
    dt.date | None,
    typer.Option(parser=day, metavar="DATE", help="The day it happened; today when left out."),
]
Approver = Annotated[
    str,
    typer.Option(
        metavar="PERSON",
        help="Who agreed: a person, or their role in the pairing.",
        autocompletion=completion.people,
    ),
]
AgreedOn = Annotated[
    dt.date | None,
    typer.Option(parser=day, metavar="DATE", help="The day they agreed; today when left out."),
]
PairingArgument = Annotated[
    str,
    typer.Argument(
        metavar="PAIRING",
        help="A pairing: its id, a part of it, or who is in it.",
        autocompletion=completion.pairings,
    ),
]
Reason = Annotated[str, typer.Option(metavar="TEXT", help="Why, in a sentence.")]
PersonArgument = Annotated[
    str,
    typer.Argument(
        metavar="PERSON",
        help="A person: id, name or email, or a part that no other has.",
        autocompletion=completion.people,
    ),
]
ExperiencesArgument = Annotated[
    list[str],
    typer.Argument(
        metavar="EXPERIENCE…",
        help="Its number in the plan, or a part of its title; several by their numbers.",
        autocompletion=completion.experiences,
    ),
]
KeyFile = Annotated[Path | None, typer.Option(metavar="FILE", help="The key to sign with.")]
VERSIONS_HELP = "Of JSON; docs/outputs.md says how they differ."
SchemaVersion = Annotated[
    Literal["1", "2"],
    typer.Option("--schema-version", help=VERSIONS_HELP),
]
Format = Annotated[Literal["table", "json"], typer.Option("--format", help="How to say it.")]
SheetFormat = Annotated[
    Literal["table", "json", "csv"], typer.Option("--format", help="How to say it.")
]
To = Annotated[str, typer.Option(metavar="FORMATS", help="docx, pdf, html, or several.")]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")]
