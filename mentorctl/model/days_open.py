"""On which days of a program year a questionnaire is open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentorctl.model.years import ProgramYear

if TYPE_CHECKING:
    import datetime as dt

    from mentorctl.model.program import Program
    from mentorctl.model.questionnaire import AskedWhen, Questionnaire

__all__ = ["days_open"]


def days_open(questionnaire: Questionnaire, program: Program) -> tuple[dt.date, dt.date]:
    """The first and the last day of a questionnaire in the program year.

    Raises:
        KeyError: The calendar does not have the milestone that it names, or not this year.
    """
    year = ProgramYear(program.year, program.year_starts)
    rows = {
        row.id: row.due.date
        for row in program.calendar
        if row.applies == "yes" and row.due.date is not None
    }

    def day(when: AskedWhen) -> dt.date:
        return year.day(when.date if when.date is not None else rows[when.milestone or ""])

    return day(questionnaire.opens), day(questionnaire.closes)
