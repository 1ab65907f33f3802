"""Rows of the year's own dates: what the program has sent, mailed or closed, and when."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from mentorctl.model.kinds import kind_named
from mentorctl.model.paths import year_file
from mentorctl.model.structure import structure
from mentorctl.reports.imports.headings import folded
from mentorctl.reports.imports.record_rows import RecordRows

if TYPE_CHECKING:
    from mentorctl.model.finding import Where
    from mentorctl.store.sheets.cells import SheetRow

__all__ = ["YearRows"]

# facts that several people owe, each with a day of its own
BY_PERSON = ("completers_sent", "invoices_sent")
OF_PROGRAM = ("evaluation_mailed", "evaluation_closed", "completers_to_finance")


class YearRows(RecordRows):
    """Dates of the program's year: one a row."""

    what = "date of the year"

    def take(self, row: SheetRow) -> None:
        """Take in one date."""
        cells = self.reader.cells(row)
        if not self.needed(row, cells, "fact", "on"):
            return
        fact = self._fact(row, cells["fact"])
        if fact is None:
            return
        where: Where = (fact,)
        if fact in BY_PERSON:
            if not self.needed(row, cells, "person"):
                return
            person = self.person(row, "person", cells["person"])
            if person is None:
                return
            where = (fact, person)
        elif "person" in cells:
            self.problem(row, "person", f"{fact} is one date of the whole program",
                         "clear the cell")  # fmt: skip
            return
        self._bring(row, where, dt.date.fromisoformat(cells["on"]))

    def _bring(self, row: SheetRow, where: Where, day: dt.date) -> None:
        of = " ".join(map(str, where))
        before = self.seen.setdefault(of, (row.number, {"on": day}))
        if before[0] != row.number:
            if before[1]["on"] == day:
                self.there += 1
                return
            self.problem(row, "on", f"row {before[0]} has another day for {of}",
                         "delete one of the rows")  # fmt: skip
            return
        path = year_file(self.folder.program.year)
        facts = self.folder.years.get(path)
        if facts is None and path in self.folder.files:
            self.problem(row, "fact", f"{path} cannot be read", f"mentorctl check {path}")
            return
        old = getattr(facts, str(where[0]), None)
        if len(where) > 1:
            old = (old or {}).get(where[1])
        files = self.scaffold("year", path, {})
        pairs: dict[str, tuple[Where, Any, Any]] = {"on": (where, old, day)}
        self.bring(row, of, files, self.compare(row, of, path, pairs))

    def _fact(self, row: SheetRow, given: str) -> str | None:
        known = {folded(name): name for name in (*BY_PERSON, *OF_PROGRAM)}
        for field in structure(kind_named("year").model).fields:
            title = getattr(field.type, "extra_json_schema", None) or {}
            if field.encode_name in known.values() and "title" in title:
                known[folded(self.folder.words.say(title["title"]))] = field.encode_name
        found = known.get(folded(given))
        if found is None:
            names = ", ".join((*BY_PERSON, *OF_PROGRAM))
            self.problem(row, "fact", f"the year has no date {given!r}", f"its dates are {names}")
        return found
