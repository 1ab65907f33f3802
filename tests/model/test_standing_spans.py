"""Deadlines that are spans after a start: every start date of ten years, judged day by day."""

from __future__ import annotations

import calendar
import datetime as dt
from functools import cache

import msgspec
import pytest
from support.teams import team_of

from mentorctl.data import data
from mentorctl.model.calendar import Calendar
from mentorctl.model.needs import NeedState
from mentorctl.model.pairing import Pairing
from mentorctl.model.person import Person
from mentorctl.model.program import Completion, Due
from mentorctl.model.standing import Standings
from mentorctl.model.team import Shared
from mentorctl.model.years import add_span
from mentorctl.store.folder import Folder

DAY = dt.timedelta(days=1)
# with the leap days of 2020, 2024 and 2028
STARTS = [dt.date(2020, 1, 1) + number * DAY for number in range(3653)]
SURVEY, REVIEW = "survey", "self-assessment"


@cache
def nebraska(milestone: str, year: str = "2026-2027") -> Calendar:
    """The preset's calendar of a year with one of its rows, and nothing asked of a completer."""
    program = Folder(data("templates", "programs", "nebraska-child-welfare")).program
    (row,) = (each for each in program.calendar if each.id == milestone)
    alone = msgspec.structs.replace(program, year=year, calendar=(row,), completion=Completion())
    return Calendar(alone)


def month_later(start: dt.date, months: int) -> dt.date:
    """The same day some months later, reckoned in another way than the code does: day by day."""
    first = dt.date(start.year, start.month, 1)
    for _ in range(months):
        first += calendar.monthrange(first.year, first.month)[1] * DAY
    end = first
    while end.day < start.day and (end + DAY).month == first.month:
        end += DAY
    return end


def test_ten_years_of_starts_are_looked_at() -> None:
    assert STARTS[-1] == dt.date(2029, 12, 31)
    assert sum((day.month, day.day) == (2, 29) for day in STARTS) == 3


@pytest.mark.parametrize("months", [1, 6, 12])
def test_months_end_on_the_same_day_or_on_the_last_of_the_month(months: int) -> None:
    wrong = [day for day in STARTS if add_span(day, Due(months=months)) != month_later(day, months)]
    assert wrong == []


@pytest.mark.parametrize("due", [Due(days=1), Due(weeks=2), Due(weeks=1, days=3), Due(days=180)])
def test_weeks_and_days_are_counted_out(due: Due) -> None:
    days = due.weeks * 7 + due.days
    assert [day for day in STARTS if (add_span(day, due) - day).days != days] == []


def judged(
    start: dt.date, today: dt.date, done: dt.date | None, milestone: str
) -> tuple[dt.date | None, NeedState]:
    """How a milestone stands for somebody who began with the pairing on one day."""
    pairing = Pairing(
        mentee="wren-castillo", mentor="dolores-finch", starts=start, dates={milestone: done}
    )
    team = team_of("wren", "2026-2027", "pairings/2026-2027/wren", pairing=pairing)
    person = Person(name="Wren Castillo", started_on=start)
    shared = Shared(meetings={})
    first = start.year - (f"{start:%m-%d}" < "07-01")
    year = nebraska(milestone, f"{first}-{first + 1}")
    (row,) = Standings(year, team, shared, today=today, mentee=person).rows
    return row.due, row.state


@pytest.mark.parametrize(("milestone", "months"), [(SURVEY, 6), (REVIEW, 1)])
def test_every_deadline_is_judged_right_on_its_day_and_after_it(
    milestone: str, months: int
) -> None:
    """Whatever the start, and whichever program year the deadline falls into."""
    for start in STARTS:
        due = month_later(start, months)
        after = due + DAY
        found = [
            judged(start, due, None, milestone),
            judged(start, after, None, milestone),
            judged(start, after, due, milestone),
            judged(start, after, after, milestone),
            # what is to come has not happened
            judged(start, due, after, milestone),
        ]
        # a day after the program year does not count
        late = NeedState.MISSED if f"{due:%m-%d}" == "06-30" else NeedState.LATE
        states = (NeedState.DUE, NeedState.MISSED, NeedState.MET, late, NeedState.DUE)
        assert found == [(due, state) for state in states], start


def test_without_a_start_nothing_is_due() -> None:
    pairing = Pairing(mentee="wren", mentor="dolores", starts=dt.date(2026, 9, 8))
    team = team_of("wren", "2026-2027", "pairings/2026-2027/wren", pairing=pairing)
    for person in (None, Person(name="Wren Castillo")):
        today = dt.date(2030, 1, 1)
        shared = Shared(meetings={})
        (row,) = Standings(nebraska(SURVEY), team, shared, today=today, mentee=person).rows
        assert (row.due, row.state) == (None, NeedState.DUE)
