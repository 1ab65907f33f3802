"""What merges that follow each other have in common, worked out once in a run."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias

from mentorctl.store.file_merge import merge_file
from mentorctl.trail.git import objects
from mentorctl.trail.git.command import Git
from mentorctl.trail.git.objects import reading

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from pathlib import Path

    from mentorctl.store.record_merge import Choices, Merged
    from mentorctl.trail.git.tree_entry import TreeEntry

__all__ = ["bases_of", "files_of", "merged_file"]

KEPT = 32
Versions: TypeAlias = "tuple[bytes | None, bytes | None, bytes | None]"


@lru_cache(maxsize=KEPT)
def files_of(root: Path, commit: str) -> Mapping[str, TreeEntry]:
    """The files of a commit, by their paths; not to be changed.

    Raises:
        GitError: The history is damaged.
    """
    git = Git(root)
    (made,) = objects.commits(git, [commit])
    return objects.files(git, made.tree)


@lru_cache(maxsize=KEPT)
def bases_of(root: Path, one: str, two: str) -> tuple[str, ...]:
    """The last commits that two have in common.

    Raises:
        GitError: The history is damaged.
    """
    said = reading(Git(root), "merge-base", "--all", one, two, fine=(0, 1))
    return tuple(said.decode().split())


def merged_file(
    path: str, versions: Versions, choices: Choices | None, fixed: Collection[str]
) -> Merged:
    """Merge two versions of a file, as `merge_file` does.

    Args:
        path: The file.
        versions: That which both come from, ours, and theirs.
        choices: What a person has chosen.
        fixed: Ids that items of the other side must keep.
    """
    if choices:
        return merge_file(path, *versions, choices, fixed=fixed)
    return _merged(path, versions, frozenset(fixed))


@lru_cache(maxsize=KEPT)
def _merged(path: str, versions: Versions, fixed: frozenset[str]) -> Merged:
    return merge_file(path, *versions, fixed=fixed)
