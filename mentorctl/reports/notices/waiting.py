"""What of a pairing is whose move now: what is open and can be done, and what waits for others."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mentorctl.model.dependent_milestones import comes_after, waits_for
from mentorctl.model.needs import Against
from mentorctl.rules._shared import unread, what

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mentorctl.model.needs import Need
    from mentorctl.model.standing import MilestoneStanding, Standings
    from mentorctl.model.team import Team
    from mentorctl.reports.pairing_view import PairingView

__all__ = ["OpenStep", "Waiting", "open_steps"]


class Waiting(NamedTuple):
    """One thing that somebody cannot do before somebody else has done theirs.

    Attributes:
        role: Whose move it is.
        what: What they have to do first, in words.
    """

    role: str
    what: str


class OpenStep(NamedTuple):
    """One open milestone of one pairing.

    Attributes:
        milestone: Its id in program.yaml.
        waits: For each thing that it waits for, in the order in which `due` names them, what has
            to be done first by somebody else; None where it can be done.
    """

    milestone: str
    waits: tuple[Waiting | None, ...]


def open_steps(judge: PairingView, team: Team) -> Iterator[OpenStep]:
    """What is open in a pairing, and whose move it is."""
    for row in judge.standings(team).rows:
        if row.open_needs:
            yield OpenStep(row.milestone.id, tuple(_waits(judge, team, row)))


def _waits(judge: PairingView, team: Team, row: MilestoneStanding) -> Iterator[Waiting | None]:
    ctx, standings = judge.ctx, judge.standings(team)
    for need in row.open_needs:
        if unread(need, team, ctx):
            continue
        before = waits_for(ctx.calendar, need, row.milestone.owners)
        if before is None or _is_past(before[0], need, standings):
            yield None
        else:
            yield Waiting(before[1], what(before[0], ctx))


def _is_past(early: Need, need: Need, standings: Standings) -> bool:
    """Whether what has to come first is done, or what comes behind it is, as far as anybody wrote.

    Work that was handed over and only waits for an approval is not waited for from whoever did it.
    """
    between = (
        each
        for each in standings.calendar.needs
        if each == early or (comes_after(each, early) and comes_after(need, each))
    )
    facts = (standings.fact(each) for each in between)
    return any(
        each.on is not None or each.waived or each.against is Against.UNAPPROVED for each in facts
    )
