"""Finds single files in the trees of many commits, each folder read once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentorctl.trail.git.committed_folder import ObjectCache
from mentorctl.trail.git.tree_entry import FOLDER_MODE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mentorctl.trail.git.command import Git
    from mentorctl.trail.git.tree_entry import TreeEntry

__all__ = ["FileFinder"]


class FileFinder:
    """Looks files up in the trees of commits.

    Each method raises CorruptObject where an object is missing, or is not what its id says.

    Args:
        git: Git in the repository.
    """

    def __init__(self, git: Git) -> None:
        self._cache = ObjectCache(git)

    def find(self, tree: str, path: str) -> str | None:
        """The id of what a file holds in a tree; None where it is not there.

        Args:
            tree: The id of a commit's tree.
            path: The file, with `/`.
        """
        folder, _, name = path.rpartition("/")
        entry = self._inside(tree, folder).get(name)
        return entry.held if entry is not None and entry.mode != FOLDER_MODE else None

    def names(self, tree: str, start: str) -> list[str]:
        """The files of one folder of a tree whose paths begin with a text, in order."""
        folder, _, name = start.rpartition("/")
        held = self._inside(tree, folder)
        found = (each for each, entry in held.items() if entry.mode != FOLDER_MODE)
        return sorted(f"{folder}/{each}" for each in found if each.startswith(name))

    def content(self, name: str | None) -> bytes | None:
        """What a file holds, by its id; None for no id, empty where it is too large."""
        return None if name is None else self._cache.blob(name, ())

    def _inside(self, tree: str, folder: str) -> Mapping[str, TreeEntry]:
        entries = self._cache.tree(tree)
        for part in folder.split("/") if folder else ():
            entry = entries.get(part)
            if entry is None or entry.mode != FOLDER_MODE:
                return {}
            entries = self._cache.tree(entry.id)
        return entries
