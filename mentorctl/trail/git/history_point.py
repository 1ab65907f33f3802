"""Which commit is meant by a day, or by the start of an id, in the history that a program has."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, NamedTuple

from mentorctl.trail.errors import GitError
from mentorctl.trail.git.command import Git
from mentorctl.trail.git.commit_log import full_id, is_ancestor
from mentorctl.trail.git.objects import commits
from mentorctl.trail.git.tree_diff import listed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from mentorctl.trail.git.objects import Commit

__all__ = ["JOINED", "HistoryPoint", "named", "recorded_by"]

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
    """

    commit: Commit
    late: int = 0


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


def recorded_by(root: Path, end: dt.datetime) -> HistoryPoint:
    """The last commit at a moment, of the line that everybody shares.

    A commit counts as made when it says, and never before those that it follows. Where two sides
    were brought together after the moment, the side that was shared before counts, and the one
    that was brought in does not: it arrived later.

    Args:
        root: A program folder.
        end: The moment; what is dated then is not there yet.

    Raises:
        GitMissing: There is no git.
        GitError: There was no commit yet; or the history is damaged.
    """
    git = Git(root)
    nodes, _ = listed(git, "--reverse", "HEAD")
    made = {each.id: each for each in commits(git, [node.id for node in nodes])}
    times: dict[str, int] = {}
    for node in nodes:
        before = max((times[each] for each in node.parents if each in times), default=0)
        times[node.id] = max(made[node.id].committer.seconds, before)
    at, latest = nodes[-1], end.timestamp()
    known = {node.id: node for node in nodes}
    while times[at.id] >= latest:
        if not at.parents or _shared(made[at.id], at.parents) not in known:
            cut = "; for what came before: git fetch --unshallow" if at.cut else ""
            day = dt.datetime.fromtimestamp(times[at.id], end.tzinfo).date()
            raise GitError(
                "nothing was recorded yet on that day",
                f"the history here begins on {day}{cut}",
            )
        at = known[_shared(made[at.id], at.parents)]
    links = {node.id: node.parents for node in nodes}
    led = _led_to(links, at.id)
    late = sum(each not in led for each, seconds in times.items() if seconds < latest)
    return HistoryPoint(made[at.id], late)


def _shared(commit: Commit, parents: Sequence[str]) -> str:
    """Which side of a commit was shared before: the one that was taken in, or the one merged to."""
    subject = commit.message.partition("\n")[0]
    is_pull = subject.startswith(_PULLED) and _FROM in subject
    return parents[-1] if is_pull or subject.startswith(_TAKEN_IN) else parents[0]


def _led_to(links: Mapping[str, Sequence[str]], name: str) -> set[str]:
    found, todo = {name}, [name]
    while todo:
        new = [each for each in links.get(todo.pop(), ()) if each not in found]
        found.update(new)
        todo += new
    return found
