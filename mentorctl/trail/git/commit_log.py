"""What happened in a program folder: its commits, and what each of them changed."""

from __future__ import annotations

import re
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from mentorctl.trail.errors import GitError
from mentorctl.trail.git import objects
from mentorctl.trail.git.command import Git
from mentorctl.trail.git.objects import (
    Commit,
    CorruptObject,
    commits,
    kinds,
    reading,
)
from mentorctl.trail.git.refs import last_commit
from mentorctl.trail.git.repository import changed_files
from mentorctl.trail.git.tree_diff import (
    Difference,
    compared,
    led_to,
    listed,
    pool_of_gits,
)
from mentorctl.trail.git.two_trees import differences

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

__all__ = [
    "LoggedCommit",
    "check_trees",
    "full_id",
    "has_commits",
    "is_ancestor",
    "latest",
    "new_here",
    "only",
    "unsaved",
    "walk",
]

_TREES = (
    "rev-list",
    "--objects",
    "--filter=object:type=tree",
    "--filter-provided-objects",
    "--no-object-names",
)
TREES = 4_000
# the most commits that are read without starting git
FEW = 50


class LoggedCommit(NamedTuple):
    """A commit and what it changed.

    Attributes:
        commit: The commit.
        changes: The changes against each of its `sides`, in their order; against nothing for a
            first commit; none where the parents are cut off.
        cut: Whether this copy of the folder begins here although the commit has parents, as in a
            shallow clone.
    """

    commit: Commit
    changes: tuple[tuple[Difference, ...], ...]
    cut: bool


def unsaved(root: Path, paths: Collection[str] = ()) -> set[str]:
    """The files that differ from the last commit, relative to the program folder.

    Args:
        root: The program folder.
        paths: Only these files and those in these folders, with `/`; all when left out.

    Raises:
        GitMissing: There is no git.
        GitError: The folder is no repository, or cannot be read.
    """
    return {change.path for change in changed_files(root, paths)}


def walk(root: Path, since: str | None = None) -> Iterator[LoggedCommit]:
    """The commits that led to the last one, every commit after its parents.

    Each commit is held to its id, and the walk to the parents that the commits name. Which files
    differ is git's word until `check_trees` has held the folders to their ids too.

    Args:
        root: The program folder.
        since: The id of a commit, or its start; it and what led to it are left out.

    Yields:
        The commits, with what they changed.

    Raises:
        GitMissing: There is no git.
        CorruptObject: A commit is not what its id says.
        GitError: The folder is no repository, cannot be read, or has no such commit.
    """
    git = Git(root)
    if not has_commits(git):
        return
    few = latest(git, since) if since else None
    if few is not None:
        yield from few
        return
    nodes, _ = listed(git, "--reverse", "HEAD", *_left_out(root, since))
    if since:
        new = set(only(git, "HEAD", full_id(root, since)))
        nodes = [node for node in nodes if node.id in new]
    # with `since`, some parents are outside of the walk
    inside = {node.id for node in nodes}
    linked = dict.fromkeys(chain.from_iterable(node.parents for node in nodes))
    outside = commits(git, [name for name in linked if name not in inside])
    trees = {commit.id: commit.tree for commit in outside}
    with pool_of_gits() as pool:
        differing = compared(pool, git, nodes, trees)
        read = commits(git, [node.id for node in nodes])
        for node, commit, changes in zip(nodes, read, differing, strict=True):
            if node.tree != commit.tree or not (node.cut or node.parents == commit.parents):
                raise CorruptObject(node.id, "is not what its id says")
            yield LoggedCommit(commit, changes, node.cut)


def latest(git: Git, since: str | None) -> list[LoggedCommit] | None:
    """The last few commits where each follows just one other, read without starting a git.

    All that differs is held to its id, folders too.

    Args:
        git: Git in the program folder.
        since: The full id of the commit that they follow; None for a whole history of a few.

    Returns:
        None where there are merges or many commits between, or it is none of those before.

    Raises:
        CorruptObject: A commit or a folder is not what its id says.
    """
    name = last_commit(git.folder)
    if name is None or (since is not None and not objects.is_id(since)):
        return None
    chain = _chain(git, since, name)
    if not chain:
        return [] if chain is not None else None
    before = next(commits(git, [since])).tree if since is not None else None
    found = []
    for commit in reversed(chain):
        changes = tuple(
            Difference.of(path, was, now)
            for path, (was, now) in differences(git, before, commit.tree).items()
        )  # fmt: skip
        found.append(LoggedCommit(commit, (changes,), cut=False))
        before = commit.tree
    return found


def _chain(git: Git, since: str | None, name: str | None) -> list[Commit] | None:
    """The commits from one back to another, where they are few and each follows just one."""
    if (git.folder / "shallow").exists():
        return None
    chain: list[Commit] = []
    while name != since:
        if name is None or len(chain) == FEW:
            return None
        (commit,) = commits(git, [name])
        if len(commit.parents) > 1:
            return None
        chain.append(commit)
        name = next(iter(commit.parents), None)
    return chain


def check_trees(root: Path, since: str | None = None) -> None:
    """Verify the hash of every tree of the history, so that the result of `walk` is proven.

    Args:
        root: The program folder.
        since: The id of a commit, or its start, that was held to its own before.

    Raises:
        GitMissing: There is no git.
        CorruptObject: A folder is missing, or is not what its id says.
        GitError: The program folder is no repository, cannot be read, or has no such commit.
    """
    git = Git(root)
    if not has_commits(git):
        return
    said = reading(git, *_TREES, "HEAD", *_left_out(root, since))
    ids = said.decode().split()
    if len(ids) <= TREES:
        objects.check_trees(git, ids, beside_others=False)
        return
    shares = [ids[start : start + TREES] for start in range(0, len(ids), TREES)]
    with pool_of_gits() as pool:
        list(pool.map(partial(objects.check_trees, git), shares))


def is_ancestor(root: Path, old: str, new: str, *, straight: bool = False) -> bool:
    """Whether one commit led to another; no when either is not in this copy of the folder.

    Args:
        root: The program folder.
        old: The full id of the earlier commit.
        new: The full id of the later one; a commit is its own ancestor.
        straight: Whether only the commit counts that each follows first.

    Raises:
        GitMissing: There is no git.
        GitError: The folder is no repository, or cannot be read.
    """
    git = Git(root)
    if set(kinds(git, (old, new)).values()) != {"commit"}:
        return False
    if _chain(git, old, new) is not None:
        return True
    if straight:
        words = ("rev-list", "--first-parent", "--parents", new, f"^{old}")
        lines = reading(git, *words).decode().splitlines()
        return bool(lines) and lines[-1].split()[1:2] == [old]
    # prints the answer by an id, where merge-base --is-ancestor ends with a status for trouble too
    return old in reading(git, "merge-base", old, new, fine=(0, 1)).decode().split()


def new_here(root: Path, since: str, tip: str) -> list[Commit]:
    """The commits that one commit has and another has not.

    The newest first, merges left out.
    """
    git = Git(root)
    found = commits(git, only(git, tip, since))
    return [each for each in found if len(each.parents) < 2]  # noqa: PLR2004 - no merge


def only(git: Git, tip: str, since: str) -> list[str]:
    """The ids of the commits that led to one and not to another, the newest first.

    Whatever their clocks said: git's own `tip ^since` also names some of the others where more than
    a few of them claim to be older than what they follow.

    Args:
        git: Git in the program folder.
        tip: The full id of the one, or HEAD.
        since: The full id of the other.
    """
    few = _chain(git, since, tip) if objects.is_id(tip) else None
    if few is not None:
        return [commit.id for commit in few]
    said = reading(git, "rev-list", "--topo-order", "--parents", tip, since).decode()
    parents = {name: followed for name, *followed in map(str.split, said.splitlines())}
    left = led_to(parents, [since])
    return [name for name in parents if name not in left]


def full_id(root: Path, start: str) -> str:
    """The id of the one commit whose id starts so.

    Branches and tags of that name do not count.

    Raises:
        GitMissing: There is no git.
        GitError: There is none, or more than one; or the folder is no repository.
    """
    found, begins = list[str](), start.lower()
    if re.fullmatch("[0-9a-f]{1,64}", begins):
        git = Git(root)
        # git looks for starts of four and more only
        how = ("rev-parse", f"--disambiguate={begins}") if begins[3:] else ("rev-list", "HEAD")
        ids = [each for each in reading(git, *how).decode().split() if each.startswith(begins)]
        found = [name for name, kind in kinds(git, ids).items() if kind == "commit"]
    if len(found) != 1:
        number = "more than one commit has" if found else "no commit has"
        hint = f"{'write more of it' if found else 'see the ids'}: mentorctl history"
        raise GitError(f"{number} an id that starts with {start!r}", hint)
    return found[0]


def _left_out(root: Path, since: str | None) -> list[str]:
    """The arguments that exclude commits from rev-list."""
    return [] if since is None else [f"^{full_id(root, since)}"]


def has_commits(git: Git) -> bool:
    """Whether HEAD names a commit, readable or not.

    Raises:
        GitError: Which one it is cannot be read.
    """
    if last_commit(git.folder) or reading(
        git, "rev-parse", "--verify", "--quiet", "HEAD", fine=(0, 1)
    ):
        return True
    # no branch to be read is no branch without commits: git says 1 for none, 128 for a bad one
    branch = reading(git, "symbolic-ref", "--quiet", "HEAD", fine=(0, 1, 128)).decode().strip()
    if not branch or (git.folder / branch).exists():
        raise GitError(
            "which commit is the last cannot be read: .git/HEAD, or what it names, is damaged",
            "get a fresh copy of the program folder, or look for the last ones with git reflog",
        )
    return False
