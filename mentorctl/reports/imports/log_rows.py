"""Rows of logs: one contact each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mentorctl.model.ids import entry_id
from mentorctl.model.log import LogEntry
from mentorctl.model.spoken import log_kind
from mentorctl.reports.imports.intake_result import RecordEdit
from mentorctl.reports.imports.people_rows import RoleNames
from mentorctl.reports.imports.record_rows import RecordRows
from mentorctl.reports.imports.row_intake import value_of

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from mentorctl.model.finding import Where
    from mentorctl.model.team import Team
    from mentorctl.reports.imports.cell_reading import CellReader
    from mentorctl.reports.imports.import_columns import Column
    from mentorctl.store.folder import Folder
    from mentorctl.store.sheets.cells import SheetRow

__all__ = ["LogRows"]

FILE = "log.yaml"
NEEDED = ("pairing", "on", "kind")
TIMES = ("from", "to")


class LogRows(RecordRows):
    """Entries of logs: one a row."""

    what = "log entry"

    def __init__(
        self, folder: Folder, reader: CellReader, columns: Mapping[str, Column], today: dt.date
    ) -> None:
        super().__init__(folder, reader, columns, today)
        self.roles = RoleNames(folder)
        setting = folder.program.records.get("log")
        self.untimed = setting.untimed if setting else ()
        self.taken: dict[str, set[str]] = {}

    def take(self, row: SheetRow) -> None:
        """Take in one contact."""
        cells = self.reader.cells(row)
        kind = log_kind(cells.get("kind", "")) or cells.get("kind", "")
        timed = TIMES if kind not in self.untimed or any(cells.get(each) for each in TIMES) else ()
        if not self.needed(row, cells, *NEEDED, *timed):
            return
        team = self.team(row, cells.pop("pairing"), cells["on"])
        cells["kind"] = kind
        self._read_who(row, cells)
        if team is None or not self.is_readable(row, team, FILE):
            return
        taken = self.taken.setdefault(
            team.id, {each.id for each in team.log.entries} if team.log else set()
        )
        made = entry_id(cells["on"], taken)
        record = self.record(row, cells, LogEntry, {"id": made})
        if record is not None:
            taken.add(made)
            self._bring(row, team, record, list(cells))

    def _read_who(self, row: SheetRow, cells: dict[str, str]) -> None:
        if "who" in cells:
            found, unknown = self.roles.read(cells["who"])
            for each in unknown:
                self.problem(
                    row, "who", f"this program has no role {each!r}", self.roles.hint(each)
                )
            cells["who"] = ";".join(found or ["unknown"])

    def _bring(self, row: SheetRow, team: Team, record: Any, given: list[str]) -> None:
        times = f"{record.from_}-{record.to}" if record.is_timed else record.kind
        at = f"{record.on} {times}"
        of = f"{team.id} {at}"
        said = {name: _value(record, self.columns[name].where) for name in given}
        before = self.seen.setdefault(of, (row.number, said))
        if before[0] != row.number:
            if before[1] == said:
                self.there += 1
                return
            self.problem(row, "on", f"an entry of {at} is in row {before[0]} already",
                         "delete one of the rows, or correct a time")  # fmt: skip
            return
        path = self.path_in(team, FILE)
        for number, entry in enumerate(team.log.entries if team.log else ()):
            if _contact(entry) == _contact(record):
                pairs: dict[str, tuple[Where, Any, Any]] = {
                    name: (
                        ("entries", number, *self.columns[name].where),
                        _value(entry, self.columns[name].where),
                        value,
                    )
                    for name, value in said.items()
                }
                self.bring(row, of, (), self.compare(row, of, path, pairs))
                return
        item = {"id": record.id, **_item(self, said)}
        files = self.scaffold("log", path, {})
        is_first = bool(files) or (not (team.log and team.log.entries) and path not in self.made)
        self.made.add(path)
        edit = (
            RecordEdit(path, ("entries",), [item]) if is_first
            else RecordEdit(path, ("entries",), item, is_item=True)
        )  # fmt: skip
        self.bring(row, of, files, [edit])


def _contact(entry: LogEntry) -> tuple[object, ...]:
    """What tells a contact from others: its times, or else its kind."""
    return entry.on, entry.from_, entry.to, "" if entry.is_timed else entry.kind


def _value(entry: Any, where: Where) -> Any:
    value = value_of(entry, ("from_",) if where == ("from",) else where)
    return list(value) if isinstance(value, tuple) else value


def _item(rows: LogRows, said: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in said.items():
        *groups, last = map(str, rows.columns[name].where)
        inner = found
        for each in groups:
            inner = inner.setdefault(each, {})
        inner[last] = value
    return found
