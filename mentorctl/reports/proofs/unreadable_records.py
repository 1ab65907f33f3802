"""Records that somebody left so that nobody can read them any more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentorctl.trail.git.command import Git
from mentorctl.trail.git.merging.merge_base import ids_in
from mentorctl.trail.ledger.ledger import Remark

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from mentorctl.trail.ledger.ledger import Ledger

__all__ = ["unreadable_records"]


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
        if name and f"{path}\n{name}" in ledger.unread:
            what = "a record that cannot be read; nobody can tell what it says now"
            yield Remark("unreadable-record", "", path, "", what)
