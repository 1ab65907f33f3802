"""What is overdue, by the role that owes it and by person."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from mentorctl.reports.awaited_rows import AwaitedRow
    from mentorctl.reports.due import Debt
    from mentorctl.reports.overview.judged_year import JudgedYear
    from mentorctl.reports.overview.page_reader import PageReader

__all__ = ["OverduePerson", "OwnerRow", "WaitingReports", "overdue", "waiting_reports"]


class OverduePerson(NamedTuple):
    """What one person owes.

    Attributes:
        person_id: Their id; empty where the role owes it, and nobody in particular.
        person: Their name.
        things: How many things of one pairing, or of the program.
        since: The day by which the first of them was due.
        milestones: The milestones that they belong to, by their titles, the oldest first.
    """

    person_id: str
    person: str
    things: int
    since: dt.date
    milestones: tuple[str, ...]


class OwnerRow(NamedTuple):
    """What one role owes.

    Attributes:
        role: The role's id.
        things: How many things, as `due` counts them.
        pairings: How many pairings wait for it.
        people: Who owes it, what is longest overdue first.
    """

    role: str
    things: int
    pairings: int
    people: tuple[OverduePerson, ...]


class WaitingReports(NamedTuple):
    """Reports that were sent to an {advisor}, and wait for one person.

    Attributes:
        role: Whose move it is: the `advisor`'s to note that they came, or the `mentor`'s to give
            what was asked for besides.
        person_id: Their id.
        person: Their name.
        reports: How many reports.
        since: Since when the first of them waits.
    """

    role: str
    person_id: str
    person: str
    reports: int
    since: dt.date


def waiting_reports(judged: JudgedYear, mine: frozenset[str]) -> tuple[WaitingReports, ...]:
    """The reports of some pairings that wait for somebody, as `due` has them, longest first."""
    seen: dict[tuple[str, str], list[AwaitedRow]] = {}
    for each in judged.due.awaited:
        if each.pairing in mine:
            seen.setdefault((each.role, each.person_id), []).append(each)
    found = [
        WaitingReports(role, who, rows[0].person, len(rows), min(each.since for each in rows))
        for (role, who), rows in seen.items()
    ]
    return tuple(sorted(found, key=lambda each: (each.since, each.role, each.person_id)))


def overdue(judged: JudgedYear, reader: PageReader, mine: frozenset[str]) -> tuple[OwnerRow, ...]:
    """What of the list of `due` is overdue, the role that owes most first.

    Args:
        judged: What is known of the year.
        reader: Who the page is for; an advisor sees what they owe the program themselves.
        mine: The pairings that may be named.
    """
    seen = [
        debt
        for debt in judged.due.debts
        if debt.days < 0
        and (
            debt.pairing in mine
            or (not debt.pairing and reader.kind == "coordinator")
            or (not debt.pairing and reader.kind == "advisor" and debt.person_id == reader.advisor)
        )
    ]
    roles = dict.fromkeys(debt.role for debt in seen)
    rows = [_row(role, [debt for debt in seen if debt.role == role]) for role in roles]
    return tuple(sorted(rows, key=lambda row: (-row.things, row.role)))


def _row(role: str, debts: list[Debt]) -> OwnerRow:
    by_person: dict[str, list[Debt]] = {}
    for debt in debts:
        by_person.setdefault(debt.person_id, []).append(debt)
    people = sorted(
        (_person(each) for each in by_person.values()),
        key=lambda person: (person.since, -person.things, person.person_id),
    )
    pairings = {debt.pairing for debt in debts if debt.pairing}
    return OwnerRow(role, len(debts), len(pairings), tuple(people))


def _person(debts: list[Debt]) -> OverduePerson:
    first = debts[0]
    return OverduePerson(
        first.person_id,
        first.person,
        len(debts),
        min(debt.by for debt in debts),
        tuple(_titles(sorted(debts, key=lambda debt: debt.by))),
    )


def _titles(debts: Iterable[Debt]) -> Iterable[str]:
    return dict.fromkeys(debt.title for debt in debts)
