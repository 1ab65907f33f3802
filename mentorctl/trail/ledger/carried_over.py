"""What is copied from a pairing to the one that goes on from it is not back-dated."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentorctl.model.paths import PAIRING_FILE, pairing_file
from mentorctl.store.recorded_files import pairing_facts
from mentorctl.trail.git import objects

if TYPE_CHECKING:
    from mentorctl.model.paths import InPairing
    from mentorctl.trail.git.command import Git

__all__ = ["file_in_commit", "in_earlier_year", "in_followed"]


def in_followed(git: Git, commit: str, place: InPairing, number: int) -> tuple[str, str] | None:
    """The same file of the pairing which a pairing follows.

    Args:
        git: The repository.
        commit: The commit that brought the pairing's file in.
        place: The file.
        number: The folder's format in that commit.

    Returns:
        Its path, and the id of what it holds in that commit; None where there is none.

    Raises:
        GitError: The history is damaged.
    """
    own = file_in_commit(git, commit, place.folder + PAIRING_FILE)
    pairing = pairing_facts(dict(objects.blobs(git, [own]))[own], number) if own else None
    if pairing is None or not pairing.follows:
        return None
    path = pairing_file(place.year, pairing.follows, place.file)
    found = file_in_commit(git, commit, path)
    return (path, found) if found else None


def in_earlier_year(git: Git, commit: str, place: InPairing, number: int) -> tuple[str, str] | None:
    """The same file of a pairing in the year from which the pairing runs on.

    Args:
        git: The repository.
        commit: The commit that brought the pairing's file in.
        place: The file.
        number: The folder's format in that commit.

    Returns:
        Its path, and the id of what it holds in that commit; None where there is none, or where
        it is not of the same two people.

    Raises:
        GitError: The history is damaged.
    """
    own = file_in_commit(git, commit, place.folder + PAIRING_FILE)
    pairing = pairing_facts(dict(objects.blobs(git, [own]))[own], number) if own else None
    if pairing is None or not (year := pairing.continues) or "/" in year or year >= place.year:
        return None
    first = file_in_commit(git, commit, pairing_file(year, place.pairing))
    before = pairing_facts(dict(objects.blobs(git, [first]))[first], number) if first else None
    if before is None or (before.mentee, before.mentor) != (pairing.mentee, pairing.mentor):
        return None
    path = pairing_file(year, place.pairing, place.file)
    found = file_in_commit(git, commit, path)
    return (path, found) if found else None


def file_in_commit(git: Git, commit: str, path: str) -> str:
    """The id of what a file holds in a commit; empty where it is not there."""
    if "\n" in path:
        return ""
    (found,) = git.reader.sizes([f"{commit}:{path}"])
    return found.id if found else ""
