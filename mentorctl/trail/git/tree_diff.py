"""Diffs of many commits against their parents, computed in parallel by several git processes."""

from __future__ import annotations

import os
from collections import deque
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from mentorctl.trail.errors import GitError
from mentorctl.trail.git.objects import CorruptObject, links, object_id, reading, sides
from mentorctl.trail.git.tree_entry import REPOSITORY

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from concurrent.futures import Executor, ThreadPoolExecutor

    from mentorctl.trail.git.command import Git
    from mentorctl.trail.git.tree_entry import TreeEntry

__all__ = [
    "NOTHING",
    "SHARE",
    "CommitNode",
    "Difference",
    "compared",
    "compared_at_once",
    "cut_off",
    "led_to",
    "listed",
    "listed_about",
    "merges_in",
    "parents_in",
    "pool_of_gits",
    "since_merge",
    "to_last_merge",
    "touching",
]

# how many pairs of trees one git compares, and how many gits compare at once
SHARE = 250
WORKERS = 4

_LIST = ("rev-list", "--topo-order", "--parents", "--header", "--encoding=none")
_COMPARE = ("diff-tree", "--stdin", "-r", "-z", "--raw", "--no-renames", "--ignore-submodules=none")
_LITERAL = "--literal-pathspecs"
NOTHING = "000000"


class Difference(NamedTuple):
    """A file that differs between a commit and one of its parents.

    Attributes:
        path: Relative to the program folder, with `/`.
        before: The id of what it held; None where it was not there, or was another repository.
        after: The id of what it holds; None where it is no longer there, or is another one.
        mode: What it is now, as git writes it: 100644 or 100755 a file, 120000 a symbolic link,
            160000 another repository, 000000 nothing any more.
    """

    path: str
    before: str | None
    after: str | None
    mode: str

    @classmethod
    def of(cls, path: str, was: TreeEntry | None, now: TreeEntry | None) -> Difference:
        """The difference between what two trees have there."""
        before, after = (each.held if each else None for each in (was, now))
        return cls(path, before, after, now.mode if now else NOTHING)


class CommitNode(NamedTuple):
    """A commit's place among the others; its parents are none where they are cut off."""

    id: str
    tree: str
    parents: tuple[str, ...]
    cut: bool


def listed(git: Git, *which: str) -> tuple[list[CommitNode], dict[str, bytes]]:
    """Commits as git follows them, and how they begin, which is not yet held to their ids.

    Raises:
        CorruptObject: Git follows others than a commit says.
    """
    said = reading(git, *_LIST, *which)
    nodes, heads = [], {}
    for each in said.split(b"\0")[:-1]:
        line, _, head = each.partition(b"\n")
        name, *followed = line.decode().split()
        tree, parents = links(name, head)
        # a shallow clone says that its first commits follow none
        cut = bool(parents and not followed)
        if not cut and set(followed) != set(parents):
            raise CorruptObject(name, "follows other commits than it says")
        nodes.append(CommitNode(name, tree, () if cut else parents, cut))
        heads[name] = head
    return nodes, heads


def listed_about(git: Git, paths: Sequence[str]) -> tuple[list[CommitNode], dict[str, bytes]]:
    """The commits that led to the last one and touch some paths, and all merges among them.

    The parents of each are the nearest ones that are listed, too: what lies between is, at these
    paths, as they are.

    Args:
        git: Git in the folder.
        paths: Files and folders, relative to the program folder, with `/`.

    Returns:
        As `listed`.
    """
    said = reading(git, _LITERAL, *_LIST, "--full-history", "HEAD", "--", *paths)
    cut = cut_off(git)
    nodes, heads = [], {}
    for each in said.split(b"\0")[:-1]:
        line, _, head = each.partition(b"\n")
        name, *followed = line.decode().split()
        nodes.append(CommitNode(name, links(name, head)[0], tuple(followed), name in cut))
        heads[name] = head
    return nodes, heads


def touching(git: Git, paths: Sequence[str]) -> list[str]:
    """The commits that led to the last one and changed some paths themselves, parents first.

    A merge is one of them where it has something as none of its parents has it.

    Args:
        git: Git in the folder.
        paths: Files and folders, relative to the program folder, with `/`.
    """
    words = ("rev-list", "--topo-order", "--reverse", "--full-history", "HEAD", "--")
    return reading(git, _LITERAL, *words, *paths).decode().split()


def since_merge(git: Git) -> list[str]:
    """The commits since the last merge, the newest first, and that merge, which has all others.

    Where nothing was ever merged, all commits.

    Raises:
        GitMissing: There is no git.
        GitError: The folder is no repository, or cannot be read.
    """
    found = []
    told = reading(git, "rev-list", "--topo-order", "--parents", "HEAD")
    for line in told.decode("ascii").splitlines():
        commit, *parents = line.split()
        found.append(commit)
        if len(parents) > 1:
            break
    return found


def to_last_merge(nodes: Sequence[CommitNode]) -> tuple[str, ...]:
    """As `since_merge`, of commits that were listed: about some paths, those of it about these."""
    end = next((at for at, node in enumerate(nodes) if len(node.parents) > 1), len(nodes))
    return tuple(node.id for node in nodes[: end + 1])


def merges_in(git: Git) -> list[str]:
    """The merges that led to the last commit, parents first."""
    return (
        reading(git, "rev-list", "--topo-order", "--reverse", "--merges", "HEAD").decode().split()
    )


def led_to(parents: Mapping[str, Iterable[str]], names: Iterable[str]) -> set[str]:
    """Some commits and all that led to them, as far as their parents are known."""
    found: set[str] = set()
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += parents.get(name, ())
    return found


def parents_in(git: Git) -> dict[str, tuple[str, ...]]:
    """The commits that led to the last one, each with those that it follows."""
    lines = reading(git, "rev-list", "--parents", "HEAD").decode().splitlines()
    return {name: tuple(parents) for name, *parents in map(str.split, lines)}


def cut_off(git: Git) -> frozenset[str]:
    """The commits with which a shallow clone begins.

    Raises:
        GitError: It does not say so plainly.
    """
    try:
        return frozenset((git.folder / "shallow").read_text(encoding="ascii").split())
    except FileNotFoundError:
        return frozenset()
    except (OSError, ValueError) as error:
        raise GitError(
            "where this copy of the history begins cannot be read (.git/shallow)",
            "get a fresh copy of the program folder",
        ) from error


def pool_of_gits() -> ThreadPoolExecutor:
    """Threads that each wait for a git, as many as there are processors to compare on."""
    from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415 - only for much to compare

    return ThreadPoolExecutor(min(WORKERS, os.cpu_count() or 1))


def compared_at_once(
    git: Git, nodes: Sequence[CommitNode], outside: Mapping[str, str], limits: Sequence[str] = ()
) -> list[tuple[tuple[Difference, ...], ...]]:
    """As `compared`, but collected; with few commits a single git process does it."""
    if sum(map(len, _befores(nodes, outside))) > SHARE:
        with pool_of_gits() as pool:
            return list(compared(pool, git, nodes, outside, limits))
    return list(compared(None, git, nodes, outside, limits))


def compared(
    pool: Executor | None,
    git: Git,
    nodes: Sequence[CommitNode],
    outside: Mapping[str, str],
    limits: Sequence[str] = (),
) -> Iterator[tuple[tuple[Difference, ...], ...]]:
    """What each commit changed against each of its `sides`; the work begins at once.

    Args:
        pool: Who starts the gits that compare; without it they are started when asked for.
        git: Git in the folder.
        nodes: The commits.
        outside: The trees of parents that are not among them.
        limits: What else to tell git: which kinds of change, or `--` and the only paths.
    """
    befores = _befores(nodes, outside)
    pairs = [
        f"{before} {node.tree}\n"
        for node, each in zip(nodes, befores, strict=True)
        for before in each
    ]
    found = _differences(pool, git, pairs, limits)
    return (tuple(islice(found, len(each))) for each in befores)


def _befores(nodes: Sequence[CommitNode], outside: Mapping[str, str]) -> list[tuple[str, ...]]:
    """The trees that each commit is compared with."""
    trees = {**outside, **{node.id: node.tree for node in nodes}}
    return [
        ()
        if node.cut
        else tuple(trees[parent] for parent in sides(node.parents)) or (_nothing(node),)
        for node in nodes
    ]


def _nothing(node: CommitNode) -> str:
    """The id of the tree without a file."""
    return object_id("tree", b"", like=node.id)


def _differences(
    pool: Executor | None, git: Git, pairs: Sequence[str], limits: Sequence[str]
) -> Iterator[tuple[Difference, ...]]:
    """The files in which each pair of trees differs."""
    shares = [pairs[start : start + SHARE] for start in range(0, len(pairs), SHARE)]

    def compare(share: Sequence[str]) -> bytes:
        return reading(git, _LITERAL, *_COMPARE, *limits, data="".join(share).encode())

    if pool is None:
        return (each for share in shares for each in _parsed(compare(share), share))
    # no more ahead of the reader than keeps every git busy
    waiting = deque(pool.submit(compare, share) for share in shares[: WORKERS + 1])

    def done() -> Iterator[tuple[Difference, ...]]:
        for place, share in enumerate(shares):
            said = waiting.popleft().result()
            if place + WORKERS + 1 < len(shares):
                waiting.append(pool.submit(compare, shares[place + WORKERS + 1]))
            yield from _parsed(said, share)

    return done()


def _parsed(said: bytes, pairs: Sequence[str]) -> Iterator[tuple[Difference, ...]]:
    """What diff-tree says of each pair: a line with both ids, then the files.

    Raises:
        CorruptObject: It says nothing of a pair.
    """
    fields = said.decode("utf-8", "surrogateescape").split("\0")
    told: list[tuple[str, list[Difference]]] = []
    for what, path in zip(fields[::2], [*fields[1::2], ""], strict=True):
        *heads, about = what.split("\n")
        told += [(f"{head}\n", []) for head in heads]
        if about:
            was, mode, before, after, _ = about.split(" ")
            new = was in (f":{NOTHING}", f":{REPOSITORY}")
            gone = mode in (NOTHING, REPOSITORY)
            told[-1][1].append(
                Difference(path, None if new else before, None if gone else after, mode)
            )
    for number, pair in enumerate(pairs):
        # git goes on after a tree that it cannot read
        if number >= len(told) or told[number][0] != pair:
            raise CorruptObject(pair.split()[1], "or the one before it cannot be read")
        yield tuple(told[number][1])
