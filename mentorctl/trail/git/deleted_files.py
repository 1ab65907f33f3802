"""Which commits took files out: what is there no longer leaves no other trace in a folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentorctl.trail.git import objects
from mentorctl.trail.git.command import Git
from mentorctl.trail.git.repository import head

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

__all__ = ["deletions"]


def deletions(root: Path, places: Collection[str] = ()) -> dict[str, str]:
    """The last commit that took each file out, of those that led to the last commit.

    Args:
        root: The program folder.
        places: Only these files and those in these folders, with `/`; all when left out.

    Returns:
        The commits by path, whether or not the file came again.

    Raises:
        GitMissing: There is no git.
        GitError: The folder is no repository, or cannot be read.
    """
    if head(root) is None:
        return {}
    words = ("log", "-z", "--format=%x01%H", "--name-only", "--diff-filter=D", "--no-renames")
    said = objects.reading(Git(root), *words, "HEAD", "--", *places)
    found: dict[str, str] = {}
    commit = ""
    for part in said.decode("utf-8", "surrogateescape").split("\0"):
        text = part.strip("\n")
        if text.startswith("\x01"):
            commit = text[1:]
        elif text:
            found.setdefault(text, commit)
    return found
