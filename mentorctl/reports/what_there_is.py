"""What comes with the toolkit: presets to start a program from, and states' standards."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeVar

from mentorctl.data import data
from mentorctl.model.paths import PROGRAM_FILE, SUFFIX
from mentorctl.model.program import Program
from mentorctl.model.standard import Standard
from mentorctl.model.words import Words
from mentorctl.store.parse.reader import examine

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from mentorctl.model.record import Record

__all__ = ["COLUMNS_OF_PRESETS", "COLUMNS_OF_STANDARDS", "PresetRow", "as_data", "presets",
           "standards"]  # fmt: skip

R = TypeVar("R", bound="Record")


class PresetRow(NamedTuple):
    """A preset of the toolkit.

    Attributes:
        preset: Its name, as `init --preset` takes it.
        program: What the program is called.
        agency: Whose it is.
        mentee: What the program calls a mentee.
        mentor: What it calls a mentor.
        experiences: How many experiences a year has.
        needs: How many needs make a completer.
    """

    preset: str
    program: str
    agency: str
    mentee: str
    mentor: str
    experiences: int
    needs: int


class AvailableStandard(NamedTuple):
    """A standard of the toolkit.

    Attributes:
        standard: Its name, as `standards --adopt` takes it.
        title: What it is called.
        rule: Where it stands in law.
        authority: Whose it is.
        items: How many items it has.
    """

    standard: str
    title: str
    rule: str
    authority: str | None
    items: int


COLUMNS_OF_PRESETS = PresetRow._fields
COLUMNS_OF_STANDARDS = AvailableStandard._fields


def presets() -> Iterator[PresetRow]:
    """The presets, by name."""
    for path in sorted(data("templates", "programs").glob(f"*/{PROGRAM_FILE}")):
        program = _read(path, Program)
        words = Words(program.terms)
        yield PresetRow(
            path.parent.name,
            program.name,
            program.agency,
            words["mentee"],
            words["mentor"],
            program.experiences.count,
            len(program.completion.needs),
        )


def as_data(row: PresetRow) -> dict[str, object]:
    """A preset for scripts."""
    return {
        **row._asdict(),
        "program_title": row.program,
        "mentee_title": row.mentee,
        "mentor_title": row.mentor,
    }


def standards() -> Iterator[AvailableStandard]:
    """The standards, by name."""
    for path in sorted(data("templates", "standards").glob(f"*{SUFFIX}")):
        found = _read(path, Standard)
        items = sum(len(part.items) for part in found.parts)
        yield AvailableStandard(path.stem, found.title, found.rule, found.authority, items)


def _read(path: Path, model: type[R]) -> R:
    found, faults = examine(path.read_bytes(), model, Words())
    assert found is not None, faults
    return found
