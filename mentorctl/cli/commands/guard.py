"""`mentorctl guard`: watch over a shared folder, as git's pre-receive hook."""

from __future__ import annotations

import datetime as dt
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mentorctl.cli.editing.transaction import is_fault
from mentorctl.cli.exit_codes import FINDINGS
from mentorctl.cli.output.console import note, paint
from mentorctl.model.words import Words
from mentorctl.reports.check import check_folder
from mentorctl.store.folder import Folder, NoProgram
from mentorctl.trail.git.command import Git
from mentorctl.trail.ledger.history_input import own
from mentorctl.trail.server.permissions import forbidden_changes
from mentorctl.trail.server.pre_receive import (
    HEADS,
    Incoming,
    Push,
    borrowed,
    incoming,
    install,
    lay_out,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mentorctl.model.finding import Finding

__all__ = ["command"]

MOST_NAMED = 20
SHORT = 10
LINKS = {
    "120000": "a link, which is never followed; put the file itself there",
    "160000": "another repository; put its files there",
}


def command(
    setting_up: Annotated[
        Path | None,
        typer.Option(
            "--install",
            metavar="FOLDER.git",
            help="Set the guard before this shared (bare) repository, and do nothing else.",
        ),
    ] = None,
) -> None:
    """Watch over a shared folder: refuse what must not come in.

    Git runs this itself, as the pre-receive hook of the shared repository, and gives it what
    somebody wants to push. Refused is what rewrites history, what nobody registered signed, a
    change of keys without a coordinator, records that are none of the signer's, and new errors.
    """
    if setting_up is not None:
        hook = install(setting_up.resolve())
        note(f"{paint('done', 'green', 'bold')}: {hook} looks at what comes in from now on")
        return
    if sys.stdin.isatty():
        raise typer.BadParameter(
            "git runs this by itself; set it up with mentorctl guard --install FOLDER.git"
        )
    pushes = [Push.parse(line) for line in sys.stdin if line.strip()]
    repository = Path(os.environ.get("GIT_DIR", ".")).resolve()
    with borrowed(repository) as (root, main):
        found = [line for push in pushes for line in _refusals(root, push, main)]
    if not found:
        return
    note(paint("refused, and nothing was taken:", "red", "bold"))
    for line in found[:MOST_NAMED]:
        note(f"  - {line}")
    if len(found) > MOST_NAMED:
        note(f"  … and {len(found) - MOST_NAMED} more")
    raise typer.Exit(FINDINGS)


def _refusals(root: Path, push: Push, main: str | None) -> Iterator[str]:
    """Why a push must not come in, each reason a line."""
    whole = push.refusal(root)
    if whole:
        yield whole
        return
    if not push.ref.startswith(HEADS):
        return
    if main is None:
        return  # what a program begins with is as it is; from then on nothing may get worse
    found = incoming(root, push, main, dt.datetime.now(dt.UTC))
    before, after = root / "before", root / "after"
    for commit, place in ((found.base, before), (push.new, after)):
        place.mkdir(exist_ok=True)
        lay_out(root, commit, place)
    yield from _of_commits(root, found, _words(before))
    yield from _new_errors(before, after)


def _of_commits(root: Path, found: Incoming, words: Words) -> Iterator[str]:
    subjects = {
        step.commit.id: f"{step.commit.id[:SHORT]} “{step.commit.message.partition(chr(10))[0]}”"
        for step in found.steps
    }
    for remark in found.remarks:
        place = f"{remark.path}: " if remark.path else ""
        yield f"{subjects.get(remark.commit, remark.commit[:SHORT])}: {place}{remark.message}"
    for place, brought in found.ledger.brought.items():
        if brought.fault and brought.commit in subjects:
            path = place.partition("\n")[0]
            yield f"{subjects[brought.commit]}: {path}: a signature that is none: {brought.fault}"
    for step in found.steps:
        for change in own(step):
            if change.mode in LINKS:
                yield f"{subjects[step.commit.id]}: {change.path}: {LINKS[change.mode]}"
    for each in forbidden_changes(Git(root), found.ledger, found.steps, words):
        yield f"{subjects[each.commit]} of {each.person}: {each.path}: {each.message}"


def _new_errors(before: Path, after: Path) -> Iterator[str]:
    """What `check` calls an error that it did not before."""
    try:
        known = {_key(each) for each in check_folder(before).findings}
        findings = check_folder(after).findings
    except NoProgram as error:
        yield error.message
        return
    for each in findings:
        if is_fault(each) and _key(each) not in known:
            yield f"{each.path}:{each.line}: {each.message} [{each.code}]"


def _key(finding: Finding) -> tuple[str, str, str]:
    return finding.code, finding.path, finding.message


def _words(place: Path) -> Words:
    try:
        return Folder(place).words
    except NoProgram:
        return Words()
