"""Every date in the records of one pairing: where it stands and what it says."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from mentorctl.model.finding import Where
from mentorctl.model.kinds import RECORD_KINDS
from mentorctl.model.record import DateKind
from mentorctl.model.structure import noted

if TYPE_CHECKING:
    from mentorctl.model.team import Team

__all__ = ["DateKind", "Dated", "dates"]

# Its file, its place there, the day, and what it says.
Dated = tuple[str, Where, dt.date, DateKind]


def dates(team: Team) -> list[Dated]:
    """Every date of a pairing's records that is filled in."""
    return [
        (path, where, day, says)
        for _, path, record in team.held(RECORD_KINDS)
        for where, day, says in noted(record, "date")
    ]
