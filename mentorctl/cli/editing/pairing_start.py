"""Helpers of the commands that make new pairings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentorctl.cli.output.console import note
from mentorctl.model.calendar import Calendar
from mentorctl.model.matching import past
from mentorctl.model.years import ProgramYear

if TYPE_CHECKING:
    import datetime as dt

    from mentorctl.cli.state import State

__all__ = ["first_day", "say_past"]


def first_day(state: State) -> dt.date:
    """The day on which to judge new records: what was due before they began is no fault of them."""
    program = state.folder.program
    return ProgramYear(program.year, program.year_starts).first_day


def say_past(state: State, day: dt.date, pairing: str) -> None:
    """Name the milestones that were over before a pairing began, and how to give it more time."""
    over = past(Calendar(state.folder.program), day)
    if over:
        note(f"over already on {day}: {', '.join(milestone.id for milestone in over)}")
        note(f"  more time: mentorctl extend {pairing} {over[0].id} --until DATE --by PERSON"
             " --reason TEXT")  # fmt: skip
