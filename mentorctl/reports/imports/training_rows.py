"""Rows of trainings: who completed which, and when."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mentorctl.model.agreement import Training
from mentorctl.reports.imports.headings import folded
from mentorctl.reports.imports.intake_result import RecordEdit
from mentorctl.reports.imports.record_rows import RecordRows

if TYPE_CHECKING:
    from mentorctl.model.finding import Where
    from mentorctl.model.team import Team
    from mentorctl.store.sheets.cells import SheetRow

__all__ = ["TrainingRows"]

FILE = "trainings.yaml"


class TrainingRows(RecordRows):
    """Trainings that were completed: one person and training a row."""

    what = "training"

    def take(self, row: SheetRow) -> None:
        """Take in one training."""
        cells = self.reader.cells(row)
        if not self.needed(row, cells, "person", "training", "completed_on"):
            return
        code = self._code(row, cells["training"])
        person = self.person(row, "person", cells["person"])
        if code is None or person is None:
            return
        team = self._team(row, person, cells.get("pairing", ""))
        wanted = {"person": person, "training": code, "completed_on": cells["completed_on"]}
        record = self.record(row, wanted, Training)
        if team is not None and record is not None and self.is_readable(row, team, FILE):
            assert isinstance(record, Training)
            self._bring(row, team, record)

    def _bring(self, row: SheetRow, team: Team, record: Training) -> None:
        of = f"{team.id} {record.person} {record.code}"
        before = self.seen.setdefault(of, (row.number, {"on": record.on}))
        if before[0] != row.number:
            if before[1]["on"] == record.on:
                self.there += 1
                return
            self.problem(row, "completed_on", f"row {before[0]} has another day for this training",
                         "delete one of the rows")  # fmt: skip
            return
        path = self.path_in(team, FILE)
        taken = team.trainings.taken if team.trainings else ()
        for number, each in enumerate(taken):
            if (each.code, each.person) == (record.code, record.person):
                pairs: dict[str, tuple[Where, Any, Any]] = {
                    "completed_on": (("taken", number, "on"), each.on, record.on)
                }
                self.bring(row, of, (), self.compare(row, of, path, pairs))
                return
        item = {"code": record.code, "person": record.person, "on": record.on}
        files = self.scaffold("trainings", path, {})
        is_first = bool(files) or (not taken and path not in self.made)
        self.made.add(path)
        edit = (
            RecordEdit(path, ("taken",), [item]) if is_first
            else RecordEdit(path, ("taken",), item, is_item=True)
        )  # fmt: skip
        self.bring(row, of, files, [edit])

    def _code(self, row: SheetRow, given: str) -> str | None:
        known = {}
        for each in self.folder.program.trainings:
            known[folded(each.title)] = known[folded(each.code)] = each.code
        found = known.get(folded(given))
        if found is None:
            codes = ", ".join(each.code for each in self.folder.program.trainings)
            hint = f"its trainings are {codes}" if codes else "it asks for no trainings"
            self.problem(row, "training", f"program.yaml has no training {given!r}", hint)
        return found

    def _team(self, row: SheetRow, person: str, given: str) -> Team | None:
        if given:
            return self.team(row, given)
        found = self.pairings_of(person, self.today)
        if len(found) == 1:
            return self.team(row, found[0])
        what = f"{person} is in {len(found)} pairings of the year" if found else (
            f"{person} is in no pairing of the year"
        )  # fmt: skip
        self.problem(row, "person", what, "name the one that the training is for: a column pairing")
        return None
