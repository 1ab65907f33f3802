"""Where a pairing stands: each milestone and each completion need, judged on a day.

Every list, form, finding and reason asks here, so that all give one answer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mentorctl.model.approvers import as_approved
from mentorctl.model.needs import TAKEN, Against, Fact, Need, NeedState, evaluate
from mentorctl.model.pairing import in_force
from mentorctl.model.team import fact, unproven
from mentorctl.model.undated import Undated

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from mentorctl.model.calendar import Calendar, Window
    from mentorctl.model.pairing import Extension
    from mentorctl.model.person import Person
    from mentorctl.model.program import CompletionNeed, Milestone
    from mentorctl.model.team import Shared, Team

__all__ = [
    "CompletionVerdict",
    "MilestoneStanding",
    "NeedStanding",
    "Standings",
]

OPEN = frozenset({NeedState.DUE, NeedState.MISSED})
# what is known of a need for which nothing is written down
OPEN_FACT = Fact(None)


class MilestoneStanding(NamedTuple):
    """One milestone of one pairing.

    Attributes:
        milestone: The row of the calendar.
        due: The day it is due, or None while nothing says (a target date not set yet).
        until: The last day of the extension in force, or None.
        extensions: All extensions in force.
        state: How it stands.
        owed: False where the pairing began later and owes it no more.
        needs: Everything it asks for.
        facts: What is known of each need, in the same order.
        held: For each need, whether this row is the one that the pairing is held to: the
            earliest of the required ones that ask for it.
    """

    milestone: Milestone
    due: dt.date | None
    until: dt.date | None
    extensions: tuple[Extension, ...]
    state: NeedState
    owed: bool
    needs: tuple[Need, ...]
    facts: tuple[Fact, ...]
    held: tuple[bool, ...]

    @property
    def last_day(self) -> dt.date | None:
        """The last day on which it can still be met; without a day of its own it has none."""
        return max(self.due, self.until) if self.due and self.until else self.due

    @property
    def open_needs(self) -> tuple[Need, ...]:
        """The needs that have no fact that counts, and are not waived."""
        if self.state not in OPEN:
            return ()
        known = zip(self.needs, self.facts, strict=True)
        return tuple(need for need, each in known if each.on is None and not each.waived)

    def holds_to(self, need: Need) -> bool:
        """Whether this is the required row by which the pairing must have met a need."""
        return self.milestone.required == "yes" and self.names(need)

    def names(self, need: Need) -> bool:
        """Whether a need is told of here: by the row that it is held to, else by each of them."""
        return need in self.needs and self.held[self.needs.index(need)]

    @property
    def late_needs(self) -> tuple[tuple[Need, dt.date], ...]:
        """The needs that were done after the last day, each with its day."""
        last = self.last_day
        if last is None or not self.owed:
            return ()
        return tuple(
            (need, each.on)
            for need, each in zip(self.needs, self.facts, strict=True)
            if each.on is not None and each.on > last and not each.waived
        )

    @property
    def done_on(self) -> dt.date | None:
        """The latest day among its facts, once all are dated."""
        days = [each.on for each in self.facts if each.on is not None]
        if self.state in OPEN or len(days) < len(self.facts):
            return None
        return max(days, default=None)


class NeedStanding(NamedTuple):
    """One completion need of one pairing, with the milestone that dates it, if any.

    Attributes:
        late_counts: Whether it is settled also by a fact after its last day.
    """

    title: str
    need: Need
    fact: Fact
    milestone: MilestoneStanding | None
    state: NeedState
    late_counts: bool

    @property
    def asked(self) -> bool:
        """Whether it is asked of this pairing: not where its milestone is not owed."""
        return self.milestone is None or self.milestone.owed or self.fact.on is not None

    @property
    def settled_on(self) -> dt.date | None:
        """The day on which the last thing it rests on was there: fact, extension or waiver."""
        known, row = self.fact, self.milestone
        days = [known.waived_since] if known.waived else []
        if known.on is not None:
            since, due = known.since or known.on, row.due if row and row.owed else None
            if due is None or known.on <= due or self.late_counts:
                days.append(since)
            covering = (each for each in row.extensions if known.on <= each.until) if row else ()
            days += [max(since, each.on) for each in covering if each.on is not None]
        return min(filter(None, days), default=None)


class CompletionVerdict(NamedTuple):
    """Whether a pairing has done all that makes a completer.

    Attributes:
        needs: Every completion need, in the program's order.
        lacking: The ones that stand against it.
        completed_on: The day on which the last thing it rests on was there, once nothing lacks.
    """

    needs: tuple[NeedStanding, ...]
    lacking: tuple[NeedStanding, ...]
    completed_on: dt.date | None

    @property
    def holds(self) -> bool:
        """Whether it is a completer; nobody is of whom nothing is asked."""
        return self.is_asked and not self.lacking

    @property
    def is_asked(self) -> bool:
        """Whether anything is asked of the pairing."""
        return any(row.asked for row in self.needs)


class Standings:
    """One pairing, judged on one day. Each part is worked out when first asked for.

    Args:
        calendar: The program's calendar.
        team: The pairing's records; what somebody approved who may not counts for nothing.
        shared: The meetings and facts of the year.
        today: The day on which to judge.
        mentee: The mentee, for milestones that count from their start; None where it is not known.
        undated: What is known of it whatever the day, where that was worked out already.
    """

    def __init__(
        self,
        calendar: Calendar,
        team: Team,
        shared: Shared,
        *,
        today: dt.date,
        mentee: Person | None = None,
        undated: Undated | None = None,
    ) -> None:
        self.calendar = calendar
        self._written, self.team = team, as_approved(team, shared)
        self.shared = shared
        self.today = today
        self.mentee = mentee
        self._undated = undated or Undated(calendar, self.team, shared, mentee)
        self._window: Window | None = None
        self._rows: tuple[MilestoneStanding, ...] | None = None
        self._facts: dict[Need, Fact] = {}
        self._completion: CompletionVerdict | None = None
        self._when_closed: Standings | None = None

    @property
    def window(self) -> Window:
        """The days in which the pairing's facts count."""
        if self._window is None:
            self._window = self.calendar.window(self.team, self.mentee, self.today)
        return self._window

    @property
    def has_begun(self) -> bool:
        """Whether the pairing's first day has come; before it, it owes nothing."""
        return self.team.pairing is None or self.team.pairing.starts <= self.today

    @property
    def is_under_way(self) -> bool:
        """Whether the pairing owes anything: it has begun, and is active or completed.

        One that nobody made who may is none, and owes nothing.
        """
        return not self.team.is_none and self.has_begun and self.state in {"active", "completed"}

    @property
    def state(self) -> str:
        """The pairing's state on the day.

        It is completed only when the day on which it was closed has come and completion held on
        that day; otherwise a pairing that says so is active.
        """
        pairing = self.team.pairing
        if pairing is None:
            return ""
        state = pairing.state_on(self.today)
        return "active" if state == "completed" and not self.closed_rightly else state

    @property
    def closed_rightly(self) -> bool:
        """Whether completion held on the day on which the pairing was closed, which has come."""
        closed = self.team.pairing.completed_on if self.team.pairing else None
        if closed is None or closed > self.today:
            return False
        return self.when_closed.completion.holds

    @property
    def when_closed(self) -> Standings:
        """The same pairing on the day on which it was closed; on this day where it was not."""
        closed = self.team.pairing.completed_on if self.team.pairing else None
        if closed is None or closed == self.today:
            return self
        if self._when_closed is None:
            self._when_closed = Standings(
                self.calendar,
                self.team,
                self.shared,
                today=closed,
                mentee=self.mentee,
                undated=self._undated,
            )
        return self._when_closed

    @property
    def rows(self) -> tuple[MilestoneStanding, ...]:
        """Every milestone of the pairing, in the calendar's order."""
        if self._rows is None:
            self._rows = tuple(self._judged())
        return self._rows

    @property
    def completion(self) -> CompletionVerdict:
        """What makes a completer, a need at a time.

        A need that required milestones ask for must be met by the earliest of them, or inside
        its extension, unless the program counts late work.
        """
        if self._completion is None:
            self._completion = self._completed()
        return self._completion

    def _completed(self) -> CompletionVerdict:
        by_id = {row.milestone.id: row for row in self.rows}
        needs = tuple(
            self._need_standing(entry, need, by_id) for entry, need in self.calendar.completion
        )
        good = {NeedState.MET, NeedState.EXCUSED}
        if self.calendar.program.completion.late == "counts":
            good.add(NeedState.LATE)
        lacking = tuple(row for row in needs if row.state not in good)
        verdict = CompletionVerdict(needs, lacking, None)
        if not verdict.holds:
            return verdict
        days = (row.settled_on for row in needs)
        return verdict._replace(completed_on=max(filter(None, days), default=None))

    @property
    def owes(self) -> tuple[MilestoneStanding, ...]:
        """What the pairing still owes: required milestones that are open."""
        if not self.is_under_way:
            return ()
        return tuple(
            row for row in self.rows if row.state in OPEN and row.milestone.required == "yes"
        )

    def fact(self, need: Need) -> Fact:
        """What is known of a need, and whether it counts on the day."""
        known = self._facts.get(need)
        if known is None:
            known = self._facts[need] = self._known(need)
        return known

    def _known(self, need: Need) -> Fact:
        """Whether a fact counts.

        It does when it is dated inside the days that count for the pairing (a training may be
        older) and not after the day of judging; one of an experience of the team's own counts
        from the day on which the experience had all that `own_needs` in program.yaml asks for.
        """
        today, since = self.today, self._waived_since(need)
        waived = since is not None
        day = self._recorded(need)
        if self.team.unproven and (lost := unproven(need, self.team, day)) is not None:
            return Fact(None, waived, None, since, lost, Against.UNPROVEN)
        if day is None:
            written = self._by_others(need)
            return Fact(None, waived, None, since, *written) if waived or written else OPEN_FACT
        first, last = self.window
        against: Against | None = None
        counts = day
        if day > today:
            against = Against.AHEAD
        elif day > last:
            against = Against.AFTER
        elif day < first and need.field[0] != TAKEN:
            against = Against.BEFORE
        elif need.record == "experiences":
            approved = self._undated.approved(need)
            if approved is None or approved > today:
                against = Against.UNAPPROVED
            elif approved > day:
                counts = approved
        if against is not None:
            return Fact(None, waived, None, since, day, against)
        return Fact(day, waived, counts, since, day)

    def _by_others(self, need: Need) -> tuple[()] | tuple[dt.date, Against]:
        """The day of what somebody approved who may not, and that it does not count for that."""
        day = fact(need, self._written, self.shared) if self._written is not self.team else None
        return () if day is None else (day, Against.BY_OTHERS)

    def _waived_since(self, need: Need) -> dt.date | None:
        held = self.team.pairing
        return held.waived_since(str(need), self.today) if held and held.waivers else None

    def _recorded(self, need: Need) -> dt.date | None:
        """The day that is written down for a need; of several records, the first that counts."""
        if need.key != "*":
            return self._undated.recorded(need)
        first, last = self.window.first, min(self.window.last, self.today)
        return fact(need, self.team, self.shared, lambda day: first <= day <= last)

    def _judged(self) -> list[MilestoneStanding]:
        team, today, begun = self.team, self.today, self.has_begun
        leave = team.pairing.extensions if team.pairing else ()
        deadlines, held = self._undated.deadlines, self._undated.held
        rows = []
        for milestone, needs in self.calendar.of_pairing:
            due, owed = deadlines[milestone.id]
            extensions = tuple(
                [each for each in leave if each.milestone == milestone.id and in_force(each, today)]
            )
            until = max([each.until for each in extensions], default=None)
            facts = tuple([self.fact(need) for need in needs])
            state = evaluate(facts, due=due, until=until, today=today)
            if not owed and state is not NeedState.MET:
                state = NeedState.EXCUSED
            elif state is NeedState.MISSED and not begun:
                state = NeedState.DUE
            rows.append(
                MilestoneStanding(
                    milestone,
                    due,
                    until,
                    extensions,
                    state,
                    owed,
                    needs,
                    facts,
                    tuple([held.get(need, milestone.id) == milestone.id for need in needs]),
                )
            )
        return rows

    def _need_standing(
        self, entry: CompletionNeed, need: Need, by_id: Mapping[str, MilestoneStanding]
    ) -> NeedStanding:
        known, held = self.fact(need), self._undated.held.get(need)
        late_counts = self.calendar.program.completion.late == "counts"
        if held is None:
            state = evaluate((known,), due=None, until=None, today=self.today)
            return NeedStanding(entry.title, need, known, None, state, late_counts)
        row = by_id[held]
        state = evaluate((known,), due=row.due, until=row.until, today=self.today)
        if not row.owed and state is not NeedState.MET:
            state = NeedState.EXCUSED
        elif state is NeedState.MISSED and not self.has_begun:
            state = NeedState.DUE
        return NeedStanding(entry.title, need, known, row, state, late_counts)
