"""Helpers of the commands that make new pairings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mentorctl.cli.output.console import note
from mentorctl.model.calendar import Calendar
from mentorctl.model.matching import past
from mentorctl.model.paths import PAIRING_FILE
from mentorctl.model.years import ProgramYear
from mentorctl.store.take_over import ending, successor_files

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from mentorctl.cli.editing.transaction import Transaction
    from mentorctl.cli.state import State
    from mentorctl.model.pairing import Pairing
    from mentorctl.model.team import Team

__all__ = ["first_day", "say_open_search", "say_past", "take_over"]


def take_over(
    change: Transaction, old: Team, was: Pairing, new: str, values: Mapping[str, Any]
) -> list[str]:
    """Begin a pairing that takes another one over, with its work, and end that one.

    Args:
        change: What the command is about to change.
        old: The pairing that is taken over.
        was: Its pairing.yaml.
        new: The id of the new one.
        values: What its pairing.yaml holds, `starts` among it.

    Returns:
        The names of the records that came along, relative to the pairing.
    """
    along = []
    home = old.path("").replace(f"/{old.id}/", f"/{new}/")
    for path, data in successor_files(change.state.folder, old, was, new, values):
        if isinstance(data, str):
            change.create(path, data)
        else:
            change.copy(path, data)
            along.append(path.removeprefix(home))
    for field, value in ending(old, was, new, values["starts"], change.today).items():
        change.set(old.path(PAIRING_FILE), (field,), value)
    return along


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


def say_open_search(state: State, pairing: str) -> None:
    """Name a search for another mentor that goes on for a pairing that is over.

    Args:
        state: The run of the command.
        pairing: The pairing's id.
    """
    for path, known in state.folder.reassignments.items():
        if known.pairing == pairing and known.is_open:
            note(f"  {path} still looks for another {state.folder.words['mentor']}; to end that:")
            note(f"  mentorctl edit {path.removesuffix('.yaml')} --set withdrawn_on=DATE")
