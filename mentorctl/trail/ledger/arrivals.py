"""What the sides of a merge bring in, judged by the day on which they come in beside the others.

A side that was begun long ago and arrives today is as new as today: rights that ended meanwhile
have ended for it, and what it says of earlier days comes late, with the program's grace. Which
of two sides arrived, only the people tell: the side that one person made alone, and brought to
others or had brought there.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from mentorctl.model.paths import PAIRING_FILE, PROGRAM_FILE
from mentorctl.trail.git import objects
from mentorctl.trail.git.commit_log import LoggedCommit
from mentorctl.trail.git.merging.renames import renamed_by
from mentorctl.trail.git.tree_diff import Difference
from mentorctl.trail.git.two_trees import differences
from mentorctl.trail.ledger.history_input import own_changes
from mentorctl.trail.ledger.ledger import SKEW_SECONDS, LostRoles, Remark
from mentorctl.trail.ledger.lost_statements import give_back
from mentorctl.trail.ledger.members import pairings_before

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from mentorctl.trail.git.command import Git
    from mentorctl.trail.ledger.brought_in import BroughtIn
    from mentorctl.trail.ledger.ledger import Ledger
    from mentorctl.trail.ledger.merge_rules import EndedRights
    from mentorctl.trail.ledger.stood_first import StoodFirst
    from mentorctl.trail.ledger.writing import WritingCheck
    from mentorctl.trail.register.key_register import KeySpan, Register

__all__ = ["Arrivals"]

_DAY = 86_400


class Arrivals:
    """Judges the commits of a merge's sides once more, where what they rest on has ended.

    Args:
        git: The repository.
        ledger: What the history says; commits that do not count any more are marked in it.
        brought: What holds facts and statements to a day.
        writing: What holds values to their writers.
        pairings: The ids of `pairing.yaml` in the commits before, by commit and path.
        steps: The commits that were read already, by id.
    """

    def __init__(
        self,
        git: Git,
        ledger: Ledger,
        brought: BroughtIn,
        writing: WritingCheck,
        pairings: dict[tuple[str, str], str | None],
        steps: Mapping[str, LoggedCommit],
    ) -> None:
        self._git = git
        self._ledger = ledger
        self._brought = brought
        self._writing = writing
        self._pairings = pairings
        self._steps = steps
        # who follows a commit that is dated ahead is not late by that
        self._latest = time.time() + SKEW_SECONDS
        self._times = ledger.times(self._latest)

    def said_on(self, span: KeySpan) -> dt.date:
        """The day on which something was said of a key, and never before it was let in."""
        return self._brought.day(max(span.said, self._times.get(span.commit, 0)))

    def time_of(self, step: LoggedCommit) -> int:
        """When a commit counts as made: never before those that it follows."""
        before = (self._times.get(each, 0) for each in step.commit.parents)
        return max([step.commit.committer.seconds, *before])

    def note_moves(self, step: LoggedCommit, mine: Iterable[Difference], *, may: bool) -> None:
        """Note who was taken out of a pairing by a commit, and when it counts as made.

        Args:
            step: The commit, once what it writes is judged.
            mine: What it changed itself, or chose to have as one of its sides.
            may: Whether its maker may say who is in a pairing; nobody else ends a right.
        """
        ledger, commit = self._ledger, step.commit
        made = commit.committer.seconds
        before = (self._times.get(each, 0) for each in commit.parents)
        self._times[commit.id] = max([made if made <= self._latest else 0, *before])
        own = own_changes(step)
        moved, renamed = [], renamed_by(self._git, own)
        held = {each.path: each.after for each in mine}
        for old, new in renamed.items():
            ledger.renamed[new] = (*ledger.renamed.get(old, ()), old)
        for path, was in self._writing.members.before.items() if may else ():
            folder = path.removesuffix(PAIRING_FILE)
            home = renamed.get(folder, folder)
            file = home + PAIRING_FILE
            now = self._writing.members.roles(file, held[file], ledger.formats.get(commit.id, 1))
            names = (home, *ledger.renamed.get(home, ()))
            moved += [
                LostRoles(name, who, roles, now.get(who, frozenset()))
                for name in names
                for who, roles in was.items()
                # whom one of its sides took out was taken out there
                if any(each.path == path for each in own) and not roles <= now.get(who, frozenset())
            ]
            self._come_back(names, now)
        if moved:
            ledger.left[commit.id] = tuple(moved)

    def _come_back(self, names: Collection[str], now: Mapping[str, frozenset[str]]) -> None:
        """Whoever is what they were again may bring in what they wrote before."""
        for commit, gone in list(self._ledger.left.items()):
            known = (
                each._replace(has=each.has | now.get(each.person, frozenset()))
                if each.folder in names
                else each
                for each in gone
            )
            self._ledger.left[commit] = tuple(each for each in known if not each.had <= each.has)

    def at(
        self,
        merge: LoggedCommit,
        only: Sequence[set[str]],
        register: Register,
        ended: Sequence[EndedRights],
        first: StoodFirst,
    ) -> Iterator[Remark]:
        """Judge what a merge brings in.

        Args:
            merge: The merge.
            only: For each side, the commits that led to it and not to all of the others.
            register: Whose keys count with the merge.
            ended: Which of these commits were made with rights that had ended.
            first: What of it stood in the shared folder before the rest came in.

        Yields:
            What does not count, and what comes late; some of it twice, where rights ended twice.
        """
        ledger, now = self._ledger, self.time_of(merge)
        for each in ended:
            for commit in self._in_order(each.unheard):
                step = self._step(commit)
                changes = (one for one in own_changes(step) if one.path == PROGRAM_FILE)
                self._writing.disown(step, changes, ("coordinators",))
            yield from self._of_keys(each, register)
            for person, end in each.former.items():
                if self._days(end, now) > ledger.grace:
                    beside = self._beside(end, {person}, only, register, first)
                    yield from self._without(beside & each.commits, register)
        for end in list(ledger.left):
            if self._days(end, now) > ledger.grace:
                people = {each.person for each in ledger.left[end]}
                beside = self._beside(end, people, only, register, first)
                yield from self._of_left(ledger.left[end], beside, register)
        for person, mine in self._alone(merge, only, register):
            yield from self._joined_before(person, mine, register, now, first)
            late = [remark for each in self._in_order(mine) for remark in self._late(each, now)]
            came = first.without({each.commit for each in late}, merge.commit.id)
            yield from (each for each in late if each.commit in came)

    def by_clock(self, times: Mapping[str, int]) -> Iterator[Remark]:
        """What comes late by when the shared folder's guard says that commits came in.

        Args:
            times: When, in seconds since 1970, by commit.
        """
        for commit in self._in_order(times):
            yield from self._late(commit, times[commit])

    def _late(self, commit: str, now: int) -> Iterator[Remark]:
        """What a commit says too late if it came in at some time."""
        if now - self._ledger.when[commit] > _DAY:
            step, number = self._step(commit), self._ledger.formats.get(commit, 1)
            yield from self._brought.late(step, own_changes(step), now, number)

    def rights_by_clock(
        self, times: Mapping[str, int], ends: Mapping[str, int], later: Collection[str]
    ) -> Iterator[Remark]:
        """What somebody wrote who had lost the right to it by when it came in.

        The days of a merge are its maker's to choose, and so is whom they make it for; when
        something comes in, the computer tells that keeps the shared folder.

        Args:
            times: When, in seconds since 1970, by commit.
            ends: When commits came into the main branch, by which rights end.
            later: The commits that have not come in there yet.
        """
        ledger, by = self._ledger, dict[str, set[str]]()
        for commit in times:
            by.setdefault(ledger.who_signed(commit), set()).add(commit)
        for person, commits in by.items():
            former, left = self._ends(person)
            for end in dict.fromkeys((*former, *left)):
                if end in later:
                    continue
                since = max(ledger.when[end], ends.get(end, 0))
                late = {
                    each for each in commits if self._between(since, times[each]) > ledger.grace
                }
                late -= self._after(end) if late else set()
                # one that has just turned out to have had no right took nobody out
                gone = ledger.left.get(end, ())
                yield from self._of_left(gone, late, ledger.register)
                if end in former:
                    yield from self._without(late, ledger.register)

    def _after(self, end: str) -> set[str]:
        """The commits that have another one behind them."""
        found = {end}
        for commit, parents in self._ledger.parents.items():
            if not found.isdisjoint(parents):
                found.add(commit)
        return found

    def _of_keys(self, ended: EndedRights, register: Register) -> Iterator[Remark]:
        ledger = self._ledger
        for commit in self._in_order(ended.commits):
            key = ledger.signers.get(commit, "")
            if key not in ended.keys:
                continue
            del ledger.signers[commit]
            ledger.left.pop(commit, None)
            step = self._step(commit)
            self._writing.disown(step, own_changes(step))
            give_back(ledger, (each.path for each in own_changes(step)), commit)
            if key in register.spans:
                what = "it was merged in from a copy in which its key was not revoked yet"
                yield Remark("revoked-key", commit, "", key, what)
            else:
                what = "its key was registered by somebody who had lost the right to"
                yield Remark("unknown-key", commit, "", key, what)

    def _without(self, commits: Iterable[str], register: Register) -> Iterator[Remark]:
        """Judge commits once more, as made by people who are no coordinators any more."""
        for commit in self._in_order(commits):
            step, key = self._step(commit), self._ledger.signers.get(commit, "")
            yield from self._writing.enter(step, own_changes(step), register, key)
            paths = (each.path for each in own_changes(step))
            give_back(self._ledger, paths, commit, register.person(key))
            if not register.may_change(key):
                self._ledger.left.pop(commit, None)

    def _joined_before(
        self, person: str, commits: set[str], register: Register, now: int, first: StoodFirst
    ) -> Iterator[Remark]:
        """Judge once more what somebody had joined themselves to the end of their rights.

        The day of that merge is theirs to choose; what counts is when it comes to others.

        Args:
            person: Who it is.
            commits: What they made alone.
            register: Whose keys count.
            now: When it comes to others.
            first: What of it stood in the shared folder before the rest came in.
        """
        ledger = self._ledger
        edge = {each for name in commits for each in ledger.parents[name]} - commits
        if len(edge) < 2:  # noqa: PLR2004 - begun at one place, it has all that came before that
            return
        former, left = self._ends(person)
        for end in dict.fromkeys((*former, *left)):
            if self._days(end, now) > ledger.grace and edge & (after := self._after(end)):
                beside = first.without(commits - after, end)
                yield from self._of_left(ledger.left.get(end, ()), beside, register)
                if end in former:
                    yield from self._without(beside, register)

    def _ends(self, person: str) -> tuple[list[str], list[str]]:
        """The commits that ended somebody's office, and their part in a pairing."""
        former = [commit for commit, changes in self._ledger.rights.items()
                  if any(person in each.removed for each in changes)]  # fmt: skip
        left = [commit for commit, gone in self._ledger.left.items()
                if any(each.person == person for each in gone)]  # fmt: skip
        return former, left

    def _beside(
        self,
        end: str,
        people: Collection[str],
        only: Sequence[set[str]],
        register: Register,
        first: StoodFirst,
    ) -> set[str]:
        """What some people signed that comes in beside the end of their rights, and after it."""
        here = [some for some in only if end in some]
        if not here:
            return set()
        beside = set[str]().union(*only).difference(*here)
        return first.without(self._signed_by(people, beside, register), end)

    def _of_left(
        self, left: Sequence[LostRoles], commits: Iterable[str], register: Register
    ) -> Iterator[Remark]:
        for commit in self._in_order(commits):
            person = register.person(self._ledger.signers.get(commit, ""))
            lost = {each.folder: each.has for each in left if each.person == person}
            if lost and person not in register.coordinators:
                step = self._step(commit)
                yield from self._writing.held_by(step, own_changes(step), person, lost)

    def _alone(
        self, merge: LoggedCommit, only: Sequence[set[str]], register: Register
    ) -> Iterator[tuple[str, set[str]]]:
        """What a person, no coordinator, made on sides of their own that came to others."""
        signers = self._ledger.signers
        who = [{register.person(signers.get(each, "")) for each in some} for some in only]
        by, every = register.person(signers.get(merge.commit.id, "")), set[str]().union(*who)
        for person in sorted(every - register.coordinators):
            mine = [some for some, people in zip(only, who, strict=True) if people == {person}]
            others = every - {person}
            if others and (by == person or others & register.coordinators or len(others) > 1):
                rest = [some for some in only if some not in mine]
                yield person, set[str]().union(*mine).difference(*rest)

    def _signed_by(
        self, people: Collection[str], commits: Iterable[str], register: Register
    ) -> set[str]:
        signers = self._ledger.signers
        return {each for each in commits if register.person(signers.get(each, "")) in people}

    def _days(self, commit: str, now: int) -> int:
        return self._between(self._ledger.when[commit], now)

    def _between(self, then: int, now: int) -> int:
        return (self._brought.day(now) - self._brought.day(then)).days

    def _in_order(self, commits: Iterable[str]) -> list[str]:
        return sorted(commits, key=lambda each: (self._ledger.when[each], each))

    def _step(self, name: str) -> LoggedCommit:
        """A commit with what it changed, read once more where it was read in another run."""
        known = self._steps.get(name)
        if known is not None:
            return known
        (commit,) = objects.commits(self._git, [name])
        parents = objects.commits(self._git, commit.sides)
        befores: list[str | None] = [each.tree for each in parents]
        changes = tuple(
            tuple(
                Difference.of(path, was, now)
                for path, (was, now) in differences(self._git, before, commit.tree).items()
            )
            for before in befores or [None]
        )  # fmt: skip
        step = LoggedCommit(commit, changes, cut=False)
        self._pairings.update(pairings_before(self._git, [step]))
        return step
