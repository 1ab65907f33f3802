"""Which commit was the last to change each file of a program folder, and which took it out."""

from __future__ import annotations

from contextlib import nullcontext
from typing import TYPE_CHECKING, NamedTuple

from mentorctl.trail.git import objects
from mentorctl.trail.git.command import Git
from mentorctl.trail.git.commit_log import has_commits
from mentorctl.trail.git.objects import parse_commit
from mentorctl.trail.git.tree_diff import (
    compared,
    listed,
    listed_about,
    pool_of_gits,
    to_last_merge,
)

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Sequence
    from pathlib import Path

    from mentorctl.trail.git.tree_diff import CommitNode, Difference

__all__ = ["Touch", "Touches", "last_commits", "last_touches"]

# more are not named on a command line
MOST_PATHS = 100


class Touch(NamedTuple):
    """The last commit that changed a file.

    Attributes:
        commit: Its id.
        when: When the change was made, as its author's computer had it.
        author: The author's name, which proves nothing.
    """

    commit: str
    when: dt.datetime
    author: str


class Touches(NamedTuple):
    """What the history says of files.

    Attributes:
        changed: The last commit that changed each file.
        deleted: The last commit that took each file out, whether or not it came again.
        line: Those of the commits that were looked at since the last merge, the newest first, and
            that merge; empty where some of the above may not be behind one of these.
    """

    changed: dict[str, Touch]
    deleted: dict[str, str]
    line: tuple[str, ...] = ()


class _Found(NamedTuple):
    """What one look at the history found; of the doubtful files it cannot tell alone."""

    changed: dict[str, Touch]
    deleted: dict[str, str]
    doubtful: set[str]
    line: tuple[str, ...] = ()


def last_commits(root: Path, paths: Collection[str] | None = None) -> dict[str, Touch]:
    """The last commit that changed each file, of those that led to the last commit.

    At a merge a file's history goes on along the first parent that has it as the merge has it, so
    a side that was merged but not taken over has touched nothing. A merge itself touches what it
    has as none of its parents has it. A renamed file is a deleted one and a new one.

    Args:
        root: The program folder.
        paths: The files, relative to it, with `/`; None for all there ever were.

    Returns:
        The commits by path. A deleted file has the commit that deleted it. A file is left out
        when no commit touched it, or none that this copy of the folder reaches back to.

    Raises:
        GitMissing: There is no git.
        GitError: The folder is no repository, or cannot be read.
    """
    git = Git(root)
    if (paths is not None and not paths) or not has_commits(git):
        return {}
    return _looked_up(git, paths, paths, to_end=False).changed


def last_touches(
    root: Path, paths: Collection[str] | None = None, places: Collection[str] = ()
) -> Touches:
    """As `last_commits`, and besides what was taken out of some places, from the same look.

    Args:
        root: The program folder.
        paths: The files, relative to it, with `/`; None for all there ever were.
        places: The files and folders in which those lie, and from which something may be gone.

    Raises:
        GitMissing: There is no git.
        GitError: The folder is no repository, or cannot be read.
    """
    git = Git(root)
    if (paths is not None and not paths) or not has_commits(git):
        return Touches({}, {})
    found = _looked_up(git, paths, places, to_end=True)
    return Touches(found.changed, found.deleted, found.line)


def _looked_up(
    git: Git, paths: Collection[str] | None, places: Collection[str] | None, *, to_end: bool
) -> _Found:
    if paths is None or not places or len(places) > MOST_PATHS:
        return _touched(git, paths, [], to_end=to_end)
    found = _touched(git, paths, sorted(places), to_end=to_end)
    # the sides that never had a file are not among the commits about it
    for path in found.doubtful:
        found.changed.pop(path, None)
    if found.doubtful:
        found.changed.update(_touched(git, found.doubtful, [], to_end=False).changed)
        # of all commits, some are found that are not about these places
        return found._replace(line=())
    return found


def _touched(git: Git, paths: Collection[str] | None, only: list[str], *, to_end: bool) -> _Found:
    """The last commit that changed each file, looked for among all, or those about some places.

    Args:
        git: Git in the folder.
        paths: The files; None for all there ever were.
        only: The places; all commits when there are none.
        to_end: Whether to go on where all files are found: for what was taken out.
    """
    nodes, heads = listed_about(git, only) if only else listed(git, "HEAD")
    found = _Found({}, {}, set(), to_last_merge(nodes))
    if not nodes:
        return found
    seen = set[str]()
    search = _Search(nodes[0].id, paths)
    limits = ("--", *only) if only else ()
    with nullcontext() if only else pool_of_gits() as pool:
        for node, against in zip(nodes, compared(pool, git, nodes, {}, limits), strict=True):
            differing = [{change.path for change in each} for each in against]
            touched = search.touched(node, differing)
            if touched:
                author = parse_commit(node.id, heads[node.id]).author
                found.changed.update(
                    dict.fromkeys(touched, Touch(node.id, author.when, author.name))
                )
                found.doubtful.update(_gone(against[:1]) & touched)
            if to_end:
                found.deleted.update(dict.fromkeys(_gone(against) - found.deleted.keys(), node.id))
            elif search.is_over:
                if pool is not None:
                    pool.shutdown(cancel_futures=True)
                break
            seen.update(*differing)
    found.doubtful.update(seen.intersection(paths or ()) - found.changed.keys())
    return found


def _gone(against: Sequence[Sequence[Difference]]) -> set[str]:
    """The files that each parent has, and the commit has no longer."""
    gone = [{change.path for change in each if change.after is None} for each in against]
    return set.intersection(*gone) if gone else set()


class _Search:
    """For each file, the commits in which its last change is still looked for, newest first.

    A file is at one commit at a time. When all files are asked for, they are not known yet: then
    the rest is at one commit, which is all files that are not elsewhere.
    """

    def __init__(self, start: str, paths: Collection[str] | None) -> None:
        self._at = {} if paths is None else {start: set(paths)}
        self._rest = start if paths is None else None
        self._elsewhere: set[str] = set()

    @property
    def is_over(self) -> bool:
        return self._rest is None and not self._at

    def touched(self, node: CommitNode, against: Sequence[set[str]]) -> set[str]:
        """The files that a commit changed; the search for the others goes on in its parents.

        Args:
            node: The commit.
            against: The paths that differ from each parent; from nothing for a first commit.
        """
        here = self._at.pop(node.id, set())
        first = against[0] if against else set()
        if self._rest == node.id:
            left = first - self._elsewhere
            self._elsewhere |= left
            self._rest = node.parents[0] if node.parents else None
            if self._rest:
                self._elsewhere -= self._at.pop(self._rest, set())
        else:
            left = here & first
            here -= left
            self._send(here, node.parents[:1])
        for parent, differing in zip(objects.sides(node.parents)[1:], against[1:], strict=True):
            self._send(left - differing, (parent,))
            left &= differing
        return left

    def _send(self, paths: set[str], to: tuple[str, ...]) -> None:
        for parent in to:
            if parent == self._rest:
                self._elsewhere -= paths
            elif parent in self._at:
                self._at[parent] |= paths
            elif paths:
                self._at[parent] = paths
