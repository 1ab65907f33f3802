"""What the smaller parts of program.yaml can have wrong: holidays, retention, checklists."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentorctl.model.agreement import Agreement, own_blanks
from mentorctl.model.paths import PROGRAM_FILE
from mentorctl.model.requirements import TASK
from mentorctl.rules._lookups import Guesses
from mentorctl.rules.base import Hit, Hits

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mentorctl.model.finding import Where
    from mentorctl.model.program import Program
    from mentorctl.model.program_settings import Holiday

__all__ = ["before_dates", "setting_faults"]

MONTHS = range(1, 13)
MOST_MONTHS = 1200
# settings that mean something for some records only
OF_RECORDS = {
    "untimed": ("log",),
    "advisor_receives": ("experience", "visit"),
    "asks_for": ("visit",),
}
PLACES = frozenset({1, 2, 3, 4, 5, -1, -2, -3, -4, -5})


def setting_faults(program: Program) -> Hits:
    """Find holidays on no day or on several, meetings that are none, what is kept for two times."""
    for index, holiday in enumerate(program.holidays):
        if not _is_one_day(holiday):
            yield Hit(
                PROGRAM_FILE,
                ("holidays", index),
                f"the holiday {holiday.title} is on no day, or on more than one",
                "write date: 07-04, or month: 11, weekday: thursday, which: 4 (-1 is the last)",
            )
    yield from _checklists(program)
    yield from _dates(program)
    yield from _of_records(program)
    yield from _contact(program)
    seen = set()
    for index, rule in enumerate(program.retention):
        if rule.records in seen:
            yield Hit(
                PROGRAM_FILE,
                ("retention", index, "records"),
                f"retention says twice how long {rule.records} are kept",
                "remove one of the two",
            )
        seen.add(rule.records)
        if not 0 <= rule.months <= MOST_MONTHS:
            yield Hit(
                PROGRAM_FILE,
                ("retention", index, "months"),
                f"{rule.records} are kept {rule.months} months",
                f"write how many months after the end of the program year, 0 to {MOST_MONTHS}",
            )


def before_dates(program: Program) -> Iterator[tuple[Where, str]]:
    """The needs that must not come before a date of the program's own, and where they stand."""
    for index, own in enumerate(program.dates):
        for place, need in enumerate(own.before):
            if not need.startswith(TASK):
                yield ("dates", index, "before", place), need


def _of_records(program: Program) -> Hits:
    """Settings under a record that knows nothing of them."""
    for name, setting in program.records.items():
        for field, records in OF_RECORDS.items():
            if name not in records and getattr(setting, field) not in {(), "no"}:
                yield Hit(
                    PROGRAM_FILE,
                    ("records", name, field),
                    f"{field} means nothing for {name}",
                    f"take it out; it belongs to {' or '.join(records)}",
                )


def _contact(program: Program) -> Hits:
    """Regular contact of roles, or by words of the agreement, that there are not."""
    roles = {each.id for each in program.roles}
    blanks = {*Agreement.__struct_fields__, *own_blanks(program.agreement)}
    for index, setting in enumerate(program.contact):
        for place, role in enumerate(setting.who):
            if role not in roles:
                yield Hit(
                    PROGRAM_FILE,
                    ("contact", index, "who", place),
                    f"there is no role {role}",
                    "write the id of one under roles",
                )
        if setting.agreed is not None and setting.agreed not in blanks:
            yield Hit(
                PROGRAM_FILE,
                ("contact", index, "agreed"),
                f"the agreement has no {setting.agreed}",
                "write meet_at_least, or the name of a blank of one of its clauses",
            )


def _checklists(program: Program) -> Hits:
    meetings = {each.id for each in program.meetings}
    for name in ("focal_points", "decision_points"):
        meeting = getattr(program, name).meeting
        if meeting is not None and meeting not in meetings:
            guess = Guesses(sorted(meetings)).of(meeting)
            yield Hit(
                PROGRAM_FILE,
                (name, "meeting"),
                f"there is no meeting {meeting}",
                f"did you mean {guess}?" if guess else "write the id of one under meetings",
            )


def _dates(program: Program) -> Hits:
    tasks = {each.id for each in program.guide.tasks}
    for index, own in enumerate(program.dates):
        for place, each in enumerate(own.before):
            if each.startswith(TASK) and each.removeprefix(TASK) not in tasks:
                guess = Guesses(sorted(tasks)).of(each.removeprefix(TASK))
                yield Hit(
                    PROGRAM_FILE,
                    ("dates", index, "before", place),
                    f"the guide has no task {each.removeprefix(TASK)}",
                    f"did you mean {TASK}{guess}?" if guess else "write the id of one of its tasks",
                )


def _is_one_day(holiday: Holiday) -> bool:
    of_month = (holiday.month, holiday.weekday, holiday.which)
    if holiday.date is not None:
        return of_month == (None, None, None)
    return holiday.month in MONTHS and holiday.weekday is not None and holiday.which in PLACES
