"""What plans said when their approvals came in that were typed by hand, as the history has it."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from mentorctl.model.paths import pairings_of
from mentorctl.store.recorded_files import entries_of
from mentorctl.trail.git import objects
from mentorctl.trail.git.command import Git
from mentorctl.trail.git.merging.merge_base import ids_in
from mentorctl.trail.git.one_run import shared
from mentorctl.trail.git.tree_diff import cut_off, listed_about

if TYPE_CHECKING:
    from pathlib import Path

    from mentorctl.model.canonical import Data
    from mentorctl.model.recorded import Recorded

__all__ = ["Arrived", "TypedApprovals", "typed_approvals"]

# what an approval is: another day, person or other initials are another one
_SAID = ("by", "initials", "on")
_BOX = re.compile(rb"^approved:[^\n]*\n(?:[ #\r][^\n]*\n|\n)*", re.MULTILINE)
_LOG = ("log", "--topo-order", "--full-history", "--format=%H", "--raw", "--no-abbrev",
        "--no-renames", "HEAD", "--")  # fmt: skip
_NOTHING = "0"


class Arrived(NamedTuple):
    """A plan as the commit left it that brought its approval in.

    Attributes:
        commit: The commit.
        record: The plan.
    """

    commit: str
    record: Recorded


class _Step(NamedTuple):
    """A commit that changed a plan: the ids of what that held before and holds after it."""

    commit: str
    before: str
    after: str


def typed_approvals(root: Path, year: str) -> TypedApprovals:
    """What the history says of a year's plans; nothing is read before one is asked for.

    Args:
        root: The program folder.
        year: The program year.

    Raises:
        GitMissing: There is no git.
        GitError: The folder is no repository.
    """
    return shared(("typed approvals", root, year), lambda: TypedApprovals(root, year))


class TypedApprovals:
    """Finds for each plan of a year the commit that brought its approval in."""

    def __init__(self, root: Path, year: str) -> None:
        self._git = Git(root)
        self._year = year
        self._steps: dict[str, list[_Step]] = {}
        self._has_asked = self._has_all = False

    def close(self) -> None:
        """Forget what was read."""
        self._steps = {}
        self._has_asked = self._has_all = False

    def arrived(self, path: str, now: Recorded) -> Arrived | None:
        """The plan as it was when its approval came in.

        Args:
            path: The plan's file in the program folder.
            now: The plan as it is now.

        Returns:
            None where the approval is not saved yet, or came before this copy's history begins.

        Raises:
            GitError: The history is damaged.
        """
        said = _said(now)
        chain = self._chain(path)
        found = self._along(chain, now, said) if chain else self._among_merges(path, now, said)
        if found is None or found.commit in cut_off(self._git):
            return None
        return found

    def _chain(self, path: str) -> list[_Step]:
        """The versions of a plan, the newest first; none where merges had a part in them."""
        if path not in self._steps and not self._has_all:
            # a form asks for one plan; with a second one come all of the year, from one git
            self._has_all, self._has_asked = self._has_asked, True
            every = f":(glob){pairings_of(self._year)}/*/plan.yaml"
            self._steps |= _steps(self._git, every if self._has_all else f":(literal){path}")
        steps = self._steps.get(path, [])
        tip = ids_in(self._git, [("HEAD", path)])["HEAD", path]
        is_one = bool(steps) and steps[0].after == tip and not steps[-1].before
        follows = all(later.before == earlier.after for later, earlier in pairwise(steps))
        return steps if is_one and follows else []

    def _along(self, chain: list[_Step], now: Recorded, said: Data) -> Arrived | None:
        """The last of the versions in a row that have the approval."""
        held, last = None, b""
        for step in chain:
            data = dict(objects.blobs(self._git, [step.after]))[step.after] if step.after else None
            found = _BOX.search(data or b"")
            box = found[0] if found else b""
            # most versions have the box letter by letter: only another one is read
            if (not box or box != last) and self._with_approval(step.after, now, said) is None:
                break
            held, last = step, box
        record = self._with_approval(held.after, now, said) if held else None
        return Arrived(held.commit, record) if held and record else None

    def _among_merges(self, path: str, now: Recorded, said: Data) -> Arrived | None:
        """The same where the plan was merged: back through the commits that had it approved."""
        nodes = {node.id: node for node in listed_about(self._git, [path])[0]}
        ids = ids_in(self._git, [(name, path) for name in nodes])
        version = cache(lambda name: self._with_approval(name, now, said))

        def held(commit: str) -> Recorded | None:
            return version(ids.get((commit, path)))

        commit = next(iter(nodes), "")
        found = held(commit)
        while found is not None:
            before = next((each for each in nodes[commit].parents if held(each)), "")
            if not before:
                return Arrived(commit, found)
            commit, found = before, held(before)
        return None

    def _with_approval(self, blob: str | None, now: Recorded, said: Data) -> Recorded | None:
        """A version of a plan; None where it cannot be read or has not this approval."""
        data = dict(objects.blobs(self._git, [blob]))[blob] if blob else None
        found = (entries_of(now.kind, data, now.format) or {}).get("") if data else None
        return found if found is not None and _said(found) == said else None


def _said(record: Recorded) -> Data:
    """Who approved a plan, when, and with which initials."""
    box = record.content.get("approved") if isinstance(record.content, dict) else None
    return {name: box[name] for name in _SAID if box.get(name)} if isinstance(box, dict) else {}


def _steps(git: Git, place: str) -> dict[str, list[_Step]]:
    """What each commit changed of some plans, the newest first, by path."""
    found: dict[str, list[_Step]] = {}
    commit = ""
    for line in objects.reading(git, *_LOG, place).decode("utf-8", "surrogateescape").split("\n"):
        if line.startswith(":"):
            fields, _, path = line.partition("\t")
            _, _, before, after, _ = fields.split(" ")
            step = _Step(commit, before.strip(_NOTHING) and before, after.strip(_NOTHING) and after)
            found.setdefault(path, []).append(step)
        elif line:
            commit = line
    return found
