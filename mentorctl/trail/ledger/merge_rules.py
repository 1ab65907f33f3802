"""What a merge must not bring into the ledger: ended rights, revoked keys, foreign key registers.

A side is judged by the day on which it came in beside the others. Whoever holds a key that was
revoked can still begin a side before its revocation, and whoever makes a history of their own can
name anybody its coordinator. Neither must come in by a merge.
"""

from __future__ import annotations

from itertools import chain
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from mentorctl.model.paths import PROGRAM_FILE, person_file
from mentorctl.trail.ledger.ledger import OTHER_ROOT, Remark
from mentorctl.trail.ledger.stood_first import StoodFirst
from mentorctl.trail.ledger.trust_on_first_use import founders_seen
from mentorctl.trail.register.key_register import NOBODY_LEFT, Register
from mentorctl.trail.register.rights_conflicts import overruled, with_keeper

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from mentorctl.trail.git.commit_log import LoggedCommit
    from mentorctl.trail.git.merging.merge_base import Ancestry
    from mentorctl.trail.ledger.ledger import Settings
    from mentorctl.trail.ledger.statement_check import JudgedStatement
    from mentorctl.trail.ledger.stood_first import GuardNotes
    from mentorctl.trail.register.rights_changes import RightsChange

__all__ = ["TOO_WIDE", "EndedRights", "MergeSides"]

TOO_WIDE = "it came in by a merge of more sides than can be judged"

_IN_ANOTHER = "by somebody who had lost the right to, in another copy"
_OLD = "it was merged in from a copy in which"


class EndedRights(NamedTuple):
    """Commits that a merge brings in and whose signers had lost their key, or their office.

    Attributes:
        commits: The commits.
        keys: The keys that count for nothing in them.
        former: The coordinators who were none any more, each with the commit that said so.
        unheard: Those of the commits whose word about who the coordinators are does not hold.
    """

    commits: frozenset[str]
    keys: frozenset[str]
    former: dict[str, str]
    unheard: frozenset[str]


class MergeSides:
    """The parents of a commit and the key register at each of them.

    Args:
        notes: What the shared folder's guard noted, and what the history says; statements that do
            not count any more are marked in it.
        ancestry: Which commit follows which.
        parents: The commits that this one follows.

    Attributes:
        register: Whose keys count before the commit.
        heads: The parents without those that led to others with the same root.
        only: For each of these, the commits that led to it and not to all of the others.
        first: What of them stood in the shared folder before the rest came in.
    """

    def __init__(self, notes: GuardNotes, ancestry: Ancestry, parents: Iterable[str]) -> None:
        self._ledger = ledger = notes.ledger
        self._ancestry = ancestry
        self._sides = {
            each: ledger.registers[ledger.at[each]] for each in parents if each in ledger.at
        }
        registers = list(self._sides.values())
        self.register = self._leading()
        self._own = [side for side, each in self._sides.items() if each.root == self.register.root]
        # what another one follows brings nothing, and makes nothing older
        old = set(self._own).difference(ancestry.heads(self._own))
        self.heads = [each for each in self._sides if each not in old]
        self.only = ancestry.apart(self.heads)
        self.first = StoodFirst(notes, self.heads, ancestry)
        # sides that came to the same need not have known what the other one ended
        self._differ = any(each != registers[0] for each in registers[1:]) or (
            len(self.only) > 1
            and any(commit in some for commit in ledger.rights for some in self.only)
        )

    def _leading(self) -> Register:
        """With which register the merge goes on: whatever one has a root.

        Of several it is the one whose founders the user has seen before; the order of its sides
        is the maker's to choose, and where nothing else tells, that is noted.
        """
        rooted = {side: each for side, each in self._sides.items() if each.root}
        if len({each.root for each in rooted.values()}) < 2:  # noqa: PLR2004 - one register
            return next(iter((rooted or self._sides).values()), Register())
        ledger, known = self._ledger, list[Register]()
        for side, each in rooted.items():
            program = ledger.every_settings[ledger.settled[side]].program
            if program not in ledger.seen:
                ledger.seen[program] = founders_seen(program)
            if each.founders == {*ledger.seen[program]}:
                known.append(each)
        if len({each.root for each in known}) != 1:
            every = (each.founders for each in rooted.values())
            ledger.rivals = tuple(sorted(frozenset(ledger.rivals).union(*every)))
        return (known or list(rooted.values()))[0]

    def counted(self, step: LoggedCommit) -> LoggedCommit:
        """A commit beside those sides only whose key register has the same root.

        What it takes from any other side is its own to write, as if it had been typed in.
        """
        own = [
            (parent, changes)
            for parent, changes in zip(step.commit.sides, step.changes, strict=False)
            if self._sides.get(parent, self.register).root == self.register.root
        ]
        if not own or len(own) == len(step.changes):
            return step
        parents, changes = zip(*own, strict=True)
        return step._replace(commit=step.commit._replace(parents=parents), changes=changes)

    def settings(self, step: LoggedCommit, *, may: bool) -> list[Settings]:
        """What the commits before say of the trail; the first is what a commit goes on by.

        Args:
            step: The commit.
            may: Whether its maker may choose older settings than a side has.
        """
        ledger, apart, known = self._ledger, set[str]().union(*self.only), []
        for parent, changes in zip(step.commit.sides, step.changes, strict=False):
            place = ledger.settled.get(parent)
            if place is not None and (may or step.commit.is_too_wide or parent in self.heads):
                found = ledger.every_settings[place]
                is_other = any(each.path == PROGRAM_FILE for each in changes)
                known.append((not may and found.commit not in apart, is_other, found))
        return [found for *_, found in sorted(known, key=itemgetter(0, 1))]

    def refuse_others(self) -> None:
        """Mark what all sides but the first brought in as not counting."""
        apart = self._ancestry.apart(list(self._sides))
        for others in apart[1:]:
            self._fault(others - apart[0], TOO_WIDE)

    def refuse(self, merge: str) -> tuple[list[Remark], list[EndedRights]]:
        """Mark in the ledger and the register what a merge must not bring in.

        Args:
            merge: The commit that brings the sides together.

        Returns:
            What it refused, and whose commits do not count.
        """
        if not self._differ:
            return [], []
        found, ended = self._overruled(merge, self._own)
        others = (self._apart(merge, each) for each in self._sides if each not in self._own)
        return [*chain.from_iterable(others), *found], ended

    def _apart(self, merge: str, side: str) -> list[Remark]:
        """Refuse a side whose key register has another root, or none."""
        register, commits = self._sides[side], self._ancestry.only(side, self._own)
        what = "it was merged in from a history with the keys of other coordinators"
        self._fault(commits, what)
        remarks = []
        if register.root:
            said = f"it merges a history with another key register, which began at {register.root}"
            remarks.append(Remark(OTHER_ROOT, merge, "", "", said))
        said = "it was merged in from a copy without the key register: nothing proves who made it"
        for commit in filter(commits.__contains__, self._ledger.at):
            self._ledger.signers.pop(commit, None)
            remarks.append(Remark("unsigned-commit", commit, "", "", said))
        return remarks

    def _overruled(
        self, merge: str, parents: Sequence[str]
    ) -> tuple[list[Remark], list[EndedRights]]:
        """Refuse what one side did with rights that another one had ended."""
        registers = [self._sides[each] for each in parents]
        only = self._ancestry.apart(parents)
        known = frozenset[str]().union(*(each.overruled for each in registers))
        changes, held = self._changes(only, known)
        again = self._again(changes, parents)
        asked = [each for each in changes if each.name not in again]
        out = overruled(asked, held, registers, self.first.without, self._followers) | again
        self.register, spared = with_keeper(registers, changes, held, out)
        out |= spared
        lost = [each for each in asked if each.name in out - known]
        held_on = [each for each in asked if each.name not in out]
        gone = [each for each in lost if not any(map(each.says_the_same, held_on))]
        good = [each for each in changes if each.name not in out]
        untrue = frozenset(each.key for each in changes if each.key) - self.register.spans.keys()
        ended = list[EndedRights]()
        for place, commits in enumerate(only):
            elsewhere = [each for each in good if each.ended and place not in held[each.commit]]
            keys = frozenset(each.key for each in elsewhere if each.key)
            former = {name: each.commit for each in elsewhere for name in each.removed
                      if name not in self.register.coordinators}  # fmt: skip
            self._fault(commits, f"{_OLD} its key was not revoked yet", keys=keys)
            for person, end in former.items():
                theirs = {key for key, span in self.register.spans.items() if span.person == person}
                self._fault(commits, f"{_OLD} that coordinator was not removed yet", keys=theirs,
                            paper_since=end)  # fmt: skip
            what = "its key was registered by somebody who had lost the right to"
            self._fault(commits, what, keys=untrue)
            unheard = frozenset(each.commit for each in gone if each.after is None)
            ended.append(EndedRights(commits=frozenset(commits), keys=keys | untrue,
                                     former=former, unheard=unheard & commits))  # fmt: skip
        remarks = [_remark(merge, each, is_last=each.name in spared)
                   for each in gone if not each.follows_another]  # fmt: skip
        return [*remarks, *self._of_two(merge, good)], ended

    def _of_two(self, merge: str, changes: Iterable[RightsChange]) -> Iterator[Remark]:
        """Name keys that sides let in as those of different people, and that are nobody's here."""
        two: dict[str, set[str]] = {}
        for each in changes:
            known = [
                side.spans[each.key] for side in self._sides.values() if each.key in side.spans
            ]
            whose = {span.person for span in known}
            if each.key in self.register.spans and not self.register.person(each.key):
                two.setdefault(each.key, set()).update(whose)
        for mark, people in two.items():
            if "" not in people:
                first, *_ = sorted(people)
                what = (
                    f"a key was let in for {' and '.join(sorted(people))}, and counts for neither"
                )
                yield Remark("key-change", merge, person_file(first), mark, what)

    def _again(self, changes: Sequence[RightsChange], parents: Sequence[str]) -> frozenset[str]:
        """The ends of keys that repeat by word alone what a coordinator had done.

        Whoever brings such a word to an old side knows what was done there since, or does not say.
        """
        words = [each for each in changes if each.by_word and each.after and each.after.revoked]
        if not words:
            return frozenset()
        before = set[str]().union(*(self._ancestry.only(each, ()) for each in parents))
        done = {
            one.days
            for commit, each in self._ledger.rights.items()
            for one in each
            if commit in before and one.after and not one.by_word
        }
        return frozenset(each.name for each in words if each.days in done)

    def _followers(self, commit: str) -> frozenset[str]:
        """Who has gone on from a commit on the sides that have it, with a key that all know."""
        ledger, after = self._ledger, {commit}
        apart = set[str]().union(*self.only)
        # each commit stands behind those that it follows
        for each in filter(apart.__contains__, ledger.parents):
            if not after.isdisjoint(ledger.parents[each]):
                after.add(each)
        keys = {ledger.signers.get(each, "") for each in after - {commit}}
        known = ({each.person(key) for each in self._sides.values()} for key in keys)
        return frozenset(chain.from_iterable(who for who in known if len(who) == 1)) - {""}

    def _changes(
        self, only: Sequence[set[str]], known: frozenset[str]
    ) -> tuple[list[RightsChange], dict[str, frozenset[int]]]:
        """What the sides changed of the register, and what one of them undid; and who had it."""
        held: dict[str, frozenset[int]] = {}
        changes: list[RightsChange] = []
        for commit, each in self._ledger.rights.items():
            places = frozenset(place for place, some in enumerate(only) if commit in some)
            if not places:
                each = tuple(one for one in each if one.name in known)  # noqa: PLW2901 - some of it
                places = frozenset(range(len(only)))
            held[commit] = places
            changes += each
        return changes, held

    def _fault(
        self,
        commits: set[str],
        fault: str,
        *,
        keys: frozenset[str] | set[str] | None = None,
        paper_since: str = "",
    ) -> None:
        """Mark the statements that some commits added as not counting.

        Args:
            commits: The commits.
            fault: Why not.
            keys: By which keys; None for any.
            paper_since: Only those on paper that did not stand in the shared folder before this
                commit came in; empty for all.
        """
        brought, again = self._ledger.brought, self._ledger.again

        def wrong(one: JudgedStatement) -> bool:
            if one.commit not in commits or (keys is not None and one.key not in keys):
                return False
            return not paper_since or (
                one.paper and bool(self.first.without({one.commit}, paper_since))
            )

        for place, first in brought.items():
            if not first.fault and wrong(first):
                good = (each for each in again.get(place, ()) if not each.fault and not wrong(each))
                brought[place] = next(good, first._replace(fault=fault))


def _remark(merge: str, change: RightsChange, *, is_last: bool = False) -> Remark:
    path = person_file(change.after.person) if change.after else PROGRAM_FILE
    what = "the list of coordinators was changed"
    if change.after is not None:
        what = "a key was registered" if change.before is None else "the days of a key were changed"
        what = "a key was revoked" if change.ended else what
    why = f"in another copy, too, and {NOBODY_LEFT}" if is_last else _IN_ANOTHER
    return Remark("key-change", merge, path, change.key, f"{what} {why}")
