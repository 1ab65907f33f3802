"""What of which file a calendar entry rests on, so that its version grows with that and no more."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mentorctl.model.meeting import Meeting
from mentorctl.model.pairing import Pairing
from mentorctl.model.paths import PROGRAM_FILE, meeting_file, pairing_file, person_file
from mentorctl.model.person import Person
from mentorctl.model.plan import Plan
from mentorctl.model.program import Program

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping

    from mentorctl.model.record import Record

__all__ = [
    "EntrySource",
    "by_meeting",
    "by_pairing",
    "by_person",
    "by_plan",
    "by_program",
    "value_in",
]

ROW, MEETING, OWED, PLANNED, TARGET, PERSON, HELD = (
    "row", "meeting", "owed", "planned", "target", "person", "held",
)  # fmt: skip


class EntrySource(NamedTuple):
    """A part of a file.

    Attributes:
        path: The file, relative to the program folder.
        part: Which kind of part of it.
        name: Which one of these, or empty.
    """

    path: str
    part: str
    name: str = ""


def by_program(row: str, *, is_meeting: bool = False) -> EntrySource:
    """A row of the calendar of program.yaml, or one of its meetings."""
    return EntrySource(PROGRAM_FILE, MEETING if is_meeting else ROW, row)


def by_pairing(year: str, pairing: str, milestone: str = "", *, planned: str = "") -> EntrySource:
    """Who a pairing is, how long it lasts, and its day of a milestone, or what it planned."""
    path = pairing_file(year, pairing)
    return EntrySource(path, PLANNED, planned) if planned else EntrySource(path, OWED, milestone)


def by_plan(year: str, pairing: str, slot: int) -> EntrySource:
    """The target date of an experience."""
    return EntrySource(pairing_file(year, pairing, "plan.yaml"), TARGET, str(slot))


def by_person(person: str) -> EntrySource:
    """What a person is called, and since when they are there."""
    return EntrySource(person_file(person), PERSON)


def by_meeting(year: str, meeting: str) -> EntrySource:
    """The day, the hours and the place of a meeting of the program."""
    return EntrySource(meeting_file(year, meeting), HELD)


def value_in(source: EntrySource, read: Callable[[type[Record]], Record | None]) -> Hashable:
    """What a part of a file says; None where the file cannot be read.

    Args:
        source: The part.
        read: Reads the file as a model.
    """
    model, value = _VALUES[source.part]
    record = read(model)
    return None if record is None else repr(value(record, source.name))


def _row(program: Program, name: str) -> object:
    found = (each for each in program.calendar if each.id == name)
    return [
        (program.year, program.year_starts, each.title, each.due, each.owner, each.required,
         each.applies)
        for each in found
    ]  # fmt: skip


def _required(program: Program, name: str) -> object:
    found = (each for each in program.meetings if each.id == name)
    return [(program.timezone, each.title, each.attended_by) for each in found]


def _owed(pairing: Pairing, name: str) -> object:
    leave = [(each.until, each.on) for each in pairing.extensions if each.milestone == name]
    sides = (pairing.mentee, pairing.mentor, pairing.advisor, pairing.supervisor)
    return sides, pairing.starts, pairing.ends, pairing.state, leave


def _planned(pairing: Pairing, name: str) -> object:
    found = [each for each in pairing.planned if each.id == name]
    return pairing.mentee, pairing.mentor, pairing.ends, pairing.state, found


def _target(plan: Plan, name: str) -> object:
    slot = plan.slot(int(name))
    return slot.target_date if slot else None


def _person(person: Person, name: str) -> object:
    del name
    return person.name, person.started_on


def _held(meeting: Meeting, name: str) -> object:
    del name
    return meeting.on, meeting.planned, meeting.where


_VALUES: Mapping[str, tuple[type[Record], Callable[..., object]]] = {
    ROW: (Program, _row),
    MEETING: (Program, _required),
    OWED: (Pairing, _owed),
    PLANNED: (Pairing, _planned),
    TARGET: (Plan, _target),
    PERSON: (Person, _person),
    HELD: (Meeting, _held),
}
