"""The rows of the program calendar: for the program, or for one pairing as it stands."""

from __future__ import annotations

import calendar as months
from typing import TYPE_CHECKING, NamedTuple

from mentorctl.forms.wording import MONTHS, month_day, written
from mentorctl.model.calendar import Calendar
from mentorctl.model.needs import Fact, Need, NeedState
from mentorctl.model.program_standing import program_standing
from mentorctl.model.standing import Standings

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Sequence

    from mentorctl.forms.form import FormContext
    from mentorctl.model.pairing import Pairing
    from mentorctl.model.program import Due, Milestone
    from mentorctl.model.team import Team

__all__ = ["TimelineRow", "rows_of_pairing", "rows_of_program"]

# as the manual prints the dates that each pairing sets for itself
BLANK = "_____"
YEAR = 12


class TimelineRow(NamedTuple):
    """One row of the calendar.

    Attributes:
        date: When it is due, in words; a blank to write in where the pairing sets it.
        what: Its title in program.yaml.
        until: The last day of its extension, in words; empty without one.
        state: How it stands, in words; empty for the program as a whole.
        source: The name of the source of the row; None where it is the program's own.
        own_day: Whether the day shown is the program's own, though the row has a source.
    """

    date: str
    what: str
    until: str = ""
    state: str = ""
    source: str | None = None
    own_day: bool = False


class _Judged(NamedTuple):
    """How a milestone stands for one pairing."""

    due: dt.date | None
    until: dt.date | None
    state: NeedState
    facts: tuple[Fact, ...]


def rows_of_program(context: FormContext) -> list[TimelineRow]:
    """The year as the program has it, with a blank for each date that a pairing sets itself."""
    return [
        _attributed(TimelineRow(_of_the_year(each, needs, context), each.title), each)
        for each, needs in Calendar(context.program).milestones
    ]


def rows_of_pairing(team: Team, context: FormContext) -> list[TimelineRow]:
    """The year of one pairing: its own dates, its extensions, and what was done on which day."""
    if team.pairing is None:
        return rows_of_program(context)
    calendar = Calendar(context.program)
    judged = dict(_judged(calendar, team, team.pairing, context))
    return [
        _attributed(_row(milestone, needs, judged[milestone.id], context), milestone)
        for milestone, needs in calendar.milestones
    ]


def _attributed(row: TimelineRow, milestone: Milestone) -> TimelineRow:
    """A row with where it comes from."""
    shown = row.date not in {BLANK, milestone.due.says}
    own = bool(milestone.source) and shown and milestone.due.own == "yes"
    return row._replace(source=milestone.source, own_day=own)


def _judged(
    calendar: Calendar, team: Team, pairing: Pairing, context: FormContext
) -> Iterator[tuple[str, _Judged]]:
    """How each milestone stands, by its id: the pairing's own, and the program's."""
    today, shared = context.today, context.shared
    mentee = context.people.get(pairing.mentee)
    standings = Standings(calendar, team, shared, today=today, mentee=mentee)
    for own in standings.rows:
        yield own.milestone.id, _Judged(own.due, own.until, own.state, own.facts)
    done = standings.completion.completed_on if standings.is_under_way else None
    for row in program_standing(
        calendar, shared, {team.id: pairing}, today, {team.id: done} if done else {}
    ):
        facts = tuple(Fact(owed.on) for owed in row.owed)
        yield row.milestone.id, _Judged(row.due, None, row.state, facts)


def _row(
    milestone: Milestone, needs: Sequence[Need], judged: _Judged, context: FormContext
) -> TimelineRow:
    state = _state(judged, context.today, required=milestone.required == "yes")
    until = written(judged.until)
    if _set_by_pairing(milestone, needs) and judged.facts[0].on is not None:
        return TimelineRow(written(judged.facts[0].on), milestone.title, until, state)
    if judged.due is None:
        return TimelineRow(BLANK, milestone.title, until, state)
    date = milestone.due.says or written(judged.due)
    if milestone.due.says:
        return TimelineRow(date, milestone.title, until, state)
    if milestone.due.from_:
        first = Calendar(context.program).year.day(milestone.due.from_)
        date = _window(first, judged.due, year=True)
    elif _set_by_pairing(milestone, needs):
        date = f"by {date}"
    return TimelineRow(date, milestone.title, until, state)


def _state(judged: _Judged, today: dt.date, *, required: bool) -> str:
    """How a milestone stands, in words."""
    if not judged.facts:
        return ""
    days = [fact.on for fact in judged.facts if fact.on is not None and fact.on <= today]
    done = f"done {written(max(days, default=None))}" if days else ""
    part = f", {len(days)} of {len(judged.facts)} done" if days else ""
    excused = "the rest waived" if len(days) < len(judged.facts) else "inside the extension"
    words = {
        NeedState.MET: done,
        NeedState.LATE: f"{done}, late",
        NeedState.EXCUSED: f"{done}, {excused}" if done else "waived",
        NeedState.DUE: f"open{part}",
        # what is held against nobody is not missed
        NeedState.MISSED: f"missed{part}" if required else f"open{part}",
    }
    return words[judged.state]


def _set_by_pairing(milestone: Milestone, needs: Sequence[Need]) -> bool:
    """Whether a row is a visit that nobody has to make, so that its day is the pairing's own."""
    return milestone.required == "no" and [need.record for need in needs] == ["visits"]


def _of_the_year(milestone: Milestone, needs: Sequence[Need], context: FormContext) -> str:
    """When a milestone is due, for the program as a whole."""
    due = milestone.due
    if due.says:
        return due.says
    if due.date is None:
        return BLANK if due.target is not None else _span(due, context)
    if _set_by_pairing(milestone, needs):
        return BLANK
    year = Calendar(context.program).year
    last = year.day(due.date)
    return _window(year.day(due.from_), last) if due.from_ else month_day(last)


def _span(due: Due, context: FormContext) -> str:
    lengths = ((due.months, "month"), (due.weeks, "week"), (due.days, "day"))
    parts = [f"{n} {unit if n == 1 else unit + 's'}" for n, unit in lengths if n]
    start = "the {mentee} starts" if due.after == "mentee-start" else "the pairing starts"
    return f"{' and '.join(parts) or '0 days'} after {context.words.say(start)}"


def _window(first: dt.date, last: dt.date, *, year: bool = False) -> str:
    """A window: `September/October` where it is whole months, else its first and last day."""
    if first.day == 1 and last.day == months.monthrange(last.year, last.month)[1]:
        between = "/" if (last.month - first.month) % YEAR in {0, 1} else " to "
        names = between.join(dict.fromkeys((MONTHS[first.month - 1], MONTHS[last.month - 1])))
        return f"{names} {last.year}" if year else names
    if year:
        start = month_day(first) if first.year == last.year else written(first)
        return f"{start} to {written(last)}"
    return f"{month_day(first)} to {month_day(last)}"
