"""One pairing for reports: all steps of its year, and what is missing for completion."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mentorctl.model.needs import Need, NeedState
from mentorctl.model.standing import OPEN
from mentorctl.model.whose_move import MoveJudge
from mentorctl.rules._shared import unread, what, why_not

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from mentorctl.model.needs import Fact
    from mentorctl.model.standing import (
        CompletionVerdict,
        MilestoneStanding,
        NeedStanding,
        Standings,
    )
    from mentorctl.model.team import Team
    from mentorctl.model.whose_move import Move
    from mentorctl.rules.base import Context

__all__ = ["PairingView", "Waiting", "YearStep", "counted_needs", "days_from_now", "span"]


class Waiting(NamedTuple):
    """One thing that somebody cannot do before somebody else has done theirs.

    Attributes:
        role: Whose move it is.
        what: What they have to do first, in words.
    """

    role: str
    what: str


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
        owners: The roles whose move it is; while it is open only those that it waits for now.
        needs: How many facts it asks for.
        open: What it still waits for, in words.
        owed_by: The roles that owe what is open, also where somebody else has to do theirs first.
        waits: For each thing that is open, what somebody else has to do first; None where it can
            be done.
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
    owed_by: tuple[str, ...] = ()
    waits: tuple[Waiting | None, ...] = ()

    @property
    def by(self) -> dt.date | None:
        """The last day on which it can still be met; without a day of its own it has none."""
        return max(self.due, self.until) if self.due and self.until else self.due

    @property
    def is_open(self) -> bool:
        """Whether something of it is not done yet."""
        return self.state in OPEN


class PairingView:
    """Judges the pairings of one program on one day.

    Attributes:
        ctx: The program, its calendar and the day.
    """

    def __init__(self, ctx: Context) -> None:
        self.ctx = ctx
        own = {Need("pairing", "", ("dates", each.id)): each.title for each in ctx.program.dates}
        self._moves = MoveJudge(ctx.calendar)
        self._titles = own | {need: entry.title for entry, need in ctx.calendar.completion}

    def standings(self, team: Team) -> Standings:
        """Where a pairing stands on the day."""
        return self.ctx.look(team).standings

    def steps(self, team: Team) -> tuple[YearStep, ...]:
        """Every step of the year, in the calendar's order."""
        return tuple(self._step(row, team) for row in self.standings(team).rows)

    def rests_on_unread(self, needs: Iterable[Need], team: Team) -> bool:
        """Whether there are needs, and the facts of all of them may stand in unreadable files."""
        asked = list(needs)
        return bool(asked) and all(unread(need, team, self.ctx) for need in asked)

    def happened(self, day: dt.date | None) -> bool:
        """Whether a day is there, and not still to come."""
        return day is not None and day <= self.ctx.today

    def _step(self, row: MilestoneStanding, team: Team) -> YearStep:
        milestone = row.milestone
        facts = dict(zip(row.needs, row.facts, strict=True))
        moves = self._moves.moves(row, self.standings(team))
        known = [
            (need, move)
            for need, move in zip(row.open_needs, moves, strict=True)
            if not unread(need, team, self.ctx)
        ]
        return YearStep(
            milestone.id,
            milestone.title,
            row.due,
            row.until,
            row.state,
            milestone.required == "yes",
            row.done_on,
            _in_order(row, (role for _, move in known for role in move.now)) or milestone.owners,
            len(milestone.needs),
            tuple(self._waits_for(need, facts[need]) for need, _ in known),
            _in_order(row, (role for _, move in known for role in move.by)),
            tuple(self._first(move) for _, move in known),
        )

    def _waits_for(self, need: Need, known: Fact) -> str:
        title = self._titles.get(need) or what(need, self.ctx)
        if known.against is None:
            return title
        return f"{title} ({known.recorded}, {why_not(known, self.ctx)})"

    def _first(self, move: Move) -> Waiting | None:
        return Waiting(move.first[1], what(move.first[0], self.ctx)) if move.first else None


def _in_order(row: MilestoneStanding, roles: Iterable[str]) -> tuple[str, ...]:
    """Some roles, those that are held to the row first."""
    found = dict.fromkeys(roles)
    owners = row.milestone.owners
    first = [role for role in owners if role in found]
    return (*first, *(role for role in found if role not in owners))


def counted_needs(verdict: CompletionVerdict, record: str) -> tuple[int, int]:
    """How many experiences, or meetings, count towards completion, and how many are asked for.

    One counts when everything that completion asks about it was done, on time or with leave; one
    that was waived was not done, and one that the pairing does not owe is not asked for.

    Args:
        verdict: What completion says.
        record: `experiences` or `meetings`.
    """
    by_key: dict[str, list[NeedStanding]] = {}
    for row in verdict.needs:
        if row.need.record == record and row.asked:
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


def days_from_now(days: int) -> str:
    """A number of days to come, or below 0 of days that are over, in words."""
    if days < 0:
        return f"{span(-days)} ago"
    return f"in {span(days)}" if days else "today"
