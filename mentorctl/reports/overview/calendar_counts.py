"""The year's calendar on the page: how many pairings have met each milestone."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from mentorctl.model.needs import NeedState
from mentorctl.model.pairing import ENDED
from mentorctl.reports.overview.small_groups import Crowd

if TYPE_CHECKING:
    import datetime as dt

    from mentorctl.model.program import Due, Milestone
    from mentorctl.model.program_standing import ProgramMilestoneStanding
    from mentorctl.reports.overview.judged_year import JudgedYear
    from mentorctl.reports.overview.page_reader import PageReader
    from mentorctl.reports.overview.small_groups import GroupCount
    from mentorctl.reports.pairing_view import YearStep

__all__ = ["DONE", "MilestoneCount", "milestone_counts"]

DONE = frozenset({NeedState.MET, NeedState.EXCUSED, NeedState.LATE})
SPANS = ("months", "weeks", "days")
STARTS = {"pairing-start": "the pairing began", "mentee-start": "{mentee} started"}


class MilestoneCount(NamedTuple):
    """One row of the calendar.

    Attributes:
        id: The milestone's id in program.yaml.
        title: Its title there.
        due: The day it is due; None where each pairing has a day of its own.
        due_told: What stands in place of the day; else empty.
        required: Whether it is held against anybody.
        owners: The roles whose move it is.
        of_program: Whether it belongs to the program as a whole.
        counts: How many pairings (or, of the program's own, people) stand how, by the states
            `met`, `excused`, `late`, `due` and `missed`; None where that is not told.
        done: How many have it, of all; None where they are too few to tell. Of the program's own
            where `counts` is not told: None.
        is_done: Whether nothing of it is open.
    """

    id: str
    title: str
    due: dt.date | None
    due_told: str
    required: bool
    owners: tuple[str, ...]
    of_program: bool
    counts: dict[str, int] | None
    done: GroupCount | None
    is_done: bool


def milestone_counts(
    judged: JudgedYear, reader: PageReader, crowd: Crowd
) -> tuple[MilestoneCount, ...]:
    """Every milestone of the calendar, in its order.

    Pairings that were given up are not asked. Where counts are of five and more, all pairings of
    the year are the whole, so that no smaller whole can be taken from it.

    Args:
        judged: What is known of the year.
        reader: Who the page is for.
        crowd: The pairings that it is about.
    """
    of_program = {row.milestone.id: row for row in judged.milestones}
    steps = _steps(judged, crowd)
    rows = []
    for milestone, _ in judged.ctx.calendar.milestones:
        own = of_program.get(milestone.id)
        if own is not None:
            rows.append(_of_program(own, judged, in_full=reader.sees_content))
        else:
            rows.append(_of_pairings(milestone, steps.get(milestone.id, {}), judged, crowd))
    return tuple(rows)


def _steps(judged: JudgedYear, crowd: Crowd) -> dict[str, dict[str, YearStep]]:
    """For each milestone how it stands in each pairing that has not been given up."""
    found: dict[str, dict[str, YearStep]] = {}
    for row in judged.status.rows:
        if row.pairing in crowd.everybody and row.standing not in ENDED:
            for step in row.steps:
                found.setdefault(step.id, {})[row.pairing] = step
    return found


def _of_pairings(
    milestone: Milestone, steps: dict[str, YearStep], judged: JudgedYear, crowd: Crowd
) -> MilestoneCount:
    done = {name for name, step in steps.items() if step.state in DONE}
    about = _about(milestone, judged)
    if crowd.least:
        count = crowd.in_fives(done) if crowd.is_told else None
        return MilestoneCount(*about, False, None, count, bool(count and count.number == count.of))
    counts = Counter(step.state.value for step in steps.values())
    return MilestoneCount(
        *about,
        False,
        {state.value: counts[state.value] for state in NeedState},
        Crowd(steps, least=0).count(done),
        bool(steps) and len(done) == len(steps),
    )


def _of_program(
    row: ProgramMilestoneStanding, judged: JudgedYear, *, in_full: bool
) -> MilestoneCount:
    counts = Counter(each.state.value for each in row.owed)
    return MilestoneCount(
        *_about(row.milestone, judged),
        True,
        {state.value: counts[state.value] for state in NeedState} if in_full else None,
        None,
        bool(row.owed) and row.state in DONE,
    )


def _about(
    milestone: Milestone, judged: JudgedYear
) -> tuple[str, str, dt.date | None, str, bool, tuple[str, ...]]:
    due, words = milestone.due, judged.ctx.words
    day = judged.ctx.calendar.year.day(due.date) if due.date else None
    told = "" if day else _told(due).replace("{mentee}", f"the {words['mentee']}")
    return (
        milestone.id, milestone.title, day, told, milestone.required == "yes", milestone.owners,
    )  # fmt: skip


def _told(due: Due) -> str:
    """When a milestone without a day of its own is due."""
    if due.after is None:
        return "as each pairing planned"
    spans = [(getattr(due, unit), unit) for unit in SPANS]
    parts = [f"{count} {unit[:-1] if count == 1 else unit}" for count, unit in spans if count]
    began = STARTS[due.after]
    return f"{' and '.join(parts)} after {began}" if parts else f"when {began}"
