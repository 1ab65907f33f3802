"""Change single facts of the small program in which all is well."""

from __future__ import annotations

from typing import TYPE_CHECKING

from support.folders import PRESET

from mentorctl.model.calendar import Calendar
from mentorctl.model.needs import Need
from mentorctl.model.program import Program
from mentorctl.model.words import Words
from mentorctl.store.edit.set_value import append_item, set_value
from mentorctl.store.parse.reader import examine

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path
    from typing import Any

    from mentorctl.model.finding import Where

__all__ = [
    "CALENDAR", "FOLDER", "NEEDS", "PAIRING", "YEAR", "change", "date", "extend", "file_of",
    "take_away", "waive",
]  # fmt: skip

YEAR = "2026-2027"
PAIRING = "amara-okafor-teo-lindqvist"
FOLDER = f"pairings/{YEAR}/{PAIRING}"


def _preset() -> Program:
    program, faults = examine(PRESET.read_bytes(), Program, Words())
    assert program is not None, faults
    return program


CALENDAR = Calendar(_preset())
NEEDS = {str(need): entry.title for entry, need in CALENDAR.completion}


def change(root: Path, path: str, where: Where, value: Any) -> None:
    """Set one value of one record."""
    file = root / path
    file.write_text(set_value(file.read_text("utf-8"), where, value), "utf-8", newline="\n")


def file_of(need: str) -> str:
    """The file that holds the fact of a need, relative to the program folder."""
    record, key, _ = Need.parse(need)
    if record == "meetings":
        return f"meetings/{YEAR}-{key}.yaml"
    return f"{FOLDER}/{record}/{key}.yaml" if key else f"{FOLDER}/{record}.yaml"


def take_away(root: Path, need: str) -> None:
    """Leave a fact blank; of a meeting, one of the two who were there."""
    if need.startswith("meetings/"):
        change(root, file_of(need), ("attended",), ["teo-lindqvist"])
    else:
        change(root, file_of(need), Need.parse(need).field, None)


def date(root: Path, need: str, day: dt.date) -> None:
    """Date a fact."""
    field = ("on",) if need.startswith("meetings/") else Need.parse(need).field
    change(root, file_of(need), field, day)


def extend(root: Path, milestone: str, until: dt.date, **more: Any) -> None:
    """Give the pairing more time for a milestone."""
    leave = {"milestone": milestone, "until": until, "approved_by": "noor-haddad"}
    _append(root, "extensions", {**leave, "on": "2027-04-20", "reason": "illness", **more})


def waive(root: Path, need: str, **more: Any) -> None:
    """Let the pairing do without a need."""
    leave = {"need": need, "approved_by": "noor-haddad", "on": "2027-04-20", "reason": "ice"}
    _append(root, "waivers", {**leave, **more})


def _append(root: Path, field: str, item: dict[str, Any]) -> None:
    file = root / FOLDER / "pairing.yaml"
    file.write_text(append_item(file.read_text("utf-8"), (field,), item), "utf-8", newline="\n")
