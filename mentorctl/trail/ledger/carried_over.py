"""Records copied from a pairing to the one that took it over are not back-dated."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentorctl.model.paths import PAIRING_FILE, in_pairing, pairing_file
from mentorctl.store.recorded_files import pairing_facts
from mentorctl.trail.git import objects

if TYPE_CHECKING:
    from mentorctl.trail.git.command import Git

__all__ = ["came_along"]


def came_along(git: Git, commit: str, path: str, blob: str, number: int) -> bool:
    """Whether a file is, byte for byte, that of the pairing which its own pairing follows.

    Its dates are then no news: they came into the history when that file did.

    Args:
        git: The repository.
        commit: The commit that brought the file in.
        path: The file.
        blob: The id of what it holds.
        number: The folder's format in that commit.

    Raises:
        GitError: The history is damaged.
    """
    place = in_pairing(path)
    if place is None:
        return False
    own = _id(git, commit, place.folder + PAIRING_FILE)
    pairing = pairing_facts(dict(objects.blobs(git, [own]))[own], number) if own else None
    if pairing is None or not pairing.follows:
        return False
    return _id(git, commit, pairing_file(place.year, pairing.follows, place.file)) == blob


def _id(git: Git, commit: str, path: str) -> str:
    """The id of what a file holds in a commit; empty where it is not there."""
    if "\n" in path:
        return ""
    (found,) = git.reader.sizes([f"{commit}:{path}"])
    return found.id if found else ""
