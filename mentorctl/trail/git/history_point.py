"""Which commit is meant by the start of an id, in the history that a program has."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mentorctl.trail.errors import GitError
from mentorctl.trail.git.command import Git
from mentorctl.trail.git.commit_log import full_id, is_ancestor
from mentorctl.trail.git.objects import commits

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from mentorctl.trail.git.objects import Commit

__all__ = ["JOINED", "HistoryPoint", "named", "named_as_shared"]

# what `sync` calls a commit that brings two sides together
JOINED = "what was done here and elsewhere, brought together"
# whoever runs these takes in what the others have, which is the second that it follows
_TAKEN_IN = (JOINED, "Merge remote-tracking branch ")
_PULLED = "Merge branch "
_FROM = " of "


class HistoryPoint(NamedTuple):
    """A commit in a program's history.

    Attributes:
        commit: The commit.
        late: How many commits have earlier dates, and were brought in only afterwards.
        is_claim: Whether that it was this one on a day rests on dates in commits alone.
    """

    commit: Commit
    late: int = 0
    is_claim: bool = False


def named(root: Path, start: str, tip: str) -> HistoryPoint:
    """The one commit whose id starts so, if it is one that led to the last.

    Raises:
        GitError: There is none, or more than one; or it is not in this program's history.
    """
    name = full_id(root, start)
    if not is_ancestor(root, name, tip):
        raise GitError(
            f"the commit {name[:10]} is none of those that led to {tip[:10]}, the last one",
            "see the ids: mentorctl history",
        )
    (commit,) = commits(Git(root), [name])
    return HistoryPoint(commit)


def named_as_shared(commit: Commit, parents: Sequence[str]) -> str:
    """Which side of a commit was shared before, as its own words and their order say.

    Args:
        commit: The commit.
        parents: The sides that it follows.
    """
    subject = commit.message.partition("\n")[0]
    is_pull = subject.startswith(_PULLED) and _FROM in subject
    return parents[-1] if is_pull or subject.startswith(_TAKEN_IN) else parents[0]
