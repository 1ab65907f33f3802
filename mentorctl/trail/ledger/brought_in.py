"""What commits bring into the ledger: signed statements and dated facts, held to their days."""

from __future__ import annotations

import datetime as dt
from itertools import chain, combinations
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from mentorctl.model.formats import CURRENT
from mentorctl.model.paths import PAIRING_FILE, PAIRINGS, in_pairing, tells_signatures, year_file
from mentorctl.model.signature import moment
from mentorctl.trail.git.merging import merge_base
from mentorctl.trail.git.merging.renames import home_of, renamed_by, under_new_name
from mentorctl.trail.git.new_commit import undid
from mentorctl.trail.ledger import dated_facts
from mentorctl.trail.ledger.carried_over import file_in_commit, in_earlier_year, in_followed
from mentorctl.trail.ledger.dated_facts import late_day, late_signature, told_of
from mentorctl.trail.ledger.displaced import stood
from mentorctl.trail.ledger.ledger import SKEW_SECONDS, Remark
from mentorctl.trail.ledger.lost_statements import note_lost, put_again
from mentorctl.trail.ledger.merge_rules import TOO_WIDE
from mentorctl.trail.ledger.merged_values import mark_of
from mentorctl.trail.ledger.statement_check import StatementCheck, entry_id

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from mentorctl.model.paths import InPairing
    from mentorctl.trail.git.command import Git
    from mentorctl.trail.git.commit_log import LoggedCommit
    from mentorctl.trail.git.tree_diff import Difference
    from mentorctl.trail.ledger.history_input import FileContents
    from mentorctl.trail.ledger.ledger import Ledger
    from mentorctl.trail.ledger.statement_check import JudgedStatement
    from mentorctl.trail.register.key_register import Register

    Dated = set[tuple[str, dt.date]]

__all__ = ["BroughtIn"]


class BroughtIn:
    """Enters the signed statements and dated facts of commits.

    Args:
        git: The repository.
        ledger: What the history says; statements are added to it.
        said: What files hold.
        ancestry: Which commit follows which.
    """

    def __init__(
        self, git: Git, ledger: Ledger, said: FileContents, ancestry: merge_base.Ancestry
    ) -> None:
        self._git = git
        self._ledger = ledger
        self._said = said
        self._ancestry = ancestry
        self._renamed: tuple[str, dict[str, str]] = ("", {})
        self.settle()

    def settle(self) -> None:
        """Go on by the settings that the ledger has now."""
        self._facts = dated_facts.Facts(self._ledger.pointers)
        self._zone = ZoneInfo(self._ledger.zone)

    def day(self, seconds: int) -> dt.date:
        """The day of a moment where the program is."""
        return dt.datetime.fromtimestamp(seconds, self._zone).date()

    def day_of(self, step: LoggedCommit) -> dt.date:
        """The day of a commit where the program is."""
        return step.commit.committer.when.astimezone(self._zone).date()

    def statements(
        self, step: LoggedCommit, mine: Iterable[Difference], before: Register, after: Register
    ) -> Iterator[Remark]:
        """Enter the signed statements that a commit adds.

        Args:
            step: The commit.
            mine: What it changed itself.
            before: Whose keys count before it.
            after: Whose keys count with it.

        Yields:
            What is wrong with them, and which it took out.
        """
        judge = StatementCheck(after, self._ledger.program, before.revoked)
        for change in mine:
            if not tells_signatures(change.path):
                continue
            record = self._said.signatures(change.after)
            if record is None and change.after is not None:
                what = "signatures that cannot be read"
                yield _remark("unreadable-signatures", step, what, change.path)
            changes = (each for each in chain(*step.changes) if each.path == change.path)
            held = [self._entries(each.before) for each in changes]
            known = frozenset[str]().union(*held)
            for signed in record.signed if record else ():
                entry = entry_id(signed)
                if not all(entry in each for each in held):
                    yield from put_again(self._ledger, self._ancestry, change.path, signed,
                                         before, step.commit.id)  # fmt: skip
                if entry in known:
                    continue
                brought = judge(change.path, signed, step.commit.id)
                said = signed.statement
                brought, late = self._aged(step, change.path, said.signed_at, brought)
                first = self._ledger.brought.get(f"{change.path}\n{entry}")
                # whoever puts back what rightly stood dates nothing back
                if late is not None and (first is None or first.fault):
                    yield late
                self._bring(f"{change.path}\n{entry}", brought)
                if said.declined is not None and not brought.fault:
                    place = f"{said.record}\n{said.role}"
                    told = self._ledger.declined.setdefault(place, {})
                    told[f"{change.path}\n{entry}"] = (said.person, said.signed_at, said.declined)
        yield from self._taken_out(step, before)

    def facts(
        self, step: LoggedCommit, mine: Iterable[Difference], number: int, before: int
    ) -> Iterator[Remark]:
        """The dated facts of a commit that are older than the program's grace allows.

        Args:
            step: The commit.
            mine: What it changed itself.
            number: The folder's format in it.
            before: The one before it.
        """
        day, grace = self.day_of(step), self._ledger.grace
        mine = tuple(mine)
        self._renames(step, mine)
        for change in mine:
            place = in_pairing(change.path)
            if place and place.file == PAIRING_FILE:
                yield from self._ended(step, place.folder, change, number)
            new = self._new_facts(step, change, number, before)
            late = {(name, on) for name, on in new if (day - on).days > grace}
            if late and place:
                late -= self._of_earlier_year(step, place, number)
            along = set[tuple[str, dt.date]]()
            if late and place:
                along = late & self._came_along(step, place, change, number, before)
            for name, on in sorted(dated_facts.told_once(late - along)):
                yield _remark("backdated", step, late_day(name, on, day), change.path)
            if along and place:
                # so long as the pairing goes on saying whom it follows
                known = self._ledger.came_along.get(place.folder, ())
                told = (late_day(name, on, day) for name, on in sorted(along))
                found = (_remark("backdated", step, each, change.path) for each in told)
                self._ledger.came_along[place.folder] = (*known, *found)

    def _came_along(
        self, step: LoggedCommit, place: InPairing, change: Difference, number: int, before: int
    ) -> Dated:
        """The facts of a file that is that of the pairing which its own follows, and rightly does.

        They came into the history when that file did. It has to be the same byte for byte, but for
        `pairing.yaml`, which says who is in it, and has days, extensions and waivers of the other.
        """
        doubted = self._ledger.unproven.get(place.folder + PAIRING_FILE, {})
        if change.after is None or any(each.startswith("follows\x1f") for each in doubted):
            return set()
        held = (each for each in chain.from_iterable(step.changes) if each.path == change.path)
        trees = (self._said.tree(each.path, each.before, before) for each in held)
        if any(self._facts.of(change.path, tree) for tree in trees):
            return set()
        path, name = in_followed(self._git, step.commit.id, place, number) or ("", None)
        if name != change.after and place.file != PAIRING_FILE:
            return set()
        return self._facts.of(path, self._said.tree(path, name, number))

    def _brought_back(self, step: LoggedCommit, change: Difference, number: int) -> Dated:
        """The facts of a file that a redo made just what it was before the undo that it names."""
        undone = undid(step.commit.message)
        before = self._ledger.parents.get(undone, ())[:1]
        held = [
            file_in_commit(self._git, each, change.path) for each in (undone, *before) if before
        ]
        is_so = held == [change.before or "", change.after]
        if not is_so or self._ancestry.only(undone, step.commit.parents):
            return set()
        return self._facts.of(change.path, self._said.tree(change.path, change.after, number))

    def _of_earlier_year(self, step: LoggedCommit, place: InPairing, number: int) -> Dated:
        """The facts that the same file of the pairing has in the year that it runs on from.

        They came into the history with that file, which is held to their days itself.
        """
        doubted = self._ledger.unproven.get(place.folder + PAIRING_FILE, {})
        if any(each.startswith("continues\x1f") for each in doubted):
            return set()
        found = in_earlier_year(self._git, step.commit.id, place, number)
        if found is None:
            return set()
        path, name = found
        return self._facts.of(path, self._said.tree(path, name, number))

    def late(
        self, step: LoggedCommit, mine: Iterable[Difference], seconds: int, number: int
    ) -> Iterator[Remark]:
        """What a commit brought in too late, judged by the day on which its side was merged.

        Args:
            step: The commit.
            mine: What it changed itself.
            seconds: When that was.
            number: The folder's format.
        """
        own, day, grace = self.day_of(step), self.day(seconds), self._ledger.grace
        for change in mine:
            new = self._new_facts(step, change, number, number)
            late = {(name, on) for name, on in new if (own - on).days <= grace < (day - on).days}
            if late and (place := in_pairing(change.path)):
                # it is held to when it came in with the pairing that had it first
                late -= self._of_earlier_year(step, place, number)
                late -= self._came_along(step, place, change, number, number)
            for name, on in sorted(dated_facts.told_once(late)):
                yield _remark("backdated", step, late_day(name, on, day), change.path)
            if not tells_signatures(change.path):
                continue
            record = self._said.signatures(change.after)
            for signed in record.signed if record else ():
                brought = self._ledger.brought.get(f"{change.path}\n{entry_id(signed)}")
                at = moment(signed.statement.signed_at)
                if brought is None or brought.commit != step.commit.id or at is None:
                    continue
                on = at.astimezone(self._zone).date()
                if not brought.fault and (own - on).days <= grace < (day - on).days:
                    what = late_signature(on, day)
                    yield Remark("backdated", step.commit.id, change.path, brought.key, what)

    def _renames(self, step: LoggedCommit, mine: Iterable[Difference]) -> None:
        """Take along what is known of pairings to which a commit gives another name."""
        known = self._ledger.came_along
        for home in {home_of(each.path) for each in mine if each.after is None} & known.keys():
            if now := self._renamed_in(step).get(home):
                names = {home: now}
                found = (
                    each._replace(path=under_new_name(each.path, names)) for each in known[home]
                )
                known[now] = tuple(found)
                del known[home]

    def _ended(
        self, step: LoggedCommit, folder: str, change: Difference, number: int
    ) -> Iterator[Remark]:
        """What a pairing took over from one that it does not follow any more.

        A file that is gone, as after `mentorctl undo`, claims nothing until it is there again.
        """
        known = self._ledger.came_along.get(folder)
        if known:
            now = self._said.pairing(change.after, number)
            # who may not say that it follows none has not ended it
            doubted = self._ledger.unproven.get(change.path, ())
            if (now is None or not now.follows) and ("follows",) not in stood(doubted):
                # what came along twice is named once
                once = {(each.path, told_of(each.message)): each for each in known}.values()
                commit, paths = step.commit.id, {each.path for each in known}
                there = {path for path in paths if file_in_commit(self._git, commit, path)}
                left = tuple(each for each in once if each.path not in there)
                self._ledger.came_along[folder] = left
                yield from (each for each in once if each.path in there)

    def _new_facts(self, step: LoggedCommit, change: Difference, number: int, before: int) -> Dated:
        if not self._facts.can_be_in(change.path):
            return set()
        new = self._facts.of(change.path, self._said.tree(change.path, change.after, number))
        renamed = self._renamed_in(step)
        for each in chain.from_iterable(step.changes):
            if change.path in (each.path, under_new_name(each.path, renamed)):
                name = self._ledger.stood(each.path, each.before)
                old = self._said.tree(change.path, name, before)
                new = new - self._facts.of(change.path, old)
        new = new - self._put_back(step, change, (number, before)) if new else new
        return new - self._brought_back(step, change, number) if new else new

    def _put_back(self, step: LoggedCommit, change: Difference, numbers: tuple[int, int]) -> Dated:
        """The facts that rest on what rightly stood in a file, and was taken out without right."""
        place, found = in_pairing(change.path), set[tuple[str, dt.date]]()
        olds = self._ledger.renamed.get(place.folder, ()) if place else ()
        names = {change.path, *(f"{old}{place.file}" for old in olds if place)}
        marks = frozenset[str]().union(*(self._ledger.taken.get(each, ()) for each in names))
        if not marks:
            return found
        number, before = numbers
        after = self._said.values(change.path, change.after, number)
        ways = [way for way, value in after.items() if mark_of(way, value) in marks]
        for each in chain.from_iterable(step.changes):
            if each.path in names and ways:
                stood = self._ledger.stood(each.path, each.before), before
                now = change.after, number
                tree = self._said.with_values(change.path, stood, now, ways)
                found |= self._facts.of(change.path, tree)
        return found

    def _renamed_in(self, step: LoggedCommit) -> dict[str, str]:
        """The folders of pairings to which a commit gave another name, with that."""
        if self._renamed[0] != step.commit.id:
            found = renamed_by(self._git, chain.from_iterable(step.changes))
            self._renamed = step.commit.id, found
        return self._renamed[1]

    def _bring(self, place: str, brought: JudgedStatement) -> None:
        ledger = self._ledger
        first = ledger.brought.get(place)
        if first is None or (first.fault and not brought.fault):
            ledger.brought[place], brought = brought, first or brought
        if first is not None:
            ledger.again[place] = (*ledger.again.get(place, ()), brought)

    def _entries(self, name: str | None) -> frozenset[str]:
        """The statements in a signature file, by the id of what it holds; none where it is not."""
        record = self._said.signatures(name)
        return frozenset(map(entry_id, record.signed if record else ()))

    def _taken_out(self, step: LoggedCommit, before: Register) -> Iterator[Remark]:
        for path in {each.path for each in chain(*step.changes) if tells_signatures(each.path)}:
            if gone := self._takes_out(step, path):
                befores = (each.before for each in _changes_of(step, path) if each)
                held = map(self._said.signatures, befores)
                note_lost(self._ledger, path, held, before, step.commit.id, gone)
                if not self._is_destroyed(step, path, before):
                    what = "a signed statement was taken out"
                    yield _remark("signature-taken-out", step, what, path)

    def _takes_out(self, step: LoggedCommit, path: str) -> frozenset[str]:
        """The signed statements that counted and that a commit removed, by their ids."""
        changes = _changes_of(step, path)
        left = self._entries(next(each.after for each in changes if each))
        # a side that has the file as it is now took nothing out, and lost nothing
        held = [self._entries(each.before) if each else left for each in changes]
        gone = frozenset.union(*held) - left
        if gone:
            gone -= self._gone_before(step, path, held)
        return frozenset(one for one in gone if not self._ledger.brought[f"{path}\n{one}"].fault)

    def _is_destroyed(self, step: LoggedCommit, path: str, before: Register) -> bool:
        """Whether a coordinator destroyed a signature with all of its pairing, and noted that.

        What is gone as a whole claims nothing any more that the signature would prove.
        """
        place, commit = in_pairing(path), step.commit.id
        if place is None or not before.may_change(self._ledger.signers.get(commit)):
            return False
        if file_in_commit(self._git, commit, place.folder.rstrip("/")):
            return False
        name = year_file(place.year)
        facts = self._said.tree(name, file_in_commit(self._git, commit, name), CURRENT)
        noted = facts.get("destroyed") if isinstance(facts, dict) else None
        return isinstance(noted, list) and any(
            isinstance(each, dict) and each.get("record") == PAIRINGS for each in noted
        )

    def _gone_before(
        self, step: LoggedCommit, path: str, held: Sequence[frozenset[str]]
    ) -> frozenset[str]:
        """What one of the sides that a merge joins had taken out before: it was named there."""
        found = frozenset[str]()
        sides = zip(step.commit.sides, held, strict=True)
        for (one, mine), (other, theirs) in combinations(sides, 2):
            bases = self._ancestry.bases(one, other)
            names = merge_base.ids_in(self._git, [(base, path) for base in bases])
            found |= frozenset[str]().union(*map(self._entries, names.values())) - (mine & theirs)
        return found

    def _aged(
        self, step: LoggedCommit, path: str, signed_at: str, brought: JudgedStatement
    ) -> tuple[JudgedStatement, Remark | None]:
        """Compare the day that a statement claims with the day on which it was committed."""
        if step.commit.is_too_wide:
            return brought._replace(fault=TOO_WIDE), None
        at = moment(signed_at)
        if at is None or brought.fault or not self._ledger.count:
            return brought, None
        day, on = self.day_of(step), at.astimezone(self._zone).date()
        if (day - on).days > self._ledger.grace:
            what = late_signature(on, day)
            return brought, Remark("backdated", step.commit.id, path, brought.key, what)
        if on > day and at.timestamp() > step.commit.committer.seconds + SKEW_SECONDS:
            fault = f"it says {on}, which was still to come when it came in on {day}"
            return brought._replace(fault=fault), None
        return brought, None


def _remark(code: str, step: LoggedCommit, what: str, path: str) -> Remark:
    return Remark(code, step.commit.id, path, "", what)


def _changes_of(step: LoggedCommit, path: str) -> list[Difference | None]:
    """What happened to a file against each of the commits before; None where it is as there."""
    return [next((each for each in some if each.path == path), None) for some in step.changes]
