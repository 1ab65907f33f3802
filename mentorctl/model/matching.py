"""What a new pairing holds when only its two people are given."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentorctl.model.ids import is_alike

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from mentorctl.model.calendar import Calendar
    from mentorctl.model.person import Person
    from mentorctl.model.program import Milestone

__all__ = ["advisor_for", "area_of", "past"]


def area_of(people: Mapping[str, Person], mentee: str) -> str | None:
    """The content area of a pairing: the mentee's."""
    person = people.get(mentee)
    return person.content_area if person else None


def advisor_for(people: Mapping[str, Person], area: str | None) -> str | None:
    """The advisor of a content area.

    Returns:
        The only person with the role, or else the only one of them with this content area;
        None where nobody or several could be meant.
    """
    advisors = [name for name, person in people.items() if "advisor" in person.roles]
    if len(advisors) != 1 and area:
        advisors = [name for name in advisors if _same(people[name].content_area, area)]
    return advisors[0] if len(advisors) == 1 else None


def past(calendar: Calendar, day: dt.date) -> tuple[Milestone, ...]:
    """The milestones that every pairing must meet and that are over on a day."""
    return tuple(
        milestone
        for milestone, _ in calendar.of_pairing
        if milestone.required == "yes"
        and milestone.due.date is not None
        and calendar.year.day(milestone.due.date) < day
    )


def _same(one: str | None, other: str) -> bool:
    return (one or "").split() != [] and is_alike(one or "", other)
