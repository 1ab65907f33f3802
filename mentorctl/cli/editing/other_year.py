"""`--year` of a command that writes: what was done in a year that is over, noted afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    import datetime as dt

    from mentorctl.cli.state import State

__all__ = ["write_into"]


def write_into(state: State, year: str | None, on: dt.date | None) -> None:
    """From now on write into another program year, by the last rules that were in force for it.

    Args:
        state: The run of the command.
        year: The program year; None for the program's own.
        on: The day of what is noted; of another year it has to be said.

    Raises:
        StoreError: There are no rules of that year.
        TrailError: The history cannot be read.
        typer.BadParameter: No day is said.
    """
    own = state.folder.program.year if year is not None else None
    if year == own:
        return
    if on is None:
        raise typer.BadParameter(f"say on which day of {year} it was: --on DATE")
    state.look_at(None, year)
    state.other_year = state.folder.program.year
