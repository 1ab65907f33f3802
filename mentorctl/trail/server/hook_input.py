"""What git tells a hook of a shared repository about a push."""

from __future__ import annotations

from mentorctl.trail.errors import GitError
from mentorctl.trail.git import objects

__all__ = ["parsed"]

_FIELDS = 3


def parsed(line: str) -> tuple[str, str, str]:
    """The old commit, the new one, and the name of what moves; of a line of a hook's input.

    Raises:
        GitError: It is none of git's.
    """
    words = line.rstrip("\n").split(" ", _FIELDS - 1)
    if len(words) != _FIELDS or not all(map(objects.is_id, words[:2])):
        raise GitError(
            "this is not what git tells a hook",
            "guard is run by git itself; set it up with mentorctl guard --install FOLDER.git",
        )
    old, new, ref = words
    return old, new, ref
