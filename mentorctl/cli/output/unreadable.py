"""What a list could not read: named beside it, so that no list is short in silence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from mentorctl.cli.exit_codes import FINDINGS
from mentorctl.cli.output.console import complain, note, paint, shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mentorctl.model.finding import Finding

__all__ = ["Strict", "end_with", "refuse"]


Strict = Annotated[
    bool, typer.Option("--strict", help="Write no list at all where something cannot be read.")
]


def refuse(unread: Sequence[Finding], *, strict: bool) -> None:
    """With `--strict`, stop before anything is written.

    Raises:
        typer.Exit: Something could not be read.
    """
    if strict and unread:
        _name(unread)
        complain("no list was written", "mend what is named above: mentorctl check says more")
        raise typer.Exit(FINDINGS)


def end_with(unread: Sequence[Finding]) -> None:
    """Name what could not be read, and end with the exit code of findings.

    Raises:
        typer.Exit: Something could not be read.
    """
    if unread:
        _name(unread)
        raise typer.Exit(FINDINGS)


def _name(unread: Sequence[Finding]) -> None:
    for each in unread:
        place = f"{each.path}:{each.line or 1}:{each.column or 1}"
        note(f"{paint(shown(place), 'red')} is left out: {shown(each.message)}")
    what = "what rests on it" if len(unread) == 1 else f"what rests on these {len(unread)}"
    note(f"{what} is unknown, and this list may be short of it; mentorctl check says what to do")
