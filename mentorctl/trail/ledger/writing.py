"""Holds what commits write against what their signers may write, and keeps what does not count.

A value that somebody wrote who may not counts for nothing until a signed commit of somebody who
may keeps it, or writes the same again.
"""

from __future__ import annotations

from itertools import chain
from types import MappingProxyType
from typing import TYPE_CHECKING

from mentorctl.model.paths import PAIRING_FILE, in_pairing, is_evidence, person_in, tells_signatures
from mentorctl.trail.git.merging.renames import home_of, renamed_by, under_new_name
from mentorctl.trail.git.tree_entry import LINKS
from mentorctl.trail.ledger.displaced import doubts, right_in, settle, stood
from mentorctl.trail.ledger.ledger import FORBIDDEN, Remark
from mentorctl.trail.ledger.left_alone import is_left, own_word, with_siblings
from mentorctl.trail.ledger.members import Members
from mentorctl.trail.ledger.merged_values import MergedValues, SideSays, are_joined, mark_of
from mentorctl.trail.ledger.put_back import carry_gone, give_up, note_taken
from mentorctl.trail.ledger.rights import (
    Writer,
    is_judged_by_field,
    is_let_in,
    is_shown,
    own_part,
    own_values,
    pairings_named,
    refusal,
    roles_of,
    why_not,
    words_of_others,
)
from mentorctl.trail.ledger.unreadable_since import Unreadable

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

    from mentorctl.model.field_owners import Way
    from mentorctl.model.words import Words
    from mentorctl.trail.git.commit_log import LoggedCommit
    from mentorctl.trail.git.merging.merge_base import Ancestry
    from mentorctl.trail.git.tree_diff import Difference
    from mentorctl.trail.ledger.history_input import FileContents
    from mentorctl.trail.ledger.ledger import Ledger
    from mentorctl.trail.register.key_register import Register

__all__ = ["FORBIDDEN", "WritingCheck", "mark_of", "said_of"]


def said_of(remark: Remark, words: Words) -> str:
    """What a remark says, in the program's terms."""
    # only these name roles; a brace in any other is somebody's own
    return words.say(remark.message) if remark.code == FORBIDDEN else remark.message


class WritingCheck:
    """Judges what each commit writes, by the register and the pairing before it.

    Args:
        ledger: What the history says; what does not count is kept in it.
        said: What files hold.
        pairings: The ids of `pairing.yaml` in the commits before, by commit and path.
        ancestry: Which commit follows which.

    Attributes:
        members: Who rightly is in each pairing.
    """

    def __init__(
        self,
        ledger: Ledger,
        said: FileContents,
        pairings: dict[tuple[str, str], str | None],
        ancestry: Ancestry,
    ) -> None:
        self._ledger = ledger
        self._said = said
        self._ancestry = ancestry
        self._merged = MergedValues(ledger, said, ancestry, self._values)
        self._renamed: tuple[str, list[dict[str, str]]] = ("", [])
        self._unreadable = Unreadable(ledger, said)
        self.members = Members(ledger, said, pairings)

    def enter(
        self,
        step: LoggedCommit,
        mine: Iterable[Difference],
        register: Register,
        key: str,
        let_in: Collection[tuple[str, str]] | None = None,
    ) -> Iterator[Remark]:
        """Judge one commit.

        Args:
            step: The commit.
            mine: What it changed itself, or chose to have as one of its sides.
            register: Whose keys count before it.
            key: The fingerprint of the key that signed it and counted; empty for none.
            let_in: The keys whose days the commit changed and that count, whoever brings them, as
                a coordinator has vouched for them: the person's file and the key. None where the
                keys were judged before.

        Yields:
            What its signer may not write, a remark a file.
        """
        mine = () if not register.root or step.cut else tuple(mine)
        self.members.enter(step, mine, may=register.may_change(key))
        for change in mine:
            if change.mode in LINKS:
                yield Remark(FORBIDDEN, step.commit.id, change.path, key, LINKS[change.mode])
            yield from self._change(step, change, register, key, let_in)

    def disown(self, step: LoggedCommit, mine: Iterable[Difference], within: Way = ()) -> None:
        """Take what a commit wrote, or what of that lies within some way, for nothing."""
        for change in mine:
            if is_judged_by_field(change.path):
                after, ways = self._written(step, change)
                ways = [way for way in ways if way[: len(within)] == within]
                self._doubt(step, change, after, ways)

    def held_by(
        self,
        step: LoggedCommit,
        mine: Iterable[Difference],
        person: str,
        left: Mapping[str, frozenset[str]],
    ) -> Iterator[Remark]:
        """Judge a commit once more, as made by somebody who has lost roles since.

        Args:
            step: The commit.
            mine: What it changed itself.
            person: Who signed it.
            left: The roles that they have left, by the folder of a pairing, with `/`.
        """
        key = self._ledger.signers.get(step.commit.id, "")
        for change in mine:
            path, place = change.path, in_pairing(change.path)
            # who has left has signed all the same what they had signed
            if tells_signatures(path) or (place and place.folder not in left):
                continue
            after, ways = self._written(step, change) if is_judged_by_field(path) else ({}, [()])
            had, has = (
                Writer(person, roles, self._own(step, path, after, person, held))
                for roles, held in (
                    (self._roles(step, path, person), {}),
                    (left[place.folder] if place else frozenset(), left),
                )
            )
            # what they had no right to even then is named already
            lost = [way for way in ways if not why_not(had, path, way)]
            found, why = refusal(has, path, lost)
            if why:
                self._doubt(step, change, after, found)
                if place and not has.roles:
                    why = f"{person} was not in this pairing any more when it came in"
                else:
                    why = f"{person} had another role, or none, when it came in: {why}"
                yield Remark(FORBIDDEN, step.commit.id, path, key, why)

    def _change(
        self,
        step: LoggedCommit,
        change: Difference,
        register: Register,
        key: str,
        let_in: Collection[tuple[str, str]] | None,
    ) -> Iterator[Remark]:
        path, commit = change.path, step.commit.id
        by_field = is_judged_by_field(path)
        is_lost = by_field and self._unreadable.is_lost(step, change)
        is_open = not is_lost and not (by_field and self._unreadable.is_still(step, change))
        is_moved = self._carry(step, change)
        if register.may_change(key):
            if is_open and self._is_open(path):
                written = self._written(step, change, is_moved=is_moved)
                is_all = not is_moved and len(step.changes) < 2  # noqa: PLR2004 - a merge
                self._settle(step, path, written, lambda _: True, is_all=is_all)
            return
        if self._joins_signatures(step, change):
            return
        after, ways = self._written(step, change) if by_field and not is_lost else ({}, [()])
        if is_lost:
            # nobody can read what others had written there, until somebody mends it
            ways += self._values(path, change.after, commit)
        if person_in(path):
            ways = [way for way in ways if not is_let_in(path, way, let_in)]
        if not key:
            self._doubt(step, change, after, ways)
            return
        person = register.person(key)
        own = self._own(step, path, after, person)
        befores = self._befores(step, change, is_moved=False)
        said = (self._values(name, was, parent) for parent, name, was in befores)
        kept = words_of_others(person, path, said)
        who = Writer(person, self._roles(step, path, person), own, kept)
        found, why = refusal(who, path, ways)
        # a file taken away or emptied without right is nobody's to give up by halves
        whole = bool(why) and not (after or is_lost)
        if why:
            others = {**found, (): why} if is_lost else found
            self._doubt(step, change, after, ways if whole else others)
            yield Remark(FORBIDDEN, commit, path, key, why)
        if is_open and not whole:
            self._keep(step, change, (after, ways), lambda way: why_not(who, path, way), found)

    def _keep(
        self,
        step: LoggedCommit,
        change: Difference,
        written: tuple[dict[Way, str], list[Way]],
        why: Callable[[Way], str],
        found: Collection[Way],
    ) -> None:
        """Have count what somebody keeps who is no coordinator, unless nobody can read it then."""
        after, ways = written
        rest = [way for way in ways if way not in found]
        broken = self._unreadable.ways(step, change, rest, found)
        if broken:
            self._doubt(step, change, after, broken)
        elif self._is_open(change.path):
            is_all = len(step.changes) < 2  # noqa: PLR2004 - a merge
            self._settle(step, change.path, written,
                         lambda way: way not in found and not why(way), is_all=is_all)  # fmt: skip

    def _is_open(self, path: str) -> bool:
        """Whether something of a file waits for the word of somebody who may."""
        return path in self._ledger.unproven or path in self._ledger.taken

    def _written(
        self, step: LoggedCommit, change: Difference, *, is_moved: bool = False
    ) -> tuple[dict[Way, str], list[Way]]:
        """What a file says after a commit, and the ways to what that commit itself wrote.

        A merge did not write what one of its sides has by its own word, be it under another name of
        the pairing, nor did whoever gave it that name and had the right to.
        """
        after = self._values(change.path, change.after, step.commit.id)
        sides = [
            SideSays(parent, path, self._values(path, was, parent))
            for parent, path, was in self._befores(step, change, is_moved=is_moved)
        ]
        # where a side has no such record any more, all of it went by that one's word
        gone = change.after is None and not all(each.values for each in sides)
        olds = [each.values for each in sides] if gone else self._merged.own_words(sides)
        return after, own_values(olds, after)

    def _joins_signatures(self, step: LoggedCommit, change: Difference) -> bool:
        """Whether a merge has done no more to signatures than bring them together."""
        if not tells_signatures(change.path) or len(step.changes) < 2:  # noqa: PLR2004 - no merge
            return False
        befores = self._befores(step, change, is_moved=False)
        return are_joined(self._said, (name for *_, name in befores), change.after)

    def _has_home(self, step: LoggedCommit, path: str) -> bool:
        """Whether the pairing of a file is in one of the commits before, under that name."""
        place = in_pairing(path)
        home = place.folder + PAIRING_FILE if place else ""
        return any(
            all(each.path != home or each.before for each in changes) for changes in step.changes
        )

    def _befores(
        self, step: LoggedCommit, change: Difference, *, is_moved: bool
    ) -> Iterator[tuple[str, str, str | None]]:
        """What a file held in each commit before: the commit, its name there, and the id."""
        path = change.path
        follows = is_moved or self._has_home(step, path)
        for number, parent in enumerate(step.commit.sides[: len(step.changes)]):
            held = {each.path: each.before for each in step.changes[number]}
            old = path
            if follows and path in held and held[path] is None:
                old = under_new_name(path, self._names(step)[number])
            if old != path and old not in held:
                # it lies there under its earlier name still, as it was
                held |= {old: self._said.ids_in([(parent, old)])[parent, old]}
            yield parent, old, held.get(old, change.after)

    def _names(self, step: LoggedCommit) -> list[dict[str, str]]:
        """The folders of pairings that each commit before called otherwise, with that name."""
        if self._renamed[0] != step.commit.id:
            renamed = (renamed_by(self._said.git, each) for each in step.changes)
            found = [{now: was for was, now in each.items()} for each in renamed]
            for names, changes in zip(found, step.changes, strict=True):
                gone = {each.path for each in changes if not each.after}
                # people may have changed since it was renamed
                for now, olds in self._ledger.renamed.items() if len(found) > 1 else ():
                    was = next((each for each in olds if each + PAIRING_FILE in gone), "")
                    if was:
                        names.setdefault(now, was)
            self._renamed = step.commit.id, found
        return self._renamed[1]

    def _carry(self, step: LoggedCommit, change: Difference) -> bool:
        """Doubt under a file's new name what was doubted under the old; whether it has one."""
        path, unproven = change.path, self._ledger.unproven
        if not any(self._names(step)):
            return False
        names = {old for _, old, _ in self._befores(step, change, is_moved=True)} - {path}
        doubted = {mark: by for old in names for mark, by in unproven.get(old, {}).items()}
        after = self._values(path, change.after, step.commit.id)
        marks = {mark_of(*each) for each in after.items()} & doubted.keys()
        marks |= {mark for mark in doubted if stood([mark]) or right_in([mark])}
        if marks:
            unproven.setdefault(path, {}).update({each: doubted[each] for each in marks})
        for old in filter(home_of, names):
            there = {each.path for each in chain.from_iterable(step.changes)}
            carry_gone(self._ledger, home_of(old), home_of(path), there)
        return bool(names)

    def _values(self, path: str, name: str | None, commit: str) -> dict[Way, str]:
        if not is_judged_by_field(path):
            return {}
        number = self._ledger.formats.get(commit, 1)
        return self._said.values(path, self._ledger.stood(path, name), number)

    def _roles(self, step: LoggedCommit, path: str, person: str) -> frozenset[str]:
        place = in_pairing(path)
        return roles_of(person, self.members.of(step, place.folder)) if place else frozenset()

    def _own(
        self,
        step: LoggedCommit,
        path: str,
        after: Mapping[Way, str],
        person: str,
        left: Mapping[str, frozenset[str]] = MappingProxyType({}),
    ) -> frozenset[Way]:
        """What is somebody's own in a record that pairings share.

        Args:
            step: The commit.
            path: The record's file.
            after: What it says.
            person: Who it is.
            left: The roles that alone they have left, by the folder of a pairing.
        """
        named = pairings_named(path, dict(after))
        for file in chain.from_iterable(named.values()):
            self.members.look_up(step, file)

        def roles(file: str) -> frozenset[str]:
            folder = file.removesuffix(PAIRING_FILE)
            return left.get(folder, roles_of(person, self.members.of(step, folder)))

        held = {name: frozenset().union(*map(roles, files)) for name, files in named.items()}
        befores = [each.before for changes in step.changes for each in changes if each.path == path]
        is_new = len(befores) == len(step.changes) and not any(befores)
        return own_part(person, path, dict(after), held, is_new=is_new)

    def _doubt(
        self, step: LoggedCommit, change: Difference, after: Mapping[Way, str], ways: Iterable[Way]
    ) -> None:
        path, ways = change.path, list(ways)
        doubted = self._ledger.unproven.get(path, {})
        # of other files nothing stands apart; there may be many thousands of these
        befores = self._befores(step, change, is_moved=False) if is_shown(path) else ()
        said = [
            (self._ledger.stood(name, was), self._values(name, was, parent))
            for parent, name, was in befores
        ]
        note_taken(self._ledger, path, [each for _, each in said], after, ways)
        found = doubts(path, ways, said, after, doubted, step.commit.id)
        # new evidence stands in the place of none, and is what it is for whoever signs it
        is_new = is_evidence(path) and not any(name for name, _ in said)
        if found and is_shown(path) and not is_new:
            self._ledger.unproven[path] = found

    def _settle(
        self,
        step: LoggedCommit,
        path: str,
        written: tuple[dict[Way, str], list[Way]],
        may: Callable[[Way], bool],
        *,
        is_all: bool,
    ) -> None:
        """Have what a commit has its maker's word for count: of a merge or move, what it wrote."""
        after, ways = written
        if path in self._ledger.taken:
            give_up(self._ledger, path, after, filter(may, ways))
        doubted = self._ledger.unproven.get(path, {})
        if is_left(path, step.commit.message):
            ways = with_siblings(ways, [*after, *stood(doubted), *right_in(doubted)])
            ways = own_word(path, step.commit.message, ways, after, doubted)
            is_all = False
        held = after if is_all else {way: after[way] for way in ways if way in after}
        # what somebody did on another side, this one says nothing of
        other = {by for by in {*doubted.values()} if self._ancestry.apart([by, step.commit.id])[0]}
        apart = {mark: by for mark, by in doubted.items()
                 if by in other and (stood([mark]) or right_in([mark]))}  # fmt: skip
        settle(doubted, held, None if is_all else ways, may)
        doubted |= apart
        if not doubted:
            self._ledger.unproven.pop(path, None)
