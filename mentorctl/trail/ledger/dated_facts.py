"""The dated facts of a record that the program's calendar and completion rest on."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from mentorctl.model.kinds import KINDS
from mentorctl.model.needs import Need, days_in
from mentorctl.model.paths import MEETINGS, YEARS, in_pairing, meeting_in, record_name, stem_in

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from mentorctl.model.formats import Tree
    from mentorctl.model.recorded import ProgramFacts

__all__ = ["Facts", "kind_in", "pointers"]

_BY_PLACE = {kind.folder or kind.name: kind.name for kind in KINDS}


def pointers(program: ProgramFacts) -> tuple[str, ...]:
    """Every fact that a program's calendar and completion rest on, `RECORD:FIELD`."""
    needs = [need for row in program.calendar for need in row.needs]
    needs += [row.need for row in program.completion.needs]
    return tuple(dict.fromkeys(needs))


class Facts:
    """Extracts those facts from records.

    Args:
        asked: The facts, `RECORD:FIELD`; what is not written so is passed over.
    """

    def __init__(self, asked: Iterable[str]) -> None:
        self._needs: dict[str, list[Need]] = {}
        for text in asked:
            with suppress(ValueError):
                need = Need.parse(text)
                self._needs.setdefault(need.record, []).append(need)

    def asked(self, path: str) -> tuple[Need, ...]:
        """The facts that a file, by its path in the program folder, can hold."""
        record, key = _placed(path)
        return tuple(each for each in self._needs.get(record, ()) if each.key in {key, "*"})

    def of(self, path: str, tree: Tree) -> set[tuple[str, dt.date]]:
        """The facts of a record that have a day: what dates them, and the day.

        Args:
            path: The record's file.
            tree: What it says.
        """
        found = (days_in(need, tree) for need in self.asked(path))
        return {(".".join(field), day) for days in found for field, day in days}


def kind_in(path: str) -> str:
    """The kind of record that a file with such facts holds."""
    place, _ = _placed(path)
    return _BY_PLACE.get(place, place)


def _placed(path: str) -> tuple[str, str]:
    """What needs call the record that a file holds, and its key."""
    if place := in_pairing(path):
        record, _, key = record_name(place.file).partition("/")
        return record, key
    if meeting := meeting_in(path):
        return MEETINGS, meeting[1]
    return ("", "") if stem_in(YEARS, path) is None else ("year", "")
