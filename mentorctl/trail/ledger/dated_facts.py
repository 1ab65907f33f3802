"""The dated facts of a record that the program's calendar and completion rest on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from mentorctl.model.kinds import KINDS
from mentorctl.model.needs import Need
from mentorctl.model.paths import YEARS, in_pairing, meeting_in, record_name, stem_in

if TYPE_CHECKING:
    from mentorctl.model.program import Program
    from mentorctl.model.record import Record

__all__ = ["Facts", "pointers"]

_BY_PLACE = {kind.folder or kind.name: kind for kind in KINDS if kind.name != "year"}
_YEAR = next(kind for kind in KINDS if kind.name == "year")


def pointers(program: Program) -> tuple[str, ...]:
    """Every fact that a program's calendar and completion rest on, `RECORD:FIELD`."""
    needs = [need for row in program.calendar for need in row.needs]
    needs += [row.need for row in program.completion.needs]
    return tuple(dict.fromkeys(needs))


class Facts:
    """Finds those facts in records.

    Args:
        asked: The facts, `RECORD:FIELD`; what is not written so is passed over.
    """

    def __init__(self, asked: Iterable[str]) -> None:
        self._fields: dict[str, dict[str, set[tuple[str, ...]]]] = {}
        for text in asked:
            try:
                need = Need.parse(text)
            except ValueError:
                continue
            field = ("on",) if need.record == "meetings" else need.field
            self._fields.setdefault(need.record, {}).setdefault(need.key, set()).add(field)

    def model(self, path: str) -> type[Record]:
        """The model of a file that has such facts."""
        place, _ = _placed(path)
        return (_YEAR if place == "year" else _BY_PLACE[place]).model

    def has(self, path: str) -> bool:
        """Whether a file, by its path in the program folder, can hold such a fact."""
        place, _ = _placed(path)
        return place in self._fields and bool(self._asked(path))

    def of(self, path: str, record: Record | None) -> dict[str, dt.date]:
        """The facts of a record that have a day, by field."""
        found: dict[str, dt.date] = {}
        for field in self._asked(path) if record is not None else ():
            value: object = record
            for name in field:
                if isinstance(value, Mapping):
                    value = value.get(name)
                else:
                    value = getattr(value, name, None)
            if isinstance(value, dt.date):
                found[".".join(field)] = value
            elif isinstance(value, Mapping):
                days = ((key, day) for key, day in value.items() if isinstance(day, dt.date))
                found |= {f"{'.'.join(field)}.{key}": day for key, day in days}
        return found

    def _asked(self, path: str) -> set[tuple[str, ...]]:
        place, key = _placed(path)
        by_key = self._fields.get(place, {})
        asked = by_key.get(key, set()) | by_key.get("*", set())
        return asked | by_key.get("", set()) if place in ("visits", "meetings") else asked


def _placed(path: str) -> tuple[str, str]:
    """The record of a need that a file holds, and its key."""
    if place := in_pairing(path):
        record, _, key = record_name(place.file).partition("/")
        return record, key
    if meeting := meeting_in(path):
        return "meetings", meeting[1]
    return ("", "") if stem_in(YEARS, path) is None else ("year", "")
