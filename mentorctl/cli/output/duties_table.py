"""What `status PAIRING --duties` shows: the responsibilities, and which the records evidence."""

from __future__ import annotations

from collections import Counter
from itertools import groupby
from typing import TYPE_CHECKING

from mentorctl.cli.output.console import note, paint, put, say, shown, table
from mentorctl.model.person import name_of
from mentorctl.reports.duties import COLUMNS, as_data, cells, duties
from mentorctl.reports.provenance import provenance
from mentorctl.reports.row_formats import as_csv, as_json
from mentorctl.store.parse.fast import reading

if TYPE_CHECKING:
    import datetime as dt

    from mentorctl.cli.state import State
    from mentorctl.reports.duties import DutyReport, DutyRow

__all__ = ["put_duties"]

MARKS = {"shown": "✓", "partly": "·", "open": "✗", "no record": ""}


def put_duties(state: State, today: dt.date, pairing: str, form: str, version: str = "1") -> None:
    """Show the duties of the people in a pairing."""
    with reading():
        report = duties(state.counted, today, pairing)
    if form == "json":
        put(as_json(as_data(report, provenance(state.counted), state.counted.people), version))
    elif form == "csv":
        put(as_csv(COLUMNS, (cells(report, row) for row in report.rows)))
    else:
        _put_table(report, state)
    counts = Counter(row.state for row in report.rows)
    said = ", ".join(f"{counts[each]} {each}" for each in MARKS if counts[each])
    note(f"{len(report.rows)} responsibilities on {today}: {said or 'program.yaml lists none'}")


def _put_table(report: DutyReport, state: State) -> None:
    people = state.counted.people
    for number, (key, rows) in enumerate(groupby(report.rows, key=lambda row: row[:3])):
        _, title, person = key
        if number:
            put("")
        say(paint(shown(f"{title}: {name_of(people, person)}"), "bold"))
        lines = [(MARKS[row.state], str(row.number), row.duty, _said(row)) for row in rows]
        put(table(("", "no.", "responsibility", "records"), lines, texts=(2, 3)))


def _said(row: DutyRow) -> str:
    if not row.checks:
        return "no record shows it"
    if len(row.checks) == 1:
        return row.checks[0][1].says
    done = sum(told.state == "shown" for _, told in row.checks)
    return f"{done} of {len(row.checks)} dated"
