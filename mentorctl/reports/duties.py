"""Which responsibilities of the people in a pairing its records already show."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mentorctl.model.roles import SIDES
from mentorctl.model.showing import titled, verdict
from mentorctl.reports.counted_folder import as_counted
from mentorctl.reports.folder_reading import sound_context
from mentorctl.reports.provenance import named_of
from mentorctl.reports.row_formats import listed
from mentorctl.reports.standards import records_of
from mentorctl.store.errors import StoreError

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Mapping

    from mentorctl.model.person import Person
    from mentorctl.model.program import Duty, Role
    from mentorctl.model.record_checks import Records, Verdict
    from mentorctl.model.team import Team
    from mentorctl.reports.provenance import Provenance
    from mentorctl.reports.row_formats import Cell
    from mentorctl.store.folder import Folder

__all__ = ["COLUMNS", "DutyReport", "DutyRow", "as_data", "cells", "duties"]

# what a row can be joined by
JOINED_BY = (
    "mentee_id", "mentor_id", "advisor_id", "supervisor_id", "program_id", "program", "year",
)  # fmt: skip
COLUMNS = ("pairing", "role", "person", "number", "duty", "state", "records", *JOINED_BY)


class DutyRow(NamedTuple):
    """One duty of one person.

    Attributes:
        role: The role's id.
        title: What program.yaml calls the role.
        person: The person's id.
        number: The duty's number in the role's list.
        duty: The duty.
        state: `shown` (by all its checks), `partly` (by some, or by all where they can show a
            part of it only), `open`, or `no record` where nothing in the records can show it.
        checks: What it was asked for, in words, and what the records say.
    """

    role: str
    title: str
    person: str
    number: int
    duty: str
    state: str
    checks: tuple[tuple[str, Verdict], ...]


class DutyReport(NamedTuple):
    """The duties in one pairing, role by role, as of a day; `joined_by` is as `JOINED_BY` says."""

    pairing: str
    today: dt.date
    rows: tuple[DutyRow, ...]
    joined_by: tuple[str | None, ...]


def duties(folder: Folder, today: dt.date, pairing_id: str) -> DutyReport:
    """Look what the records show of each duty.

    Raises:
        BrokenProgram: `program.yaml` contradicts itself.
        StoreError: The pairing's `pairing.yaml` cannot be read.
    """
    counted = as_counted(folder, today)
    ctx = sound_context(counted, today)
    seen = records_of(counted, ctx, pairing_id)
    team = seen.teams[pairing_id]
    if team.pairing is None:
        path = team.path("pairing.yaml")
        raise StoreError(f"{path} cannot be read", f"see what is wrong: mentorctl check {path}")
    rows = tuple(
        _row(role, person, number, duty, team, seen)
        for role, person in _holders(team, seen)
        for number, duty in enumerate(role.responsibilities, 1)
    )
    sides = (getattr(team.pairing, side) for side in SIDES)
    program = counted.program
    joined_by = (*sides, program.id, program.name, program.year)
    return DutyReport(pairing_id, today, rows, joined_by)


def _holders(team: Team, seen: Records) -> Iterator[tuple[Role, str]]:
    for role in seen.program.roles:
        person = getattr(team.pairing, role.id, None) if role.id in SIDES else None
        if person:
            yield role, person


def _row(role: Role, person: str, number: int, duty: Duty, team: Team, seen: Records) -> DutyRow:
    checks = tuple(
        (titled(each, seen.program, seen.words), verdict(each, team, seen, role.id))
        for each in duty.shown_by
    )
    states = {told.state for _, told in checks}
    if not checks:
        state = "no record"
    elif states == {"shown"}:
        state = "partly" if duty.in_part == "yes" else "shown"
    else:
        state = "partly" if "shown" in states else "open"
    return DutyRow(role.id, role.title, person, number, duty.duty, state, checks)


def cells(report: DutyReport, row: DutyRow) -> tuple[Cell, ...]:
    """One duty as `COLUMNS` has it."""
    records = listed(f"{title}: {told.says}" for title, told in row.checks)
    said = (report.pairing, row.role, row.person, row.number, row.duty, row.state, records)
    return (*said, *report.joined_by)


def as_data(
    report: DutyReport, drawn: Provenance, people: Mapping[str, Person]
) -> dict[str, object]:
    """The report for scripts; keys never change their meaning within a schema version.

    Args:
        report: The report.
        drawn: What it was drawn from.
        people: Everybody by id.
    """
    joined_by = dict(zip(JOINED_BY, report.joined_by, strict=True))
    return {
        "schema_version": 1,
        "pairing": report.pairing,
        "today": report.today,
        **drawn.data(),
        "duties": [
            {
                "role": row.role,
                **named_of(people, "person", row.person),
                "number": row.number,
                "duty": row.duty,
                "state": row.state,
                "records": [
                    {"title": title, "state": told.state, "says": told.says}
                    for title, told in row.checks
                ],
                **joined_by,
            }
            for row in report.rows
        ],
    }
