"""Merge bases, and changes of one side that a merge silently dropped."""

from __future__ import annotations

import heapq
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

from mentorctl.trail.git.command import Git
from mentorctl.trail.git.commit_log import new_here, only
from mentorctl.trail.git.objects import commits, reading
from mentorctl.trail.git.tree_diff import led_to

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from mentorctl.trail.git.commit_log import LoggedCommit
    from mentorctl.trail.git.objects import Commit
    from mentorctl.trail.git.tree_diff import Difference

__all__ = [
    "Ancestry", "OneSided", "amended", "ids_in", "last_touched", "one_sided",
]  # fmt: skip

_BOTH = 3
_OLD = 4


class Ancestry:
    """The commit graph: parents, ancestors, merge bases.

    Args:
        parents: Each commit's parents; every commit stands behind its own parents.
    """

    def __init__(self, parents: Mapping[str, Sequence[str]]) -> None:
        self._parents = parents
        self._names = list(parents)
        self._place = {name: number for number, name in enumerate(self._names)}

    def only(self, one: str, others: Iterable[str]) -> set[str]:
        """The commits that led to one and to none of the others."""
        return led_to(self._parents, [one]) - led_to(self._parents, others)

    def heads(self, sides: Sequence[str]) -> list[str]:
        """Those of several commits that led to none of the others."""
        some = self.apart(sides)
        return [each for each in sides if sum(each in one for one in some) == 1] or list(sides)

    def apart(self, sides: Sequence[str]) -> list[set[str]]:
        """For each of several, the commits that led to it and not to all of the others.

        What they have in common is not walked.
        """
        every = (1 << len(sides)) - 1
        marks: dict[str, int] = {}
        for number, name in enumerate(sides):
            marks[name] = marks.get(name, 0) | 1 << number
        waiting = [-self._place[name] for name in marks]
        heapq.heapify(waiting)
        apart = sum(mark != every for mark in marks.values())
        found: list[set[str]] = [set() for _ in sides]
        while apart:
            name = self._names[-heapq.heappop(waiting)]
            mark = marks[name]
            if mark != every:
                apart -= 1
                for number, some in enumerate(found):
                    if mark >> number & 1:
                        some.add(name)
            for parent in self._parents[name]:
                if parent not in self._place:
                    continue
                old = marks.get(parent)
                new = mark if old is None else old | mark
                if old is None:
                    heapq.heappush(waiting, -self._place[parent])
                    apart += new != every
                elif old != every and new == every:
                    apart -= 1
                marks[parent] = new
        return found

    def bases(self, one: str, other: str) -> list[str]:
        """The last commits that two have in common; more than one where they met before."""
        marks = {one: 1}
        marks[other] = marks.get(other, 0) | 2
        waiting = [-self._place[name] for name in marks]
        heapq.heapify(waiting)
        names = self._names
        found = []
        while waiting and any(not marks[names[-each]] & _OLD for each in waiting):
            name = names[-heapq.heappop(waiting)]
            mark = marks[name]
            if mark == _BOTH:
                found.append(name)
                mark |= _OLD
            for parent in self._parents[name]:
                if parent in self._place:
                    if parent not in marks:
                        heapq.heappush(waiting, -self._place[parent])
                    marks[parent] = marks.get(parent, 0) | mark
        return found


def amended(root: Path, ours: str, theirs: str) -> str:
    """What was the last commit here, went out, and was then put in another one's place here.

    So `git commit --amend` does, and leaves the author and the time; what it says now goes on from
    what it said then.

    Args:
        root: The program folder.
        ours: The last commit here.
        theirs: The other one.

    Returns:
        The id of the newest such commit; empty for none.
    """
    mine = {(each.author, each.parents) for each in new_here(root, theirs, ours)}
    others = [each.id for each in new_here(root, ours, theirs)
              if (each.author, each.parents) in mine]  # fmt: skip
    if not others:
        return ""
    known = reading(Git(root), "reflog", "show", "--format=%H", "HEAD").decode().split()
    return next((each for each in others if each in known), "")


def last_touched(root: Path, names: Iterable[str], tip: str, other: str) -> Commit | None:
    """The commit that last changed a file, by any of its names, since the sides parted."""
    git = Git(root)
    paths = (f":(literal){each}" for each in names)
    args = ("rev-list", "--no-merges", tip, f"^{other}", "--", *paths)
    ids = reading(git, *args).decode().split()
    here = set(only(git, tip, other)) if ids else ()
    return next(commits(git, [each for each in ids if each in here][:1]), None)


class OneSided(NamedTuple):
    """The files of a merge that are as one of its sides has them, although another changed them.

    Attributes:
        dropped: Those that only the other one had changed. A merge takes such a change over by
            itself; to lose it takes `-s ours`, or a hand.
        chosen: Those that both had changed.
    """

    dropped: tuple[str, ...] = ()
    chosen: tuple[str, ...] = ()


def one_sided(git: Git, steps: Iterable[LoggedCommit], ancestry: Ancestry) -> dict[str, OneSided]:
    """The files that merges have as one side has them, although another one had changed them.

    A new file that the merge has under another name is not lost.

    Args:
        git: The repository.
        steps: Commits.
        ancestry: Which follows which.

    Returns:
        The files by merge.

    Raises:
        GitError: The history is damaged.
    """
    kept = [each for step in steps if len(step.changes) > 1 for each in _kept(step, ancestry)]
    asked = [(base, path) for _, path, bases, _ in kept for base in bases]
    held = ids_in(git, dict.fromkeys(asked))
    found: dict[str, tuple[dict[str, None], dict[str, None]]] = {}
    for merge, path, bases, change in kept:
        stood = {held[base, path] for base in bases}
        dropped, chosen = found.setdefault(merge, ({}, {}))
        if stood == {change.after}:
            dropped[path] = None
        elif stood and stood != {change.before}:
            chosen[path] = None
    return {
        merge: OneSided(tuple(dropped), tuple(chosen))
        for merge, (dropped, chosen) in found.items()
        if dropped or chosen
    }


def _kept(
    step: LoggedCommit, ancestry: Ancestry
) -> Iterator[tuple[str, str, tuple[str, ...], Difference]]:
    """The files that a merge took from one parent and not from another: path, bases, change."""
    differing = [{change.path: change for change in changes} for changes in step.changes]
    for one, other in combinations(range(len(differing)), 2):
        bases = tuple(ancestry.bases(step.commit.parents[one], step.commit.parents[other]))
        for first, second in ((one, other), (other, one)):
            here, there = differing[first], differing[second]
            own = {here[path].after for path in here.keys() & there.keys()}
            for path in here.keys() - there.keys():
                change = here[path]
                is_elsewhere = change.after is None and change.before in own
                if change.before != change.after and not is_elsewhere:
                    yield step.commit.id, path, bases, change


def ids_in(git: Git, asked: Iterable[tuple[str, str]]) -> dict[tuple[str, str], str | None]:
    """The ids of files in commits; None for those that are not there."""
    found: dict[tuple[str, str], str | None] = dict.fromkeys(asked)
    # git is asked line by line; a name with a line break in it is no record's
    named = [each for each in found if "\n" not in each[1]]
    if not named:
        return found
    held = git.reader.sizes(f"{commit}:{path}" for commit, path in named)
    for each, said in zip(named, held, strict=True):
        found[each] = said.id if said and said.kind == "blob" else None
    return found
