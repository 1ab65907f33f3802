"""Which branch of a shared folder is the program's: one rule for its guard and for every copy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentorctl.trail.errors import GitError

if TYPE_CHECKING:
    from collections.abc import Collection

__all__ = ["main_branch"]

HEADS = "refs/heads/"
MOST_NAMED = 5


def main_branch(heads: Collection[str], named: str) -> str:
    """The branch that is the program's, of those that a shared folder has.

    Where its HEAD names none of them, the only one is; between several nobody chooses by their
    names, as whoever may send something chooses those.

    Args:
        heads: The branches that are there.
        named: The branch that HEAD names, which may not be there; empty for none.

    Returns:
        Empty where there is none.

    Raises:
        GitError: Nothing tells which it is.
    """
    if named in heads:
        return named
    if len(heads) > 1:
        names = sorted(each.removeprefix(HEADS) for each in heads)
        shown = ", ".join(names[:MOST_NAMED]) + (" …" if len(names) > MOST_NAMED else "")
        raise GitError(
            f"the shared folder does not say which of its branches is the program's: {shown}",
            "have whoever keeps it say so there: git symbolic-ref HEAD refs/heads/NAME",
        )
    return next(iter(heads), "")
