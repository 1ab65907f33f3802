"""Writes a commit's tree with some files changed, and rewrites only the directories on the way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentorctl.trail.git import objects
from mentorctl.trail.git.tree_entry import FOLDER_MODE, TreeEntry

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from mentorctl.trail.git.command import Git
    from mentorctl.trail.git.object_writer import ObjectWriter

__all__ = ["entries_at", "tree_with"]


class _Step:
    """The change of one name in a directory: the file itself, and changes below it."""

    def __init__(self) -> None:
        self.file: TreeEntry | None = None
        self.below: dict[str, _Step] = {}


def entries_at(git: Git, commit: str, paths: Iterable[str]) -> dict[str, TreeEntry]:
    """What a commit has at some paths; those that it does not have are left out.

    Raises:
        CorruptObject: A folder on the way is missing, or is not what its id says.
    """
    top = next(objects.commits(git, [commit])).tree
    read: dict[str, dict[str, TreeEntry]] = {}
    found = {}
    for path in paths:
        entry: TreeEntry | None = TreeEntry(FOLDER_MODE, top)
        for part in path.split("/"):
            if entry is None or entry.mode != FOLDER_MODE:
                entry = None
                break
            if entry.id not in read:
                read |= objects.trees(git, [entry.id])
            entry = read[entry.id].get(part)
        if entry is not None:
            found[path] = entry
    return found


def tree_with(
    git: Git, writer: ObjectWriter, commit: str | None, files: Mapping[str, TreeEntry | None]
) -> tuple[str | None, str]:
    """The tree of a commit, and the same one with some files otherwise.

    Args:
        git: Git in the repository.
        writer: Writes the new folders.
        commit: The commit; None before the first.
        files: What each file shall be, by path; None for one that shall not be there.

    Returns:
        The ids of both trees; None for a commit that is not there.

    Raises:
        CorruptObject: A folder on the way is missing, or is not what its id says.
        GitError: A new one cannot be written.
    """
    before = next(objects.commits(git, [commit])).tree if commit else None
    top = _Step()
    for path, entry in files.items():
        step = top
        for part in path.split("/"):
            step = step.below.setdefault(part, _Step())
        step.file = entry
    after = _changed(git, writer, before, top.below)
    return before, after or writer.add("tree", b"")


def _changed(
    git: Git, writer: ObjectWriter, folder: str | None, steps: Mapping[str, _Step]
) -> str | None:
    """Write a directory after some changes; its id, or None when it is empty."""
    entries = dict(next(objects.trees(git, [folder]))[1]) if folder else {}
    for name, step in steps.items():
        was = entries.get(name)
        is_folder = was is not None and was.mode == FOLDER_MODE
        below = None
        if step.below:
            below = _changed(git, writer, was.id if was and is_folder else None, step.below)
        if step.file is not None:
            entries[name] = step.file
        elif below is not None:
            entries[name] = TreeEntry(FOLDER_MODE, below)
        elif was is not None and is_folder == bool(step.below):
            del entries[name]
    return writer.add("tree", _written(entries)) if entries else None


def _written(entries: Mapping[str, TreeEntry]) -> bytes:
    """A tree object in git's format; directories sort as if their names ended with `/`."""
    lines = []
    for name, entry in entries.items():
        text = name.encode("utf-8", "surrogateescape")
        line = b"%b %b\0%b" % (entry.mode.lstrip("0").encode(), text, bytes.fromhex(entry.id))
        lines.append((text + b"/" if entry.mode == FOLDER_MODE else text, line))
    return b"".join(line for _, line in sorted(lines))
