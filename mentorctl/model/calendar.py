"""A program's calendar, made ready to judge many pairings by."""

from __future__ import annotations

import datetime as dt
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from mentorctl.model.needs import Need
from mentorctl.model.program import Due, Milestone
from mentorctl.model.years import ProgramYear, add_span

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mentorctl.model.person import Person
    from mentorctl.model.program import Program, RequiredMeeting
    from mentorctl.model.team import Team

__all__ = ["Calendar", "Deadline", "Row", "Window"]

Row = tuple[Milestone, tuple[Need, ...]]


class Window(NamedTuple):
    """The days in which the facts of a pairing count, first and last."""

    first: dt.date
    last: dt.date


class Deadline(NamedTuple):
    """Until when a pairing has for a milestone.

    Attributes:
        due: The last day that is on time, or None while nothing says (a target date not set yet).
        owed: False where the pairing began after the milestone's day and owes it no more.
    """

    due: dt.date | None
    owed: bool = True


class Calendar:
    """A program's calendar, made ready once for many pairings.

    A required meeting is a milestone of its own, due on the last day of its window, unless
    required milestones ask for all who must be there.

    Attributes:
        program: The program.
        year: Its year.
        milestones: Every milestone that applies, with its needs, in order.
        of_pairing: Those that each pairing owes.
        of_program: Those that belong to no one pairing.
        completion: What makes a completer.

    Raises:
        ValueError: A need of `program.yaml` is not written `RECORD:FIELD`.
    """

    def __init__(self, program: Program) -> None:
        self.program = program
        self.year = ProgramYear(program.year, program.year_starts)
        rows: list[Row] = [
            (milestone, tuple(Need.parse(need) for need in milestone.needs))
            for milestone in program.calendar
            if milestone.applies == "yes"
        ]
        for meeting in program.meetings:
            if not _is_asked_for(meeting, rows):
                _insert(rows, _meeting_row(meeting, rows), self.year)
        self.milestones = tuple(rows)
        self.of_pairing = tuple(
            row for row in rows if not all(need.record == "year" for need in row[1])
        )
        self.of_program = tuple(row for row in rows if row not in self.of_pairing)
        self.completion = tuple(
            (entry, Need.parse(entry.need)) for entry in program.completion.needs
        )
        self._days = {
            milestone.id: self.year.day(milestone.due.date)
            for milestone, _ in rows
            if milestone.due.date is not None
        }
        self._spans = tuple(row for row, _ in self.of_pairing if row.due.after is not None)

    @cached_property
    def needs(self) -> tuple[Need, ...]:
        """Everything that is asked of a pairing, each once, in the program's order."""
        asked = [need for _, needs in self.of_pairing for need in needs]
        return tuple(dict.fromkeys(asked + [need for _, need in self.completion]))

    @cached_property
    def required_by(self) -> Mapping[Need, tuple[str, ...]]:
        """For each need, the ids of the milestones of a pairing that require it."""
        found: dict[Need, tuple[str, ...]] = {}
        for milestone, needs in self.of_pairing:
            if milestone.required == "yes":
                for need in needs:
                    found[need] = (*found.get(need, ()), milestone.id)
        return found

    @cached_property
    def own_numbers(self) -> frozenset[int]:
        """The numbers of the catalogue that stand for an experience of the team's own."""
        catalogue = self.program.experiences.catalogue
        return frozenset(entry.number for entry in catalogue if entry.own == "yes")

    @property
    def counts_from_mentee_start(self) -> bool:
        """Whether a milestone counts from the day on which the mentee started."""
        return any(row.due.after == "mentee-start" for row in self._spans)

    def deadline(self, milestone: Milestone, team: Team, mentee: Person | None) -> Deadline:
        """Until when a pairing has for a milestone.

        A milestone whose day is before the pairing's first is owed as `late_start` in
        program.yaml says: `keep` it, `skip` it, or `prorate` it, which leaves as many days after
        the pairing's start as there were after the year's, at the most until the year's end.

        Args:
            milestone: A row of the calendar.
            team: The pairing's records.
            mentee: The mentee, for spans after their start; None where it is not known.
        """
        due = self._due(milestone, team, mentee)
        starts = team.pairing.starts if team.pairing else None
        rule = self.program.late_start
        if due is None or starts is None or due >= starts or rule == "keep":
            return Deadline(due)
        if rule == "skip":
            return Deadline(due, owed=False)
        moved = starts + max(due - self.year.first_day, dt.timedelta())
        return Deadline(max(due, min(moved, self.year.last_day)))

    def _due(self, milestone: Milestone, team: Team, mentee: Person | None) -> dt.date | None:
        day = self._days.get(milestone.id)
        if day is not None:
            return day
        due = milestone.due
        if due.target is not None:
            planned = team.plan.slot(due.target) if team.plan else None
            return planned.target_date if planned else None
        start = self._start(due, team, mentee)
        return add_span(start, due) if start else None

    def _start(self, due: Due, team: Team, mentee: Person | None) -> dt.date | None:
        """The day that a span counts from."""
        if due.after == "mentee-start":
            return mentee.started_on if mentee else None
        return team.pairing.starts if due.after == "pairing-start" and team.pairing else None

    def window(self, team: Team, mentee: Person | None, today: dt.date) -> Window:
        """The days in which a pairing's facts count.

        That is the program year; where a milestone counts from a start and reaches into a later
        year, they reach to the end of that year, and where it reaches into this year from an
        earlier one, they may be as old as that start.

        Args:
            team: The pairing's records.
            mentee: The mentee, for spans after their start; None where it is not known.
            today: The day on which to judge: an extension counts from its approval on.
        """
        first, last = self.year.first_day, self.year.last_day
        if not self._spans:
            return Window(first, last)
        extensions = team.pairing.extensions_on(today) if team.pairing else {}
        for milestone in self._spans:
            start = self._start(milestone.due, team, mentee)
            if start is None:
                continue
            end = add_span(start, milestone.due)
            if milestone.id in extensions:
                end = max(end, extensions[milestone.id].until)
            if end >= self.year.first_day:
                first, last = min(first, start), max(last, self.year.last_day_after(end))
        return Window(first, last)


def _is_asked_for(meeting: RequiredMeeting, rows: list[Row]) -> bool:
    """Whether required milestones ask for everybody who must be at a meeting."""
    asked = {
        role
        for milestone, needs in rows
        for need in needs
        if milestone.required == "yes" and need[:2] == ("meetings", meeting.id)
        for role in need.field[1:] or meeting.attended_by
    }
    return asked.issuperset(meeting.attended_by)


def _meeting_row(meeting: RequiredMeeting, rows: list[Row]) -> Row:
    need = Need("meetings", meeting.id, ("attended",))
    taken = any(milestone.id == meeting.id for milestone, _ in rows)
    milestone = Milestone(
        id=f"meeting-{meeting.id}" if taken else meeting.id,
        title=meeting.title,
        due=Due(date=meeting.until, from_=meeting.from_, own=meeting.own),
        owner=meeting.attended_by,
        needs=(str(need),),
        source=meeting.source,
    )
    return milestone, (need,)


def _insert(rows: list[Row], row: Row, year: ProgramYear) -> None:
    """Put a row before the first that is due later."""
    last = year.day(row[0].due.date or "")
    days = (year.day(each.due.date) if each.due.date else None for each, _ in rows)
    later = (at for at, day in enumerate(days) if day is not None and day > last)
    rows.insert(next(later, len(rows)), row)
