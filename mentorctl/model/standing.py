"""Where a pairing stands: each milestone and each completion need, judged."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from mentorctl.model.needs import Fact, Need, NeedState, evaluate
from mentorctl.model.team import Shared, Team, stated
from mentorctl.model.years import ProgramYear, add_span

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping

    from mentorctl.model.person import Person
    from mentorctl.model.program import CompletionNeed, Milestone, Program

__all__ = [
    "Calendar",
    "CompletionVerdict",
    "MilestoneStanding",
    "NeedStanding",
    "completion",
    "standing",
]


class MilestoneStanding(NamedTuple):
    """One milestone of one pairing.

    Attributes:
        milestone: The row of the calendar.
        due: The day it is due, or None while nothing says (a target date not set yet).
        until: The last day of its extension, or None.
        state: How it stands.
        open_needs: The needs that are not dated yet and not waived.
        done_on: The latest day among its facts, once all are dated.
        needs: Everything it asks for.
        facts: What is known of each need, in the same order.
    """

    milestone: Milestone
    due: dt.date | None
    until: dt.date | None
    state: NeedState
    open_needs: tuple[Need, ...]
    done_on: dt.date | None
    needs: tuple[Need, ...]
    facts: tuple[Fact, ...]

    @property
    def last_day(self) -> dt.date | None:
        """The last day on which it can still be met."""
        return max(filter(None, (self.due, self.until)), default=None)


class NeedStanding(NamedTuple):
    """One completion need of one pairing, with the milestone that dates it, if any."""

    title: str
    need: Need
    fact: Fact
    milestone: MilestoneStanding | None
    state: NeedState


class CompletionVerdict(NamedTuple):
    """Whether a pairing has done all that makes a completer.

    Attributes:
        needs: Every completion need, in the program's order.
        lacking: The ones that stand against it.
        completed_on: The day of the last fact, once nothing is lacking.
    """

    needs: tuple[NeedStanding, ...]
    lacking: tuple[NeedStanding, ...]
    completed_on: dt.date | None


class Calendar:
    """A program's calendar, made ready once for many pairings.

    Raises:
        ValueError: A need of `program.yaml` is not written `RECORD:FIELD`.
    """

    def __init__(self, program: Program) -> None:
        self.program = program
        self.year = ProgramYear(program.year, program.year_starts)
        self._days = {
            milestone.id: self.year.day(milestone.due.date)
            for milestone in program.calendar
            if milestone.due.date is not None
        }
        self.milestones = tuple(
            (milestone, tuple(Need.parse(need) for need in milestone.needs))
            for milestone in program.calendar
            if milestone.applies == "yes"
        )
        self.of_pairing = tuple(
            row for row in self.milestones if not all(need.record == "year" for need in row[1])
        )
        self.of_program = tuple(row for row in self.milestones if row not in self.of_pairing)
        self.completion = tuple(
            (entry, Need.parse(entry.need)) for entry in program.completion.needs
        )

    @cached_property
    def needs(self) -> tuple[Need, ...]:
        """Everything that is asked of a pairing, each once, in the program's order."""
        asked = [need for _, needs in self.of_pairing for need in needs]
        return tuple(dict.fromkeys(asked + [need for _, need in self.completion]))

    @cached_property
    def milestone_of(self) -> Mapping[Need, Milestone]:
        """For each need, the required milestone that dates it."""
        return {
            need: milestone
            for milestone, needs in reversed(self.milestones)
            if milestone.required == "yes"
            for need in needs
        }

    @cached_property
    def dated_by(self) -> tuple[str, ...]:
        """For each completion need, the id of the milestone that dates it, or an empty text."""
        found = (self.milestone_of.get(need) for _, need in self.completion)
        return tuple(milestone.id if milestone else "" for milestone in found)

    def due(self, milestone: Milestone, team: Team, person: Person | None) -> dt.date | None:
        """The day a milestone is due for a pairing.

        Args:
            milestone: A row of the calendar.
            team: The pairing's records.
            person: The mentee, for spans after their start; None where it is not known.
        """
        day = self._days.get(milestone.id)
        if day is not None:
            return day
        due = milestone.due
        if due.target is not None:
            planned = team.plan.slot(due.target) if team.plan else None
            return planned.target_date if planned else None
        start = person.started_on if due.after == "mentee-start" and person else None
        if due.after == "pairing-start" and team.pairing is not None:
            start = team.pairing.starts
        return add_span(start, due) if start else None


def standing(
    calendar: Calendar,
    team: Team,
    shared: Shared,
    *,
    today: dt.date,
    mentee: Person | None = None,
) -> tuple[MilestoneStanding, ...]:
    """Judge every milestone of one pairing, in the calendar's order."""
    extensions = _extensions(team)
    rows = []
    for milestone, needs in calendar.of_pairing:
        due = calendar.due(milestone, team, mentee)
        until = extensions.get(milestone.id)
        facts = tuple([stated(need, team, shared) for need in needs])
        state = evaluate(facts, due=due, until=until, today=today)
        open_needs: tuple[Need, ...] = ()
        done_on = None
        if state is NeedState.DUE or state is NeedState.MISSED:
            open_needs = tuple(
                need
                for need, known in zip(needs, facts, strict=True)
                if not known.waived and (known.on is None or known.on > today)
            )
        else:
            days = [known.on for known in facts if known.on is not None]
            done_on = max(days) if len(days) == len(facts) and days else None
        rows.append(
            MilestoneStanding(milestone, due, until, state, open_needs, done_on, needs, facts)
        )
    return tuple(rows)


def completion(
    calendar: Calendar,
    team: Team,
    shared: Shared,
    *,
    today: dt.date,
    mentee: Person | None = None,
    rows: Iterable[MilestoneStanding] | None = None,
) -> CompletionVerdict:
    """Judge what makes a completer, a need at a time.

    A need that a required milestone dates must be met by it, or inside its extension, unless
    the program counts late work. Whoever knows the pairing's standing already gives it as `rows`.
    """
    if rows is None:
        rows = standing(calendar, team, shared, today=today, mentee=mentee)
    by_id = {row.milestone.id: row for row in rows}
    needs = tuple(
        _need_standing(entry, need, by_id.get(milestone_id), today)
        or _undated(entry, need, stated(need, team, shared), today)
        for (entry, need), milestone_id in zip(calendar.completion, calendar.dated_by, strict=True)
    )
    good = {NeedState.MET, NeedState.EXCUSED}
    if calendar.program.completion.late == "counts":
        good.add(NeedState.LATE)
    lacking = tuple(row for row in needs if row.state not in good)
    days = [row.fact.on for row in needs if row.fact.on is not None]
    return CompletionVerdict(needs, lacking, max(days, default=None) if not lacking else None)


def _need_standing(
    entry: CompletionNeed, need: Need, row: MilestoneStanding | None, today: dt.date
) -> NeedStanding | None:
    """A need that a milestone of this pairing dates; None for every other."""
    if row is None:
        return None
    known = row.facts[row.needs.index(need)]
    state = row.state
    if state is not NeedState.MET:
        state = evaluate((known,), due=row.due, until=row.until, today=today)
    return NeedStanding(entry.title, need, known, row, state)


def _undated(entry: CompletionNeed, need: Need, known: Fact, today: dt.date) -> NeedStanding:
    state = evaluate((known,), due=None, until=None, today=today)
    return NeedStanding(entry.title, need, known, None, state)


def _extensions(team: Team) -> dict[str, dt.date]:
    if team.pairing is None:
        return {}
    return {
        extension.milestone: extension.until
        for extension in team.pairing.extensions
        if extension.approved_by and extension.reason
    }
