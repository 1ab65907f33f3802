"""Records that somebody left so that nobody can read them any more, program.yaml among them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentorctl.model.paths import PROGRAM_FILE
from mentorctl.store.recorded_folder import NoProgram, RecordedFolder, waiting
from mentorctl.trail.git import repository
from mentorctl.trail.git.command import Git
from mentorctl.trail.git.file_versions import contents
from mentorctl.trail.git.merging.merge_base import ids_in
from mentorctl.trail.ledger.ledger import Remark
from mentorctl.trail.ledger.ledger_cache import ledger_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from mentorctl.trail.ledger.ledger import Ledger

__all__ = ["readable_folder", "unreadable_records"]


def unreadable_records(root: Path, ledger: Ledger) -> Iterator[Remark]:
    """The records that cannot be read as the last commit has them, by the history.

    Args:
        root: The program folder.
        ledger: What its history says.

    Raises:
        GitError: The history is damaged.
    """
    paths = dict.fromkeys(each.partition("\n")[0] for each in ledger.unread)
    held = ids_in(Git(root), ((ledger.tip, path) for path in paths)) if paths else {}
    for (_, path), name in held.items():
        # of what only today's models cannot have, nobody's verdict on the past depends
        if name and f"{path}\n{name}" in ledger.unread:
            what = "since this commit nobody can read the record, or tell what it says now"
            yield Remark("unreadable-record", ledger.since[f"{path}\n{name}"], path, "", what)


def readable_folder(root: Path) -> RecordedFolder:
    """A program folder as its files say it: its program.yaml as it was when it last could be read.

    Args:
        root: The program folder.

    Raises:
        NoProgram: It cannot be read, and the history does not say since when.
        GitError: The history is damaged.
    """
    try:
        return RecordedFolder(root)
    except NoProgram:
        if not repository.is_repository(root):
            raise
        ledger = ledger_of(root)
        asked = ledger.tip, PROGRAM_FILE
        name = ids_in(Git(root), [asked])[asked] if ledger.tip else None
        held = ledger.stood(PROGRAM_FILE, name)
        data = contents(root, [held])[held] if held and held != name else None
        if data is None:
            raise
        return RecordedFolder(root, {**waiting(root), PROGRAM_FILE: data})
