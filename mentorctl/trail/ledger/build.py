"""Builds the ledger: walks the new commits and judges each by the ledger of its parents."""

from __future__ import annotations

import datetime as dt
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from mentorctl.model.ids import is_id
from mentorctl.model.paths import PROGRAM_FILE, person_file, person_in, tells_signatures
from mentorctl.model.signature import moment
from mentorctl.store.recorded_files import signature_content
from mentorctl.trail.git import commit_log, merge_base, objects
from mentorctl.trail.git.command import Git
from mentorctl.trail.ledger import dated_facts
from mentorctl.trail.ledger.carried_over import came_along
from mentorctl.trail.ledger.history_input import (
    FileContents,
    contents,
    own_changes,
    signers,
    with_all_files,
)
from mentorctl.trail.ledger.key_register import Register, apply_changes
from mentorctl.trail.ledger.ledger import SKEW_SECONDS, Remark
from mentorctl.trail.ledger.merge_rules import MergeSides
from mentorctl.trail.ledger.statement_check import StatementCheck, entry_id

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from mentorctl.model.recorded import HeldKey, ProgramFacts
    from mentorctl.trail.git.tree_diff import Difference
    from mentorctl.trail.ledger.ledger import Ledger
    from mentorctl.trail.ledger.statement_check import JudgedStatement

__all__ = ["keep_up"]

# how many commits are held in memory at once
MANY_STEPS = 4_000


def keep_up(root: Path, ledger: Ledger) -> Ledger:
    """Bring a ledger up to date with the history.

    Args:
        root: The program folder.
        ledger: What is known so far; it is changed, and given back.

    Raises:
        GitMissing: There is no git.
        GitError: The folder is no repository, or its history is damaged.
    """
    git = Git(root)
    known = ledger.tip or None
    steps = commit_log.latest(git, known) if known else None
    check = None
    if steps is None:
        steps = [with_all_files(git, step) for step in commit_log.walk(root, since=known)]
        check = partial(commit_log.check_trees, root, since=known) if steps else None
    # other processes verify signatures while git processes of this one verify tree hashes
    signed = signers(steps, meanwhile=check)
    for start in range(0, len(steps), MANY_STEPS):
        share = steps[start : start + MANY_STEPS]
        ledger.parents.update({step.commit.id: step.commit.parents for step in share})
        ancestry = merge_base.Ancestry(ledger.parents)
        builder = _LedgerBuilder(git, ledger, contents(git, share, ledger), signed, ancestry)
        left_out = merge_base.dropped_changes(git, share, ancestry)
        for step in share:
            builder.enter(step)
            for path in left_out.get(step.commit.id, ()):
                what = "this merge left out what only one of the sides had changed"
                builder.remark("merge-dropped", step, what, path=path)
    return ledger


class _LedgerBuilder:
    """Adds commits to a ledger, each after its parents."""

    def __init__(
        self,
        git: Git,
        ledger: Ledger,
        contents: Mapping[str, bytes | None],
        signers: Mapping[str, tuple[str, str]],
        ancestry: merge_base.Ancestry,
    ) -> None:
        self._git = git
        self._ledger = ledger
        self._said = FileContents(contents)
        self._signers = signers
        self._ancestry = ancestry
        self._facts = dated_facts.Facts(ledger.pointers)
        self._zone = ZoneInfo(ledger.zone)
        self._format = self._format_before = 1

    def enter(self, step: commit_log.LoggedCommit) -> None:
        """Add one commit."""
        ledger, commit = self._ledger, step.commit
        mine = own_changes(step)
        sides = MergeSides(ledger, self._ancestry, commit.parents)
        ledger.remarks.extend(sides.refuse(commit.id))
        before = sides.register
        formats = (ledger.formats.get(each, 1) for each in commit.parents)
        self._format = self._format_before = max(formats, default=1)
        ledger.cut = ledger.cut or step.cut
        signer, fault = self._signers[commit.id]
        coordinators = self._program(step, mine, before, signer)
        after = self._keys(step, mine, before, signer, coordinators)
        self._signature(step, before if before.root else after, signer, fault)
        self._order(step)
        self._statements(step, mine, before, after)
        if ledger.count and not step.cut:
            self._facts_of(step, mine)
        if not ledger.registers or ledger.registers[-1] != after:
            ledger.registers.append(after)
        ledger.at[commit.id] = len(ledger.registers) - 1
        if self._format > 1:
            ledger.formats[commit.id] = self._format
        ledger.when[commit.id] = commit.committer.seconds
        ledger.count += 1
        ledger.tip = commit.id

    def remark(
        self,
        code: str,
        step: commit_log.LoggedCommit,
        message: str,
        *,
        path: str = "",
        key: str = "",
    ) -> None:
        """Add a remark about a commit."""
        self._ledger.remarks.append(Remark(code, step.commit.id, path, key, message))

    def _signature(
        self, step: commit_log.LoggedCommit, register: Register, key: str, fault: str
    ) -> None:
        ledger, author = self._ledger, step.commit.author
        if not register.root:
            return
        span = register.spans.get(key)
        if fault:
            self.remark("bad-commit-signature", step, f"its signature is wrong: {fault}")
        elif not key:
            self.remark("unsigned-commit", step, "nobody signed it")
        elif span is None:
            self.remark("unknown-key", step, "it was signed with a key of nobody here", key=key)
        elif span.revoked is not None:
            what = f"it was signed with a key of {span.person} that was revoked"
            self.remark("revoked-key", step, what, key=key)
        else:
            ledger.signers[step.commit.id] = key
            named = ledger.emails.get(author.email.casefold())
            if named is not None and named != span.person:
                what = f"it says that {named} made it, and {span.person} signed it"
                self.remark("other-author", step, what, key=key)

    def _order(self, step: commit_log.LoggedCommit) -> None:
        ledger, commit = self._ledger, step.commit
        before = [ledger.when[each] for each in commit.parents if each in ledger.when]
        if before and commit.committer.seconds < max(before) - SKEW_SECONDS:
            self.remark("commit-order", step, "it is dated before the commit that it follows")

    def _program(
        self,
        step: commit_log.LoggedCommit,
        mine: Iterable[Difference],
        before: Register,
        signer: str,
    ) -> frozenset[str] | None:
        """Take in the program's settings; its coordinators, where the commit has changed them."""
        ledger = self._ledger
        change = next((each for each in mine if each.path == PROGRAM_FILE), None)
        program = self._said.program(change.after) if change else None
        if program is None:
            return None
        self._format = program.format
        settings = (
            program.id,
            program.timezone,
            program.trail.grace_days,
            dated_facts.pointers(program),
        )
        known = (ledger.program, ledger.zone, ledger.grace, ledger.pointers)
        if ledger.program and settings[0] != known[0]:
            self.remark("program-change", step, "the program's id was changed", path=PROGRAM_FILE)
        if settings[1:] == known[1:] and ledger.program:
            pass
        elif before.root and not before.may_change(signer):
            what = "the time zone, the days of grace or the dates that count were changed"
            self.remark("program-change", step, f"{what}, and no coordinator did it",
                        path=PROGRAM_FILE)  # fmt: skip
        else:
            self._settle(program)
        return frozenset(program.coordinators)

    def _settle(self, program: ProgramFacts) -> None:
        ledger = self._ledger
        ledger.program = ledger.program or program.id
        ledger.grace = program.trail.grace_days
        ledger.pointers = dated_facts.pointers(program)
        self._facts = dated_facts.Facts(ledger.pointers)
        try:
            self._zone = ZoneInfo(program.timezone)
        except (ValueError, OSError):
            return
        ledger.zone = program.timezone

    def _keys(
        self,
        step: commit_log.LoggedCommit,
        mine: Iterable[Difference],
        before: Register,
        signer: str,
        coordinators: frozenset[str] | None,
    ) -> Register:
        ledger = self._ledger
        changes = dict(self._people(step, mine))
        ledger.keys.update(changes)
        stood = self._stood(step, changes) if before.root else {}
        renamed = coordinators is not None and coordinators != before.coordinators
        if not changes and not renamed:
            return before
        after, faults = apply_changes(
            before,
            changes if before.root else ledger.keys,
            coordinators,
            program=ledger.program,
            signer=signer or None,
            commit=step.commit.id,
            day=self._day(step),
            stood=stood,
        )
        for fault in faults:
            path = person_file(fault.person) if fault.person else PROGRAM_FILE
            what = f"{fault.what}, and no coordinator did it"
            self.remark("key-change", step, what, path=path, key=fault.key)
        return after

    def _stood(
        self, step: commit_log.LoggedCommit, people: Iterable[str]
    ) -> dict[str, tuple[HeldKey, ...]]:
        """The keys that stood in people's files in the commits before."""
        found: dict[str, tuple[HeldKey, ...]] = dict.fromkeys(people, ())
        for change in chain.from_iterable(step.changes):
            name = person_in(change.path)
            person = name in found and self._said.person(change.before, self._format_before)
            if name and person:
                found[name] += person.keys
        return found

    def _people(
        self, step: commit_log.LoggedCommit, mine: Iterable[Difference]
    ) -> Iterator[tuple[str, tuple[HeldKey, ...]]]:
        """The keys of the people whose files a commit changed."""
        for change in mine:
            stem = person_in(change.path)
            if stem is None or not is_id(stem):
                continue
            person = self._said.person(change.after, self._format)
            if person is None and change.after is not None:
                what = "a person's file that cannot be read; their keys stay as they were"
                self.remark("unreadable-person", step, what, path=change.path)
                continue
            if person and person.email:
                self._ledger.emails[person.email.casefold()] = stem
            yield stem, person.keys if person else ()

    def _statements(
        self,
        step: commit_log.LoggedCommit,
        mine: Iterable[Difference],
        before: Register,
        after: Register,
    ) -> None:
        judge = StatementCheck(after, self._ledger.program, before.revoked)
        for change in mine:
            if not tells_signatures(change.path):
                continue
            record = self._said.signatures(change.after)
            if record is None and change.after is not None:
                what = "signatures that cannot be read"
                self.remark("unreadable-signatures", step, what, path=change.path)
                continue
            before_it = [each.before for each in _changes_of(step, change.path) if each]
            known = frozenset[str]().union(*map(self._entries, before_it))
            for signed in record.signed if record else ():
                entry = entry_id(signed)
                if entry not in known:
                    brought = judge(change.path, signed, step.commit.id)
                    at = signed.statement.signed_at
                    self._bring(f"{change.path}\n{entry}",
                                self._aged(step, change.path, at, brought))  # fmt: skip
        for path in {each.path for changes in step.changes for each in changes}:
            if tells_signatures(path):
                self._taken_out(step, path)

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

    def _taken_out(self, step: commit_log.LoggedCommit, path: str) -> None:
        """Report signed statements that a commit removed."""
        changes = _changes_of(step, path)
        if step.cut or not any(each and each.before for each in changes):
            return
        left = self._entries(next((each.after for each in changes if each), None))
        # a side that has the file as it is now took nothing out, and lost nothing
        held = [self._entries(each.before) if each else left for each in changes]
        gone = frozenset.union(*held) - left
        if gone and len(held) > 1:
            gone -= self._gone_before(step, path, held)
        if any(not self._ledger.brought[f"{path}\n{each}"].fault for each in gone):
            what = "a signed statement was taken out"
            self.remark("signature-taken-out", step, what, path=path)

    def _gone_before(
        self, step: commit_log.LoggedCommit, path: str, held: Sequence[frozenset[str]]
    ) -> frozenset[str]:
        """What one of the sides that a merge joins had taken out before: it was named there."""
        bases = self._ancestry.bases(*step.commit.parents[:2])
        names = filter(
            None, merge_base.ids_in(self._git, [(base, path) for base in bases]).values()
        )
        files = [
            signature_content(data) for _, data in objects.blobs(self._git, sorted(set(names)))
        ]
        shared = frozenset(entry_id(each) for file in files if file for each in file.signed)
        return shared - frozenset.intersection(*held)

    def _aged(
        self, step: commit_log.LoggedCommit, path: str, signed_at: str, brought: JudgedStatement
    ) -> JudgedStatement:
        """Compare the day that a statement claims with the day on which it was committed."""
        at = moment(signed_at)
        if at is None or brought.fault or step.cut or not self._ledger.count:
            return brought
        day, on = self._day(step), at.astimezone(self._zone).date()
        if (day - on).days > self._ledger.grace:
            what = f"a signature of {on} came in on {day}, {(day - on).days} days later"
            self.remark("backdated", step, what, path=path, key=brought.key)
        elif on > day and at.timestamp() > step.commit.committer.seconds + SKEW_SECONDS:
            fault = f"it says {on}, which was still to come when it came in on {day}"
            return brought._replace(fault=fault)
        return brought

    def _facts_of(self, step: commit_log.LoggedCommit, mine: Iterable[Difference]) -> None:
        day, grace = self._day(step), self._ledger.grace
        for change in mine:
            if change.after is None or not self._facts.asked(change.path):
                continue
            new = self._facts.of(
                change.path, self._said.tree(change.path, change.after, self._format)
            )
            old = set[tuple[str, dt.date]]()
            for each in chain.from_iterable(step.changes):
                if each.path == change.path:
                    before = self._said.tree(change.path, each.before, self._format_before)
                    old |= self._facts.of(change.path, before)
            late = {(name, on) for name, on in new - old if (day - on).days > grace}
            if (
                late
                and not old
                and came_along(self._git, step.commit.id, change.path, change.after, self._format)
            ):
                continue
            for name, on in sorted(late):
                what = f"{name} says {on}, and came in on {day}, {(day - on).days} days later"
                self.remark("backdated", step, what, path=change.path)

    def _day(self, step: commit_log.LoggedCommit) -> dt.date:
        return step.commit.committer.when.astimezone(self._zone).date()


def _changes_of(step: commit_log.LoggedCommit, path: str) -> list[Difference | None]:
    """What happened to a file against each of the commits before; None where it is as there."""
    return [next((each for each in some if each.path == path), None) for some in step.changes]
