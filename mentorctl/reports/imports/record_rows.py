"""What rows that go into records of pairings or of the program have in common."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from mentorctl.model.kinds import kind_named
from mentorctl.model.pairing import had_on
from mentorctl.model.paths import pairing_file
from mentorctl.model.roles import SIDES, THE_PAIR
from mentorctl.reports.imports.intake_result import FieldChange, ImportEntry, RecordEdit
from mentorctl.reports.imports.pairing_rows import PeopleByName
from mentorctl.reports.imports.person_cells import BadCell
from mentorctl.reports.imports.row_intake import RowIntake, is_same, text_of
from mentorctl.store.scaffold import Scaffold, record_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mentorctl.model.finding import Where
    from mentorctl.model.pairing import Pairing
    from mentorctl.model.team import Team
    from mentorctl.reports.imports.cell_reading import CellReader
    from mentorctl.reports.imports.import_columns import Column
    from mentorctl.store.folder import Folder
    from mentorctl.store.sheets.cells import SheetRow

__all__ = ["RecordRows"]

MOST_NAMED = 4


class RecordRows(RowIntake):
    """Rows that each put something into a record."""

    def __init__(
        self, folder: Folder, reader: CellReader, columns: Mapping[str, Column], today: dt.date
    ) -> None:
        super().__init__(folder, reader, columns, today)
        self.finder = PeopleByName(folder)
        self.ids = list(folder.pairing_ids)
        self.teams: dict[str, Team] = {}
        self.made: set[str] = set()

    def needed(self, row: SheetRow, cells: Mapping[str, str], *names: str) -> bool:
        """Whether the cells are filled in that a row cannot do without; notes those that are not.

        A cell that could not be read was named already.
        """
        spoilt = {each.column for each in self.reader.problems if each.row == row.number}
        for name in names:
            if not cells.get(name) and self.heading.get(name, name) not in spoilt:
                self.problem(row, name, f"{name} is missing", "fill the cell in")
        return all(cells.get(name) for name in names)

    def team(self, row: SheetRow, given: str, on: str | None = None) -> Team | None:
        """The pairing that a cell means: by its id or a part of it, or by one of its people.

        Args:
            row: The row.
            given: What the cell says.
            on: The day of what the row brings, `YYYY-MM-DD`; the day of the import when left out.
        """
        try:
            found = self._pairing(given, dt.date.fromisoformat(on) if on else self.today)
        except BadCell as bad:
            self.problem(row, "pairing", bad.message, bad.hint)
            return None
        if found not in self.teams:
            self.teams[found] = self.folder.team(found)
        return self.teams[found]

    def person(self, row: SheetRow, name: str, given: str) -> str | None:
        """The id of the person that a cell means."""
        return self.finder.in_cell(self, row, name, given)

    def pairings_of(self, person: str, on: dt.date) -> list[str]:
        """The pairings of the year that a person is in: the one that they had on a day, if one."""
        known: dict[str, Pairing | None] = {}
        for each in self.folder.pairings_naming(person):
            pairing = self.folder.pairing(each)
            if pairing and person in (getattr(pairing, side) for side in SIDES):
                known[each] = pairing
        return self._had_on(on, known) or list(known)

    def is_readable(self, row: SheetRow, team: Team, file: str) -> bool:
        """Whether a pairing's record can be built on; notes that it cannot."""
        if file not in team.broken:
            return True
        path = team.path(file)
        self.problem(row, "pairing", f"{path} cannot be read", f"mentorctl check {path}")
        return False

    def scaffold(self, kind: str, path: str, first: Mapping[str, Any]) -> tuple[Scaffold, ...]:
        """A new file, where there is none and no earlier row makes it."""
        if path in self.folder.files or path in self.made:
            return ()
        self.made.add(path)
        program, words = self.folder.program, self.folder.words
        return (Scaffold(path, record_text(kind_named(kind), path, program, words, first)),)

    def path_in(self, team: Team, file: str) -> str:
        """The path of a pairing's file."""
        return pairing_file(team.year, team.id, file)

    def compare(
        self, row: SheetRow, of: str, path: str, pairs: Mapping[str, tuple[Where, Any, Any]]
    ) -> list[RecordEdit]:
        """The blanks that a row fills in; what stands there otherwise is noted as a change.

        Args:
            row: The row.
            of: What the record is of.
            path: Its file.
            pairs: By our name of the column: the place, what stands there, what the row says.
        """
        edits = []
        for name, (where, old, new) in pairs.items():
            if is_same(self.columns[name], new, old):
                continue
            edit = RecordEdit(path, where, new)
            if old in (None, (), ""):
                edits.append(edit)
            else:
                heading = self.heading.get(name, name)
                self.changes.append(
                    FieldChange(row.number, of, heading, text_of(old), text_of(new), edit)
                )
        return edits

    def bring(
        self, row: SheetRow, of: str, files: tuple[Scaffold, ...], edits: list[RecordEdit]
    ) -> None:
        """Note what a row brings; one that brings nothing is there already."""
        if files or edits:
            self.entries.append(ImportEntry(row.number, of, files, edits=tuple(edits)))
        elif not any(change.row == row.number for change in self.changes):
            self.there += 1

    @staticmethod
    def _had_on(day: dt.date, known: Mapping[str, Pairing | None]) -> list[str]:
        had = had_on(day, known)
        return [had] if had is not None else []

    def _pairing(self, given: str, on: dt.date) -> str:
        if given in self.ids:
            return given
        found = [each for each in self.ids if given.casefold() in each]
        if found:
            known = {each: self.folder.pairing(each) for each in found}
            found = self._had_on(on, known) or found
        else:
            person = self._maybe(given)
            found = self.pairings_of(person, on) if person else []
            if len(found) > 1:
                found = [each for each in found if self._is_of_pair(each, person)] or found
        if len(found) == 1:
            return found[0]
        if found:
            named = ", ".join(found[:MOST_NAMED]) + (" …" if len(found) > MOST_NAMED else "")
            raise BadCell(f"{given!r} could be several pairings: {named}", "write the whole id")
        raise BadCell(f"no pairing of {self.folder.program.year} is called {given!r}",
                      "mentorctl status lists them all")  # fmt: skip

    def _maybe(self, given: str) -> str | None:
        try:
            return self.finder.find(given)
        except BadCell:
            return None

    def _is_of_pair(self, pairing: str, person: str | None) -> bool:
        found = self.folder.pairing(pairing)
        return found is not None and person in (getattr(found, side) for side in THE_PAIR)
