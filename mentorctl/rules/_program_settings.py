"""What the smaller parts of program.yaml can have wrong: its holidays and its retention."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentorctl.model.paths import PROGRAM_FILE
from mentorctl.rules.base import Hit, Hits

if TYPE_CHECKING:
    from mentorctl.model.program import Program
    from mentorctl.model.program_settings import Holiday

__all__ = ["setting_faults"]

MONTHS = range(1, 13)
MOST_MONTHS = 1200
PLACES = frozenset({1, 2, 3, 4, 5, -1, -2, -3, -4, -5})


def setting_faults(program: Program) -> Hits:
    """Find holidays that are on no day, or on several, and what is kept for two times or none."""
    for index, holiday in enumerate(program.holidays):
        if not _is_one_day(holiday):
            yield Hit(
                PROGRAM_FILE,
                ("holidays", index),
                f"the holiday {holiday.title} is on no day, or on more than one",
                "write date: 07-04, or month: 11, weekday: thursday, which: 4 (-1 is the last)",
            )
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


def _is_one_day(holiday: Holiday) -> bool:
    of_month = (holiday.month, holiday.weekday, holiday.which)
    if holiday.date is not None:
        return of_month == (None, None, None)
    return holiday.month in MONTHS and holiday.weekday is not None and holiday.which in PLACES
