"""The history by file: what each commit changed itself, and what the files held."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, NamedTuple

from mentorctl.store.evidence import LARGEST
from mentorctl.trail.git import commit_log, objects
from mentorctl.trail.git.command import Git
from mentorctl.trail.git.repository import head
from mentorctl.trail.git.tree_diff import (
    CommitNode,
    Difference,
    compared_at_once,
    cut_off,
    listed,
    merges_in,
    touching,
)
from mentorctl.trail.git.two_trees import differences

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from mentorctl.trail.git.objects import Commit

__all__ = [
    "Version",
    "changed_between",
    "commits_by_id",
    "contents",
    "difference",
    "newest",
    "sha256",
    "versions",
    "versions_about",
]


# more versions than this are rarely needed
AT_ONCE = 200
# as many commits as one reads by oneself, without starting a git
FEW = 50


class Version(NamedTuple):
    """A commit and its own changes; for a merge, only what differs from every parent.

    Attributes:
        commit: The commit.
        changes: What it changed.
        cut: Whether this copy of the folder begins here; then all that is there has come.
    """

    commit: Commit
    changes: tuple[Difference, ...]
    cut: bool


def versions(root: Path) -> list[Version]:
    """The commits that led to the last one, by time, each after its parents.

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
        # a wrong clock must not sort a commit before its parent
        before = max((times.get(each, 0) for each in step.commit.parents), default=0)
        times[step.commit.id] = max(step.commit.committer.seconds, before)
    steps.sort(key=lambda step: times[step.commit.id])
    return [Version(step.commit, _own(git, step), step.cut) for step in steps]


def versions_about(
    root: Path, places: Sequence[str], times: Mapping[str, int], *, merges: bool = False
) -> list[Version]:
    """The commits that changed something at some places, as `versions` has them.

    What else one of them changed is told where a file came and another went: it may be the same.

    Args:
        root: The program folder.
        places: Files and folders, relative to it, with `/`.
        times: When each commit counts as made, none before its parents.
        merges: Also give every merge, whether or not it changed something there itself.

    Raises:
        GitMissing: There is no git.
        GitError: The folder is no repository, or its history is damaged.
    """
    if head(root) is None:
        return []
    git = Git(root)
    found = list(objects.commits(git, touching(git, places)))
    if merges:
        known = {each.id for each in found}
        others = [name for name in merges_in(git) if name not in known]
        found += objects.commits(git, others)
    found.sort(key=lambda commit: times.get(commit.id, commit.committer.seconds))
    cut = cut_off(git)
    linked = dict.fromkeys(
        name for commit in found if commit.id not in cut for name in commit.parents
    )
    trees = {commit.id: commit.tree for commit in objects.commits(git, linked)}
    nodes = [
        CommitNode(each.id, each.tree, () if each.id in cut else each.parents, each.id in cut)
        for each in found
    ]
    if len(nodes) <= FEW:
        own = {node.id: _of_none(_read_here(git, node, trees, places)) for node in nodes}
    else:
        own = _own_changes(git, nodes, trees, ("--", *places))
    came = [
        node for node in nodes
        if node.parents and any(each.before is None for each in own[node.id])
    ]  # fmt: skip
    went = _own_changes(git, came, trees, ("--diff-filter=D",))
    own |= _own_changes(git, [node for node in came if went[node.id]], trees, ())
    return [Version(commit, own[commit.id], commit.id in cut) for commit in found]


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
    ((changes,),) = compared_at_once(git, [node], {before.id: before.tree})
    return Version(made, changes, cut=False)


def newest(root: Path) -> Iterator[Commit]:
    """The commits that led to the last one, newest first.

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


def commits_by_id(root: Path, ids: Iterable[str]) -> list[Commit]:
    """Some commits, in the order asked.

    Raises:
        GitMissing: There is no git.
        GitError: The folder is no repository, or its history is damaged.
    """
    return list(objects.commits(Git(root), ids))


def changed_between(
    root: Path, before: str, after: str
) -> dict[str, tuple[bytes | None, bytes | None]]:
    """What files held in one commit and hold in another, of those that differ.

    Raises:
        GitMissing: There is no git.
        GitError: The folder is no repository, or its history is damaged.
    """
    git = Git(root)
    old, new = (
        {path: entry.id for path, entry in objects.files(git, commit.tree).items()}
        for commit in objects.commits(git, [before, after])
    )
    paths = [path for path in sorted({*old, *new}) if old.get(path) != new.get(path)]
    held = contents(root, [each.get(path) for path in paths for each in (old, new)])

    def of(name: str | None) -> bytes | None:
        return None if name is None else held.get(name) or b""

    return {path: (of(old.get(path)), of(new.get(path))) for path in paths}


def contents(root: Path, ids: Iterable[str | None]) -> dict[str, bytes | None]:
    """What files hold, by their ids; None for those that are larger than any record.

    Raises:
        GitMissing: There is no git.
        GitError: The folder is no repository, or its history is damaged.
    """
    return dict(objects.blobs(Git(root), sorted({name for name in ids if name})))


def sha256(root: Path, name: str) -> str:
    """The SHA-256 of evidence by its id, in hex; empty where it is larger than that may be.

    Raises:
        GitMissing: There is no git.
        GitError: The folder is no repository, or its history is damaged.
    """
    data = dict(objects.blobs(Git(root), [name], LARGEST))[name] if name else None
    return "" if data is None else hashlib.sha256(data).hexdigest()


def _read_here(
    git: Git, node: CommitNode, trees: Mapping[str, str], places: Sequence[str]
) -> list[tuple[Difference, ...]]:
    """What one commit changed at some places against each of its parents, without another git."""
    befores: list[str | None] = [*(trees[parent] for parent in objects.sides(node.parents))]
    return [
        tuple(
            Difference.of(path, was, now)
            for path, (was, now) in differences(git, before, node.tree, places).items()
        )
        for before in befores or [None]
    ]  # fmt: skip


def _own_changes(
    git: Git, nodes: Sequence[CommitNode], trees: Mapping[str, str], limits: Sequence[str]
) -> dict[str, tuple[Difference, ...]]:
    """The own changes of commits; the first ones of a shallow clone count as adding everything."""
    whole = [node._replace(cut=False) for node in nodes]
    found = compared_at_once(git, whole, trees, limits)
    return {node.id: _of_none(each) for node, each in zip(nodes, found, strict=True)}


def _own(git: Git, step: commit_log.LoggedCommit) -> tuple[Difference, ...]:
    if step.cut:
        held = objects.files(git, step.commit.tree)
        return tuple(Difference.of(path, None, each) for path, each in held.items())
    return _of_none(step.changes)


def _of_none(changes: Sequence[tuple[Difference, ...]]) -> tuple[Difference, ...]:
    """The files of a merge that differ from every parent."""
    if len(changes) <= 1:
        return changes[0] if changes else ()
    others = [{change.path for change in each} for each in changes[1:]]
    return tuple(each for each in changes[0] if all(each.path in paths for paths in others))
