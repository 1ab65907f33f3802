"""Rows of attendance: who was at which meeting."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from mentorctl.model.paths import meeting_file
from mentorctl.reports.imports.headings import folded
from mentorctl.reports.imports.intake_result import RecordEdit
from mentorctl.reports.imports.record_rows import RecordRows

if TYPE_CHECKING:
    from mentorctl.model.finding import Where
    from mentorctl.store.sheets.cells import SheetRow

__all__ = ["AttendanceRows"]


class AttendanceRows(RecordRows):
    """Who was at a meeting: one person a row."""

    what = "attendance"

    def take(self, row: SheetRow) -> None:
        """Take in one person's attendance."""
        cells = self.reader.cells(row)
        if not self.needed(row, cells, "meeting", "person"):
            return
        meeting = self._meeting(row, cells["meeting"])
        person = self.person(row, "person", cells["person"])
        if meeting is None or person is None:
            return
        was_there = cells.get("attended", "no" if "attended" in self.heading else "yes")
        if was_there not in ("yes", "no"):
            self.problem(row, "attended", f"attended is {was_there!r}, not one of: no, yes",
                         "write yes or no")  # fmt: skip
            return
        self._bring(row, meeting, person, cells, was_there == "yes")

    def _bring(
        self, row: SheetRow, meeting: str, person: str, cells: dict[str, str], was_there: bool
    ) -> None:
        path = meeting_file(self.folder.program.year, meeting)
        held = self.folder.meetings.get(path)
        if held is None and path in self.folder.files:
            self.problem(row, "meeting", f"{path} cannot be read", f"mentorctl check {path}")
            return
        of = f"{meeting} {person}"
        day = dt.date.fromisoformat(cells["held_on"]) if "held_on" in cells else None
        before = self.seen.setdefault(f"{meeting} on", (row.number, {"on": day}))
        if day and before[1]["on"] not in (None, day):
            self.problem(row, "held_on", f"row {before[0]} says that {meeting} was held on"
                         f" {before[1]['on']}", "a meeting has one day; correct one")  # fmt: skip
            return
        if not was_there and held and person in held.attended:
            self.problem(row, "attended", f"{path} says that {person} was at {meeting}",
                         "correct the row, or take this person out of the record")  # fmt: skip
            return
        pairs: dict[str, tuple[Where, Any, Any]] = {}
        if day and (before[0] == row.number or before[1]["on"] is None):
            pairs["held_on"] = (("on",), getattr(held, "on", None), day)
            self.seen[f"{meeting} on"] = (row.number, {"on": day})
        if "where" in cells and self._is_first(f"{meeting} where", row):
            pairs["where"] = (("where",), getattr(held, "where", None), cells["where"])
        files = self.scaffold("meeting", path, {"meeting": meeting})
        edits = self.compare(row, of, path, pairs)
        if was_there and not (held and person in held.attended) and self._is_first(of, row):
            none_yet = not (held and held.attended) and self._is_first(f"{meeting} list", row)
            value: Any = [person] if none_yet else person
            edits.append(RecordEdit(path, ("attended",), value, is_item=not none_yet))
        self.bring(row, of, files, edits)

    def _is_first(self, what: str, row: SheetRow) -> bool:
        """Whether no earlier row has brought this."""
        return self.seen.setdefault(what, (row.number, {}))[0] == row.number

    def _meeting(self, row: SheetRow, given: str) -> str | None:
        known = {}
        for each in self.folder.program.meetings:
            known[folded(each.title)] = known[folded(each.id)] = each.id
        found = known.get(folded(given)) or known.get(folded(given).removesuffix("meeting"))
        if found is None:
            names = ", ".join(each.id for each in self.folder.program.meetings)
            self.problem(row, "meeting", f"program.yaml has no meeting {given!r}",
                         f"its meetings are {names}" if names else "it lists none")  # fmt: skip
        return found
