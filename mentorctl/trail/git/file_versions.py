"""The history as a story of files: what each commit changed itself, and what it held."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mentorctl.trail.git import commit_log, objects
from mentorctl.trail.git.command import Git
from mentorctl.trail.git.repository import head
from mentorctl.trail.git.tree_diff import CommitNode, Difference, compared, listed, pool_of_gits

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from mentorctl.trail.git.objects import Commit

__all__ = ["Version", "contents", "difference", "newest", "versions"]


# whoever looks for a late one seldom wants more
AT_ONCE = 200


class Version(NamedTuple):
    """A commit and what it changed itself: a merge only what it has as none of its parents has it.

    Attributes:
        commit: The commit.
        changes: What it changed.
        cut: Whether this copy of the folder begins here; then all that is there has come.
    """

    commit: Commit
    changes: tuple[Difference, ...]
    cut: bool


def versions(root: Path) -> list[Version]:
    """The commits that led to the last one, in the order of time, none before its parents.

    Raises:
        GitMissing: There is no git.
        GitError: The folder is no repository, or its history is damaged.
    """
    steps = list(commit_log.walk(root))
    if not steps:
        return []
    git = Git(root)
    times: dict[str, int] = {}
    for step in steps:
        # a clock that was wrong must not put a commit before the one that it follows
        before = max((times.get(each, 0) for each in step.commit.parents), default=0)
        times[step.commit.id] = max(step.commit.committer.seconds, before)
    steps.sort(key=lambda step: times[step.commit.id])
    return [Version(step.commit, _own(git, step), step.cut) for step in steps]


def difference(root: Path, commit: str) -> Version:
    """One commit and what it changed against the first commit that it follows.

    Args:
        root: The program folder.
        commit: The full id of one that follows another.

    Raises:
        GitMissing: There is no git.
        GitError: The folder is no repository, its history is damaged, or it reaches no further
            back than this commit.
    """
    git = Git(root)
    (made,) = objects.commits(git, [commit])
    (before,) = objects.commits(git, made.parents[:1])
    node = CommitNode(made.id, made.tree, (before.id,), cut=False)
    with pool_of_gits() as pool:
        ((changes,),) = compared(pool, git, [node], {before.id: before.tree})
    return Version(made, changes, cut=False)


def newest(root: Path) -> Iterator[Commit]:
    """The commits that led to the last one, the newest first.

    Raises:
        GitMissing: There is no git.
        GitError: The folder is no repository, or its history is damaged.
    """
    git = Git(root)
    if head(root) is None:
        return
    names = [node.id for node in listed(git, "HEAD")[0]]
    for start in range(0, len(names), AT_ONCE):
        yield from objects.commits(git, names[start : start + AT_ONCE])


def contents(root: Path, ids: Iterable[str | None]) -> dict[str, bytes | None]:
    """What files hold, by their ids; None for those that are larger than any record.

    Raises:
        GitMissing: There is no git.
        GitError: The folder is no repository, or its history is damaged.
    """
    return dict(objects.blobs(Git(root), sorted({name for name in ids if name})))


def _own(git: Git, step: commit_log.LoggedCommit) -> tuple[Difference, ...]:
    if step.cut:
        held = objects.files(git, step.commit.tree)
        return tuple(Difference(path, None, each.id, each.mode) for path, each in held.items())
    if len(step.changes) <= 1:
        return step.changes[0] if step.changes else ()
    others = [{change.path for change in changes} for changes in step.changes[1:]]
    return tuple(each for each in step.changes[0] if all(each.path in paths for paths in others))
