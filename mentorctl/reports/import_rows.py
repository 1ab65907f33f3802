"""Turns the rows of a roster into new records, or into problems of rows and cells."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from mentorctl.model.ids import is_id, pairing_id, slug
from mentorctl.model.kinds import kind_named
from mentorctl.model.matching import advisor_for, area_of
from mentorctl.model.paths import person_file
from mentorctl.model.roles import SIDES, THE_PAIR
from mentorctl.reports.import_columns import (
    OF_PAIRINGS,
    OF_PEOPLE,
    Column,
    Kind,
    columns_of,
    folded,
)
from mentorctl.store.parse.nodes import Mapping as MappingNode
from mentorctl.store.parse.nodes import Node
from mentorctl.store.parse.nodes import Sequence as SequenceNode
from mentorctl.store.parse.validation import validate
from mentorctl.store.scaffold import Scaffold, pairing_files, record_text

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Mapping

    from mentorctl.model.finding import Finding
    from mentorctl.model.pairing import Pairing
    from mentorctl.model.person import Person
    from mentorctl.store.folder import Folder
    from mentorctl.store.spreadsheet import SheetRow, Table

__all__ = ["ImportEntry", "Intake", "Problem", "located", "take_in"]

HEADER = 1
MOST_GUESSES = 20
BETWEEN_LINES = {"address": ", ", "roles": "; "}
NO_ID = "is no id: 2 to 64 small letters, digits and single hyphens"


class Problem(NamedTuple):
    """What is wrong with one row, or with one cell of it (`column` as the file names it)."""

    row: int
    column: str
    message: str
    hint: str


class ImportEntry(NamedTuple):
    """One new person or pairing.

    Attributes:
        row: The row it comes from.
        id: The id it has or gets.
        files: What it makes.
        starts: The day a pairing begins.
    """

    row: int
    id: str
    files: tuple[Scaffold, ...]
    starts: dt.date | None = None


class Intake(NamedTuple):
    """The result of reading a roster.

    Attributes:
        kind: Whether it lists people or pairings.
        entries: What is new, in the order of rows.
        there: How many rows say what the folder already holds.
        problems: Everything that is wrong, by row; with a single one nothing may be written.
    """

    kind: Kind
    entries: tuple[ImportEntry, ...]
    there: int
    problems: tuple[Problem, ...]


def take_in(table: Table, folder: Folder, today: dt.date) -> Intake:
    """Turn a table into new records or problems.

    Args:
        table: What was read.
        folder: The program folder; its people and pairings are not overwritten.
        today: When a pairing begins whose row does not say it.
    """
    kind, columns, problems = columns_of(table.columns, folder.words)
    faults = [Problem(*fault) for fault in table.faults]
    faults += [Problem(HEADER, *problem) for problem in problems]
    if kind is None or problems:
        return Intake("people", (), 0, tuple(sorted(faults)))
    work = (_People if kind == "people" else _Pairings)(folder, columns, today)
    for row in table.rows:
        work.take(row)
    # a cell that could not be read was left out, which may be called a fault once more
    spoilt = {(fault.row, fault.column) for fault in faults}
    found = faults + [each for each in work.problems if (each.row, each.column) not in spoilt]
    return Intake(kind, tuple(work.entries), work.there, tuple(sorted(found)))


def located(finding: Finding, intake: Intake, table: Table, folder: Folder) -> Problem | None:
    """The row and column that a finding of the rules is about, or None for one about the folder."""
    of = {file.path: entry for entry in intake.entries for file in entry.files}
    entry = of.get(finding.path)
    if entry is None:
        return None
    _, columns, _ = columns_of(table.columns, folder.words)
    found = [name for name, column in columns.items() if column.where == finding.where[:1]
             or column.where == finding.where]  # fmt: skip
    return Problem(entry.row, found[0] if found else "", finding.message, finding.hint)


class _Intake:
    """Takes one row after the other."""

    model: type[Person | Pairing]
    what: str

    def __init__(self, folder: Folder, columns: Mapping[str, Column], today: dt.date) -> None:
        self.folder = folder
        self.columns = columns
        self.today = today
        self.header = {column.name: name for name, column in columns.items()}
        self.number = {name: number for number, name in enumerate(columns, 1)}
        self.entries: list[ImportEntry] = []
        self.problems: list[Problem] = []
        self.there = 0
        self.seen: dict[str, tuple[int, dict[str, object]]] = {}

    def take(self, row: SheetRow) -> None:
        """Take in one row."""
        raise NotImplementedError

    def problem(self, row: SheetRow, name: str, message: str, hint: str) -> None:
        """Note one fault of a cell, by our name of its column."""
        self.problems.append(Problem(row.number, self.header.get(name, ""), message, hint))

    def cells(self, row: SheetRow) -> dict[str, str]:
        """The cells of a row by our names of their columns."""
        cells = {self.columns[name].name: text for name, text in row.cells.items()}
        return {
            name: BETWEEN_LINES.get(name, " ").join(text.split("\n"))
            for name, text in cells.items()
        }

    def record(self, row: SheetRow, cells: Mapping[str, str]) -> Person | Pairing | None:
        """The record that the cells make; None after noting what is wrong with them."""
        top = MappingNode(row.number, 0, [])
        for name, text in cells.items():
            column = next((each for each in self.columns.values() if each.name == name), None)
            column = column or next(
                each for each in (*OF_PEOPLE, *OF_PAIRINGS) if each.name == name
            )
            if column.where:
                at = self.number.get(self.header.get(name, ""), 0)
                _put(top, column, text, (row.number, at))
        record, faults = validate(top, self.model, self.folder.words)
        names = list(self.columns)
        for fault in faults:
            name = names[fault.column - 1] if fault.column else ""
            self.problems.append(Problem(row.number, name, fault.message, fault.hint))
        return record  # type: ignore[return-value] # validate made it of this model

    def is_new(
        self, row: SheetRow, name: str, given: dict[str, object], known: dict[str, object] | None
    ) -> bool:
        """Whether a row brings something that neither the folder nor an earlier row has.

        Args:
            row: The row.
            name: The id it has or gets.
            given: What it says, by our names of columns.
            known: What the folder says of that id.
        """
        where = f"{self.what} {name} is in the folder already"
        hint = "correct the row or the folder; for somebody else, give the row an id of its own"
        if known is None and name in self.seen:
            number, known = self.seen[name]
            where = f"{self.what} {name} is in row {number} already"
            hint = "delete one of the rows; for somebody else, give the row an id of its own"
        if known is None:
            self.seen[name] = (row.number, given)
            return True
        differing = [each for each in given if given[each] != known.get(each)]
        for each in differing:
            self.problem(row, each, f"{where}, where this is {_quoted(known.get(each))}", hint)
        self.there += not differing
        return False


class _People(_Intake):
    """People: one a row."""

    what = "person"

    def __init__(self, folder: Folder, columns: Mapping[str, Column], today: dt.date) -> None:
        super().__init__(folder, columns, today)
        self.model = kind_named("person").model  # type: ignore[assignment] # the model it names
        self.roles = {}
        for role in folder.program.roles:
            for name in (folder.words[role.id], role.title, role.id):
                self.roles[folded(name)] = role.id

    def take(self, row: SheetRow) -> None:
        """Take in one person."""
        cells = self.cells(row)
        if not cells.get("name"):
            self.problem(row, "name", "the name is missing", "fill the cell in")
            return
        if "roles" in cells:
            roles = [self._role(row, each) for each in _several(cells["roles"])]
            cells["roles"] = ";".join(roles)
        record = self.record(row, cells)
        name = self._id(row, cells)
        if record is None or name is None:
            return
        path = person_file(name)
        known = self.folder.people.get(name)
        if known is None and name in self.folder.people:
            self.problem(
                row, "id", f"{path} is there and cannot be read", f"mentorctl check {path}"
            )
            return
        wanted = [each for each in cells if each != "id"]
        given = _values(record, wanted)
        if self.is_new(row, name, given, None if known is None else _values(known, wanted)):
            values = msgspec.to_builtins(record)
            text = record_text(kind_named("person"), path, self.folder.program,
                               self.folder.words, values)  # fmt: skip
            self.entries.append(ImportEntry(row.number, name, (Scaffold(path, text),)))

    def _role(self, row: SheetRow, given: str) -> str:
        role = self.roles.get(folded(given))
        if role is None:
            close = difflib.get_close_matches(folded(given), self.roles, n=1)
            known = ", ".join(each.id for each in self.folder.program.roles)
            hint = f"did you mean {self.roles[close[0]]}?" if close else f"its roles are {known}"
            self.problem(row, "roles", f"this program has no role {given!r}", hint)
        return role or "unknown"

    def _id(self, row: SheetRow, cells: Mapping[str, str]) -> str | None:
        given = cells.get("id")
        if given is None:
            made = slug(cells["name"])
            if made is None:
                self.problem(row, "name", f"no id can be made of the name {cells['name']!r}",
                             "add a column id with 2 to 64 small letters, digits and hyphens, such"
                             " as ana-ruiz")  # fmt: skip
            return made
        if is_id(given):
            return given
        made = slug(given)
        self.problem(row, "id", f"{given!r} {NO_ID}",
                     f"did you mean {made}?" if made else "write it like ana-ruiz")  # fmt: skip
        return None


class _Pairings(_Intake):
    """Pairings: one a row."""

    what = "pairing"

    def __init__(self, folder: Folder, columns: Mapping[str, Column], today: dt.date) -> None:
        super().__init__(folder, columns, today)
        self.model = kind_named("pairing").model  # type: ignore[assignment] # the model it names
        self.guesses = 0
        self.present = frozenset(folder.pairing_ids)
        self.by_name: dict[str, set[str]] = {}
        for name, person in folder.people.items():
            for called in filter(None, (person.name, person.email)):
                self.by_name.setdefault(" ".join(called.casefold().split()), set()).add(name)

    def take(self, row: SheetRow) -> None:
        """Take in one pairing."""
        cells = self.cells(row)
        missing = [side for side in THE_PAIR if not cells.get(side)]
        for side in missing:
            word = self.folder.words[side]
            self.problem(row, side, f"the {word} is missing", "fill the cell in")
        known_people = [self._who(row, side, cells) for side in SIDES if cells.get(side)]
        if missing or None in known_people:
            return
        name = self._id(row, cells)
        record = self.record(row, {"starts": self.today.isoformat(), **cells})
        if record is None or name is None:
            return
        wanted = [each for each in cells if each != "id"]
        known = None
        if name in self.present:
            there = self.folder.pairing(name)
            known = {} if there is None else _values(there, wanted)
        if self.is_new(row, name, _values(record, wanted), known):
            starts = getattr(record, "starts", None)
            self.entries.append(ImportEntry(row.number, name, self._files(name, record), starts))

    def _files(self, name: str, record: Person | Pairing) -> tuple[Scaffold, ...]:
        people = self.folder.people
        values = msgspec.to_builtins(record)
        values.setdefault("content_area", area_of(people, values["mentee"]))
        values.setdefault("advisor", advisor_for(people, values["content_area"]))
        values.setdefault("state", "active")
        return tuple(pairing_files(self.folder.program, self.folder.words, name, values))

    def _who(self, row: SheetRow, side: str, cells: dict[str, str]) -> str | None:
        """The id of the person that a cell means; it takes the cell's place."""
        given = cells[side]
        if given in self.folder.people:
            return given
        found = self.by_name.get(" ".join(given.casefold().split()), set())
        if len(found) == 1:
            cells[side] = next(iter(found))
            return cells[side]
        if found:
            message = f"{given} could be {' or '.join(sorted(found))}"
            hint = "write the id in place of the name"
        else:
            close = self._close(given)
            message = f"nobody in people/ has the id, name or email {given!r}"
            hint = f"did you mean {close}? Otherwise" if close else "first"
            hint += " add this person: mentorctl person add ID --name NAME, or import a roster"
        self.problem(row, side, message, hint)
        return None

    def _close(self, given: str) -> str:
        """The id that is most like this one; nobody reads more than some of these guesses."""
        self.guesses += 1
        if self.guesses > MOST_GUESSES:
            return ""
        return next(iter(difflib.get_close_matches(given, self.folder.people.ids, n=1)), "")

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


def _put(top: MappingNode, column: Column, text: str, at: tuple[int, int]) -> None:
    """Put a cell into the record's tree, at its place in the table."""
    *groups, last = map(str, column.where)
    for name in groups:
        inner = next((value for key, value in top.value if key.value == name), None)
        if inner is None:
            inner = MappingNode(*at, [])
            top.value.append((Node(*at, name), inner))
        assert isinstance(inner, MappingNode)
        top = inner
    value: Node = Node(*at, text)
    if column.many:
        value = SequenceNode(*at, [Node(*at, each) for each in _several(text)])
    top.value.append((Node(*at, last), value))


def _several(text: str) -> list[str]:
    parts = text.replace(",", ";").split(";")
    return list(dict.fromkeys(part.strip() for part in parts if part.strip()))


def _values(record: Person | Pairing, names: list[str]) -> dict[str, object]:
    """What a record says in some columns; the order of several values does not matter."""
    return dict(_each_value(record, names))


def _each_value(record: Person | Pairing, names: list[str]) -> Iterator[tuple[str, object]]:
    for column in (*OF_PEOPLE, *OF_PAIRINGS):
        if column.name in names and column.where and hasattr(record, str(column.where[0])):
            value: object = record
            for step in column.where:
                value = getattr(value, str(step), None)
            yield column.name, frozenset(value) if isinstance(value, tuple) else value


def _quoted(value: object) -> str:
    if isinstance(value, frozenset):
        return repr("; ".join(sorted(value)))
    return "empty" if value is None else repr(str(value))
