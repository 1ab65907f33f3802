"""One pairing for reports: all steps of its year, and what is missing for completion."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mentorctl.model.needs import Need, NeedState
from mentorctl.model.team import absent
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
    from mentorctl.rules.base import Context

__all__ = ["PairingView", "YearStep", "counted_needs", "span"]

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
        return YearStep(
            milestone.id,
            milestone.title,
            row.due,
            row.until,
            row.state,
            milestone.required == "yes",
            row.done_on,
            self._owners(row, team),
            len(milestone.needs),
            tuple(
                self._waits_for(need, known)
                for need, known in zip(row.needs, row.facts, strict=True)
                if need in row.open_needs and not unread(need, team, self.ctx)
            ),
        )

    def _waits_for(self, need: Need, known: Fact) -> str:
        title = self._titles.get(need) or what(need, self.ctx)
        return f"{title} ({why_not(known, self.ctx)})" if known.against else title

    def _owners(self, row: MilestoneStanding, team: Team) -> tuple[str, ...]:
        owners = row.milestone.owners
        if not row.open_needs or any(need.record != "meetings" for need in row.open_needs):
            return owners
        missing = [absent(need, team, self.ctx.shared) for need in row.open_needs]
        if not all(missing):
            # one of the meetings has no day that counts, and waits for everybody
            return owners
        roles = {role for each in missing for role, _ in each}
        return tuple(role for role in owners if role in roles) or owners


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
