"""Where the program itself stands: the milestones that belong to no one pairing, judged."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, get_args, get_origin

from msgspec.structs import fields

from mentorctl.model.meeting import YearFacts
from mentorctl.model.needs import Fact, Need, NeedState, evaluate
from mentorctl.model.roles import SIDES

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Mapping

    from mentorctl.model.calendar import Calendar
    from mentorctl.model.pairing import Pairing
    from mentorctl.model.program import Milestone
    from mentorctl.model.team import Shared

__all__ = ["PER_PERSON", "Owed", "ProgramMilestoneStanding", "program_standing"]

# the facts of a year that several people owe, each with a day of their own
PER_PERSON = frozenset(
    field.name for field in fields(YearFacts) if get_origin(get_args(field.type)[0]) is dict
)
# a pairing that was given up owes no list and no invoice
OWING_STATES = ("active", "completed")


class Owed(NamedTuple):
    """One fact that a milestone of the program waits for.

    Attributes:
        need: The need it belongs to.
        person: Who owes it; empty where it is the program's own and nobody's in particular.
        roles: The roles by which it is owed, of the milestone's owners.
        on: The day it is dated, or None while it is open.
        state: How it stands.
    """

    need: Need
    person: str
    roles: tuple[str, ...]
    on: dt.date | None
    state: NeedState


class ProgramMilestoneStanding(NamedTuple):
    """One milestone of the program.

    Attributes:
        milestone: The row of the calendar.
        due: The day it is due, or None where its row gives no date.
        state: How it stands as a whole; `met` where nobody owes anything.
        owed: Each fact it waits for or has, in the order of needs and then of people's ids.
    """

    milestone: Milestone
    due: dt.date | None
    state: NeedState
    owed: tuple[Owed, ...]


def program_standing(
    calendar: Calendar,
    shared: Shared,
    pairings: Mapping[str, Pairing],
    today: dt.date,
) -> tuple[ProgramMilestoneStanding, ...]:
    """Judge every milestone of the program, in the calendar's order.

    A fact that is dated by person is owed by everybody who has one of the milestone's owner
    roles in a pairing of the year that is active or completed.

    Args:
        calendar: The program's calendar.
        shared: The facts of the year.
        pairings: The pairings of the year by id.
        today: The day on which to judge.
    """
    holders = _holders(pairings, today)
    rows = []
    for milestone, needs in calendar.of_program:
        due = calendar.year.day(milestone.due.date) if milestone.due.date else None
        if shared.year_unread:
            # what the year's file may well say is owed by nobody
            rows.append(ProgramMilestoneStanding(milestone, due, NeedState.DUE, ()))
            continue
        owed = tuple(
            Owed(
                need,
                person,
                roles,
                on,
                evaluate([_counted(on, calendar)], due=due, until=None, today=today),
            )
            for need in needs
            for person, roles, on in _owed(need, milestone.owners, shared, holders)
        )
        facts = [_counted(entry.on, calendar) for entry in owed]
        state = evaluate(facts, due=due, until=None, today=today)
        rows.append(ProgramMilestoneStanding(milestone, due, state, owed))
    return tuple(rows)


def _counted(on: dt.date | None, calendar: Calendar) -> Fact:
    """A fact of the year: it counts when it is dated in the program year."""
    return Fact(on if on is not None and on in calendar.year else None)


def _owed(
    need: Need, owners: tuple[str, ...], shared: Shared, holders: Mapping[str, set[str]]
) -> Iterator[tuple[str, tuple[str, ...], dt.date | None]]:
    name, *person = need.field
    value = getattr(shared.year, name) if shared.year else None
    if name not in PER_PERSON:
        for part in person:
            value = getattr(value, part, None)
        yield "", owners, value
        return
    days: Mapping[str, dt.date | None] = value or {}
    owing = [(role, holders[role]) for role in owners if role in holders]
    for who in person or sorted(set().union(*(people for _, people in owing))):
        roles = tuple(role for role, people in owing if who in people)
        yield who, roles or owners, days.get(who)


def _holders(pairings: Mapping[str, Pairing], today: dt.date) -> dict[str, set[str]]:
    """Who holds each role in the pairings that owe something."""
    owing = [pairing for pairing in pairings.values() if pairing.state_on(today) in OWING_STATES]
    return {
        role: {person for pairing in owing if (person := getattr(pairing, role))} for role in SIDES
    }
