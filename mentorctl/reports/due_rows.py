"""What `due` says in JSON, and its rows in sheets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentorctl.reports.awaited_rows import awaited_data
from mentorctl.reports.due import Debt
from mentorctl.reports.folder_reading import unreadable_data
from mentorctl.reports.planned_dates import planned_data
from mentorctl.reports.row_formats import listed

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from mentorctl.reports.due import DueReport
    from mentorctl.reports.provenance import Provenance
    from mentorctl.reports.row_formats import Cell

__all__ = ["COLUMNS", "as_data", "rows"]

COLUMNS = (*Debt._fields, "program_id", "program", "year")
# what is waited for without a last day, as the column `state` calls it
UNREPORTED, AWAITED = "unreported", "awaited"


def as_data(report: DueReport, drawn: Provenance) -> dict[str, object]:
    """The report for scripts; keys never change their meaning within a schema version."""
    return {
        "schema_version": 1,
        "program": report.program,
        "year": report.year,
        "today": report.today,
        "until": report.until,
        **drawn.data(),
        "due": [debt._asdict() | _of_program_data(report) for debt in report.debts],
        "ending": [
            {"pairing": name, "ends": ends, "state": state} for name, ends, state in report.ending
        ],
        "planned": [planned_data(each) for each in report.planned],
        "unreported": [planned_data(each) for each in report.unreported],
        "awaited": [awaited_data(each) for each in report.awaited],
        "unreadable": unreadable_data(report.unread),
    }


def rows(report: DueReport) -> Iterator[tuple[Cell, ...]]:
    """The lines as `COLUMNS` has them: what is owed, and behind it what waits without a last day.

    What is open is joined by semicolons.
    """
    for debt in (*report.debts, *_unreported(report), *_awaited(report)):
        said = {
            **debt._asdict(),
            "required": "yes" if debt.required else "no",
            "open": listed(debt.open),
            **_of_program_data(report),
        }
        yield tuple(said.values())


def _unreported(report: DueReport) -> Iterator[Debt]:
    """What was planned for a day that passed, and nothing says that it took place."""
    for each in report.unreported:
        hint = "nothing says that it took place"
        yield _waiting(report, UNREPORTED, each.on, each.title, each.pairing)._replace(open=(hint,))


def _awaited(report: DueReport) -> Iterator[Debt]:
    """What is waited for about reports that were sent."""
    for each in report.awaited:
        yield _waiting(report, AWAITED, each.since, each.called, each.pairing)._replace(
            role=each.role, person_id=each.person_id, person=each.person, open=(each.told,)
        )


def _waiting(report: DueReport, state: str, since: dt.date, title: str, pairing: str) -> Debt:
    held = report.pairings.get(pairing)
    return Debt(
        since,
        (since - report.today).days,
        state,
        "",
        title,
        required=False,
        pairing=pairing,
        role="",
        person_id="",
        person="",
        email=None,
        open=(),
        mentee_id=held.mentee if held else None,
        mentor_id=held.mentor if held else None,
        advisor_id=held.advisor if held else None,
        supervisor_id=held.supervisor if held else None,
    )


def _of_program_data(report: DueReport) -> dict[str, str]:
    return {"program_id": report.program_id, "program": report.program, "year": report.year}
