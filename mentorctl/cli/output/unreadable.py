"""What a list could not read: named beside it, so that no list is short in silence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from mentorctl.cli.exit_codes import FINDINGS
from mentorctl.cli.output.console import complain, note, paint, shown

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mentorctl.model.finding import Finding
    from mentorctl.store.folder import Folder

__all__ = ["Strict", "end_with", "note_other_years", "note_unfinished", "refuse"]


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


def note_other_years(folder: Folder, running: Mapping[str, Sequence[str]]) -> None:
    """Name the pairings of other years that are still under way, and that this list has not."""
    for year, names in running.items():
        is_one = len(names) == 1
        which = names[0] if is_one else f"{names[0]} and {len(names) - 1} more"
        note(
            f"of {year}, {shown(which)} {'has' if is_one else 'have'} not ended, and no list of"
            f" {folder.program.year} has {'it' if is_one else 'them'}; see --year {shown(year)}"
        )


def note_unfinished(folder: Folder) -> None:
    """Say that git has begun something here and not finished it, so that nothing can be kept."""
    from mentorctl.trail.git.unfinished import way_out  # noqa: PLC0415 - keeps lists free of git

    found = way_out(folder.root / ".git") if folder.past is None else None
    if found is not None:
        what, command = found
        note(f"{what} that git began here is not finished, and nothing can be saved before; give it"
             f" up with {command}, then run mentorctl sync")  # fmt: skip


def _name(unread: Sequence[Finding]) -> None:
    for each in unread:
        place = f"{each.path}:{each.line or 1}:{each.column or 1}"
        note(f"{paint(shown(place), 'red')} is left out: {shown(each.message)}")
    what = "what rests on it" if len(unread) == 1 else f"what rests on these {len(unread)}"
    note(f"{what} is unknown, and this list may be short of it; mentorctl check says what to do")
