"""The entries of a calendar feed: what is due and planned, for one person or for a group.

An entry has one name for good, so that a feed that is read again moves it in place; and two
calendars that have an entry of one name say the same of it. Where many pairings have one last day,
a group's calendar has one entry for all of them; a pairing with a day of its own has its own, by
the name that it has in the calendars of its people.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mentorctl.model.needs import Need
from mentorctl.model.pairing import ENDED
from mentorctl.model.program_standing import OF_COMPLETED, program_standing
from mentorctl.model.roles import THE_PAIR
from mentorctl.model.standing import OPEN
from mentorctl.model.whose_move import may_move
from mentorctl.reports.counted_folder import as_counted
from mentorctl.reports.folder_reading import each_team, sound_context, unread_in
from mentorctl.reports.notices.entry_sources import (
    by_meeting,
    by_pairing,
    by_person,
    by_plan,
    by_program,
)
from mentorctl.reports.notices.former_plans import NO_PLANS, former_plans
from mentorctl.reports.notices.former_rows import former_rows
from mentorctl.reports.notices.pairing_days import days_of
from mentorctl.reports.pairing_view import PairingView

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from mentorctl.model.appointment import PairAppointment
    from mentorctl.model.finding import Finding
    from mentorctl.model.meeting import Meeting
    from mentorctl.model.pairing import Pairing
    from mentorctl.model.program import Milestone
    from mentorctl.reports.notices.calendar_reader import CalendarReader
    from mentorctl.reports.notices.entry_sources import EntrySource
    from mentorctl.reports.notices.former_plans import FormerPlans
    from mentorctl.reports.notices.pairing_days import PairingDay, PairingDays
    from mentorctl.rules.base import Context
    from mentorctl.store.folder import Folder

__all__ = ["CalendarEntry", "CalendarReport", "calendar_entries", "calendar_report"]


class CalendarEntry(NamedTuple):
    """One day, or hour, in a calendar.

    Attributes:
        name: What tells it from all others of the program, in every year and every feed.
        on: The day.
        begins: When it begins, `HH:MM`; None where it is for the whole day.
        ends: When it ends; None where that is open.
        title: What it is.
        text: What else is to be said of it, a line each.
        where: The place, or None.
        is_open: Whether it is still to be done, and so worth an alarm.
        is_cancelled: Whether nothing comes of it.
        sources: What says so.
        about: The milestone, meeting or plan that it is about, and the pairing, if it is of one.
    """

    name: str
    on: dt.date
    title: str
    sources: tuple[EntrySource, ...]
    begins: str | None = None
    ends: str | None = None
    text: tuple[str, ...] = ()
    where: str | None = None
    is_open: bool = False
    is_cancelled: bool = False
    about: tuple[str, str] = ("", "")


class CalendarReport(NamedTuple):
    """A calendar feed.

    Attributes:
        entries: Its entries, by day.
        unread: What it rests on and could not be read.
    """

    entries: tuple[CalendarEntry, ...]
    unread: tuple[Finding, ...]


def calendar_report(folder: Folder, today: dt.date, reader: CalendarReader) -> CalendarReport:
    """The calendar of a person or a group.

    Args:
        folder: The program folder.
        today: The day on which to judge what is still open.
        reader: Whose calendar it is.

    Raises:
        BrokenProgram: `program.yaml` contradicts itself.
    """
    counted = as_counted(folder, today)
    ctx = sound_context(counted, today)
    judge = PairingView(ctx)
    shares, unread = each_team(counted, ctx, lambda team, faults: days_of(judge, team, faults))
    rows, plans = former_rows(counted), former_plans(counted)
    entries = calendar_entries(ctx, shares, reader, rows, plans)
    return CalendarReport(tuple(entries), unread_in(counted, [*unread, *counted.reader.findings]))


def calendar_entries(
    ctx: Context,
    shares: Sequence[PairingDays],
    reader: CalendarReader,
    former: Sequence[Milestone] = (),
    plans: FormerPlans = NO_PLANS,
) -> list[CalendarEntry]:
    """The entries, of the days of each pairing and of the program itself.

    Args:
        ctx: The program, its meetings and the day.
        shares: The days of each pairing.
        reader: Whose calendar it is.
        former: Rows that program.yaml asked for this year, and asks no more.
        plans: What was planned this year, and was taken out again.
    """
    pairings = {each.id: each.pairing for each in shares if each.pairing is not None}
    chosen = [each for each in shares if each.pairing and reader.sees(each.id, each.pairing)]
    completed = {each.id: day for each in shares if (day := each.listed_since)}
    maker = _Maker(ctx, reader, pairings, completed)
    found = [
        *maker.of_milestones(chosen),
        *maker.of_none(chosen, former),
        *maker.of_program(),
        *maker.of_meetings(chosen, plans.meetings),
        *maker.of_appointments(chosen, plans.appointments),
    ]
    return sorted(found, key=lambda each: (each.on, each.begins or "", each.name))


class _Maker:
    """Makes the entries of one calendar."""

    def __init__(
        self,
        ctx: Context,
        reader: CalendarReader,
        pairings: Mapping[str, Pairing],
        completed: Mapping[str, dt.date],
    ) -> None:
        self.ctx, self.reader, self.pairings, self.completed = ctx, reader, pairings, completed
        self.year = ctx.program.year
        self.words = ctx.words

    def of_milestones(self, chosen: Sequence[PairingDays]) -> Iterator[CalendarEntry]:
        """What pairings owe, row by row."""
        by_row: dict[str, list[tuple[PairingDays, PairingDay]]] = {}
        for share in chosen:
            for each in share.days:
                by_row.setdefault(each.milestone, []).append((share, each))
        for milestone, _ in self.ctx.calendar.of_pairing:
            asked = [
                (share, each)
                for share, each in by_row.get(milestone.id, ())
                if share.pairing and self.reader.owes(share.pairing, each.movers)
            ]
            # what only some pairings ask of a role is in no entry that all of them have in common
            is_shared = not self.reader.person and self.reader.owes_any(_movers(milestone))
            if is_shared:
                yield from self._shared(milestone, asked)
            else:
                yield from (self._own(milestone, *each) for each in asked)

    def _shared(
        self, milestone: Milestone, rows: Sequence[tuple[PairingDays, PairingDay]]
    ) -> Iterator[CalendarEntry]:
        """One entry for all pairings that keep to the program's day, one for each of the others."""
        day = self._day(milestone)
        common = [
            (share, each) for share, each in rows if each.by == day and self._counts(share, each)
        ]
        if day is not None and rows:
            yield CalendarEntry(
                self._name("milestone", milestone.id, *self.reader.scope),
                day,
                milestone.title,
                (
                    by_program(milestone.id),
                    *(by_pairing(self.year, share.id, milestone.id) for share, _ in rows),
                ),
                text=self._about(milestone),
                is_open=any(self._is_open(*each) for each in common),
                is_cancelled=not common,
            )
        for share, each in rows:
            # what was moved back keeps its entry, which says what those of its people say
            if each.by != day or each.is_moved:
                yield self._own(milestone, share, each)

    def _own(self, milestone: Milestone, share: PairingDays, each: PairingDay) -> CalendarEntry:
        """The entry of one pairing."""
        assert share.pairing is not None
        counts = self._counts(share, each)
        more = f"more time was given: the day was {each.due}"
        sources = [by_program(milestone.id), by_pairing(self.year, share.id, milestone.id)]
        sources += self._people(share.pairing)
        if milestone.due.target is not None:
            sources.append(by_plan(self.year, share.id, milestone.due.target))
        return CalendarEntry(
            self._name("milestone", milestone.id, share.id),
            each.by,
            f"{milestone.title} ({self._pair(share.pairing)})",
            tuple(sources),
            text=(
                *self._about(milestone, each.movers),
                share.id,
                *([more] if each.by != each.due else ()),
            ),
            is_open=counts and self._is_open(share, each),
            is_cancelled=not counts,
            about=(milestone.id, share.id),
        )

    def _is_open(self, share: PairingDays, each: PairingDay) -> bool:
        """Whether the reader has still to do something of it."""
        is_asked = share.pairing is not None and self.reader.owes(share.pairing, each.owed_by)
        return each.is_open and is_asked

    def of_none(
        self, chosen: Sequence[PairingDays], former: Sequence[Milestone]
    ) -> Iterator[CalendarEntry]:
        """Rows that the year asked for and asks no more: cancelled."""
        for milestone in former:
            day = self._day(milestone)
            if day is None:
                continue
            base = CalendarEntry(
                self._name("milestone", milestone.id, *self.reader.scope), day, milestone.title,
                (by_program(milestone.id),), text=self._about(milestone), is_cancelled=True,
            )  # fmt: skip
            if self.reader.has_role(_movers(milestone), self.pairings):
                yield base
            for share in chosen if self.reader.person else ():
                if share.pairing and self.reader.owes(share.pairing, _movers(milestone)):
                    name = self._name("milestone", milestone.id, share.id)
                    sources = (*base.sources, by_pairing(self.year, share.id, milestone.id))
                    yield base._replace(name=name, sources=sources)

    def of_program(self) -> Iterator[CalendarEntry]:
        """What belongs to no one pairing."""
        ctx = self.ctx
        for row in program_standing(
            ctx.calendar, ctx.shared, self.pairings, ctx.today, self.completed
        ):
            owners = row.milestone.owners
            if row.due is None or not self.reader.had_role(owners, self.pairings):
                continue
            is_theirs = self.reader.has_role(owners, self.pairings)
            left = [each for each in self.pairings.values() if self.reader.owes(each, owners)]
            person = self.reader.person
            owed = [each for each in row.owed if each.person in ("", person) or not person]
            yield CalendarEntry(
                self._name("milestone", row.milestone.id, *self.reader.scope),
                row.due,
                row.milestone.title,
                (by_program(row.milestone.id), *self._left(row.milestone.id, owners)),
                text=(*self._about(row.milestone), *self._condition(row.milestone)),
                is_open=is_theirs and any(each.state in OPEN for each in owed),
                is_cancelled=not is_theirs and all(_has_ended(each, row.due) for each in left),
                about=(row.milestone.id, ""),
            )

    def of_meetings(
        self, chosen: Sequence[PairingDays], former: Mapping[str, Meeting]
    ) -> Iterator[CalendarEntry]:
        """The program's meetings, on the day that is planned, or on which they were held."""
        for setting in self.ctx.program.meetings:
            held = self.ctx.shared.meetings.get(setting.id)
            is_former = held is None or not (held.on or held.planned)
            held = former.get(setting.id) if is_former else held
            expected = [
                share
                for share in chosen
                if share.pairing and self.reader.owes(share.pairing, setting.attended_by)
            ]
            if held is None or not expected:
                continue
            plan = held.planned
            day = held.on or (plan.on if plan else None)
            if day is None:
                continue
            timed = plan if plan and plan.on == day else None
            gone = is_former or (held.on is None and plan is not None and plan.cancelled == "yes")
            gone |= all(_has_ended(share.pairing, day) for share in expected if share.pairing)
            yield CalendarEntry(
                self._name("meeting", setting.id, *self.reader.scope),
                day,
                setting.title,
                (
                    by_program(setting.id, is_meeting=True),
                    by_meeting(self.year, setting.id),
                    *(by_pairing(self.year, share.id) for share in expected),
                ),
                begins=timed.from_ if timed else None,
                ends=timed.until if timed else None,
                text=(self._roles(setting.attended_by),),
                where=held.where,
                is_open=held.on is None and not gone,
                is_cancelled=gone,
                about=(setting.id, ""),
            )

    def of_appointments(
        self, chosen: Sequence[PairingDays], former: Mapping[str, Sequence[PairAppointment]]
    ) -> Iterator[CalendarEntry]:
        """What pairings have planned for themselves."""
        for share in chosen:
            pairing = share.pairing
            if pairing is None or not self.reader.owes(pairing, THE_PAIR):
                continue
            known = {each.id for each in pairing.planned}
            taken_out = (each for each in former.get(share.id, ()) if each.id not in known)
            for each in (*pairing.planned, *taken_out):
                gone = each.cancelled == "yes" or _has_ended(pairing, each.on)
                gone |= each.id not in known
                title = self.words.say("visit of {mentee} and {mentor}")
                if each.kind == "meeting":
                    title = self.words.say("meeting of {mentee} and {mentor}")
                yield CalendarEntry(
                    self._name("planned", each.id, share.id),
                    each.on,
                    f"{title[:1].upper()}{title[1:]} ({self._pair(pairing)})",
                    (
                        by_pairing(self.year, share.id, planned=each.id),
                        *self._people(pairing),
                    ),
                    begins=each.from_,
                    ends=each.until,
                    text=(*([each.about] if each.about else ()), share.id),
                    where=each.where,
                    is_open=not gone,
                    is_cancelled=gone,
                    about=(each.id, share.id),
                )

    def _left(self, milestone: str, owners: Sequence[str]) -> Iterator[EntrySource]:
        """By what it is one person's who holds no role apart from pairings, and is no more."""
        if self.reader.person and not self.reader.held.intersection(owners):
            for name, each in self.pairings.items():
                if self.reader.owes(each, owners):
                    yield by_pairing(self.year, name, milestone)

    def _people(self, pairing: Pairing) -> list[EntrySource]:
        return [by_person(getattr(pairing, side)) for side in THE_PAIR]

    def _counts(self, share: PairingDays, each: PairingDay) -> bool:
        """Whether a pairing owes the row, and still does on its day."""
        return each.is_owed and share.pairing is not None and not _has_ended(share.pairing, each.by)

    def _name(self, *parts: str) -> str:
        return f"{'.'.join((*parts, self.year))}@{self.ctx.program.id}"

    def _day(self, milestone: Milestone) -> dt.date | None:
        date = milestone.due.date
        return self.ctx.calendar.year.day(date) if date is not None else None

    def _about(self, milestone: Milestone, movers: Sequence[str] = ()) -> tuple[str, ...]:
        kind = () if milestone.required == "yes" else ("a reminder: held against nobody",)
        return (self._roles(movers or _movers(milestone)), *kind)

    def _condition(self, milestone: Milestone) -> tuple[str, ...]:
        """What has to come before anybody owes it."""
        needs = next(needs for row, needs in self.ctx.calendar.of_program if row is milestone)
        rests = any(need.field[0] in OF_COMPLETED for need in needs)
        return ("of those whose pairing has completed",) if rests else ()

    def _roles(self, roles: Iterable[str]) -> str:
        return f"for: {', '.join(self.words[role] for role in roles)}"

    def _pair(self, pairing: Pairing) -> str:
        people = self.ctx.people
        names = (getattr(pairing, side) for side in THE_PAIR)
        return ", ".join(found.name if (found := people.get(each)) else each for each in names)


def _movers(milestone: Milestone) -> tuple[str, ...]:
    """Whom a milestone is for, from its making to the day that is written down."""
    return may_move(milestone, tuple(map(Need.parse, milestone.needs)))


def _has_ended(pairing: Pairing, day: dt.date) -> bool:
    """Whether a pairing was given up before a day; one without a last day is over for good."""
    return pairing.state_on(day) in ENDED
