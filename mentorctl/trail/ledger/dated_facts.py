"""The dated facts of a record that the program's calendar and completion rest on."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from mentorctl.model.kinds import KINDS
from mentorctl.model.needs import Need, day_in, days_in
from mentorctl.model.paths import MEETINGS, YEARS, in_pairing, meeting_in, record_name, stem_in

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator, Mapping

    from mentorctl.model.formats import Tree
    from mentorctl.model.recorded import ProgramFacts

__all__ = [
    "Facts", "kind_in", "late_day", "late_signature", "pointers", "told_of", "told_once",
]  # fmt: skip

# lists of decisions by which something counts, or is paid, from their own day on: by the record
# that they stand in, with the fields that name one, and the way to its day
_DECIDED: Mapping[str, tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...]] = {
    "pairing": (("extensions", ("milestone",), ("on",)), ("waivers", ("need",), ("on",))),
    "plan": (("experiences", ("slot",), ("own", "approved", "on")),),
    "year": (("reimbursements", ("person", "what"), ("approved", "on")),),
}
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

    def can_be_in(self, path: str) -> bool:
        """Whether a file, by its path in the program folder, can hold any."""
        return _placed(path)[0] in _DECIDED or bool(self.asked(path))

    def asked(self, path: str) -> tuple[Need, ...]:
        """The needs that a file can hold the facts of."""
        record, key = _placed(path)
        return tuple(each for each in self._needs.get(record, ()) if each.key in {key, "*"})

    def of(self, path: str, tree: Tree) -> set[tuple[str, dt.date]]:
        """The facts of a record that have a day: what dates them, and the day.

        Args:
            path: The record's file.
            tree: What it says.
        """
        found = [*(days_in(need, tree) for need in self.asked(path)), _decided(path, tree)]
        return {(".".join(field), day) for days in found for field, day in days}


def told_once(facts: set[tuple[str, dt.date]]) -> set[tuple[str, dt.date]]:
    """Facts without those of each person at a meeting whose own day is among them."""
    return {
        (name, day)
        for name, day in facts
        if not (name.startswith("attended.") and ("on", day) in facts)
    }


def late_day(name: str, on: dt.date, day: dt.date) -> str:
    """That a day came into the history too late, in words."""
    return f"{name} says {on}, and came in on {day}, {(day - on).days} days later"


def late_signature(on: dt.date, day: dt.date) -> str:
    """The same of a signature."""
    return f"a signature of {on} came in on {day}, {(day - on).days} days later"


def told_of(message: str) -> str:
    """What such words are about, whenever it came in."""
    return message.partition(" came in on ")[0]


def _decided(path: str, tree: Tree) -> Iterator[tuple[tuple[str, ...], dt.date]]:
    """The days of decisions that a record holds, each by what it is about."""
    for field, names, way in _DECIDED.get(_placed(path)[0], ()):
        held = tree.get(field) if isinstance(tree, dict) else None
        for each in held if isinstance(held, list) else ():
            day = day_in(way, each)
            if day is not None:
                yield (field, *(str(each.get(name)) for name in names)), day


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
