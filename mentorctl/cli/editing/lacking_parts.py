"""Writes into hand-written records, before they are saved, what nobody has to type."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from mentorctl.cli.output.console import note
from mentorctl.cli.signing.identity import is_off
from mentorctl.model.kinds import kind_named
from mentorctl.model.paths import pairing_file
from mentorctl.store.edit.lacking import completed
from mentorctl.store.folder import NoProgram
from mentorctl.store.parse.reader import record_content
from mentorctl.store.write.change_set import ChangeSet
from mentorctl.trail.git import repository

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mentorctl.cli.state import State

__all__ = ["complete"]


def complete(state: State, changes: Sequence[repository.FileChange]) -> bool:
    """Give entries their ids, and records what their files' names say; each is told.

    What somebody has put into the history with git alone is completed as well, as far as it is
    the user's to write.

    Args:
        state: The run of the command.
        changes: What differs from the last commit.

    Returns:
        Whether anything was written.
    """
    changed = [each.path for each in changes if each.kind not in ("deleted", "conflict")]
    there: dict[str, bytes] = {}
    kept: dict[str, bytes] = {}
    for path in changed:
        _complete(state, path, there)
    for path in _logs(state):
        if path not in changed:
            _complete(state, path, kept)
    change = ChangeSet(state.root)
    lacking = {**there, **_own(state, kept)}
    for path, data in lacking.items():
        change.put(path, data)
        note(f"{path}: added what nobody has to type")
    change.apply()
    return bool(lacking)


def _complete(state: State, path: str, done: dict[str, bytes]) -> None:
    with contextlib.suppress(OSError):
        data, added = completed(path, record_content(str(state.root.joinpath(*path.split("/")))))
        if added:
            done[path] = data


def _logs(state: State) -> list[str]:
    """The files of this year's pairings whose entries have ids."""
    try:
        folder = state.folder
        name = kind_named("log").path()
        return [
            pairing_file(folder.program.year, each, name)
            for each in folder.pairing_ids
            if name in folder.files_of(each)
        ]
    except NoProgram:
        return []


def _own(state: State, found: dict[str, bytes]) -> dict[str, bytes]:
    """What of it is the user's to write."""
    if not found or is_off() or state.unsigned:
        return found
    from mentorctl.cli.signing.own_rights import not_the_users  # noqa: PLC0415 - brings cryptography

    words = state.folder.words
    return {
        path: data
        for path, data in found.items()
        if not any(not_the_users(state, [path], words, {path: data}))
    }
