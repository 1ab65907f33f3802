"""Resolves the record that the user names: `okafor experiences/2`, `people/okafor`, `program`."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import typer

from mentorctl.cli import lookup
from mentorctl.model.kinds import KINDS, RecordKind, kind_named, kind_of
from mentorctl.model.paths import (
    PROGRAM_FILE,
    SUFFIX,
    file_in,
    in_pairing,
    pairing_file,
    record_name,
)
from mentorctl.model.spoken import (
    experience_number,
    experience_titles,
    is_name_of,
    plain,
    record_spelled,
)

if TYPE_CHECKING:
    from mentorctl.cli.state import State

__all__ = ["RecordFile", "address", "experience", "is_record"]

PROGRAM = "program"
SHORTEST_OF_TITLE = 4
# the folders of the records that belong to the program as a whole
SHARED = frozenset(kind.folder.partition("/")[0] for kind in KINDS
                   if kind.many and not kind.of_pairing)  # fmt: skip


class RecordFile(NamedTuple):
    """One record file.

    Attributes:
        path: Where it is, relative to the program folder, with `/`.
        kind: What it is.
        pairing: The pairing it belongs to, or empty.
    """

    path: str
    kind: RecordKind
    pairing: str = ""


def address(state: State, given: str, record: str | None) -> RecordFile:
    """The record file that is meant.

    Args:
        state: The run of the command.
        given: A pairing, a record of the program as a whole, or the path of any record.
        record: The record of the pairing.

    Raises:
        typer.BadParameter: None is meant, or several.
    """
    if given in {PROGRAM, PROGRAM_FILE} and record is None:
        return RecordFile(PROGRAM_FILE, kind_named(PROGRAM))
    if record is None:
        return _shared(state, given)
    given, (record,) = lookup.pairing_first(
        state, (given, record), lambda text: is_record(state, text)
    )
    pairing = lookup.pairing(state, given)
    year = state.folder.program.year
    names = [
        record_name(name)
        for name in state.folder.files_of(pairing)
        if kind_of(pairing_file(year, pairing, name)) is not None
    ]
    wanted = record_spelled(state.folder.words, record)
    if wanted == "person":
        raise typer.BadParameter(
            "a person's own record is changed with: mentorctl person edit PERSON"
        )
    name = lookup.match_one(f"record of {pairing}", wanted, names)
    return _at(pairing_file(year, pairing, f"{name}{SUFFIX}"))


def experience(state: State, given: str, of: str) -> int:
    """The number of the experience that a person means.

    It is meant by its number (`1`, `experience 1`, `experiences/1`), or by words of the title that
    it has in the pairing's plan.

    Args:
        state: The run of the command.
        given: What was typed.
        of: The pairing's id.

    Raises:
        typer.BadParameter: None is meant, or several are, or the program has none of the number.
    """
    program = state.folder.program
    count, number = program.experiences.count, experience_number(given)
    if not count:
        raise typer.BadParameter(
            "this program's pairings have no experiences; what they have:"
            f" {', '.join(program.records)}"
        )
    if number is not None:
        if not 1 <= number <= count:
            raise typer.BadParameter(
                f"there is no experience {number}; they are numbered 1 to {count}"
            )
        return number
    plan = state.folder.team(of, wanted=frozenset({"plan"})).plan
    titles = experience_titles(program, plan)
    # a short word stands in many titles, and means none of them
    is_telling = max(map(len, plain(given)), default=0) >= SHORTEST_OF_TITLE
    found = [number for number, title in titles.items() if is_telling and is_name_of(given, title)]
    if len(found) == 1:
        return found[0]
    if found:
        named = "; ".join(f"{number} ({titles[number]})" for number in found)
        raise typer.BadParameter(f"{given!r} could be several: {named}; write the number")
    named = "; ".join(f"{number} ({title})" for number, title in titles.items())
    raise typer.BadParameter(
        f"no experience of {of} is called {given!r}; "
        + (f"its plan has {named}" if named else f"give its number, 1 to {count}")
    )


def is_record(state: State, given: str) -> bool:
    """Whether a word names a record that a pairing can have."""
    path = pairing_file("", "", f"{record_spelled(state.folder.words, given)}{SUFFIX}")
    return kind_of(path) is not None


def _shared(state: State, given: str) -> RecordFile:
    """A record named without a pairing: by its folder and a part of its name, or by its path."""
    place, _, name = given.removesuffix(SUFFIX).partition("/")
    if place in SHARED and name:
        known = [
            record_name(each) for each in state.folder.files.inside(place) if each.endswith(SUFFIX)
        ]
        return _at(file_in(place, lookup.match_one(f"record in {place}/", name, known)))
    path = given if given.endswith(SUFFIX) else given + SUFFIX
    if path in state.folder.files and kind_of(path) is not None:
        return _at(path)
    pairing = lookup.pairing(state, given)
    held = list(state.folder.program.records)
    first = "plan" if "plan" in held else next((each for each in held if each != "pairing"), "log")
    raise typer.BadParameter(f"say which record of {pairing}: mentorctl edit {pairing} {first}")


def _at(path: str) -> RecordFile:
    kind = kind_of(path)
    assert kind is not None
    inside = in_pairing(path)
    return RecordFile(path, kind, inside.pairing if inside else "")
