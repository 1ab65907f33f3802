"""The dated facts of a record that the program's calendar and completion rest on."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from mentorctl.model.kinds import KINDS
from mentorctl.model.needs import Need
from mentorctl.model.paths import YEARS, in_pairing, meeting_in, record_name, stem_in

if TYPE_CHECKING:
    from mentorctl.model.formats import Tree
    from mentorctl.model.recorded import ProgramFacts

__all__ = ["Facts", "kind_in", "pointers"]

_BY_PLACE = {kind.folder or kind.name: kind.name for kind in KINDS}
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def pointers(program: ProgramFacts) -> tuple[str, ...]:
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

    def has(self, path: str) -> bool:
        """Whether a file, by its path in the program folder, can hold such a fact."""
        place, _ = _placed(path)
        return place in self._fields and bool(self._asked(path))

    def of(self, path: str, tree: Tree) -> dict[str, dt.date]:
        """The facts of a record that have a day, by field.

        Args:
            path: The record's file.
            tree: What it says.
        """
        found: dict[str, dt.date] = {}
        for field in self._asked(path) if tree is not None else ():
            value: object = tree
            for name in field:
                value = value.get(name) if isinstance(value, Mapping) else None
            if isinstance(value, Mapping):
                days = ((key, _day(each)) for key, each in value.items())
                found |= {f"{'.'.join(field)}.{key}": day for key, day in days if day}
            elif day := _day(value):
                found[".".join(field)] = day
        return found

    def _asked(self, path: str) -> set[tuple[str, ...]]:
        place, key = _placed(path)
        by_key = self._fields.get(place, {})
        asked = by_key.get(key, set()) | by_key.get("*", set())
        return asked | by_key.get("", set()) if place in ("visits", "meetings") else asked


def kind_in(path: str) -> str:
    """The kind of record that a file with such facts holds."""
    place, _ = _placed(path)
    return _BY_PLACE.get(place, place)


def _day(value: object) -> dt.date | None:
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        return None
    try:
        return dt.date.fromisoformat(value)
    except ValueError:
        return None


def _placed(path: str) -> tuple[str, str]:
    """The record of a need that a file holds, and its key."""
    if place := in_pairing(path):
        record, _, key = record_name(place.file).partition("/")
        return record, key
    if meeting := meeting_in(path):
        return "meetings", meeting[1]
    return ("", "") if stem_in(YEARS, path) is None else ("year", "")
