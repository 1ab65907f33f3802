"""What lies in a program folder: one walk, no link followed."""

from __future__ import annotations

import os
from typing import NamedTuple

__all__ = ["Listing", "walk"]

LEFT_ALONE = frozenset({".git", ".mentorctl"})
MOST_ENTRIES = 2_000_000


class Listing(NamedTuple):
    """Everything below a folder, relative to it, with `/`, sorted.

    Attributes:
        files: Ordinary files.
        folders: Folders.
        others: Links, pipes and the like, which are never opened.
    """

    files: tuple[str, ...]
    folders: tuple[str, ...]
    others: tuple[str, ...]


def walk(root: str | os.PathLike[str]) -> Listing:
    """List a program folder; `.git` and `.mentorctl` are left alone.

    A folder that may not be opened counts among `others`.
    """
    files: list[str] = []
    folders: list[str] = []
    others: list[str] = []
    todo = [""]
    top = os.fspath(root)
    while todo:
        below = todo.pop()
        try:
            entries = os.scandir(f"{top}/{below}" if below else top)
        except OSError:
            others.append(below)
            continue
        with entries:
            prefix = f"{below}/" if below else ""
            for entry in entries:
                path = prefix + entry.name
                if entry.is_file(follow_symlinks=False):
                    files.append(path)
                elif not entry.is_dir(follow_symlinks=False):
                    others.append(path)
                elif path not in LEFT_ALONE:
                    folders.append(path)
                    todo.append(path)
    files.sort()
    folders.sort()
    others.sort()
    return Listing(tuple(files), tuple(folders), tuple(others))
