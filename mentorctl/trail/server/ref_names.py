"""What new branches and tags of a shared repository may be called.

Git finds a branch or tag by part of its name, too, and gives up where two can be meant: one that is
called `refs/heads/main` stops every push to the branch `main`. Nobody can take it away again, as
nothing that is shared is deleted.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mentorctl.model.portable_names import folded, refused_by_windows, taken_by_windows, too_long
from mentorctl.trail.git.command import start

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

__all__ = ["SORTS", "known_names", "refusal"]

SORTS = ("refs/heads/", "refs/tags/")
# where git looks for what a name leads to, and what people's copies call the shared folder
_FIRST = frozenset(("refs", "heads", "tags", "remotes", "origin"))
_OF_GIT = re.compile(r"(?:.*_)?HEAD|@|[0-9a-f]{40}(?:[0-9a-f]{24})?|-.*", re.DOTALL)
# a lock is laid beside each while it moves
_LOCK = ".lock"


def known_names(repository: Path) -> set[str]:
    """The full names of all branches and tags.

    Args:
        repository: The shared repository.

    Raises:
        GitError: It cannot be read.
    """
    args = ("for-each-ref", "--format=%(refname)", *SORTS)
    said = start(repository, args, None, {"GIT_DIR": str(repository)}, {}, (0,))
    return set(said.decode("utf-8", "surrogateescape").split("\n")) - {""}


def refusal(ref: str, known: Collection[str]) -> str:
    """Why a new branch or tag may not be called so, or an empty text.

    Args:
        ref: Its full name.
        known: The full names of the others.
    """
    name = _short(ref)
    parts = name.split("/")
    if parts[0].lower() in _FIRST or any(map(_OF_GIT.fullmatch, (parts[0], parts[-1]))):
        return f"{name} could be taken for something else of git's: give it another name"
    # what is not printable a note of what came in would not tell
    if (
        not name.isprintable()
        or too_long(f"{name}{_LOCK}")
        or any(
            taken_by_windows(each) or refused_by_windows(each) or too_long(f"{each}{_LOCK}")
            for each in parts
        )
    ):
        return f"not every computer can hold the name {name}: give it another one"
    twin = next((each for each in sorted(known) if _is_twin(ref, each)), "")
    if twin:
        beside = f"there is {_short(twin)} already, and git could take one for the other"
        return f"{beside}: give {name} another name"
    return ""


def _is_twin(one: str, other: str) -> bool:
    """Whether two names are one to some git, or to some system, or one is a folder of the other."""
    if one == other:
        return False
    here, there = folded(_short(one)), folded(_short(other))
    if here == there:
        return True
    is_one_sort = any(one.startswith(each) and other.startswith(each) for each in SORTS)
    return is_one_sort and (here.startswith(f"{there}/") or there.startswith(f"{here}/"))


def _short(ref: str) -> str:
    return next((ref.removeprefix(each) for each in SORTS if ref.startswith(each)), ref)
