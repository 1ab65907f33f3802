"""Rows of people: new ones, and what a roster says otherwise than the folder."""

from __future__ import annotations

import difflib
import re
from typing import TYPE_CHECKING

from mentorctl.model.ids import is_id, person_id_of, slug
from mentorctl.model.kinds import kind_named
from mentorctl.model.paths import person_file
from mentorctl.reports.imports.headings import folded
from mentorctl.reports.imports.intake_result import ImportEntry
from mentorctl.reports.imports.person_cells import (
    SUFFIXES,
    BadCell,
    is_vacant,
    joined_name,
    spoken_name,
    total_words,
)
from mentorctl.reports.imports.row_intake import RowIntake, plain_values, several, values
from mentorctl.store.scaffold import Scaffold, record_text

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from mentorctl.model.person import Person
    from mentorctl.reports.imports.cell_reading import CellReader
    from mentorctl.reports.imports.import_columns import Column
    from mentorctl.store.folder import Folder
    from mentorctl.store.sheets.cells import SheetRow

__all__ = ["PeopleRows", "RoleNames"]

NO_ID = "is no id: 2 to 64 small letters, digits and single hyphens"
NAME_PARTS = ("first_name", "middle_name", "last_name", "name_suffix")
ADDRESS_PARTS = ("street", "city", "state", "zip")
_BETWEEN_ROLES = re.compile(r"\s*[;,/&+|]\s*|\s+and\s+|\s+AND\s+")


class RoleNames:
    """What a program's roles are called: by its own terms, their plurals, and ours."""

    def __init__(self, folder: Folder) -> None:
        self.terms = [folder.words[role.id] for role in folder.program.roles]
        self.known: dict[str, str] = {}
        for role in folder.program.roles:
            for name in (folder.words[role.id], folder.words[f"{role.id}s"], role.title, role.id):
                self.known[folded(name)] = role.id
                self.known.setdefault(f"{folded(name)}s", role.id)

    def read(self, text: str) -> tuple[list[str], list[str]]:
        """The roles that a cell names, and the words in it that name none."""
        if folded(text) in self.known:
            return [self.known[folded(text)]], []
        found, unknown = [], []
        for part in several(text):
            whole = self.known.get(folded(part))
            for each in [part] if whole else _BETWEEN_ROLES.split(part):
                role = self.known.get(folded(each))
                if role:
                    found.append(role)
                elif each:
                    unknown.append(each)
        return list(dict.fromkeys(found)), unknown

    def hint(self, given: str) -> str:
        """What to write in place of a word that names no role."""
        close = difflib.get_close_matches(folded(given), self.known, n=1)
        known = ", ".join(self.terms)
        return f"did you mean {close[0]}?" if close else f"its roles are {known}"


class PeopleRows(RowIntake):
    """People: one a row."""

    what = "person"

    def __init__(
        self, folder: Folder, reader: CellReader, columns: Mapping[str, Column], today: dt.date
    ) -> None:
        super().__init__(folder, reader, columns, today)
        self.roles = RoleNames(folder)
        self.sheet_roles: set[str] = set()
        self.met: set[str] = set()
        self.by_email: dict[str, list[str]] = {}
        for name, person in folder.people.items():
            if person.email:
                self.by_email.setdefault(person.email.casefold(), []).append(name)

    def take(self, row: SheetRow) -> None:
        """Take in one person."""
        faults = len(self.reader.problems)
        cells = self.reader.cells(row)
        self._join(row, cells)
        if not cells.get("name"):
            if not any(each.row == row.number and each.column == self._name_heading()
                       for each in self.reader.problems[faults:]):  # fmt: skip
                self.problem(row, "name", "the name is missing", "fill the cell in")
            return
        if total_words(cells["name"]):
            self.problem(row, "name", f"{cells['name']!r} is a line of totals, and no person",
                         f"delete the row, or leave it out: --skip {row.number}")  # fmt: skip
            return
        if is_vacant(cells["name"]):
            self.problem(row, "name", f"{cells['name']!r} is a place that is open, and no person",
                         f"delete the row, or leave it out: --skip {row.number}")  # fmt: skip
            return
        if "roles" in cells:
            self._read_roles(row, cells)
        record = self.record(row, cells, kind_named("person").model)
        name = self._id(row, cells)
        if record is not None and name is not None:
            self._bring(row, name, record, cells)  # type: ignore[arg-type] # the model it names

    def gone(self) -> tuple[str, ...]:
        """Those of the folder, of the roles that the sheet lists, whom it does not name.

        Only where it names others whom the folder has: then it is a later copy of a roster.
        """
        if not self.met:
            return ()
        return tuple(
            name
            for name, person in self.folder.people.items()
            if name not in self.seen
            and (not self.sheet_roles or self.sheet_roles & set(person.roles))
        )

    def _bring(self, row: SheetRow, name: str, record: Person, cells: dict[str, str]) -> None:
        path = person_file(name)
        known = self.folder.people.get(name)
        if known is None and name in self.folder.people:
            self.problem(
                row, "id", f"{path} is there and cannot be read", f"mentorctl check {path}"
            )
            return
        self.sheet_roles |= set(record.roles)
        if known is not None:
            self.met.add(name)
        given = values(record, self.columns, list(cells))
        if self.is_new(row, name, given, known, path):
            text = record_text(kind_named("person"), path, self.folder.program,
                               self.folder.words, plain_values(record))  # fmt: skip
            self.entries.append(ImportEntry(row.number, name, (Scaffold(path, text),)))

    def _name_heading(self) -> str:
        return self.heading.get("name") or self.heading.get("first_name", "")

    def _join(self, row: SheetRow, cells: dict[str, str]) -> None:
        """Put together what is spread over several columns."""
        parts = [cells.pop(part, "") for part in NAME_PARTS]
        if "name" not in cells and any(parts):
            first, middle, last, suffix = parts
            if not first or not last:
                self.problem(row, "last_name" if first else "first_name",
                             f"the {'last' if first else 'first'} name is missing",
                             "fill the cell in")  # fmt: skip
            try:
                cells["name"] = spoken_name(joined_name(first, middle, last, suffix))
            except BadCell as bad:
                self.problem(row, "last_name", bad.message, bad.hint)
        elif "name" in cells and parts[3] and not SUFFIXES.search(cells["name"].split()[-1]):
            cells["name"] = f"{cells['name']} {parts[3]}"
        street, city, state, code = (cells.pop(part, "") for part in ADDRESS_PARTS)
        if "address" not in cells and any((street, city, state, code)):
            place = ", ".join(filter(None, (street, city, " ".join(filter(None, (state, code))))))
            cells["address"] = place
            self.remark("joined", row, "address", place)

    def _read_roles(self, row: SheetRow, cells: dict[str, str]) -> None:
        given = cells["roles"]
        found, unknown = self.roles.read(given)
        for each in unknown:
            self.problem(row, "roles", f"this program has no role {each!r}", self.roles.hint(each))
        if len(found) > 1 and several(given) != found:
            self.remark("roles", row, "roles", f"{given!r} is {', '.join(found)}")
        cells["roles"] = ";".join(found or ["unknown"])

    def _id(self, row: SheetRow, cells: Mapping[str, str]) -> str | None:
        given = cells.get("id")
        if given is None:
            return self._id_of_name(row, cells)
        if is_id(given):
            return given
        made = slug(given)
        self.problem(row, "id", f"{given!r} {NO_ID}",
                     f"did you mean {made}?" if made else "write it like ana-ruiz")  # fmt: skip
        return None

    def _id_of_name(self, row: SheetRow, cells: Mapping[str, str]) -> str | None:
        """The id of the person whom the folder knows by this name or address, or a new one."""
        name = cells["name"]
        made = person_id_of(name)
        for each in (made, slug(name)):
            if each is not None and each in self.folder.people:
                return each
        first = folded(name.split()[0])
        same = [
            each for each in self.by_email.get(cells.get("email", "").casefold(), ())
            if folded(self.folder.people[each].name.split()[0]) == first
        ]  # fmt: skip
        if len(same) == 1:
            return same[0]
        if made is None:
            self.problem(row, "name", f"no id can be made of the name {name!r}",
                         "add a column id with 2 to 64 small letters, digits and hyphens, such"
                         " as ana-ruiz")  # fmt: skip
        return made
