"""Whose move an open need of a pairing is: who can do it, and what somebody else has to do first.

The calendar says who is held to a milestone; the model of a record, who fills a field of it in. Of
a milestone that the pair is held to, and that ends with a day that their {advisor} writes down, it
is the pair's move until their part is there, and the {advisor}'s from then on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mentorctl.model.dependent_milestones import comes_after, waits_for
from mentorctl.model.field_owners import filled_by
from mentorctl.model.kinds import IN_NEEDS
from mentorctl.model.needs import SIGNED, TAKEN, Against
from mentorctl.model.paths import record_name
from mentorctl.model.roles import OVER_IT
from mentorctl.model.team import COUNTED, absent

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mentorctl.model.calendar import Calendar
    from mentorctl.model.needs import Need
    from mentorctl.model.plan import PlannedExperience
    from mentorctl.model.program import Milestone, Program
    from mentorctl.model.standing import MilestoneStanding, Standings
    from mentorctl.model.team import Team

__all__ = ["Move", "MoveJudge", "may_approve", "may_move"]


class Move(NamedTuple):
    """Whose move one open need is.

    Attributes:
        by: The roles of whom it is asked.
        first: What somebody else has to do before they can, and that role; None where they can.
    """

    by: tuple[str, ...]
    first: tuple[Need, str] | None = None

    @property
    def now(self) -> tuple[str, ...]:
        """The roles whose move it is now."""
        return (self.first[1],) if self.first is not None else self.by


class MoveJudge:
    """Says whose move things are, by one program's calendar."""

    def __init__(self, calendar: Calendar) -> None:
        self.calendar = calendar
        self._before: dict[tuple[Need, tuple[str, ...]], _Before | None] = {}

    def moves(self, row: MilestoneStanding, standings: Standings) -> tuple[Move, ...]:
        """Whose move each open need of a milestone is, in the order of `open_needs`."""
        owners = row.milestone.owners
        return tuple(self._move(need, owners, standings) for need in row.open_needs)

    def _move(self, need: Need, owners: tuple[str, ...], standings: Standings) -> Move:
        key = need, owners
        if key not in self._before:
            self._before[key] = self._what_comes_before(need, owners)
        before = self._before[key]
        is_waiting = before is not None and not any(
            _is_there(each, standings) for each in before.between
        )
        first = (before.need, before.role) if before is not None and is_waiting else None
        return Move(_asked(need, owners, standings), first)

    def _what_comes_before(self, need: Need, owners: tuple[str, ...]) -> _Before | None:
        found = waits_for(self.calendar, need, owners)
        if found is None:
            return None
        early, role = found
        between = (
            each
            for each in self.calendar.needs
            if each == early or (comes_after(each, early) and comes_after(need, each))
        )
        return _Before(early, role, tuple(between))


class _Before(NamedTuple):
    """What somebody else has to do first, and all that shows that it is done."""

    need: Need
    role: str
    between: tuple[Need, ...]


def may_move(milestone: Milestone, needs: Sequence[Need]) -> tuple[str, ...]:
    """Everybody whose move a milestone can be, however it stands: first who is held to it."""
    over = (role for need in needs if (role := _over(need)))
    return tuple(dict.fromkeys((*milestone.owners, *over)))


def may_approve(needs: Sequence[Need], team: Team, program: Program) -> bool:
    """Whether needs of a pairing may come to wait for an experience of its own to be approved."""
    asks = "approved" in program.experiences.own_needs
    plans = [_planned(need, team) for need in needs if need.record == "experiences"] if asks else []
    return any(each is not None and each.own is not None for each in plans)


def _is_there(need: Need, standings: Standings) -> bool:
    """Whether something is done, as far as anybody wrote.

    Work that was handed over and only waits for an approval is not waited for from whoever did it.
    """
    known = standings.fact(need)
    return known.on is not None or known.waived or known.against is Against.UNAPPROVED


def _asked(need: Need, owners: tuple[str, ...], standings: Standings) -> tuple[str, ...]:
    """The roles of whom a need is asked."""
    team, over = standings.team, _over(need)
    if need.record == "meetings":
        return _absent(need, owners, standings)
    if need.field[0] == SIGNED:
        return _unsigned(need, owners, team)
    if standings.fact(need).against is Against.UNAPPROVED and _is_to_approve(need, standings):
        return ("advisor",)
    if not over or getattr(team.pairing, over, None) is None:
        role = _writer(need, standings.calendar.program)
        return (role,) if role in owners else owners
    rest = tuple(role for role in owners if role != over)
    return rest if rest and not _is_prepared(need, over, team) else (over,)


def _writer(need: Need, program: Program) -> str:
    """The role that writes the day of a need down; empty where the pair does together."""
    if need.field[0] == TAKEN:
        return need.field[1]
    if need.record == "pairing" and need.field[0] == "dates":
        return next((each.by for each in program.dates if each.id == need.field[-1]), None) or ""
    return filled_by(IN_NEEDS[need.record].model, need.field)


def _planned(need: Need, team: Team) -> PlannedExperience | None:
    """What the plan says of the experience that a need is about."""
    return team.plan.slot(int(need.key)) if team.plan and need.key.isdecimal() else None


def _is_to_approve(need: Need, standings: Standings) -> bool:
    """Whether an experience of the team's own has all that it needs but the approval."""
    pairing, planned = standings.team.pairing, _planned(need, standings.team)
    asked = standings.calendar.program.experiences.own_needs
    has_advisor = pairing is not None and pairing.advisor is not None
    return planned is not None and has_advisor and planned.own_lacks(asked) == ("approved",)


def _over(need: Need) -> str:
    """The role over the pair that writes the day of a need down; empty where none does."""
    kind = IN_NEEDS.get(need.record)
    if kind is None or not kind.of_pairing or need.field[0] in {SIGNED, TAKEN}:
        return ""
    role = filled_by(kind.model, need.field)
    return role if role in OVER_IT else ""


def _is_prepared(need: Need, role: str, team: Team) -> bool:
    """Whether what comes before a role's part in a record is there."""
    records = team.each(IN_NEEDS[need.record].model)
    return any(
        each.is_prepared_for(role) for key, each in records.items() if need.key in (key, "*")
    )


def _absent(need: Need, owners: tuple[str, ...], standings: Standings) -> tuple[str, ...]:
    """Of a meeting that was held, only those who were not there."""
    meeting = standings.shared.meetings.get(need.key)
    if meeting is None or meeting.on is None or meeting.on > standings.today:
        return owners
    roles = {role for role, _ in absent(need, standings.team, standings.shared)}
    return tuple(role for role in owners if role in roles) or owners


def _unsigned(need: Need, owners: tuple[str, ...], team: Team) -> tuple[str, ...]:
    """Those who have not signed yet; all who are to where that is not known."""
    if need.field[1:]:
        return need.field[1:]
    left = {
        role
        for (path, role), standing in team.standings.items()
        if standing.asked
        and standing.state not in COUNTED
        and record_name(path).partition("/")[::2] == (need.record, need.key)
    }
    return tuple(role for role in owners if role in left) or tuple(sorted(left)) or owners
