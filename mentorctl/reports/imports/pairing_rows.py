"""Rows of pairings, and how a sheet's cells name the people of the folder."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, Any

from mentorctl.model.family_name import family_order
from mentorctl.model.ids import is_id, pairing_id
from mentorctl.model.kinds import kind_named
from mentorctl.model.matching import advisor_for, area_of
from mentorctl.model.paths import pairing_file
from mentorctl.model.roles import SIDES, THE_PAIR
from mentorctl.model.spoken import is_name_of
from mentorctl.reports.imports.intake_result import CellRemark, ImportEntry
from mentorctl.reports.imports.people_rows import NO_ID
from mentorctl.reports.imports.person_cells import BadCell, email, spoken_name
from mentorctl.reports.imports.row_intake import RowIntake, normal, plain_values, values
from mentorctl.store.scaffold import Scaffold, pairing_files

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from mentorctl.model.pairing import Pairing
    from mentorctl.reports.imports.cell_reading import CellReader
    from mentorctl.reports.imports.import_columns import Column
    from mentorctl.store.folder import Folder
    from mentorctl.store.sheets.cells import SheetRow

__all__ = ["PairingRows", "PeopleByName"]

MOST_GUESSES = 20
MOST_NAMED = 3
# a first name to put before what may be a family name
NOBODY = "n"


class PeopleByName:
    """Finds people of the folder by id, name (also `Last, First`), email or family name."""

    def __init__(self, folder: Folder) -> None:
        self.people = folder.people
        self.by_name: dict[str, set[str]] = {}
        self.by_family: dict[str, set[str]] = {}
        self.guesses = 0
        for name, person in folder.people.items():
            for called in filter(None, (person.name, person.email)):
                self.by_name.setdefault(_key(called), set()).add(name)
            self.by_family.setdefault(family_order(person.name)[0], set()).add(name)

    def in_cell(self, rows: RowIntake, row: SheetRow, column: str, given: str) -> str | None:
        """The id of the person that a cell means; None after noting that it means nobody.

        Args:
            rows: What takes the sheet's rows in, for what there is to note.
            row: The row.
            column: Our name of the cell's column.
            given: What it says.
        """
        try:
            found = self.find(given)
        except BadCell as bad:
            rows.problem(row, column, bad.message, bad.hint)
            return None
        if given not in self.people and not self._named(given):
            who = self.people.get(found)
            rows.remark("family", row, column, who.name if who else found)
        return found

    def find(self, given: str) -> str:
        """The id of the person that a cell means.

        Raises:
            BadCell: Nobody is meant, or several could be.
        """
        if given in self.people:
            return given
        found = self._named(given)
        family, first, _ = family_order(f"{NOBODY} {given}")
        if not found and first == NOBODY:
            # all of it is a family name
            found = self.by_family.get(family, set())
        if len(found) == 1:
            return next(iter(found))
        if found:
            raise BadCell(f"{given} could be {' or '.join(sorted(found))}",
                          "write the id in place of the name")  # fmt: skip
        close = self._close(given)
        hint = f"did you mean {close}? Otherwise" if close else "first"
        raise BadCell(
            f"nobody in people/ has the id, name or email {given!r}",
            f"{hint} add this person: mentorctl person add ID --name NAME, or import a roster",
        )

    def _named(self, given: str) -> set[str]:
        return self.by_name.get(_key(given)) or self.by_name.get(_key(_spoken(given)), set())

    def _close(self, given: str) -> str:
        """Who has these words in their name, or whose id is most like this one.

        Nobody reads more than some of these guesses.
        """
        self.guesses += 1
        if self.guesses > MOST_GUESSES:
            return ""
        named = [name for name, each in self.people.items() if is_name_of(given, each.name)]
        if 0 < len(named) <= MOST_NAMED:
            return " or ".join(named)
        return next(iter(difflib.get_close_matches(given, self.people.ids, n=1)), "")


class PairingRows(RowIntake):
    """Pairings: one a row."""

    what = "pairing"

    def __init__(
        self, folder: Folder, reader: CellReader, columns: Mapping[str, Column], today: dt.date
    ) -> None:
        super().__init__(folder, reader, columns, today)
        self.present = frozenset(folder.pairing_ids)
        self.finder = PeopleByName(folder)
        self.taken: dict[str, int] = {}

    def take(self, row: SheetRow) -> None:
        """Take in one pairing."""
        faults = len(self.reader.problems)
        cells = self.reader.cells(row)
        spoilt = {each.column for each in self.reader.problems[faults:]}
        missing = [side for side in THE_PAIR if not cells.get(side)]
        for side in missing:
            if self.heading.get(side) not in spoilt:
                word = self.folder.words[side]
                self.problem(row, side, f"the {word} is missing", "fill the cell in")
        known_people = [self._who(row, side, cells) for side in SIDES if cells.get(side)]
        if missing or None in known_people:
            return
        name = self._id(row, cells)
        wanted = [each for each in cells if each != "id"]
        cells.setdefault("starts", self.today.isoformat())
        record = self.record(row, cells, kind_named("pairing").model)
        if record is not None and name is not None:
            self._bring(row, name, record, wanted)  # type: ignore[arg-type] # the model it names

    def _bring(self, row: SheetRow, name: str, record: Pairing, wanted: list[str]) -> None:
        known = self.folder.pairing(name) if name in self.present else None
        if known is None and name in self.present:
            self.problem(row, "id", f"the pairing {name} is there and cannot be read",
                         f"mentorctl check {name}")  # fmt: skip
            return
        for side in THE_PAIR:
            there = getattr(known, side, None)
            if known is not None and there != getattr(record, side):
                self.problem(row, side, f"pairing {name} is in the folder already, where this is"
                             f" {there!r}", "give the row an id of its own")  # fmt: skip
                return
        path = pairing_file(self.folder.program.year, name)
        given = values(record, self.columns, wanted)
        if self.is_new(row, name, given, known, path):
            files = self._files(row, name, record)
            along = self._along(row, record)
            self.entries.append(
                ImportEntry(row.number, name, files, record.starts, takes_over=along)
            )

    def _along(self, row: SheetRow, record: Pairing) -> tuple[str, dict[str, Any]] | None:
        """The pairing of the folder whose work goes along, and what the row says of the new one."""
        earlier = record.follows
        if earlier is None or earlier not in self.present:
            return None  # the rules say where there is none
        was, mentee = self.folder.pairing(earlier), self.folder.words["mentee"]
        if was is None:
            self.problem(row, "follows", f"the pairing {earlier} cannot be read",
                         f"mentorctl check {earlier}")  # fmt: skip
        elif was.mentee != record.mentee:
            self.problem(row, "follows", f"{earlier} is not of {record.mentee}",
                         f"a pairing takes over one of the same {mentee}")  # fmt: skip
        elif earlier in self.taken:
            self.problem(row, "follows", f"row {self.taken[earlier]} takes over {earlier} already",
                         "leave one of the rows out")  # fmt: skip
        else:
            self.taken[earlier] = row.number
            said = plain_values(record)
            wanted = ("mentee", "mentor", "advisor", "supervisor", "content_area")
            values = {field: said[field] for field in wanted if said.get(field)}
            return earlier, {**values, "starts": record.starts}
        return None

    def _files(self, row: SheetRow, name: str, record: Pairing) -> tuple[Scaffold, ...]:
        people = self.folder.people
        found = plain_values(record)
        found.setdefault("content_area", area_of(people, found["mentee"]))
        assumed = None if "advisor" in found else advisor_for(people, found["content_area"])
        if assumed is not None:
            found["advisor"] = assumed
            word, who = self.folder.words["advisor"], people.get(assumed)
            told = CellRemark("assumed", row.number, word, who.name if who else assumed)
            self.reader.remarks.append(told)
        found.setdefault("state", "active")
        return tuple(pairing_files(self.folder.program, self.folder.words, name, found))

    def _who(self, row: SheetRow, side: str, cells: dict[str, str]) -> str | None:
        """The id of the person that a cell means; it takes the cell's place."""
        found = self.finder.in_cell(self, row, side, cells[side])
        cells[side] = found or cells[side]
        return found

    def _id(self, row: SheetRow, cells: Mapping[str, str]) -> str | None:
        given = cells.get("id") or pairing_id(cells["mentee"], cells["mentor"])
        if given is None:
            self.problem(row, "id", "the ids of the two are too long for an id of the pairing",
                         "add a column id with at most 64 characters")  # fmt: skip
        elif not is_id(given):
            self.problem(row, "id", f"{given!r} {NO_ID}",
                         "write it like okafor-lindqvist")  # fmt: skip
            return None
        return given


def _key(text: str) -> str:
    return normal(text) if "@" not in text else email(text).casefold()


def _spoken(text: str) -> str:
    try:
        return spoken_name(text)
    except BadCell:
        return text
