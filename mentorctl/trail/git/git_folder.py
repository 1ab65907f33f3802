"""The `.git` of a program folder comes from others, too: what leads away or never answers there."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING

from mentorctl.trail.errors import GitError

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["examine", "is_repository"]

# files of .git that git reads and writes through; a link here would lead out of the folder
_GITS_OWN = (
    "HEAD", "config", "index", "objects", "objects/info", "refs", "refs/heads", "logs",
    "logs/HEAD", "logs/refs", "logs/refs/heads", "info", "packed-refs", "shallow", "MERGE_HEAD",
    "ORIG_HEAD", "FETCH_HEAD",
)  # fmt: skip


def is_repository(root: Path) -> bool:
    """Whether a folder is the top of a repository that lies in it as a whole."""
    folder = root / ".git"
    try:
        is_folder = stat.S_ISDIR(folder.lstat().st_mode)
    except OSError:
        return False
    return is_folder and (folder / "HEAD").is_file() and not (folder / "commondir").exists()


def examine(folder: Path) -> None:
    """See that nothing in `.git` leads elsewhere or keeps git waiting.

    Args:
        folder: The `.git` of a repository.

    Raises:
        GitError: A link, a pipe or a device is in the place of one of git's own files.
    """
    for name in (*_GITS_OWN, *_small_folders(folder)):
        try:
            mode = (folder / name).lstat().st_mode
        except OSError:
            continue
        if not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):
            what = "a symbolic link" if stat.S_ISLNK(mode) else "a pipe or a device"
            raise GitError(
                f".git/{name} is {what}, which is never followed",
                "get a fresh copy of the program folder",
            )


def _small_folders(folder: Path) -> Iterator[str]:
    """What lies in those folders of `.git` that git reads whole, relative to it."""
    for name in ("refs", "objects/pack", "objects/info", "info"):
        for inside, _, files in os.walk(folder / name):
            below = Path(inside).relative_to(folder).as_posix()
            yield from (f"{below}/{each}" for each in files)
