"""In what commits differ from their parents: many compared at once, by several gits."""

from __future__ import annotations

import os
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from mentorctl.trail.git.objects import CorruptObject, links, object_id, reading

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from concurrent.futures import Executor

    from mentorctl.trail.git.command import Git

__all__ = ["NOTHING", "SHARE", "CommitNode", "Difference", "compared", "listed", "pool_of_gits"]

# how many pairs of trees one git compares, and how many gits compare at once
SHARE = 250
WORKERS = 4

_LIST = ("rev-list", "--topo-order", "--parents", "--header", "--encoding=none")
_COMPARE = ("diff-tree", "--stdin", "-r", "-z", "--raw", "--no-renames", "--ignore-submodules=none")
NOTHING = "000000"


class Difference(NamedTuple):
    """A file that differs between a commit and one of its parents.

    Attributes:
        path: Relative to the program folder, with `/`.
        before: The id of what it held; None where it was not there.
        after: The id of what it holds; None where it is no longer there.
        mode: What it is now, as git writes it: 100644 or 100755 a file, 120000 a symbolic link,
            160000 another repository, 000000 nothing any more.
    """

    path: str
    before: str | None
    after: str | None
    mode: str


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


def pool_of_gits() -> ThreadPoolExecutor:
    """Threads that each wait for a git, as many as there are processors to compare on."""
    return ThreadPoolExecutor(min(WORKERS, os.cpu_count() or 1))


def compared(
    pool: Executor, git: Git, nodes: Sequence[CommitNode], outside: Mapping[str, str]
) -> Iterator[tuple[tuple[Difference, ...], ...]]:
    """What each commit changed against each of its parents; the work begins at once.

    Args:
        pool: Who starts the gits that compare.
        git: Git in the folder.
        nodes: The commits.
        outside: The trees of parents that are not among them.
    """
    trees = {**outside, **{node.id: node.tree for node in nodes}}
    befores = [
        () if node.cut else tuple(trees[parent] for parent in node.parents) or (_nothing(node),)
        for node in nodes
    ]
    pairs = [
        f"{before} {node.tree}\n"
        for node, each in zip(nodes, befores, strict=True)
        for before in each
    ]
    differences = _differences(pool, git, pairs)
    return (tuple(islice(differences, len(each))) for each in befores)


def _nothing(node: CommitNode) -> str:
    """The id of the tree without a file."""
    return object_id("tree", b"", like=node.id)


def _differences(
    pool: Executor, git: Git, pairs: Sequence[str]
) -> Iterator[tuple[Difference, ...]]:
    """The files in which each pair of trees differs."""
    shares = [pairs[start : start + SHARE] for start in range(0, len(pairs), SHARE)]

    def compare(share: Sequence[str]) -> bytes:
        return reading(git, *_COMPARE, data="".join(share).encode())

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
            new = was == f":{NOTHING}"
            gone = mode == NOTHING
            told[-1][1].append(
                Difference(path, None if new else before, None if gone else after, mode)
            )
    for number, pair in enumerate(pairs):
        # git goes on after a tree that it cannot read
        if number >= len(told) or told[number][0] != pair:
            raise CorruptObject(pair.split()[1], "or the one before it cannot be read")
        yield tuple(told[number][1])
