"""Rows of dates: what the program has sent, mailed or closed, and the own dates of pairings."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from mentorctl.model.kinds import kind_named
from mentorctl.model.paths import PAIRING_FILE, year_file
from mentorctl.model.structure import structure
from mentorctl.reports.imports.headings import folded
from mentorctl.reports.imports.record_rows import RecordRows

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mentorctl.model.finding import Where
    from mentorctl.store.sheets.cells import SheetRow

__all__ = ["YearRows"]

# facts that several people owe, each with a day of its own
BY_PERSON = ("completers_sent", "invoices_sent")
OF_PROGRAM = ("evaluation_mailed", "evaluation_closed", "completers_to_finance")


class YearRows(RecordRows):
    """Dates of the program's year, and own dates of its pairings: one a row."""

    what = "date of the year"

    def take(self, row: SheetRow) -> None:
        """Take in one date."""
        cells = self.reader.cells(row)
        if not self.needed(row, cells, "fact", "on"):
            return
        if cells.get("pairing"):
            self._own_date(row, cells)
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

    def _own_date(self, row: SheetRow, cells: Mapping[str, str]) -> None:
        """Take in a date that each pairing of the program has for itself."""
        own = self._own(row, cells["fact"])
        if "person" in cells:
            self.problem(row, "person", "a date of a pairing is nobody's alone", "clear the cell")
            return
        team = self.team(row, cells["pairing"], cells["on"])
        if own is None or team is None or not self.is_readable(row, team, PAIRING_FILE):
            return
        of, day = f"{team.id} {own}", dt.date.fromisoformat(cells["on"])
        if self._is_repeated(row, of, day):
            return
        old = team.pairing.dates.get(own) if team.pairing else None
        pairs: dict[str, tuple[Where, Any, Any]] = {"on": (("dates", own), old, day)}
        self.bring(row, of, (), self.compare(row, of, self.path_in(team, PAIRING_FILE), pairs))

    def _own(self, row: SheetRow, given: str) -> str | None:
        known: dict[str, str] = {}
        for each in self.folder.program.dates:
            known[folded(each.title)] = known[folded(each.id)] = each.id
        found = known.get(folded(given))
        if found is None:
            names = ", ".join(each.id for each in self.folder.program.dates)
            hint = f"their dates are {names}" if names else "program.yaml lists none"
            self.problem(row, "fact", f"pairings have no date {given!r}", hint)
        return found

    def _is_repeated(self, row: SheetRow, of: str, day: dt.date) -> bool:
        """Whether an earlier row has this date; notes where it has another day."""
        before = self.seen.setdefault(of, (row.number, {"on": day}))
        if before[0] == row.number:
            return False
        if before[1]["on"] == day:
            self.there += 1
        else:
            self.problem(row, "on", f"row {before[0]} has another day for {of}",
                         "delete one of the rows")  # fmt: skip
        return True

    def _bring(self, row: SheetRow, where: Where, day: dt.date) -> None:
        of = " ".join(map(str, where))
        if self._is_repeated(row, of, day):
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
            own = next(
                (each.id for each in self.folder.program.dates
                 if folded(given) in {folded(each.id), folded(each.title)}), ""
            )  # fmt: skip
            if own:
                self.problem(row, "pairing", f"{own} is a date of a pairing, and no pairing is"
                             " named", "fill the cell in")  # fmt: skip
                return None
            self.problem(row, "fact", f"the year has no date {given!r}", f"its dates are {names}")
        return found
