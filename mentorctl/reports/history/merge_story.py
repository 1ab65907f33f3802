"""Tells what a merge did by itself: what it decided, and what it left as neither side had it.

What people changed before is told of their own commits, once. A merge that only brings two sides
together has nothing to tell.
"""

from __future__ import annotations

import gc
from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from mentorctl.model.kinds import kind_of
from mentorctl.model.list_identity import Shape, names
from mentorctl.model.paths import tells_signatures
from mentorctl.reports.history.field_diff import (
    TouchedRecord,
    WrittenValue,
    corrected,
    decision,
    details,
    filled_in,
    record_title,
)
from mentorctl.trail.errors import GitError
from mentorctl.trail.git import objects
from mentorctl.trail.git.command import Git
from mentorctl.trail.git.merging.three_way_merge import merge_commits
from mentorctl.trail.git.tree_diff import led_to, parents_in
from mentorctl.trail.git.two_trees import differences

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

    from mentorctl.model.list_identity import Step
    from mentorctl.model.record import Record
    from mentorctl.model.words import Words
    from mentorctl.reports.history.field_diff import Detail
    from mentorctl.store.folder import Folder
    from mentorctl.store.record_merge import Choices, Clash, Side
    from mentorctl.trail.git.file_finder import FileFinder
    from mentorctl.trail.git.merging.three_way_merge import Joined
    from mentorctl.trail.git.objects import Commit

__all__ = ["MergeStory"]

_Steps = tuple["Step", ...]


class _Told(NamedTuple):
    """One change that was told: of which commit, by whom, and what."""

    commit: str
    by: str
    detail: Detail


class _Outcome(NamedTuple):
    """What a merge came to.

    Attributes:
        decided: What had to be decided, by file.
        expected: What each file would hold without any further change; None for no such file.
        made: Contents among these that only the merge made, by their ids.
    """

    decided: Mapping[str, Sequence[Detail]]
    expected: Mapping[str, str | None]
    made: Mapping[str, bytes]


class MergeStory:
    """The merges of one story, told in the order of time among everything else.

    Args:
        folder: The program folder.
        files: The files of the commits.
        places: The files and folders that the story is about; None for everything.
        today: Tells what a file of a commit is called today: by its path and the commit's id.
    """

    def __init__(
        self,
        folder: Folder,
        files: FileFinder,
        places: Sequence[str] | None,
        today: Callable[[str, str], str],
    ) -> None:
        # records taken apart refer to themselves, and there may be thousands of merges
        gc.enable()
        self._root = folder.root
        self._git = Git(folder.root)
        self._words = folder.words
        self._files = files
        self._places = tuple(places or ())
        self._today = today
        self._trees: dict[str, str] = {}
        self._said: dict[str, list[_Told]] = {}

    def trees_of(self, commits: Sequence[str]) -> tuple[str, ...]:
        """The ids of the trees of some commits.

        Raises:
            GitError: The history is damaged.
        """
        unknown = [each for each in commits if each not in self._trees]
        self._trees |= {each.id: each.tree for each in objects.commits(self._git, unknown)}
        return tuple(self._trees[each] for each in commits)

    def enter(self, commit: str, by: str, records: Iterable[TouchedRecord]) -> None:
        """Remember what was told of a commit, and of whom."""
        for each in records:
            told = [_Told(commit, by, detail) for detail in each.details]
            self._said.setdefault(each.path, []).extend(told)

    def touched(self, merge: Commit) -> set[str]:
        """The files that are not the same in a merge and in all that it brings together.

        Raises:
            GitError: The history is damaged.
        """
        first, *others = (*self.trees_of(merge.sides), merge.tree)
        found: set[str] = set()
        for each in others:
            found.update(differences(self._git, first, each, self._places))
        return found

    def told(self, merge: Commit) -> Iterator[TouchedRecord]:
        """What a merge did by itself, record by record.

        Raises:
            GitError: The history is damaged.
        """
        paths = sorted(path for path in self.touched(merge) if not tells_signatures(path))
        if not paths:
            return
        outcome = self._outcome(merge, paths)
        led = led_to(self._parents, merge.sides)
        for path in paths:
            found = list(outcome.decided.get(path, ()))
            known = {each.steps for each in found}
            now, before = self._files.find(merge.tree, path), outcome.expected[path]
            content = self._files.content(now)
            if before != now:
                old = outcome.made.get(before or "") or self._files.content(before)
                own = details(path, old, content, self._words, whole=True)
                found += [each for each in own if each.steps not in known]
                known |= {each.steps for each in own}
            name = self._today(path, merge.id)
            found += self._corrected(name, content, known, led)
            if found:
                yield TouchedRecord(name, record_title(name)[0], "", False, tuple(found))

    def _outcome(self, merge: Commit, paths: Sequence[str]) -> _Outcome:
        trees = self.trees_of(merge.sides)
        now = {path: self._files.find(merge.tree, path) for path in paths}
        joined = self._joined(merge, {})
        if joined is None:
            # what none of the sides has is the merge's own
            held = {path: [self._files.find(each, path) for each in trees] for path in paths}
            taken = {path: now[path] in each for path, each in held.items()}
            first = {path: now[path] if taken[path] else held[path][0] for path in paths}
            return _Outcome({}, first, {})
        decided: dict[str, list[Detail]] = {}
        choices: dict[str, dict[_Steps, Side]] = {}
        for path, clash, _ in joined.clashes:
            if path in now:
                side, detail = self._decided(merge, path, clash)
                choices.setdefault(path, {})[clash.where] = side
                decided.setdefault(path, []).extend(filter(None, [detail]))
        joined = (self._joined(merge, choices) if choices else None) or joined
        expected: dict[str, str | None] = {}
        for path in paths:
            ours = self._files.find(trees[0], path)
            entry = joined.files.get(path)
            expected[path] = (entry.id if entry else None) if path in joined.files else ours
        return _Outcome(decided, expected, joined.new)

    def _joined(self, merge: Commit, choices: Mapping[str, Choices]) -> Joined | None:
        """What bringing both sides together gives by itself; None where that cannot be told."""
        if len(merge.parents) != len(("ours", "theirs")):
            return None
        try:
            ours, theirs = merge.parents
            return merge_commits(self._root, ours, theirs, choices)
        except GitError:
            return None

    def _decided(self, merge: Commit, path: str, clash: Clash) -> tuple[Side, Detail | None]:
        """Which side's value a merge took, and how that is told; nothing where it took neither."""
        ours, theirs = clash.ours, clash.theirs
        if clash.where:
            content = self._files.content(self._files.find(merge.tree, path))
            now = _value(filled_in(content), path, clash.where)
        else:
            held = [self._files.find(each, path) for each in self.trees_of(merge.sides)]
            at = self._files.find(merge.tree, path)
            if at not in held:
                return "ours", None
            now = (ours, theirs)[held.index(at)]
        here, there = (led_to(self._parents, [each]) for each in merge.sides)
        name = self._today(path, merge.id)
        choices = (
            WrittenValue(ours, self._by(name, clash.where, here - there)),
            WrittenValue(theirs, self._by(name, clash.where, there - here)),
        )
        side: Side = "theirs" if now == theirs else "ours"
        return side, decision(clash.where, choices, now, *self._naming(path))

    def _by(self, path: str, steps: _Steps, side: Collection[str]) -> str:
        """Who last changed a field on one side; else whoever last changed its file there."""
        told = [each for each in reversed(self._said.get(path, ())) if each.commit in side]
        about = [each for each in told if _is_about(each.detail.steps, steps)]
        return next((each.by for each in (*about, *told)), "somebody")

    def _corrected(
        self, path: str, content: bytes | None, known: Collection[_Steps], led: Collection[str]
    ) -> Iterator[Detail]:
        """The fields whose value is not the one that was told last.

        Two people may have written the same field, one of them to take it back again: what stands
        there after a merge is then not what was written last.
        """
        tree = filled_in(content)
        if content is None or tree is None:
            return
        last: dict[_Steps, Detail] = {}
        parts: dict[_Steps, list[_Steps]] = {}
        for each in self._said.get(path, ()):
            if each.commit in led:
                steps = each.detail.steps
                # what was told of the whole has the parts in it
                for old in (steps, *parts.pop(steps, ())):
                    last.pop(old, None)
                last[steps] = each.detail
                for length in range(len(steps)):
                    parts.setdefault(steps[:length], []).append(steps)
        for steps, said in last.items():
            if not steps or any(_is_about(steps, each) for each in known):
                continue
            now = _value(tree, path, steps)
            is_text = isinstance(now, str | None) and isinstance(said.after, str | None)
            if now != said.after if is_text else (now is None) != (said.after is None):
                yield corrected(steps, said.after, now, *self._naming(path))

    def _naming(self, path: str) -> tuple[Words | None, type[Record] | None]:
        """What the fields of a file are called by."""
        kind = kind_of(path)
        is_program = record_title(path)[0] == "program"
        return None if is_program else self._words, kind.model if kind else None

    @cached_property
    def _parents(self) -> Mapping[str, tuple[str, ...]]:
        return parents_in(self._git)


def _value(tree: Any, path: str, steps: _Steps) -> Any:
    """The value at a place in a record; None where there is none."""
    kind = kind_of(path)
    shape = Shape.of(kind.model if kind else None)
    for field, name in steps:
        tree = tree.get(field) if isinstance(tree, Mapping) else None
        shape = shape.field(field)
        if name:
            items = tree if isinstance(tree, list) else []
            called = names(items, shape)
            tree = items[called.index(name)] if name in called else None
            shape = shape.item
    return tree


def _is_about(steps: _Steps, others: _Steps) -> bool:
    """Whether two places are one, or one lies in the other."""
    most = min(len(steps), len(others))
    return steps[:most] == others[:most]
