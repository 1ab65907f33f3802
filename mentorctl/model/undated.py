"""What is known of a pairing whatever the day on which it is judged: deadlines and facts.

A completed pairing is judged on two days, today and the day it was closed; this is worked out once.
"""

from __future__ import annotations

import datetime as dt
from functools import cached_property
from typing import TYPE_CHECKING

from mentorctl.model.team import fact

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mentorctl.model.calendar import Calendar, Deadline
    from mentorctl.model.needs import Need
    from mentorctl.model.person import Person
    from mentorctl.model.team import Shared, Team

__all__ = ["Undated"]


class Undated:
    """One pairing. Each part is worked out when first asked for.

    Args:
        calendar: The program's calendar.
        team: The pairing's records.
        shared: The meetings and facts of the year.
        mentee: The mentee, for milestones that count from their start; None where it is not known.
    """

    def __init__(
        self, calendar: Calendar, team: Team, shared: Shared, mentee: Person | None
    ) -> None:
        self._calendar, self._team = calendar, team
        self._shared, self._mentee = shared, mentee
        self._days: dict[Need, dt.date | None] = {}

    @cached_property
    def deadlines(self) -> Mapping[str, Deadline]:
        """Until when the pairing has for each milestone, by its id."""
        calendar, team, mentee = self._calendar, self._team, self._mentee
        return {row.id: calendar.deadline(row, team, mentee) for row, _ in calendar.of_pairing}

    @cached_property
    def held(self) -> Mapping[Need, str]:
        """The milestone that the pairing is held to for each need that one requires."""
        deadlines = self.deadlines
        required = self._calendar.required_by.items()
        return {need: _earliest(ids, deadlines) for need, ids in required}

    def recorded(self, need: Need) -> dt.date | None:
        """The day that is written down for a need, whether or not it counts."""
        try:
            return self._days[need]
        except KeyError:
            day = self._days[need] = fact(need, self._team, self._shared)
            return day

    def approved(self, need: Need) -> dt.date | None:
        """The day from which an experience counts, None while nothing says.

        That is the earliest day there is where it needs no approval: only one of the team's own
        does, and only where `own_needs` in program.yaml asks for it.
        """
        return self._approvals.get(need.key, dt.date.min)

    @cached_property
    def _approvals(self) -> Mapping[str, dt.date | None]:
        """The same for each slot, as needs write it, that has an experience of the team's own."""
        calendar, plan = self._calendar, self._team.plan
        asked = calendar.program.experiences.own_needs
        found: dict[str, dt.date | None] = {}
        # where a slot stands twice, the first counts
        for planned in reversed(plan.experiences) if asked and plan else ():
            found.pop(str(planned.slot), None)
            if planned.is_own or planned.catalogue in calendar.own_numbers:
                approved = planned.own.approved if planned.own and "approved" in asked else None
                day = approved.on if approved else dt.date.min
                found[str(planned.slot)] = None if planned.own_lacks(asked) else day
        return found


def _earliest(ids: Sequence[str], deadlines: Mapping[str, Deadline]) -> str:
    """The milestone that is due first of those that are owed; one without a day comes last."""
    if len(ids) == 1:
        return ids[0]
    owed = [name for name in ids if deadlines[name].owed] or ids
    return min(owed, key=lambda name: deadlines[name].due or dt.date.max)
