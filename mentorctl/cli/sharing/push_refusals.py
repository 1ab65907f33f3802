"""Why what somebody pushes must not come into a shared folder."""

from __future__ import annotations

import datetime as dt
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from mentorctl.cli.sharing.refusal_advice import Todo
from mentorctl.model.finding import is_fault
from mentorctl.model.paths import ALLOWED_SIGNERS, PROGRAM_FILE
from mentorctl.model.words import Words
from mentorctl.reports.check import check_all, check_folder
from mentorctl.reports.comparison import new_findings, rests_on_pairings
from mentorctl.store.evidence import LARGEST
from mentorctl.store.folder import Folder, NoProgram
from mentorctl.store.parse.reader import placed
from mentorctl.trail.git.new_commit import subject_of
from mentorctl.trail.git.refs import HEADS
from mentorctl.trail.git.tree_entry import LINKS
from mentorctl.trail.ledger.history_input import own_changes
from mentorctl.trail.ledger.writing import FORBIDDEN, said_of
from mentorctl.trail.server import push_bounds, ref_names
from mentorctl.trail.server.pre_receive import (
    Compared,
    Incoming,
    Side,
    compared,
    incoming,
    lay_out,
    refuse_two_beginnings,
)
from mentorctl.trail.server.reception_notes import refuse_unnoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from mentorctl.model.finding import Finding
    from mentorctl.trail.server.pre_receive import Push

__all__ = ["refusals", "refusals_of_all"]

SHORT = 10
_MEND = "mentorctl sync --mend"
_SIGN = f"see whether your key counts here: mentorctl key doctor; then sign all of it anew: {_MEND}"
_KEEPER = f"have a coordinator make that change; without it the rest is sent by {_MEND}"
# by the code of what is refused; what to do about it once it is in a history, `audit` says
REMEDIES = {
    FORBIDDEN: f"ask who may write it, or take it back here and send the rest: {_MEND}",
    **dict.fromkeys(
        ("bad-commit-signature", "revoked-key", "unknown-key", "unsigned-commit"), _SIGN
    ),
    **dict.fromkeys(("key-change", "program-change"), _KEEPER),
    "future-commit": f"set this computer's clock right, then send it anew: {_MEND}",
    "merge-dropped": f"put back what the merge left out, and save; then send it anew: {_MEND}",
    "other-root": "see that the folder and the address are right, and ask the coordinator who"
    " began the program",
    "too-many-sides": f"send it anew, without that merge: {_MEND}",
}


def refusals_of_all(
    root: Path, pushes: Sequence[Push], main: str | None, repository: Path
) -> Iterator[str]:
    """Why what is pushed at once must not come in, and what to do; as `refusals` for one."""
    refuse_unnoted(root, repository)
    found = list(_of_names(pushes, repository))
    found += [line for push in pushes for line in refusals(root, push, main, repository)]
    yield from found
    if main is None and not found:
        refuse_two_beginnings(root, pushes, repository)


def _of_names(pushes: Sequence[Push], repository: Path) -> Iterator[str]:
    """Why new branches and tags may not be called as they are."""
    new = [each.ref for each in pushes
           if not each.old.strip("0") and each.ref.startswith(ref_names.SORTS)]  # fmt: skip
    known = ref_names.known_names(repository) if new else set()
    for ref in new:
        if why := ref_names.refusal(ref, known):
            yield why
        known.add(ref)


def refusals(root: Path, push: Push, main: str | None, repository: Path) -> Iterator[str]:
    """Why a push must not come in, each reason a line, and what to do about them.

    Args:
        root: A repository that has what the shared one has, and what is pushed.
        push: What is pushed.
        main: The last commit of the main branch; None where there is none yet.
        repository: The shared repository.
    """
    whole = push.refusal(root, main)
    if whole:
        yield whole
        return
    if not push.ref.startswith(HEADS):
        return
    if main is None:
        return  # what a program begins with is as it is; from then on nothing may get worse
    too_many = push_bounds.too_many(root, main if set(push.old) == {"0"} else push.old, push.new)
    if too_many:
        yield too_many
        return
    found = incoming(root, push, main, dt.datetime.now(dt.UTC), repository)
    both = compared(root, found.base, push.new)
    too_wide = push_bounds.too_wide(len(both.changed))
    if too_wide:
        yield too_wide
        return
    before, after = (Path(tempfile.mkdtemp(dir=root)) for _ in range(2))
    for side, place in ((both.before, before), (both.after, after)):
        lay_out(side, place, (ALLOWED_SIGNERS, PROGRAM_FILE))
    yield from _of_commits(found, before)
    yield from _of_files(root, found)
    yield from _new_errors(both, before, after)


def _subjects(found: Incoming) -> dict[str, str]:
    return {
        step.commit.id: f"{step.commit.id[:SHORT]} “{subject_of(step.commit.message)}”"
        for step in found.steps
    }


def _of_commits(found: Incoming, before: Path) -> Iterator[str]:
    words, subjects = _words(before) if found.remarks else Words(), _subjects(found)
    for remark in found.remarks:
        place = f"{remark.path}: " if remark.path else ""
        by = found.ledger.register.person(remark.key) if remark.code == FORBIDDEN else ""
        commit = subjects.get(remark.commit, remark.commit[:SHORT])
        yield f"{commit}{f' of {by}' if by else ''}: {place}{said_of(remark, words)}"
    for each in dict.fromkeys(each.code for each in found.remarks):
        yield Todo(REMEDIES[each])
    for place, brought in found.ledger.brought.items():
        if brought.fault and brought.commit in subjects:
            path = place.partition("\n")[0]
            yield f"{subjects[brought.commit]}: {path}: a signature that is none: {brought.fault}"


def _of_files(root: Path, found: Incoming) -> Iterator[str]:
    """Which files that come in are none, or larger than they may be, in whatever commit."""
    subjects = _subjects(found)
    changes = [(subjects[step.commit.id], each) for step in found.steps
               for each in own_changes(step)]  # fmt: skip
    for subject, each in changes:
        # where there are keys, the judge of what is written says so
        if each.mode in LINKS and not found.ledger.register.root:
            yield f"{subject}: {each.path}: {LINKS[each.mode]}"
    yield from push_bounds.too_large(
        root,
        [(subject, each.path, each.after) for subject, each in changes
         if each.after is not None and each.mode not in LINKS],
        LARGEST,
    )  # fmt: skip


def _new_errors(both: Compared, before: Path, after: Path) -> Iterator[str]:
    """What `check` calls an error that it did not before."""
    try:
        for each in _new_findings(both, before, after):
            if is_fault(each):
                yield f"{each.path}:{each.line}: {each.message} [{each.code}]"
    except NoProgram as error:
        yield error.message


def _new_findings(both: Compared, before: Path, after: Path) -> Iterable[Finding]:
    """What `check` finds that it did not before; all is judged where all may rest on the change."""
    if rests_on_pairings(both.changed):
        try:
            folders = Folder(before, *both.before), Folder(after, *both.after)
        except NoProgram:
            return ()  # it cannot be read before or after, and nothing else is judged then
        found = new_findings(*folders, both.changed, both.moved, both.renamed)
        lay_out(both.after, after, {each.path for each in found})
        return sorted(placed(after, found), key=lambda each: (each.path, each.line, each.column))
    known = {_key(each) for each in _all_findings(both.before, before)}
    return [each for each in _all_findings(both.after, after) if _key(each) not in known]


def _all_findings(side: Side, place: Path) -> Iterable[Finding]:
    """What `check` finds in the folder as a commit has it, of which program.yaml is laid out."""
    try:
        folder = Folder(place, *side)
    except NoProgram:
        # all that is found then is in that file, or that it is not there
        return check_folder(place).findings
    side.contents.read_all()
    return check_all(folder, None).findings


def _key(finding: Finding) -> tuple[str, str, str]:
    return finding.code, finding.path, finding.message


def _words(place: Path) -> Words:
    try:
        return Folder(place).words
    except NoProgram:
        return Words()
