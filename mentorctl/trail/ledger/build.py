"""Builds the ledger: walks the new commits and judges each by the ledger of its parents."""

from __future__ import annotations

import datetime as dt
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from mentorctl.model.ids import is_id
from mentorctl.model.paths import PROGRAM_FILE, person_file, person_in
from mentorctl.trail.git import commit_log, objects
from mentorctl.trail.git.command import Git
from mentorctl.trail.git.merging import merge_base
from mentorctl.trail.ledger import dated_facts
from mentorctl.trail.ledger.arrivals import Arrivals
from mentorctl.trail.ledger.brought_in import BroughtIn
from mentorctl.trail.ledger.history_input import (
    FileContents,
    contents,
    own_changes,
    people_in,
    signers,
    with_all_files,
)
from mentorctl.trail.ledger.ledger import ORDER, Remark, Settings
from mentorctl.trail.ledger.members import pairings_before
from mentorctl.trail.ledger.merge_rules import MergeSides
from mentorctl.trail.ledger.rights import is_judged_by_field
from mentorctl.trail.ledger.stood_first import GuardNotes
from mentorctl.trail.ledger.writing import WritingCheck
from mentorctl.trail.register.key_register import Register, apply_changes
from mentorctl.trail.register.let_in import without_let_in
from mentorctl.trail.register.rights_changes import changes_between

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from mentorctl.model.recorded import HeldKey
    from mentorctl.trail.git.tree_diff import Difference
    from mentorctl.trail.ledger.ledger import Ledger

__all__ = ["keep_up"]

# how many commits are held in memory at once
MANY_STEPS = 4_000


def keep_up(root: Path, ledger: Ledger, here: Mapping[str, str] | None = None) -> Ledger:
    """Bring a ledger up to date with the history.

    Args:
        root: The program folder.
        ledger: What is known so far; it is changed, and given back.
        here: What the main branch is at whose guard reads it, by the fingerprint of its key.

    Raises:
        GitMissing: There is no git.
        GitError: The folder is no repository, or its history is damaged.
    """
    git = Git(root)
    known = ledger.tip or None
    steps = commit_log.latest(git, known)
    check = None
    if steps is None:
        steps = [with_all_files(git, step) for step in commit_log.walk(root, since=known)]
        check = partial(commit_log.check_trees, root, since=known) if steps else None
    # other processes verify signatures while git processes of this one verify tree hashes
    signed = signers(steps, meanwhile=check)
    notes = GuardNotes(git, ledger, here)
    for start in range(0, len(steps), MANY_STEPS):
        share = steps[start : start + MANY_STEPS]
        ledger.parents.update({step.commit.id: step.commit.parents for step in share})
        ancestry = merge_base.Ancestry(ledger.parents)
        pairings = pairings_before(git, share)
        held = contents(git, share, ledger, filter(None, pairings.values()))
        said = FileContents(git, held)
        steps_here = {step.commit.id: step for step in share}
        builder = _LedgerBuilder(notes, said, signed, ancestry, pairings, steps_here)
        one_sided = merge_base.one_sided(git, share, ancestry)
        for step in share:
            kept = one_sided.get(step.commit.id, merge_base.OneSided())
            builder.enter(step, {*kept.dropped, *kept.chosen})
            for path in kept.dropped:
                what = "this merge left out what only one of the sides had changed"
                builder.remark("merge-dropped", step, what, path=path)
    return ledger


class _LedgerBuilder:
    """Adds commits to a ledger, each after its parents."""

    def __init__(
        self,
        notes: GuardNotes,
        said: FileContents,
        signers: Mapping[str, tuple[str, str]],
        ancestry: merge_base.Ancestry,
        pairings: dict[tuple[str, str], str | None],
        steps: Mapping[str, commit_log.LoggedCommit],
    ) -> None:
        git, ledger = notes.git, notes.ledger
        self._ledger = ledger
        self._notes = notes
        self._said = said
        self._signers = signers
        self._ancestry = ancestry
        self._brought = BroughtIn(git, ledger, said, ancestry)
        self._writing = WritingCheck(ledger, said, pairings, ancestry)
        self._arrivals = Arrivals(git, ledger, self._brought, self._writing, pairings, steps)
        self._format = self._format_before = 1
        self._day = dt.date.min

    def enter(self, step: commit_log.LoggedCommit, one_sided: Collection[str]) -> None:
        """Add one commit.

        Args:
            step: The commit.
            one_sided: The files of a merge that are as one side has them, although another one
                changed them.
        """
        ledger, commit = self._ledger, step.commit
        sides = MergeSides(self._notes, self._ancestry, commit.parents)
        step = sides.counted(step)
        mine = own_changes(step)
        remarks, ended = sides.refuse(commit.id)
        ledger.remarks.extend(remarks)
        if step.commit.is_too_wide:
            sides.refuse_others()
        before = sides.register
        formats = (ledger.formats.get(each, 1) for each in commit.parents)
        self._format = self._format_before = max(formats, default=1)
        ledger.cut = ledger.cut or step.cut
        key, fault = ("", "") if step.commit.is_too_wide else self._signers[commit.id]
        self._day = self._brought.day(self._arrivals.time_of(step))
        signer = before.begun(key, self._day)
        settings = self._resume(step, sides, may=before.may_change(signer))
        coordinators = self._program(step, mine, before, signer)
        after = self._keys(step, mine, before, signer, coordinators)
        if self._format > 1:
            ledger.formats[commit.id] = self._format
        ledger.when[commit.id] = commit.committer.seconds
        self._signature(step, before if before.root else after, key, fault)
        if ledger.is_dated_back(commit.id):
            self.remark(ORDER, step, "it is dated before the commit that it follows")
        if len(sides.only) > 1 and not step.commit.is_too_wide:
            told = self._arrivals.at(step, sides.only, before, ended, sides.first)
            self._accept(step, settings, told)
        # a signature that is none proves nothing of who wrote what, nor does a key that is revoked
        counted = ledger.signers.get(commit.id, "")
        changes = tuple(changes_between(before, after, commit.id, signer))
        spans = (each.after for each in changes if each.after)
        let_in = {(person_file(each.person), each.public) for each in spans}
        judged = _judged(step, mine, one_sided)
        ledger.remarks.extend(self._writing.enter(step, judged, before, counted, let_in))
        self._arrivals.note_moves(step, judged, may=before.may_change(counted))
        ledger.remarks.extend(self._brought.statements(step, mine, before, after))
        if ledger.count and not step.cut:
            facts = self._brought.facts(step, mine, self._format, self._format_before)
            ledger.remarks.extend(facts)
        if changes:
            ledger.rights[commit.id] = changes
        self._keep(commit.id, after)

    def _keep(self, commit: str, register: Register) -> None:
        """Keep what counts with a commit, for those that follow it."""
        ledger = self._ledger
        if not ledger.registers or ledger.registers[-1] != register:
            ledger.registers.append(register)
        ledger.at[commit] = len(ledger.registers) - 1
        if not ledger.every_settings or ledger.every_settings[-1] != ledger.settings:
            ledger.every_settings.append(ledger.settings)
        ledger.settled[commit] = len(ledger.every_settings) - 1
        ledger.count += 1
        ledger.tip = commit

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
        if step.commit.is_too_wide:
            sides = len(step.commit.parents)
            what = f"it brings {sides} sides together, and {objects.MOST_SIDES} at most are judged"
            self.remark("too-many-sides", step, f"{what}: what came in by it does not count")
        elif fault:
            self.remark("bad-commit-signature", step, f"its signature is wrong: {fault}")
        elif not key:
            self.remark("unsigned-commit", step, "nobody signed it")
        elif span is None:
            self.remark("unknown-key", step, "it was signed with a key of nobody here", key=key)
        elif span.revoked is not None:
            ended = "counts no more" if span.waits else "was revoked"
            what = f"it was signed with a key of {span.person or 'nobody'} that {ended}"
            self.remark("revoked-key", step, what, key=key)
        elif not span.has_begun(self._day):
            what = f"it was signed with a key of {span.person} that counts from {span.added} on"
            self.remark("revoked-key", step, what, key=key)
        else:
            ledger.signers[step.commit.id] = key
            named = ledger.other_author(author.email, span.person)
            if named:
                what = f"it says that {named} made it, and {span.person} signed it"
                self.remark("other-author", step, what, key=key)

    def _resume(
        self, step: commit_log.LoggedCommit, sides: MergeSides, *, may: bool
    ) -> Settings | None:
        """Go on by the settings that counted before a commit.

        Args:
            step: The commit.
            sides: What it brings together.
            may: Whether its maker may choose older ones than a side has.

        Returns:
            Those of a merge whose maker is no coordinator any more, and which count only where what
            came in with them does; None for none.
        """
        found = sides.settings(step, may=may)
        if not found:
            # a beginning of its own knows nothing of any other
            self._set(Settings())
            return None
        apart, keepers = set[str]().union(*sides.only), sides.register.coordinators
        good = [each for each in found if each.commit not in apart
                or sides.register.person(each.key) in keepers]  # fmt: skip
        self._set((good or found)[0])
        return found[0] if good and good[0] != found[0] else None

    def _accept(
        self, step: commit_log.LoggedCommit, settings: Settings | None, told: Iterable[Remark]
    ) -> None:
        """Take the settings over that a merge brings in, unless the commit that made them fell."""
        told = dict.fromkeys(told)
        self._ledger.remarks.extend(told)
        fell = {each.commit for each in told if each.path in {"", PROGRAM_FILE}}
        if (
            settings
            and settings.commit not in fell
            and self._ledger.settings.commit != step.commit.id
        ):
            self._set(settings)

    def _set(self, settings: Settings) -> None:
        if settings != self._ledger.settings:
            self._ledger.settings = settings
            self._brought.settle()

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
        said = Settings(
            program.timezone if _is_zone(program.timezone) else ledger.zone,
            program.trail.grace_days,
            dated_facts.pointers(program),
            program.trail.received_by,
            step.commit.id,
            signer,
            ledger.program or program.id,
        )
        if ledger.program and program.id != ledger.program:
            self.remark("program-change", step, "the program's id was changed", path=PROGRAM_FILE)
        if said[:4] == ledger.settings[:4] and ledger.program:
            pass
        elif before.root and not before.may_change(signer):
            what = (
                "the time zone, the days of grace, the guards or the dates that count were changed"
            )
            self.remark("program-change", step, f"{what}, and no coordinator did it",
                        path=PROGRAM_FILE)  # fmt: skip
        else:
            self._set(said)
        return frozenset(program.coordinators)

    def _keys(
        self,
        step: commit_log.LoggedCommit,
        mine: Iterable[Difference],
        before: Register,
        signer: str,
        coordinators: frozenset[str] | None,
    ) -> Register:
        ledger = self._ledger
        changes = dict(self._people(step, mine, takes=before.may_change(signer)))
        ledger.keys.update(changes)
        stood = self._stood(step, changes) if before.root else {}
        renamed = coordinators is not None and coordinators != before.coordinators
        if not changes and not renamed:
            return before
        after, faults = apply_changes(
            before,
            changes if before.root else self._founding(step, before, coordinators),
            coordinators,
            program=ledger.program,
            signer=signer or None,
            commit=step.commit.id,
            day=self._day,
            at=step.commit.committer.seconds,
            stood=stood,
        )
        for fault in faults:
            path = person_file(fault.person) if fault.person else PROGRAM_FILE
            by = ", and no coordinator did it" if fault.is_right else ""
            what = f"{fault.what}{by}"
            self.remark("key-change", step, what, path=path, key=fault.key)
        return without_let_in(before, after, self._arrivals.said_on, self._day)

    def _founding(
        self, step: commit_log.LoggedCommit, before: Register, coordinators: frozenset[str] | None
    ) -> dict[str, tuple[HeldKey, ...]]:
        """All keys in the folder that may found a register; none where no coordinator has one."""
        keepers = before.coordinators if coordinators is None else coordinators
        files = people_in(self._notes.git, step.commit.tree)
        held = self._said.keys({each: files[each] for each in keepers & set(files)}, self._format)
        return self._said.keys(files, self._format) if any(held.values()) else held

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
        self, step: commit_log.LoggedCommit, mine: Iterable[Difference], *, takes: bool
    ) -> Iterator[tuple[str, tuple[HeldKey, ...]]]:
        """The keys of the people whose files a commit changed.

        Args:
            step: The commit.
            mine: What it changed itself.
            takes: Whether its signer may say that another's address is somebody else's now.
        """
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
                self._ledger.take_email(person.email, stem, may=takes)
            yield stem, person.keys if person else ()


def _judged(
    step: commit_log.LoggedCommit, mine: Sequence[Difference], one_sided: Collection[str]
) -> Sequence[Difference]:
    """The changes that are a commit's own word, with what a merge keeps of one side alone."""
    if len(step.changes) < 2:  # noqa: PLR2004 - a merge
        return mine
    kept = {
        each.path: each
        for each in chain.from_iterable(step.changes)
        if each.path in one_sided and is_judged_by_field(each.path)
    }
    return [*mine, *kept.values()]


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ValueError, OSError):
        return False
    return True
