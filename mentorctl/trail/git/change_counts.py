"""How often files were changed in the history, and when last: what tells a newer answer apart."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mentorctl.trail.git.command import Git
from mentorctl.trail.git.objects import reading
from mentorctl.trail.git.repository import changed_files, head, is_repository

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

__all__ = ["ChangeCount", "change_counts"]

_MARK = "\x01"


class ChangeCount(NamedTuple):
    """What the history says of one file.

    Attributes:
        times: In how many commits it was changed, and one more where it is edited since.
        seconds: When it was changed last, in seconds since 1970; one more where it is edited since.
    """

    times: int
    seconds: int


def change_counts(root: Path, patterns: Sequence[str]) -> dict[str, ChangeCount]:
    """How often each of some files was changed in what led to the last commit.

    A number never goes down as the history goes on, and a merge counts the changes of both sides,
    each once. Files that no commit has count as changed once.

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
    git = Git(root)
    globs = [f":(glob){each}" for each in patterns]
    words = ("log", "-z", f"--format={_MARK}%ct", "--name-only", "--no-renames", "HEAD", "--")
    found: dict[str, ChangeCount] = {}
    seconds = 0
    for each in reading(git, *words, *globs).decode(errors="surrogateescape").split("\0"):
        part = each.lstrip("\n")
        if part.startswith(_MARK):
            seconds = int(part[1:])
        elif part:
            known = found.get(part, ChangeCount(0, 0))
            found[part] = ChangeCount(known.times + 1, max(known.seconds, seconds))
    for edited in changed_files(root):
        known = found.get(edited.path, ChangeCount(0, 0))
        found[edited.path] = ChangeCount(known.times + 1, known.seconds + 1)
    return found
