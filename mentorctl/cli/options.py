"""Options that mean the same in every command that has them."""

from __future__ import annotations

import contextlib
import datetime as dt
from typing import Annotated

import typer

from mentorctl.cli import completion

__all__ = [
    "AgreedOn",
    "Approver",
    "DryRun",
    "On",
    "PairingArgument",
    "Reason",
    "Today",
    "Yes",
    "day",
]


def day(text: str) -> dt.date:
    """A day given on the command line.

    Raises:
        typer.BadParameter: It is no day written YYYY-MM-DD.
    """
    # other ways of writing a day exist in ISO 8601; records know only this one
    if len(text) == len("2026-12-14"):
        with contextlib.suppress(ValueError):
            return dt.date.fromisoformat(text)
    raise typer.BadParameter(f"{text!r} is no day; write it like 2026-12-14")


Today = Annotated[
    dt.date | None,
    typer.Option(parser=day, metavar="DATE", help="Judge as of this day (YYYY-MM-DD)."),
]
On = Annotated[
    dt.date | None,
    typer.Option(parser=day, metavar="DATE", help="The day it happened; today when left out."),
]
Approver = Annotated[
    str, typer.Option(metavar="PERSON", help="Who agreed.", autocompletion=completion.people)
]
AgreedOn = Annotated[
    dt.date | None,
    typer.Option(parser=day, metavar="DATE", help="The day they agreed; today when left out."),
]
PairingArgument = Annotated[
    str,
    typer.Argument(
        metavar="PAIRING",
        help="A pairing's id, or a part of it that no other has.",
        autocompletion=completion.pairings,
    ),
]
Reason = Annotated[str, typer.Option(metavar="TEXT", help="Why, in a sentence.")]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what would happen, and do nothing.")]
