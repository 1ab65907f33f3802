"""The days of one pairing's calendar, row by row."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mentorctl.model.standing import OPEN
from mentorctl.model.whose_move import may_approve, may_move
from mentorctl.reports.completion_reasons import listed_since

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from mentorctl.model.finding import Finding
    from mentorctl.model.pairing import Pairing
    from mentorctl.model.program import Program
    from mentorctl.model.standing import MilestoneStanding
    from mentorctl.model.team import Team
    from mentorctl.reports.pairing_view import PairingView

__all__ = ["PairingDay", "PairingDays", "days_of"]


class PairingDay(NamedTuple):
    """One row of one pairing's calendar.

    Attributes:
        milestone: The row's id in program.yaml.
        by: The last day on which it can be met.
        due: The day without its extension.
        is_owed: False where the pairing does not owe it.
        is_open: Whether anything of it is still to be done.
        is_moved: Whether the pairing ever had leave to meet it on another day.
        owed_by: The roles of whom what is open is asked.
        movers: The roles whose move it can be, from its making to the day that is written down.
    """

    milestone: str
    by: dt.date
    due: dt.date
    is_owed: bool
    is_open: bool
    is_moved: bool
    owed_by: tuple[str, ...]
    movers: tuple[str, ...]


class PairingDays(NamedTuple):
    """All rows of one pairing that have a day.

    Attributes:
        id: The pairing.
        pairing: Its `pairing.yaml`; None where it cannot be read.
        days: The rows.
        listed_since: The day since which it is on the list of completers; None where it is not.
    """

    id: str
    pairing: Pairing | None
    days: tuple[PairingDay, ...]
    listed_since: dt.date | None = None


def days_of(judge: PairingView, team: Team, faults: Sequence[Finding]) -> PairingDays:
    """The rows of a pairing that have a day; what of it cannot be read is among the faults."""
    if team.pairing is None:
        return PairingDays(team.id, None, ())
    leave = {each.milestone for each in team.pairing.extensions}
    rows = zip(judge.standings(team).rows, judge.steps(team), strict=True)
    days = tuple(
        PairingDay(
            step.id,
            row.last_day,
            row.due,
            is_owed=row.owed,
            is_open=row.state in OPEN,
            is_moved=step.id in leave,
            owed_by=step.owed_by,
            movers=_movers(row, team, judge.ctx.program),
        )
        for row, step in rows
        if row.last_day is not None and row.due is not None
    )
    return PairingDays(team.id, team.pairing, days, listed_since(judge, team, faults))


def _movers(row: MilestoneStanding, team: Team, program: Program) -> tuple[str, ...]:
    found = may_move(row.milestone, row.needs)
    is_hers = "advisor" in found or not may_approve(row.needs, team, program)
    return found if is_hers else (*found, "advisor")
