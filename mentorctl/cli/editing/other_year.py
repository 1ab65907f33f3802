"""`--year` of a command that writes: what was done in a year that is over, noted afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from mentorctl.cli.output.console import note
from mentorctl.model.paths import pairings_of
from mentorctl.model.years import ProgramYear

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
    if year is None:
        _tell_of_year_before(state, on)
        return
    if year == state.folder.program.year:
        return
    if on is None:
        raise typer.BadParameter(f"say on which day of {year} it was: --on DATE")
    state.look_at(None, year)
    state.other_year = state.folder.program.year


def _tell_of_year_before(state: State, on: dt.date | None) -> None:
    """Say how something is noted of the year before, where its day lies in that."""
    program = state.folder.program
    first = ProgramYear(program.year, program.year_starts).first_calendar_year
    before = ProgramYear(f"{first - 1}-{first}", program.year_starts)
    if on is not None and on in before and state.folder.files.folders(pairings_of(before.name)):
        note(f"{on} lies in {before.name}; what was done then is noted with --year {before.name}")
