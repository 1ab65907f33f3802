"""Where the program itself stands: the milestones that belong to no one pairing, judged."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, get_args, get_origin

from msgspec.structs import fields

from mentorctl.model.meeting import YearFacts
from mentorctl.model.needs import Fact, Need, NeedState, evaluate
from mentorctl.model.owed import PAYEES
from mentorctl.model.roles import SIDES

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Mapping

    from mentorctl.model.calendar import Calendar
    from mentorctl.model.pairing import Pairing
    from mentorctl.model.program import Milestone
    from mentorctl.model.team import Shared

    # who owes a fact, role by role, and since when; None where nothing has to come before
    _Holders = Mapping[str, Mapping[str, dt.date | None]]

__all__ = [
    "OF_COMPLETED", "PER_PERSON", "Owed", "ProgramMilestoneStanding", "program_standing",
    "rests_on_completion",
]  # fmt: skip

# the facts of a year that several people owe, each with a day of their own
PER_PERSON = frozenset(
    field.name for field in fields(YearFacts) if get_origin(get_args(field.type)[0]) is dict
)
# what is owed by those alone whom `invoices` pays: for pairings that have completed
OF_COMPLETED = frozenset({"invoices_sent", "invoices_dated"})
# a pairing that was given up owes no list
OWING_STATES = ("active", "completed")
_WORST_FIRST = (NeedState.MISSED, NeedState.DUE, NeedState.LATE, NeedState.EXCUSED)


class Owed(NamedTuple):
    """One fact that a milestone of the program waits for.

    Attributes:
        need: The need it belongs to.
        person: Who owes it; empty where it is the program's own and nobody's in particular.
        roles: The roles by which it is owed, of the milestone's owners.
        on: The day it is dated, or None while it is open.
        state: How it stands.
        due: The last day that is on time: the milestone's, and of an invoice for pairings that
            completed only after it, the day on which the first of them did.
    """

    need: Need
    person: str
    roles: tuple[str, ...]
    on: dt.date | None
    state: NeedState
    due: dt.date | None = None


class ProgramMilestoneStanding(NamedTuple):
    """One milestone of the program.

    Attributes:
        milestone: The row of the calendar.
        due: The day it is due, or None where its row gives no date.
        state: How it stands as a whole; `met` where nobody owes anything, or not yet.
        owed: Each fact it waits for or has, in the order of needs and then of people's ids.
    """

    milestone: Milestone
    due: dt.date | None
    state: NeedState
    owed: tuple[Owed, ...]


class _Debtor(NamedTuple):
    """Who owes a fact, by which roles, and since when they can have done it."""

    person: str
    roles: tuple[str, ...]
    since: dt.date | None = None


def rests_on_completion(calendar: Calendar) -> bool:
    """Whether who owes what to the program hangs on which pairings have completed."""
    return any(need.field[0] in OF_COMPLETED for _, needs in calendar.of_program for need in needs)


def program_standing(
    calendar: Calendar,
    shared: Shared,
    pairings: Mapping[str, Pairing],
    today: dt.date,
    completed: Mapping[str, dt.date],
) -> tuple[ProgramMilestoneStanding, ...]:
    """Judge every milestone of the program, in the calendar's order.

    A fact that is dated by person is owed by everybody who has one of the milestone's owner
    roles in a pairing of the year that is active or completed. An invoice is owed by those whom
    `invoices` pays: mentor and advisor of a pairing that is on the list of completers. Until a
    pairing is, nobody owes one for it.

    Args:
        calendar: The program's calendar.
        shared: The facts of the year.
        pairings: The pairings of the year by id.
        today: The day on which to judge.
        completed: The pairings that are on the list of completers on that day, and since when;
            nothing rests on it unless `rests_on_completion`.
    """
    holders, payees = _holders(pairings, today), _payees(pairings, completed)
    rows = []
    for milestone, needs in calendar.of_program:
        due = calendar.year.day(milestone.due.date) if milestone.due.date else None
        if shared.year_unread:
            # what the year's file may well say is owed by nobody
            rows.append(ProgramMilestoneStanding(milestone, due, NeedState.DUE, ()))
            continue
        owed = []
        for need in needs:
            owing = payees if need.field[0] in OF_COMPLETED else holders
            for who, on in _owed(need, milestone.owners, shared, owing):
                owed.append(_judged(need, who, on, calendar, due, today))
        rows.append(ProgramMilestoneStanding(milestone, due, _worst(owed), tuple(owed)))
    return tuple(rows)


def _judged(
    need: Need,
    who: _Debtor,
    on: dt.date | None,
    calendar: Calendar,
    due: dt.date | None,
    today: dt.date,
) -> Owed:
    """One fact; of the year's it counts when it is dated in the program year."""
    if due is not None and who.since is not None:
        due = max(due, who.since)
    fact = Fact(on if on is not None and on in calendar.year else None)
    state = evaluate([fact], due=due, until=None, today=today)
    return Owed(need, who.person, who.roles, on, state, due)


def _worst(owed: list[Owed]) -> NeedState:
    """How a milestone stands as a whole."""
    found = {each.state for each in owed}
    return next((state for state in _WORST_FIRST if state in found), NeedState.MET)


def _owed(
    need: Need, owners: tuple[str, ...], shared: Shared, holders: _Holders
) -> Iterator[tuple[_Debtor, dt.date | None]]:
    name, *person = need.field
    value = getattr(shared.year, name) if shared.year else None
    if name not in PER_PERSON:
        for part in person:
            value = getattr(value, part, None)
        yield _Debtor("", owners), value
        return
    days: Mapping[str, dt.date | None] = value or {}
    owing = [(role, holders[role]) for role in owners if role in holders]
    for who in person or sorted(set().union(*(people for _, people in owing))):
        roles = tuple(role for role, people in owing if who in people)
        since = min(filter(None, (people.get(who) for _, people in owing)), default=None)
        yield _Debtor(who, roles or owners, since), days.get(who)


def _holders(pairings: Mapping[str, Pairing], today: dt.date) -> _Holders:
    """Who holds each role in the pairings that owe something."""
    owing = [pairing for pairing in pairings.values() if pairing.state_on(today) in OWING_STATES]
    return {
        role: {person: None for pairing in owing if (person := getattr(pairing, role))}
        for role in SIDES
    }


def _payees(pairings: Mapping[str, Pairing], completed: Mapping[str, dt.date]) -> _Holders:
    """Whom `invoices` pays in each role, and the day on which the first of theirs completed."""
    found: dict[str, dict[str, dt.date | None]] = {role: {} for role in PAYEES}
    # what completed first is noted last
    for name, day in sorted(completed.items(), key=lambda each: each[1], reverse=True):
        for role in PAYEES if name in pairings else ():
            if person := getattr(pairings[name], role):
                found[role][person] = day
    return found
