"""Needs: pointers to dated facts, and the one evaluator for them.

Calendar, completion, status, reminders, standards and the audit of dates all ask here.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from mentorctl.model.ids import slug
from mentorctl.model.record import Record, day_written

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mentorctl.model.program import Program

__all__ = [
    "CASES",
    "SIGNED",
    "TAKEN",
    "Against",
    "Fact",
    "Need",
    "NeedState",
    "day_in",
    "days_in",
    "evaluate",
]

# the fact that a record is signed: by all who are asked to, or `signed.ROLE`
SIGNED = "signed"
# the first day on which the mentee was given a case: `pairing:cases`
CASES = ("cases",)
# the fact that the person in a role took a training: `trainings:taken.ROLE.CODE`
TAKEN = "taken"

POINTER = re.compile(
    r"(?P<record>[a-z]+(?:-[a-z]+)*)(?:/(?P<key>\*|[a-z0-9]+(?:-[a-z0-9]+)*))?"
    r":(?P<field>[a-z_]+(?:\.[a-z0-9_-]+)*)"
)


class Need(NamedTuple):
    """A pointer to a dated fact, written `RECORD:FIELD` or `RECORD/KEY:FIELD`."""

    record: str
    key: str
    field: tuple[str, ...]

    @classmethod
    def parse(cls, text: str) -> Need:
        """Read a pointer.

        Raises:
            ValueError: It is not written `RECORD:FIELD`.
        """
        found = POINTER.fullmatch(text)
        if found is None:
            raise ValueError(text)
        return cls(found["record"], found["key"] or "", tuple(found["field"].split(".")))

    def __str__(self) -> str:
        key = f"/{self.key}" if self.key else ""
        return f"{self.record}{key}:{'.'.join(self.field)}"


class NeedState(StrEnum):
    """How a milestone, or one need of it, stands."""

    MET = "met"
    LATE = "late"
    EXCUSED = "excused"
    DUE = "due"
    MISSED = "missed"


class Against(StrEnum):
    """Why a day that is written down does not count."""

    AHEAD = "ahead"  # it is still to come
    BEFORE = "before"  # it is before the program year
    AFTER = "after"  # it is after the program year
    UNPROVEN = "unproven"  # nobody wrote it who may
    BY_OTHERS = "by-others"  # who approved it, or noted that it came, may not
    UNAPPROVED = "unapproved"  # the experience is the team's own, and nobody approved it


class Fact(NamedTuple):
    """What is known of one need.

    Attributes:
        on: The day of the fact, or None while it is open or does not count.
        waived: Whether an approved waiver does away with the need.
        since: The first day on which the fact counted: its own, or that of the approval it needs.
        waived_since: The day of the waiver.
        recorded: The day that is written down, whether or not it counts.
        against: Why the recorded day does not count; None where it does.
    """

    on: dt.date | None
    waived: bool = False
    since: dt.date | None = None
    waived_since: dt.date | None = None
    recorded: dt.date | None = None
    against: Against | None = None


def days_in(need: Need, record: object) -> Iterator[tuple[tuple[str, ...], dt.date]]:
    """Every day in a record on which a need can rest.

    A day that each person owes comes once for each, and so do a training for each who took it, and
    a meeting for each who was there: who is meant, only the pairing can tell.

    Args:
        need: The need.
        record: A record of the kind that it points to; or what such a file says, as texts, lists
            and mappings, whatever a record is today.

    Yields:
        The way to the day, with the id of the person in it where it is theirs; and the day.

    Raises:
        KeyError: No record of this kind has such a fact, whatever its content (`plan:colour`).
    """
    if need.field[0] == TAKEN:
        taken, code = _part(record, TAKEN), need.field[-1]
        for entry in taken if isinstance(taken, Sequence) else ():
            if (day := _day(_part(entry, "on"))) and slug(str(_part(entry, "code"))) == code:
                yield (TAKEN, str(_part(entry, "person")), code), day
        return
    if need.field == CASES:
        cases = _part(record, CASES[0])
        held = cases if isinstance(cases, Sequence) else ()
        given = [day for each in held if (day := _day(_part(each, "on"))) is not None]
        if given:
            yield CASES, min(given)
        return
    field = need.field
    if need.record == "meetings":
        # who was there is told by its list, when that was by its day
        field, there = ("on",), _part(record, field[0])
        day = _day(_part(record, "on"))
        if day and isinstance(there, Sequence) and not isinstance(there, str):
            yield from (((need.field[0], str(each)), day) for each in dict.fromkeys(there))
    value = _at(field, record)
    if day := _day(value):
        yield field, day
    elif value is not None and isinstance(value, Mapping):
        days = ((str(person), _day(each)) for person, each in value.items())
        yield from (((*field, person), day) for person, day in days if day)


def waivable(program: Program) -> dict[str, str]:
    """All that a program asks for and a waiver can do away with, and what it is called there.

    A waiver of a whole does away with its parts: one of a meeting covers everybody who must come.
    """
    known = {need: row.title for row in program.calendar for need in row.needs}
    for each in program.completion.needs:
        known.setdefault(each.need, "")
    for meeting in program.meetings:
        for role in meeting.attended_by:
            known.setdefault(f"meetings/{meeting.id}:attended.{role}", meeting.title)
    found: dict[str, str] = {}
    for need, title in known.items():
        record, _, field = need.partition(":")
        parts = field.split(".")
        for count in range(1, len(parts)):
            found.setdefault(f"{record}:{'.'.join(parts[:count])}", title)
        found[need] = title
    return found


def day_in(field: tuple[str, ...], record: object) -> dt.date | None:
    """The one day at a place in a record; None where there is none, or one for each person.

    Raises:
        KeyError: No record of this kind has such a fact.
    """
    return _day(_at(field, record))


def _at(field: tuple[str, ...], value: object) -> object:
    for name in field:
        value = _part(value, name)
    return value


def _part(whole: object, name: str) -> object:
    if whole is None:
        return None
    if isinstance(whole, Record):
        try:
            return getattr(whole, name)
        except AttributeError:
            raise KeyError(name) from None
    return whole.get(name) if isinstance(whole, Mapping) else None


def _day(value: object) -> dt.date | None:
    if isinstance(value, dt.date):
        return value
    return day_written(value) if isinstance(value, str) else None


def evaluate(
    facts: Sequence[Fact],
    *,
    due: dt.date | None,
    until: dt.date | None,
    today: dt.date,
) -> NeedState:
    """Judge dated facts against a due date.

    Args:
        facts: One for each need of a milestone.
        due: The last day that is on time, or None when there is none.
        until: The last day of an approved extension, or None.
        today: The day on which to judge; a later fact has not happened yet.

    Returns:
        `met` when all facts are dated on or before due; `excused` when the ones after it are
        inside the extension or waived; `late` when one is after both; while one is open,
        `due` up to the last day allowed and `missed` past it.
    """
    last = _later(due, until)
    excused = False
    late = False
    for known in facts:
        on, waived = known.on, known.waived
        if on is None or on > today:
            if not waived:
                return NeedState.DUE if last is None or today <= last else NeedState.MISSED
            excused = True
        elif due is not None and on > due:
            if waived or (last is not None and on <= last):
                excused = True
            else:
                late = True
    if late:
        return NeedState.LATE
    return NeedState.EXCUSED if excused else NeedState.MET


def _later(due: dt.date | None, until: dt.date | None) -> dt.date | None:
    if due is None or until is None:
        return due
    return max(due, until)
