"""What an interrupted command left behind, finished before anything else is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentorctl.cli.output.console import note
from mentorctl.store.write.change_set import recover
from mentorctl.store.write.journal_folder import foreign

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["finish_interrupted"]


def finish_interrupted(root: Path) -> None:
    """Finish what a command that was killed had begun: a change of files, or a `sync`.

    An index that git has lost is made again, or its next commit would delete every other file.

    Every command that writes calls this first, so that nobody's half of a change is kept under
    somebody else's name. What cannot be finished is told, and stays as it is.

    Args:
        root: The program folder.

    Raises:
        WriteError: A file cannot be written; running the command again is harmless.
        GitError: Git refuses.
    """
    for path in recover(root):
        note(
            f"{path} was being written when an earlier command was interrupted, and somebody has"
            " changed it since; it stays as it is now, so please look at it"
        )
    for journal in foreign(root):
        note(
            f"{journal} is half of a change begun in another copy of this folder, and is not"
            " made here: see that the files are as they should be, then delete it"
        )
    from mentorctl.trail.git.command import is_repository  # noqa: PLC0415 - not for help

    if is_repository(root):
        from mentorctl.trail.git import repository  # noqa: PLC0415 - as above
        from mentorctl.trail.git.fast_forward import finish  # noqa: PLC0415 - as above

        if not finish(root):
            note(
                "a sync that was begun in another copy of this folder is not gone on with here: see"
                " that the files are as they should be"
            )
        repository.restore_index(root)
