"""Each change of some files in the history: what they held before and after, in one reading."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mentorctl.trail.git.command import Git
from mentorctl.trail.git.objects import reading
from mentorctl.trail.git.repository import head, is_repository

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

__all__ = ["FileStep", "file_steps"]

_MARK = "\x01"
_NOTHING = "0"


class FileStep(NamedTuple):
    """One change of one file.

    Attributes:
        commit: The commit.
        seconds: When it was made, in seconds since 1970.
        before: The id of what the file held; None where it was not there.
        after: The id of what it holds since; None where it is no longer there.
    """

    commit: str
    seconds: int
    before: str | None
    after: str | None


def file_steps(root: Path, patterns: Sequence[str]) -> dict[str, list[FileStep]]:
    """The changes of some files in what led to the last commit, the newest first.

    They never become fewer as the history goes on. A merge has none of its own: those of both its
    sides are told.

    Args:
        root: The program folder.
        patterns: Its files, with `*` for any name: `pairings/*/pairing.yaml`.

    Returns:
        Each file that was ever there, by path; nothing where the folder has no history.

    Raises:
        GitMissing: There is no git.
        GitError: The history is damaged.
    """
    if not is_repository(root) or head(root) is None:
        return {}
    globs = [f":(glob){each}" for each in patterns]
    words = ("log", "-z", f"--format={_MARK}%H %ct", "--raw", "--no-abbrev", "--no-renames",
             "HEAD", "--")  # fmt: skip
    told = reading(Git(root), *words, *globs).decode(errors="surrogateescape")
    found: dict[str, list[FileStep]] = {}
    commit, seconds, ids = "", 0, ("", "")
    for each in told.split("\0"):
        part = each.lstrip("\n") if not ids[0] else each
        if ids[0]:
            before, after = (name if name.strip(_NOTHING) else None for name in ids)
            found.setdefault(part, []).append(FileStep(commit, seconds, before, after))
            ids = ("", "")
        elif part.startswith(_MARK):
            commit, _, when = part[1:].partition(" ")
            seconds = int(when)
        elif part.startswith(":"):
            ids = tuple(part.split(" ")[2:4])  # type: ignore[assignment] # two, as git writes it
    return found
