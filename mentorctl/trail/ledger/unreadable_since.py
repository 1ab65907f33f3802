"""Records of which some commit leaves nothing that can be read, and by which of its values.

Whoever may write a value in a record can write one that it cannot have: it is none with that, and
what others had written there would count no more. So that value counts for nothing, whoever keeps
it, until the file can be read again.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from mentorctl.model.field_owners import pruned, restored
from mentorctl.model.formats import CURRENT, forward
from mentorctl.model.kinds import kind_of
from mentorctl.model.paths import in_pairing, tells_signatures
from mentorctl.store.parse.nodes import compose, plain

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from mentorctl.model.field_owners import Way
    from mentorctl.model.record import Record
    from mentorctl.trail.git.commit_log import LoggedCommit
    from mentorctl.trail.git.tree_diff import Difference
    from mentorctl.trail.ledger.history_input import FileContents
    from mentorctl.trail.ledger.ledger import Ledger

__all__ = ["Unreadable", "as_record", "tree_of"]

R = TypeVar("R", bound="Record")
# where a commit writes more than that, all of it is one
_MOST_TRIED = 400


def as_record(model: type[R], tree: dict[str, Any]) -> R | None:
    """A record of what a file says; None where none can be made of it."""
    try:
        return msgspec.convert(tree, model, strict=False)
    except msgspec.ValidationError:
        return None


def tree_of(kind: str, data: bytes, number: int) -> dict[str, Any] | None:
    """What a record's file says by today's names, all in texts; None where it cannot be read.

    As by the history, an empty file or a list says nothing: whoever made it so took out the rest.

    Args:
        kind: What it is.
        data: What the file holds.
        number: The folder's format.
    """
    top, faults = compose(data)
    tree = {} if faults or top is None else forward(kind, plain(top), number)
    return None if faults else tree if isinstance(tree, dict) else {}


class Unreadable:
    """Tells which records nobody can read as a commit leaves them, and notes since when.

    Args:
        ledger: What the history says; it is noted there.
        said: What files hold.
    """

    def __init__(self, ledger: Ledger, said: FileContents) -> None:
        self._ledger, self._said = ledger, said

    def is_lost(self, step: LoggedCommit, change: Difference) -> bool:
        """Whether a file cannot be read any more; what it held last is remembered."""
        path, name = change.path, change.after
        number = self._ledger.formats.get(step.commit.id, 1)
        # what it held before somebody broke it just so another time is no matter now
        if self._said.is_told(path, name, number):
            return False
        stood = (self._ledger.stood(path, each) for each in _befores(step, change) if each)
        self._ledger.unread[f"{path}\n{name}"] = next(stood, None)
        self._note(step, change)
        return True

    def is_still(self, step: LoggedCommit, change: Difference) -> bool:
        """Whether a file that was no record before is none after a commit, either."""
        known = (f"{change.path}\n{each}" in self._ledger.since for each in _befores(step, change))
        if not any(known) or self._tree(step, change.path, change.after)[1]:
            return False
        self._note(step, change)
        return True

    def ways(
        self, step: LoggedCommit, change: Difference, ways: Iterable[Way], out: Collection[Way]
    ) -> list[Way]:
        """By which values of a commit a record of a pairing is none any more.

        Args:
            step: The commit.
            change: What it changed.
            ways: Where it writes and its maker may.
            out: Where they may not: that counts for nothing anyway.
        """
        path, kind = change.path, kind_of(change.path)
        if (
            kind is None
            or change.after is None
            or in_pairing(path) is None
            or tells_signatures(path)
        ):
            return []
        after, is_record = self._tree(step, path, change.after)
        if is_record or after is None:
            return []
        befores = [self._tree(step, path, each) for each in _befores(step, change) if each]
        if not all(is_one for _, is_one in befores):
            return []
        self._note(step, change)
        if not befores:
            return []
        before = befores[0][0] or {}
        wanted = list(ways)

        def is_one_without(some: Collection[Way]) -> bool:
            back = [*some, *out]
            tree = restored(kind.model, pruned(kind.model, after, back), before, back)
            return as_record(kind.model, tree) is not None

        if len(wanted) > _MOST_TRIED or not is_one_without(wanted):
            return wanted
        # an item that is new is one as a whole
        groups = defaultdict[tuple[str, ...], list[tuple[str, ...]]](list)
        for way in wanted:
            groups[way[:2] if len(way) > 2 else way[:1]].append(way)  # noqa: PLR2004 - in a list
        for group in (*groups.values(), *([way] for way in wanted)):
            less = [way for way in wanted if way not in group]
            wanted = less if is_one_without(less) else wanted
        return wanted

    def _tree(
        self, step: LoggedCommit, path: str, name: str | None
    ) -> tuple[dict[str, Any] | None, bool]:
        """What a file says, and whether that is a record; a newer format than ours may be one."""
        kind, number = kind_of(path), self._ledger.formats.get(step.commit.id, 1)
        data = self._said.content(name)
        if kind is None or data is None or number > CURRENT:
            return None, name is None or number > CURRENT
        tree = tree_of(kind.name, data, number)
        return tree, tree is not None and as_record(kind.model, tree) is not None

    def _note(self, step: LoggedCommit, change: Difference) -> None:
        """Note the commit since which nobody can read a file."""
        path, since = change.path, self._ledger.since
        known = [since.get(f"{path}\n{each}", "") for each in _befores(step, change)]
        first = next(filter(None, known), step.commit.id)
        since[f"{path}\n{change.after}"] = first


def _befores(step: LoggedCommit, change: Difference) -> Sequence[str | None]:
    """The ids of what a file held in each commit before that has it otherwise."""
    return [each.before for some in step.changes for each in some if each.path == change.path]
