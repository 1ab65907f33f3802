"""One pairing as the reports see it: every step of its year, and what completion lacks."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mentorctl.model.needs import Fact, Need, NeedState, evaluate
from mentorctl.model.program import Due, Milestone
from mentorctl.model.standing import MilestoneStanding, completion, standing
from mentorctl.model.team import IN_A_PAIRING, fact, stated
from mentorctl.rules._shared import mentee, unread, what

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from mentorctl.model.program import RequiredMeeting
    from mentorctl.model.standing import CompletionVerdict, NeedStanding
    from mentorctl.model.team import Team
    from mentorctl.rules.base import Context

__all__ = ["PairingView", "YearStep", "counted", "span"]

OPEN = frozenset({NeedState.DUE, NeedState.MISSED})


class YearStep(NamedTuple):
    """One milestone, or one required meeting, of one pairing.

    Attributes:
        id: Its id in program.yaml.
        title: Its title there.
        due: The day it is due, or None while nothing says.
        until: The last day of its extension, or None.
        state: How it stands.
        required: Whether it is held against anybody.
        done_on: The day of its last fact, once it has all.
        owners: The roles whose move it is; while it is open only those that it waits for.
        needs: How many facts it asks for.
        open: What it still waits for, in words.
    """

    id: str
    title: str
    due: dt.date | None
    until: dt.date | None
    state: NeedState
    required: bool
    done_on: dt.date | None
    owners: tuple[str, ...]
    needs: int
    open: tuple[str, ...]

    @property
    def by(self) -> dt.date | None:
        """The last day on which it can still be met."""
        return max(filter(None, (self.due, self.until)), default=None)

    @property
    def is_open(self) -> bool:
        """Whether something of it is not done yet."""
        return self.state in OPEN


class _MeetingRow(NamedTuple):
    """A required meeting that no milestone of the calendar asks for."""

    milestone: Milestone
    need: Need
    until: dt.date


class PairingView:
    """Judges the pairings of one program on one day.

    Attributes:
        ctx: The program, its calendar and the day.
    """

    def __init__(self, ctx: Context) -> None:
        self.ctx = ctx
        own = {Need("pairing", "", ("dates", each.id)): each.title for each in ctx.program.dates}
        self._titles = own | {need: entry.title for entry, need in ctx.calendar.completion}
        self._meetings = tuple(_meetings_without_milestone(ctx))

    def completion(self, team: Team) -> CompletionVerdict:
        """What makes a completer, a need at a time; facts of later days do not count."""
        ctx = self.ctx
        verdict = completion(
            ctx.calendar, team, ctx.shared, today=ctx.today, mentee=mentee(team, ctx)
        )
        if verdict.lacking:
            return verdict
        days = (row.fact.on for row in verdict.needs if self.happened(row.fact.on))
        return verdict._replace(completed_on=max(filter(None, days), default=None))

    def steps(self, team: Team) -> tuple[YearStep, ...]:
        """Every step of the year, in the calendar's order."""
        ctx = self.ctx
        rows = list(
            standing(ctx.calendar, team, ctx.shared, today=ctx.today, mentee=mentee(team, ctx))
        )
        for meeting in self._meetings:
            at = next((at for at, row in enumerate(rows) if _is_later(row, meeting)), len(rows))
            rows.insert(at, self._meeting(meeting, team))
        return tuple(self._step(row, team) for row in rows)

    def absent(self, need: Need, team: Team) -> tuple[str, ...]:
        """The roles that a meeting still waits for; nobody in particular while it has no day."""
        meeting = self.ctx.shared.meetings.get(need.key)
        if meeting is None or meeting.on is None:
            return ()
        return tuple(
            role
            for role in self.ctx.shared.must_attend(need)
            if fact(Need("meetings", need.key, ("attended", role)), team, self.ctx.shared) is None
        )

    def happened(self, day: dt.date | None) -> bool:
        """Whether a fact is there, and not of a later day."""
        return day is not None and day <= self.ctx.today

    def _meeting(self, row: _MeetingRow, team: Team) -> MilestoneStanding:
        known = stated(row.need, team, self.ctx.shared)
        # a meeting that was held outside its window is no fault of those who attended
        due = None if self.happened(known.on) else row.until
        state = evaluate([Fact(*known)], due=due, until=None, today=self.ctx.today)
        open_needs = (row.need,) if state in OPEN else ()
        return MilestoneStanding(
            row.milestone, row.until, None, state, open_needs, known.on, (row.need,), (known,)
        )

    def _step(self, row: MilestoneStanding, team: Team) -> YearStep:
        milestone = row.milestone
        return YearStep(
            milestone.id,
            milestone.title,
            row.due,
            row.until,
            row.state,
            milestone.required == "yes",
            row.done_on if self.happened(row.done_on) else None,
            self._owners(row, team),
            len(milestone.needs),
            tuple(
                self._titles.get(need) or what(need)
                for need in row.open_needs
                if not unread(need, team, self.ctx)
            ),
        )

    def _owners(self, row: MilestoneStanding, team: Team) -> tuple[str, ...]:
        owners = row.milestone.owners
        if not row.open_needs or any(need.record != "meetings" for need in row.open_needs):
            return owners
        absent = {role for need in row.open_needs for role in self.absent(need, team)}
        return tuple(role for role in owners if role in absent) or owners


def counted(verdict: CompletionVerdict, record: str) -> tuple[int, int]:
    """How many experiences, or meetings, count towards completion, and how many are asked for.

    One counts when everything that completion asks about it was done, on time or with leave; one
    that was waived was not done.

    Args:
        verdict: What completion says.
        record: `experiences` or `meetings`.
    """
    by_key: dict[str, list[NeedStanding]] = {}
    for row in verdict.needs:
        if row.need.record == record:
            by_key.setdefault(row.need.key, []).append(row)
    against = {row.need for row in verdict.lacking}
    done = sum(
        all(row.need not in against and row.fact.on is not None for row in rows)
        for rows in by_key.values()
    )
    return done, len(by_key)


def span(days: int) -> str:
    """A number of days in words."""
    return "1 day" if days == 1 else f"{days} days"


def _meetings_without_milestone(ctx: Context) -> Iterator[_MeetingRow]:
    dated = {
        need.key
        for _, needs in ctx.calendar.milestones
        for need in needs
        if need.record == "meetings"
    }
    for meeting in ctx.program.meetings:
        if meeting.id not in dated:
            yield _meeting_row(meeting, ctx.calendar.year.day(meeting.until))


def _meeting_row(meeting: RequiredMeeting, until: dt.date) -> _MeetingRow:
    roles = () if meeting.attended_by == IN_A_PAIRING else meeting.attended_by
    need = Need("meetings", meeting.id, ("attended", *roles))
    milestone = Milestone(
        id=meeting.id,
        title=meeting.title,
        due=Due(date=meeting.until, from_=meeting.from_),
        owner=meeting.attended_by,
        needs=(str(need),),
    )
    return _MeetingRow(milestone, need, until)


def _is_later(row: MilestoneStanding, meeting: _MeetingRow) -> bool:
    return row.milestone.due.date is not None and row.due is not None and row.due > meeting.until
