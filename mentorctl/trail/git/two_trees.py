"""Diff of two trees, computed in this process.

For a few commits, where starting a git takes longer than the answer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentorctl.trail.errors import GitError
from mentorctl.trail.git import objects
from mentorctl.trail.git.objects import DEEPEST
from mentorctl.trail.git.tree_entry import FOLDER_MODE, TreeEntry

if TYPE_CHECKING:
    from collections.abc import Collection

    from mentorctl.trail.git.command import Git

    Both = tuple[TreeEntry | None, TreeEntry | None]

__all__ = ["differences"]


def differences(
    git: Git, one: str | None, other: str | None, places: Collection[str] = ()
) -> dict[str, Both]:
    """The files in which two trees differ, in git's order: what each of the two has there.

    Folders that are the same are not read; the others are held to their ids.

    Args:
        git: Git in the repository.
        one: The id of a tree; None for one without a file.
        other: The id of the other one.
        places: Only look at these files and below these folders, with `/`; at all when left out.

    Raises:
        CorruptObject: A folder is missing, or is not what its id says.
        GitError: Folders lie deeper than in a program folder.
    """
    found: dict[str, Both] = {}
    level = [("", one, other)] if one != other else []
    for _ in range(DEEPEST):
        if not level:
            return dict(sorted(found.items(), key=_in_bytes))
        asked = dict.fromkeys(name for _, *pair in level for name in pair if name)
        held = dict(objects.trees(git, asked))
        deeper = []
        for path, *pair in level:
            first, second = (held[name] if name else {} for name in pair)
            for name in first.keys() | second.keys():
                was, now = first.get(name), second.get(name)
                if was == now:
                    continue
                folders = _folder(was), _folder(now)
                if any(folders) and _leads_to(f"{path}{name}/", places):
                    deeper.append((f"{path}{name}/", *folders))
                files = _file(was), _file(now)
                if any(files) and _leads_to(f"{path}{name}", places):
                    found[path + name] = files
        level = deeper
    raise GitError(
        "the history has deeper folders than a program folder can hold",
        "look at what was committed: git log --stat",
    )


def _leads_to(path: str, places: Collection[str]) -> bool:
    """Whether a path is one of the places or below one, or, of a folder, on the way to one."""
    return not places or any(
        f"{path}/".startswith(f"{place}/") or (path.endswith("/") and place.startswith(path))
        for place in places
    )


def _folder(entry: TreeEntry | None) -> str | None:
    return entry.id if entry is not None and entry.mode == FOLDER_MODE else None


def _file(entry: TreeEntry | None) -> TreeEntry | None:
    return entry if entry is not None and entry.mode != FOLDER_MODE else None


def _in_bytes(item: tuple[str, Both]) -> bytes:
    return item[0].encode("utf-8", "surrogateescape")
