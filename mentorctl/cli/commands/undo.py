"""`mentorctl undo`: take a change back, with a new one; again goes further back."""

from __future__ import annotations

import datetime as dt
import sys
from itertools import takewhile
from typing import TYPE_CHECKING, Annotated

import typer

from mentorctl.cli.editing.interrupted import finish_interrupted
from mentorctl.cli.editing.transaction import show
from mentorctl.cli.exit_codes import FINDINGS
from mentorctl.cli.options import Today, Yes
from mentorctl.cli.output.console import complain, confirmed, note, paint, shown
from mentorctl.cli.output.progress import working
from mentorctl.cli.signing import identity
from mentorctl.cli.signing.commit_signer import make_ready
from mentorctl.cli.signing.doubted_values import leave_alone, rightly_before
from mentorctl.cli.signing.own_rights import refuse_others
from mentorctl.cli.state import State
from mentorctl.model.finding import is_fault
from mentorctl.model.paths import tells_signatures
from mentorctl.model.words import Words
from mentorctl.model.years import zone_named
from mentorctl.reports.check import check_folder
from mentorctl.reports.history.field_diff import describe_file, message
from mentorctl.reports.provenance import rightly_named
from mentorctl.store.folder import NoProgram
from mentorctl.store.people import called
from mentorctl.store.write.change_set import ChangeSet
from mentorctl.store.write.fsync import checked, whole_content
from mentorctl.trail.git import repository
from mentorctl.trail.git.new_commit import TRAILER, subject_of
from mentorctl.trail.git.revert import NotUndone, last_own, undoing
from mentorctl.trail.signatures.statements import own_signer

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from mentorctl.model.finding import Finding
    from mentorctl.store.folder import Folder
    from mentorctl.trail.git.revert import Undo
    from mentorctl.trail.ledger.ledger import Ledger

__all__ = ["begin", "command", "own", "take_back"]

LAST = "last"
SHORT = 10
MOST_SHOWN = 20
FOR_EDITORS = ".mentorctl/"
MOST_FILES = 5


def command(
    context: typer.Context,
    change: Annotated[
        str,
        typer.Argument(
            metavar="[CHANGE]",
            help="Which: the start of its id, as history shows it; your last one when left out.",
            show_default=False,
        ),
    ] = LAST,
    yes: Yes = False,
    today: Today = None,
) -> None:
    """Take your last change back, with a new one; again goes further back.

    Nothing leaves the history: the change and its undoing both stay in it, and mentorctl redo
    brings it back. It is done only where nobody has changed the same files since.
    """
    state: State = context.obj
    book = begin(state)
    name = last_own(*own(state, book)) if change == LAST else change
    take_back(state, book, name, today, yes=yes)


def begin(state: State) -> Ledger:
    """What the history proves, once nothing is left half done in the folder."""
    state.refuse_other_formats()
    if not state.dry_run:
        finish_interrupted(state.root)
    # also where program.yaml cannot be read: just that may be what has to be undone
    return identity.ledger(state)


def own(state: State, book: Ledger) -> tuple[Path, Callable[[str], str], str]:
    """Where to look for the user's own commits, who signed one, and who the user is."""
    who = own_signer(book.register)
    return state.root, book.who_signed, who.person if who else ""


def take_back(state: State, book: Ledger, name: str, today: dt.date | None, *, yes: bool) -> None:
    """Revert a commit, once the user has seen what that does and agreed.

    Raises:
        NotUndone: It cannot be taken back.
        typer.Exit: They do not want it, or only wanted to see it.
    """
    with working("reading the change"):
        undo = undoing(state.root, name)
        undo = undo._replace(then=rightly_before(state.root, book, undo.then))
    if undo.then == undo.now:
        raise NotUndone(
            "what stood there before counted for nothing",
            "write what should stand there, and run: mentorctl save",
        )
    identity.refuse_unsaved(state, _edited(state, undo), "undone")
    said = _said(state, undo)
    _show(state, book, undo, said)
    _refuse_others(state, undo)
    state.act.tell(undone=undo.commit.id)
    state.act.plans(said, {path: (undo.now[path], undo.then[path]) for path in undo.now})
    state.stop_if_dry(said.partition("\n")[0])
    _ask(undo, yes=yes)
    with working("checking the records"):
        before = _errors(state, today)
    changes = ChangeSet(state.root)
    for path, data in undo.then.items():
        changes.put(path, data)
    sign, remark = identity.signer(state)
    if sign is not None:
        both = {path: (undo.now[path], undo.then[path]) for path in undo.now}
        said = "\n".join([said, *leave_alone(state, both, brings_back=True)])
    author = make_ready(sign)
    planned = repository.PlannedFiles(undo.then, changes.apply)
    new = repository.commit(state.root, undo.now, said, author=author, sign=sign, planned=planned)
    state.act.done(new)
    if remark:
        note(remark)
    note(f"{paint('done', 'green', 'bold')}: {said.partition(chr(10))[0]}")
    if not undo.is_redo:
        note("  to bring it back: mentorctl redo")
    brought = [each for each in _errors(state, today) if each not in before]
    state.act.found(brought)
    _warn(undo, brought)


def _refuse_others(state: State, undo: Undo) -> None:
    """Stop where what would stand then is not the user's to write, whoever made the change.

    Raises:
        typer.Exit: It is so; it has been said.
    """
    folder = _folder(state)
    refuse_others(state, sorted(undo.now), folder.words if folder else Words(), undo.then)


def _edited(state: State, undo: Undo) -> list[str]:
    """The files that have neither their content from before nor that from after the undo.

    An undoing that was killed has left them as they shall be, and is just gone on with.
    """
    return [
        path
        for path in undo.now
        if whole_content(checked(state.root, path)) not in (undo.now[path], undo.then[path])
    ]


def _said(state: State, undo: Undo) -> str:
    """The message of the commit that takes another one back."""
    folder = _folder(state)
    words = folder.words if folder else Words()
    told = [describe_file(path, undo.now[path], undo.then[path], words) for path in _told(undo)]
    lines = [line for line in message(told).splitlines() if line]
    listed = [line for line in lines if line.startswith("- ")] or [f"- {lines[0]}"]
    return "\n".join([undo.subject, "", *listed, "", f"{TRAILER}: {undo.commit.id}"])


def _told(undo: Undo) -> list[str]:
    """The files that somebody knows of; those for editors follow the others by themselves."""
    paths = sorted(undo.now)
    return [each for each in paths if not each.startswith(FOR_EDITORS)] or paths


def _folder(state: State) -> Folder | None:
    try:
        return state.folder
    except NoProgram:
        return None


def _show(state: State, book: Ledger, undo: Undo, said: str) -> None:
    """Say whose change it is, and what taking it back does."""
    commit = undo.commit
    person = book.who_signed(commit.id)
    folder, at = _folder(state), commit.committer.when
    name = called(rightly_named(folder, book), person) if folder and person else person
    name = name or f"{commit.author.name} (author, not signed)"
    if folder:
        at = at.astimezone(zone_named(folder.program.timezone))
    subject = subject_of(commit.message)
    if undo.is_redo:
        subject = subject.removeprefix("undo: ")
    does = "brings back" if undo.is_redo else "takes back"
    note(f"this {does} what {shown(name)} did on {at:%Y-%m-%d %H:%M}, {commit.id[:SHORT]}:")
    note(f"  {shown(subject)}")
    note("after that:")
    lines = [line for line in said.splitlines() if line.startswith("- ")]
    for line in lines[:MOST_SHOWN]:
        note(f"  {shown(line)}")
    if len(lines) > MOST_SHOWN:
        note(f"  … and {len(lines) - MOST_SHOWN} more")
    paths = _told(undo)
    for path in paths[:MOST_FILES]:
        note(f"in {shown(path)}:{_first_line(undo.now[path], undo.then[path])}")
    if len(paths) > MOST_FILES:
        note(f"… and {len(paths) - MOST_FILES} more files")


def _first_line(now: bytes | None, then: bytes | None) -> int:
    """The first line in which two contents of a file differ."""
    both = zip((now or b"").splitlines(), (then or b"").splitlines(), strict=False)
    same = takewhile(lambda lines: lines[0] == lines[1], both)
    return sum(1 for _ in same) + 1


def _ask(undo: Undo, *, yes: bool) -> None:
    """Ask before anything is done.

    Raises:
        typer.Exit: They do not want it, or nobody is there to ask.
    """
    if yes:
        return
    if not sys.stdin.isatty():
        complain("nobody is here to be asked, so nothing was undone", "add --yes to agree")
        raise typer.Exit(FINDINGS)
    if not confirmed("bring it back?" if undo.is_redo else "take it back?"):
        note("nothing was undone")
        raise typer.Exit(FINDINGS)


def _errors(state: State, today: dt.date | None) -> list[Finding]:
    """What `check` calls an error, without the places, which move."""
    found = check_folder(state.root, today).findings
    return [each._replace(line=0, column=0) for each in found if is_fault(each)]


def _warn(undo: Undo, errors: list[Finding]) -> None:
    """Say what the undoing brings that somebody should know."""
    if any(map(tells_signatures, undo.now)) and not undo.is_redo:
        note("a signature went with it, and audit will name that; who no longer stands by what"
             " they signed says so better with: mentorctl sign --decline")  # fmt: skip
    if errors:
        show(errors)
        back = "undo" if undo.is_redo else "redo"
        note(f"check finds that now; to bring it all back: mentorctl {back}")
