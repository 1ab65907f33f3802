"""Resolves what the user typed to a pairing, person or record."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from mentorctl.cli.state import State

__all__ = ["match_one", "meeting", "pairing", "person"]

MOST_NAMED = 6


def pairing(state: State, given: str) -> str:
    """The id of the pairing of the program year that a person means.

    Raises:
        typer.BadParameter: None has it in its id, or several do.
    """
    if state.folder.files_of(given):
        return given
    return match_one("pairing", given, state.folder.pairing_ids)


def person(state: State, given: str) -> str:
    """The id of the person that a person means.

    Raises:
        typer.BadParameter: None has it in their id, or several do.
    """
    return match_one("person", given, sorted(state.folder.people.ids))


def meeting(state: State, given: str) -> str:
    """The id of the meeting that a person means.

    Raises:
        typer.BadParameter: program.yaml has no such meeting.
    """
    return match_one("meeting", given, [each.id for each in state.folder.program.meetings])


def match_one(what: str, given: str, known: Iterable[str]) -> str:
    """The one known name that equals the text, or that alone contains it.

    Raises:
        typer.BadParameter: There is none, or there are several.
    """
    names = list(known)
    if given in names:
        return given
    found = [name for name in names if given.lower() in name]
    if len(found) == 1:
        return found[0]
    if found:
        listed = ", ".join(found[:MOST_NAMED]) + (" …" if len(found) > MOST_NAMED else "")
        raise typer.BadParameter(f"{given!r} could be several: {listed}; write more of the id")
    raise typer.BadParameter(f"no {what} is called {given!r}; {_hint(given.lower(), names)}")


def _hint(given: str, names: list[str]) -> str:
    """A suggestion: a similar name, or one with a similar part."""
    parts = {part: name for name in reversed(names) for part in name.split("-")}
    close = difflib.get_close_matches(given, names, n=1, cutoff=0.5)
    close = close or [parts[part] for part in difflib.get_close_matches(given, parts, n=1)]
    if close:
        return f"did you mean {close[0]}?"
    listed = ", ".join(names[:MOST_NAMED]) + (" …" if len(names) > MOST_NAMED else "")
    return f"known: {listed}" if names else "there is none yet"
