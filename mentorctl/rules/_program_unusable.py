"""The contradictions of a program.yaml with which nothing can be judged at all."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from mentorctl.model.paths import PROGRAM_FILE
from mentorctl.model.years import ProgramYear, add_span
from mentorctl.rules._lookups import Guesses, is_year
from mentorctl.rules._pointers import pointer_fault
from mentorctl.rules._program_settings import before_dates
from mentorctl.rules.base import Hit, Hits

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mentorctl.model.finding import Where
    from mentorctl.model.program import Milestone, Program

__all__ = ["hit", "needs", "unusable"]

# every pairing has a file for each of them
MOST_EXPERIENCES = 99


def unusable(program: Program) -> Hits:
    """The contradictions with which nothing can be judged at all.

    Where this finds one, a calendar cannot be made, or fails when it is asked. With all the
    others the records can be judged, and their own faults be told in the same pass.
    """
    yield from _time_zone(program)
    if program.experiences.count > MOST_EXPERIENCES:
        yield hit(
            ("experiences", "semesters"),
            f"a year has more than {MOST_EXPERIENCES} experiences",
            "correct how many experiences each semester has",
        )
        return
    for where, text in (*needs(program), *_before_trainings(program), *before_dates(program)):
        fault = pointer_fault(text, program)
        if fault is not None:
            yield hit(where, *fault)
    if not is_year(program.year) or program.year < "0001":
        yield hit(
            ("year",), f"{program.year} is not two consecutive years", "write it like 2026-2027"
        )
        return
    first = ProgramYear(program.year, program.year_starts).first_day
    for index, milestone in enumerate(program.calendar):
        if not _can_end(first, milestone):
            yield hit(
                ("calendar", index, "due"),
                f"the span of {milestone.id} leads to no day",
                "write a whole number of months, weeks or days, 0 or more",
            )


def hit(where: Where, message: str, hint: str) -> Hit:
    """What is found at a place of program.yaml."""
    return Hit(PROGRAM_FILE, where, message, hint)


def needs(program: Program) -> Iterator[tuple[Where, str]]:
    """Every need of the calendar and of completion, and where it stands."""
    for index, milestone in enumerate(program.calendar):
        for place, need in enumerate(milestone.needs):
            yield ("calendar", index, "needs", place), need
    for index, entry in enumerate(program.completion.needs):
        yield ("completion", "needs", index, "need"), entry.need


def _before_trainings(program: Program) -> Iterator[tuple[Where, str]]:
    for index, training in enumerate(program.trainings):
        for place, need in enumerate(training.before):
            yield ("trainings", index, "before", place), need


def _can_end(first: dt.date, milestone: Milestone) -> bool:
    due = milestone.due
    if min(due.months, due.weeks, due.days) < 0:
        return False
    return add_span(first, due) < dt.date.max


def _time_zone(program: Program) -> Hits:
    import zoneinfo  # noqa: PLC0415 - not needed by the commands that only read the rules

    try:
        zoneinfo.ZoneInfo(program.timezone)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        guess = Guesses(sorted(zoneinfo.available_timezones())).of(program.timezone)
        yield hit(
            ("timezone",),
            f"there is no time zone {program.timezone}",
            f"did you mean {guess}?" if guess else "write an IANA name, such as America/Chicago",
        )
