"""What the rows of every kind of sheet have in common: records, comparisons, faults."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from mentorctl.reports.imports.headings import folded
from mentorctl.reports.imports.intake_result import (
    CellRemark,
    FieldChange,
    ImportEntry,
    Problem,
    RecordEdit,
)
from mentorctl.store.parse.nodes import Mapping as MappingNode
from mentorctl.store.parse.nodes import Node
from mentorctl.store.parse.nodes import Sequence as SequenceNode
from mentorctl.store.parse.validation import validate

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from mentorctl.model.finding import Where
    from mentorctl.model.record import Record
    from mentorctl.reports.imports.cell_reading import CellReader
    from mentorctl.reports.imports.import_columns import Column
    from mentorctl.store.folder import Folder
    from mentorctl.store.sheets.cells import SheetRow

__all__ = ["RowIntake", "normal", "plain_values", "several", "text_of", "value_of", "values"]


class RowIntake:
    """Takes one row after the other.

    Args:
        folder: The program folder; it is not changed.
        reader: What reads cells.
        columns: Every column that such a sheet can have, by our name of it.
        today: The day of today.
    """

    what = "record"

    def __init__(
        self, folder: Folder, reader: CellReader, columns: Mapping[str, Column], today: dt.date
    ) -> None:
        self.folder = folder
        self.reader = reader
        self.columns = columns
        self.today = today
        self.heading = {
            column.name: heading for heading, column in reader.columns if column is not None
        }
        self.number = {name: number for number, name in enumerate(self.heading, 1)}
        self.entries: list[ImportEntry] = []
        self.changes: list[FieldChange] = []
        self.there = 0
        self.seen: dict[str, tuple[int, dict[str, Any]]] = {}

    def take(self, row: SheetRow) -> None:
        """Take in one row."""
        raise NotImplementedError

    def gone(self) -> tuple[str, ...]:
        """Whom the folder has and the sheet no longer lists."""
        return ()

    def problem(self, row: SheetRow, name: str, message: str, hint: str) -> None:
        """Note one fault of a cell, by our name of its column."""
        self.reader.problems.append(Problem(row.number, self.heading.get(name, ""), message, hint))

    def remark(self, kind: Any, row: SheetRow, name: str, text: str) -> None:
        """Note what was done to a cell, by our name of its column."""
        self.reader.remarks.append(CellRemark(kind, row.number, self.heading.get(name, name), text))

    def record(
        self,
        row: SheetRow,
        cells: Mapping[str, str],
        model: type[Record],
        besides: Mapping[str, str] | None = None,
    ) -> Record | None:
        """The record that the cells make; None after noting what is wrong with them.

        Args:
            row: The row.
            cells: Its cells, by our names of their columns.
            model: The record's model.
            besides: Fields that no cell has.
        """
        top = MappingNode(row.number, 0, [])
        top.value += [
            (Node(row.number, 0, name), Node(row.number, 0, text))
            for name, text in (besides or {}).items()
        ]
        for name, text in cells.items():
            column = self.columns[name]
            if column.where:
                _put(top, column, text, (row.number, self.number.get(name, 0)))
        record, faults = validate(top, model, self.folder.words)
        names = list(self.heading)
        for fault in faults:
            name = names[fault.column - 1] if fault.column else ""
            self.problem(row, name, fault.message, fault.hint)
        return record

    def is_new(
        self, row: SheetRow, name: str, given: dict[str, Any], known: Any, path: str
    ) -> bool:
        """Whether a row brings something that neither the folder nor an earlier row has.

        Args:
            row: The row.
            name: The id it has or gets.
            given: What it says, by our names of columns.
            known: The record that the folder has of that id, or None.
            path: The file of that record.
        """
        before = self.seen.setdefault(name, (row.number, given))
        if before[0] != row.number:
            self._repeated(row, name, given, before)
            return False
        if known is None:
            return True
        differing = [
            each for each, value in given.items()
            if not is_same(self.columns[each], value, value_of(known, self.columns[each].where))
        ]  # fmt: skip
        for each in differing:
            column, new = self.columns[each], given[each]
            old = text_of(value_of(known, column.where))
            edit = RecordEdit(path, column.where, list(new) if column.many else new)
            heading = self.heading.get(each, each)
            self.changes.append(FieldChange(row.number, name, heading, old, text_of(new), edit))
        self.there += not differing
        return False

    def _repeated(
        self, row: SheetRow, name: str, given: dict[str, Any], before: tuple[int, dict[str, Any]]
    ) -> None:
        number, known = before
        hint = "delete one of the rows; for somebody else, give the row an id of its own"
        differing = [each for each in given
                     if not is_same(self.columns[each], given[each], known.get(each))]  # fmt: skip
        for each in differing:
            shown = text_of(known.get(each))
            where = f"{self.what} {name} is in row {number} already, where this is"
            self.problem(row, each, f"{where} {shown!r}" if shown else f"{where} empty", hint)
        self.there += not differing


def values(record: Record, columns: Mapping[str, Column], names: list[str]) -> dict[str, Any]:
    """What a record says in some columns."""
    return {
        name: value_of(record, columns[name].where)
        for name in names if name in columns and columns[name].where
    }  # fmt: skip


def value_of(record: Any, where: Where) -> Any:
    """The value at a place of a record; None where it has none."""
    value = record
    for step in where:
        value = getattr(value, str(step), None)
    return value


def is_same(column: Column, one: Any, other: Any) -> bool:
    """Whether two values say the same, however they are written."""
    if column.many:
        return frozenset(one or ()) == frozenset(other or ())
    if one is None or other is None:
        return one is other
    if column.sort == "phone":
        return _digits(str(one)) == _digits(str(other))
    if column.sort == "email":
        return str(one).casefold() == str(other).casefold()
    if isinstance(one, str) and isinstance(other, str):
        return " ".join(one.split()) == " ".join(other.split())
    same: bool = one == other
    return same


def several(text: str) -> list[str]:
    """The values of a cell that holds several."""
    parts = text.replace(",", ";").split(";")
    return list(dict.fromkeys(part.strip() for part in parts if part.strip()))


def text_of(value: Any) -> str:
    """A value as a person reads it; empty where there is none."""
    if isinstance(value, tuple | list | frozenset):
        return "; ".join(map(str, value))
    return "" if value is None else str(value)


def plain_values(record: Record) -> dict[str, Any]:
    """A record as the values that a new file gets."""
    found: dict[str, Any] = msgspec.to_builtins(record)
    return found


def normal(name: str) -> str:
    """A name to compare by: without capitals, accents and doubled blanks."""
    return folded(" ".join(name.split()))


def _digits(text: str) -> str:
    number, _, extension = text.lower().partition("x")
    digits = "".join(letter for letter in number if letter.isdigit()).removeprefix("1")
    return f"{digits}x{extension.strip('t. ')}" if extension else digits


def _put(top: MappingNode, column: Column, text: str, at: tuple[int, int]) -> None:
    """Put a cell into the record's tree, at its place in the sheet."""
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
        value = SequenceNode(*at, [Node(*at, each) for each in several(text)])
    top.value.append((Node(*at, last), value))
