"""What stood in the shared folder before something else came in, by the notes of its guard.

Of two sides that come together, the history alone does not tell which one had been shared before.
A note of the guard does: it says what the branch was at to which something came. The ledger asks
only where somebody's rights depend on it, and keeps what it was told; it counts as long as the
notes say the same.
"""

from __future__ import annotations

from functools import cached_property
from itertools import chain, combinations
from typing import TYPE_CHECKING

from mentorctl.trail.git import objects
from mentorctl.trail.ledger import receptions
from mentorctl.trail.ledger.ledger import Told

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from mentorctl.trail.git.command import Git
    from mentorctl.trail.git.merging.merge_base import Ancestry
    from mentorctl.trail.ledger.ledger import Ledger
    from mentorctl.trail.ledger.receptions import BranchMove, Reception

__all__ = ["GuardNotes", "StoodFirst", "tells_the_same"]


class GuardNotes:
    """Tells what a shared folder's branches were at when something came in.

    Attributes:
        git: The repository.
        ledger: What the history says; what is told is kept in it.

    Args:
        git: The same.
        ledger: The same.
        here: What the main branch is at whose guard asks, by the fingerprint of its key: all that
            is not noted comes in there now.
    """

    def __init__(self, git: Git, ledger: Ledger, here: Mapping[str, str] | None = None) -> None:
        self.git = git
        self.ledger = ledger
        self._here = here or {}
        self._noted: list[Reception] | None = None
        self._came: dict[frozenset[str], tuple[dict[str, str], tuple[str, ...]]] = {}

    def heads(self, name: str, keys: Collection[str]) -> tuple[str, ...]:
        """What stood there when a commit came in: the last commits of it.

        Args:
            name: The commit.
            keys: The fingerprints of the keys whose notes count.

        Raises:
            GitError: The history is damaged.
        """
        counted = frozenset(keys)
        came, last = self._by(counted)
        is_noted = name in came
        if is_noted:
            found = tuple(filter(None, (came[name],)))
        else:
            found = (*last, *(self._here[key] for key in sorted(counted & self._here.keys())))
        self.ledger.told[_question(name, counted)] = Told(found, is_noted=is_noted)
        self.ledger.notes = receptions.tip(self.git)
        return found

    def _by(self, keys: frozenset[str]) -> tuple[dict[str, str], tuple[str, ...]]:
        if keys not in self._came:
            if self._noted is None:
                self._noted = receptions.receptions(self.git)
            main = receptions.on_main(self._noted, keys)
            moves = [move for each in main for move in each.moves]
            self._came[keys] = receptions.heads_when_it_came(moves, _parents(self.git, moves))
        return self._came[keys]


class StoodFirst:
    """Tells which commits of a merge's sides stood in the shared folder before another came in.

    Args:
        notes: What tells it.
        parents: The commits that the merge follows.
        ancestry: Which commit follows which.
    """

    def __init__(self, notes: GuardNotes, parents: Iterable[str], ancestry: Ancestry) -> None:
        self._notes = notes
        self._ancestry = ancestry
        self._parents = [each for each in parents if each in notes.ledger.settled]
        self._not_there: dict[tuple[str, ...], frozenset[str]] = {}

    @cached_property
    def _keys(self) -> frozenset[str]:
        """The fingerprints of the guards whose notes count for all sides.

        That one side names a guard which no other knows yet counts where it was done by somebody
        who is a coordinator on each of them. Whoever is none on one names no guard for that.
        """
        ledger = self._notes.ledger
        sides = [ledger.every_settings[ledger.settled[each]] for each in self._parents]
        registers = [ledger.registers[ledger.at[each]] for each in self._parents]
        every = frozenset(chain.from_iterable(each.receivers for each in sides))
        common = every.intersection(*(each.receivers for each in sides))
        if common == every:
            return common
        bases = {base for pair in combinations(self._parents, 2)
                 for base in self._ancestry.bases(*pair) if base in ledger.settled}  # fmt: skip
        stood = chain.from_iterable(
            ledger.every_settings[ledger.settled[each]].receivers for each in bases
        )
        new = every.difference(common, stood)
        by_nobody = (
            each.receivers
            for each in sides
            if not all(register.may_change(each.key) for register in registers)
        )
        return common | new.difference(*by_nobody)

    def without(self, commits: Collection[str], end: str) -> set[str]:
        """Commits of the sides without those that stood there before one came in.

        Args:
            commits: The commits.
            end: That one.

        Raises:
            GitError: The history is damaged.
        """
        if not commits or not self._keys:
            return set(commits)
        heads = self._notes.heads(end, self._keys)
        if not heads:
            return set(commits)
        if heads not in self._not_there:
            words = ("rev-list", *self._parents, *(f"^{each}" for each in heads))
            self._not_there[heads] = frozenset(
                objects.reading(self._notes.git, *words).decode().split()
            )
        return {each for each in commits if each in self._not_there[heads]}


def tells_the_same(git: Git, ledger: Ledger) -> bool:
    """Whether the notes still say what a ledger was told of them.

    Raises:
        GitError: The history is damaged.
    """
    tip = receptions.tip(git)
    if not ledger.told or tip == ledger.notes:
        return True
    # when something came in first stays what it was, however much is noted after that
    if all(each.is_noted for each in ledger.told.values()) and receptions.go_on(
        git, ledger.notes, tip
    ):
        return True
    notes = GuardNotes(git, type(ledger)())
    return all(
        notes.heads(name, keys.split(",")) == each.heads
        for question, each in ledger.told.items()
        for name, _, keys in [question.partition(" ")]
    )


def _question(name: str, keys: Iterable[str]) -> str:
    return f"{name} {','.join(sorted(keys))}"


def _parents(git: Git, moves: Iterable[BranchMove]) -> dict[str, tuple[str, ...]]:
    """The parents of all that led to where branches were, as far as it is in this copy."""
    names = dict.fromkeys(name for each in moves for name in (each.old, each.new))
    kinds = objects.kinds(git, names)
    tips = [name for name, kind in kinds.items() if kind == "commit"]
    if not tips:
        return {}
    said = objects.reading(git, "rev-list", "--parents", "--stdin", data="\n".join(tips).encode())
    lines = (line.split() for line in said.decode().splitlines())
    return {name: tuple(parents) for name, *parents in lines}
