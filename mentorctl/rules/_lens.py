"""One pairing as several rules look at it: what they ask is worked out once for all of them."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from mentorctl.model.standing import Standings
from mentorctl.rules._dates import dates

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from mentorctl.model.calendar import Calendar
    from mentorctl.model.person import Person
    from mentorctl.model.team import Shared, Team
    from mentorctl.rules._dates import Dated

__all__ = ["PairingLens"]


class PairingLens:
    """A pairing on a day. Each part is worked out when it is first asked for.

    Args:
        team: The pairing.
        calendar: The program's calendar.
        shared: Meetings and facts of the program year.
        today: The day on which to judge.
        people: Everybody by id; looked up only where a milestone counts from the mentee's start.
    """

    def __init__(
        self,
        team: Team,
        calendar: Calendar,
        shared: Shared,
        today: dt.date,
        people: Mapping[str, Person],
    ) -> None:
        self.team = team
        self._calendar, self._shared = calendar, shared
        self._today, self._people = today, people

    @cached_property
    def standings(self) -> Standings:
        """Where the pairing stands on the day."""
        mentee, pairing = None, self.team.pairing
        if pairing is not None and self._calendar.counts_from_mentee_start:
            mentee = self._people.get(pairing.mentee)
        return Standings(self._calendar, self.team, self._shared, today=self._today, mentee=mentee)

    @cached_property
    def dates(self) -> tuple[Dated, ...]:
        """Every date of the pairing's records that is filled in."""
        return tuple(dates(self.team))
