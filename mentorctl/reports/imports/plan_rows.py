"""Rows of plans: one planned experience each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mentorctl.model.plan import Plan, PlannedExperience
from mentorctl.reports.imports.intake_result import RecordEdit
from mentorctl.reports.imports.record_rows import RecordRows
from mentorctl.reports.imports.row_intake import value_of

if TYPE_CHECKING:
    from mentorctl.model.finding import Where
    from mentorctl.model.team import Team
    from mentorctl.store.sheets.cells import SheetRow

__all__ = ["PlanRows"]

FILE = "plan.yaml"


class PlanRows(RecordRows):
    """Planned experiences: one a row."""

    what = "planned experience"

    def take(self, row: SheetRow) -> None:
        """Take in one planned experience."""
        cells = self.reader.cells(row)
        if not self.needed(row, cells, "pairing", "experience"):
            return
        team = self.team(row, cells.pop("pairing"))
        record = self.record(row, cells, PlannedExperience)
        if team is None or record is None or not self.is_readable(row, team, FILE):
            return
        assert isinstance(record, PlannedExperience)
        count = self.folder.program.experiences.count
        if not 1 <= record.slot <= count:
            self.problem(row, "experience", f"there is no experience {record.slot}",
                         f"they are numbered 1 to {count}")  # fmt: skip
            return
        self._bring(row, team, record, [each for each in cells if each != "experience"])

    def _bring(
        self, row: SheetRow, team: Team, record: PlannedExperience, given: list[str]
    ) -> None:
        of = f"{team.id} {record.slot}"
        before = self.seen.setdefault(of, (row.number, {}))
        if before[0] != row.number:
            self.problem(row, "experience",
                         f"experience {record.slot} of {team.id} is in row {before[0]} already",
                         "delete one of the rows")  # fmt: skip
            return
        path = self.path_in(team, FILE)
        first = Plan.first_values(self.folder.program, {})
        files = self.scaffold("plan", path, first)
        planned: list[dict[str, Any]] = first["experiences"]
        slots = [each.slot for each in team.plan.experiences] if team.plan else [
            each["slot"] for each in planned
        ]  # fmt: skip
        known = team.plan.slot(record.slot) if team.plan else None
        place = slots.index(record.slot) if record.slot in slots else None
        if place is None:
            item = {name: value for name, value in _item(self, record, given).items() if value}
            edit = RecordEdit(path, ("experiences",), {"slot": record.slot, **item}, is_item=True)
            self.bring(row, of, files, [edit])
            return
        pairs: dict[str, tuple[Where, Any, Any]] = {}
        for name in given:
            where = self.columns[name].where
            old, new = (value_of(each, where) if each else None for each in (known, record))
            pairs[name] = (("experiences", place, *where), old, new)
        self.bring(row, of, files, self.compare(row, of, path, pairs))


def _item(rows: PlanRows, record: PlannedExperience, given: list[str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name in given:
        *groups, last = map(str, rows.columns[name].where)
        inner = found
        for each in groups:
            inner = inner.setdefault(each, {})
        inner[last] = value_of(record, rows.columns[name].where)
    return found
