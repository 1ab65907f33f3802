"""Changes records in three steps: checked by the rules, written atomically, committed."""

from __future__ import annotations

import datetime as dt
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import nullcontext
from typing import TYPE_CHECKING, Any, NoReturn

import typer

from mentorctl.cli.editing.interrupted import finish_interrupted
from mentorctl.cli.editing.offered_people import offer
from mentorctl.cli.exit_codes import FINDINGS
from mentorctl.cli.output.console import confirmed, note, paint, shown
from mentorctl.cli.output.progress import working
from mentorctl.model.finding import is_fault
from mentorctl.model.paths import PEOPLE, PROGRAM_FILE
from mentorctl.model.person import name_of
from mentorctl.store.edit.set_value import append_item, set_value
from mentorctl.store.folder import NoProgram
from mentorctl.store.write.change_set import ChangeSet

if TYPE_CHECKING:
    from mentorctl.cli.state import State
    from mentorctl.model.finding import Finding, Where
    from mentorctl.model.signature import Standing
    from mentorctl.store.people import People
    from mentorctl.trail.git.new_commit import Sign

__all__ = ["Transaction", "show"]

SAVE = "mentorctl save"
MOST_SHOWN = 20
MOST_NAMED = 5


class Transaction:
    """The changes of one command to the program folder.

    Nothing is written before `finish`; there the whole change is checked as `check` would
    check it, written whole or not at all, and committed by itself.

    Args:
        state: The run of the command.
        today: The day on which to judge; the program's own today when left out.
        sign: What signs its commit; the user's own key when left out.
        upgrades: Whether it brings an older folder to the newest format.

    Attributes:
        is_read_through: Whether whoever runs the command has each of the records before them, and
            leaves there what they leave.
    """

    def __init__(
        self,
        state: State,
        today: dt.date | None = None,
        *,
        sign: Sign | None = None,
        upgrades: bool = False,
    ) -> None:
        if not upgrades:
            state.refuse_other_formats()
        if not state.dry_run:
            finish_interrupted(state.root)
        self.state = state
        self.today = state.today(today)
        self.is_read_through = False
        self._sign = sign
        self._changes = ChangeSet(state.root, _read_once(state))

    def create(self, path: str, text: str) -> None:
        """Add a new file (path relative to the program folder, with `/`)."""
        self._changes.create(path, text)

    def copy(self, path: str, data: bytes) -> None:
        """Add a new file that is no record, such as evidence."""
        self._changes.create_bytes(path, data)

    def replace(self, path: str, text: str) -> None:
        """Write a file anew, whether or not it is there."""
        self._changes.replace(path, text)

    def remove(self, path: str) -> None:
        """Take a file of any kind away."""
        self._changes.put(path, None)

    def set(self, path: str, where: Where, value: Any) -> None:
        """Set one value of a record; comments, order and quoting around it stay."""
        self.edit(path, lambda text: set_value(text, where, value))

    def append(self, path: str, where: Where, item: Any) -> None:
        """Add an item to a list of a record."""
        self.edit(path, lambda text: append_item(text, where, item))

    def edit(self, path: str, change: Callable[[str], str]) -> None:
        """Change a record's text."""
        self._changes.edit(path, change)

    @property
    def paths(self) -> tuple[str, ...]:
        """The files that will be different."""
        return self._changes.paths

    def finish(
        self,
        message: str,
        *,
        also: Sequence[str] = (),
        whole: bool = False,
        anyway: bool = False,
        trailers: Sequence[str] = (),
    ) -> None:
        """Check the change, write it and commit it.

        Args:
            message: What the change is, in plain words: the commit's message.
            also: What it sets besides what was asked for, told with the message.
            whole: Also ask the rules that look across pairings and people.
            anyway: Go on where the change brings errors that `check` will report.
            trailers: Lines for scripts, below the commit's message.

        Raises:
            typer.Exit: The change brings errors, or is only to be shown; nothing is written.
        """
        if self.state.other_year:
            message = f"{message}, of {self.state.other_year}"
        found = self.preview(whole=whole)
        errors = [finding for finding in found if is_fault(finding)]
        self.state.act.found(found)
        show(found if not anyway else errors)
        if errors and not anyway:
            self._stop()
        if self.state.dry_run:
            self._refuse_others()
            self.plans(message)
            self.show_only(message)
        self.write(message, trailers, agreed=anyway)
        besides = f"; also: {', '.join(also)}" if also else ""
        note(f"{paint('done', 'green', 'bold')}: {message}{besides}")

    def rehearse(self, *, whole: bool = False) -> None:
        """Go through all that can fail but the writing, before anybody types in vain.

        The change is made of stand-ins so far for what somebody is still to be asked for; with
        `--dry-run` nobody is.

        Args:
            whole: Also ask the rules that look across pairings and people.

        Raises:
            typer.Exit: The change could not be made, which has been said.
            GitError: Git has begun something here and not finished it, or nothing can be written.
            SigningError: The passphrase of the user's key was not given.
        """
        errors = [each for each in self.preview(whole=whole) if is_fault(each)]
        if errors:
            show(errors)
            self._stop()
        self._refuse_others()
        if self.state.dry_run:
            return
        from mentorctl.cli.signing import identity  # noqa: PLC0415 - only when something is written
        from mentorctl.cli.signing.commit_signer import make_ready  # noqa: PLC0415 - as above
        from mentorctl.trail.git import repository  # noqa: PLC0415 - as above

        if not (identity.is_off() or self.state.unsigned):
            identity.refuse_swept_keys(self.state, self.paths)
        if repository.is_repository(self.state.root):
            repository.rehearse(self.state.root)
            self._sign = self._sign or identity.signer(self.state)[0]
            make_ready(self._sign)

    def _stop(self) -> NoReturn:
        note(f"{paint('nothing was changed', 'bold')}: mend what is named above and try again")
        raise typer.Exit(FINDINGS)

    def show_only(self, message: str) -> NoReturn:
        """Show what would be written, and end the command.

        Args:
            message: What the change is, in plain words.

        Raises:
            typer.Exit: Always, with 0.
        """
        note(f"would be done: {message}")
        for path, (old, new) in list(self._changes.changes.items())[:MOST_SHOWN]:
            note(f"  {'gone' if new is None else 'change' if old is not None else 'new'}: {path}")
        if len(self.paths) > MOST_SHOWN:
            note(f"  … and {len(self.paths) - MOST_SHOWN} more files")
        raise typer.Exit

    def preview(self, *, whole: bool = False) -> list[Finding]:
        """The errors and warnings that the change would bring."""
        from mentorctl.reports.preview import new_findings  # noqa: PLC0415 - loads every rule

        pending = self._changes.pending
        with working("looking at the change"):
            found = new_findings(self.state.folder, pending, self.today, whole=whole)
        return [finding for finding in found if finding.severity != "note"]

    def write(self, message: str, trailers: Sequence[str] = (), *, agreed: bool = False) -> None:
        """Write the change without asking the rules, and commit it.

        Args:
            message: What the change is, in plain words: the commit's message.
            trailers: Lines for scripts, below it.
            agreed: Whether the person has agreed beforehand that signatures no longer hold.

        Raises:
            typer.Exit: It is only to be shown, or would leave signatures that it shall not.
        """
        self._see_that_it_may(message, agreed=agreed)
        from mentorctl.cli.signing import identity  # noqa: PLC0415 - only when something is written
        from mentorctl.trail.git import repository  # noqa: PLC0415 - as above

        offer(self._changes, self.state)
        if not self.paths:
            return
        if not (identity.is_off() or self.state.unsigned):
            identity.refuse_swept_keys(self.state, self.paths)
        if not repository.is_repository(self.state.root):
            self._apply_without_history()
            return
        sign, remark = (self._sign, "") if self._sign else identity.signer(self.state)
        trailers = (*trailers, *self._besides(agreed=agreed)) if sign else trailers
        text = "\n".join([message, "", *trailers]) if trailers else message
        self.state.act.done(self._commit(text, sign))
        if remark:
            note(remark)

    def _commit(self, text: str, sign: Sign | None) -> str:
        """Write the files and keep them in the history; the commit's id.

        Args:
            text: The commit's message.
            sign: What signs it; None for nothing.
        """
        from mentorctl.cli.signing.commit_signer import make_ready  # noqa: PLC0415 - only when something is written
        from mentorctl.trail.git import repository  # noqa: PLC0415 - as above

        written: list[str] = []
        contents = {path: new for path, (_, new) in self._changes.changes.items()}
        planned = repository.PlannedFiles(contents, lambda: written.extend(self._changes.apply()))
        try:
            author = make_ready(sign)
            # a key may ask for its passphrase, with nothing written over it
            with working("writing the files") if sign is None else nullcontext():
                return repository.commit(
                    self.state.root, self.paths, text, author=author, sign=sign, planned=planned
                )
        except repository.GitError as error:
            if not written:
                raise
            raise repository.GitError(
                f"{error.message}, so the change is written but not in the folder's history",
                error.hint_with(SAVE),
            ) from error
        except KeyboardInterrupt:
            left = f"the change is written; to keep it in the history, run {SAVE}"
            note(f"interrupted: {left if written else 'nothing was changed'}")
            raise

    def _see_that_it_may(self, message: str, *, agreed: bool) -> None:
        self._refuse_others()
        self.plans(message)
        self._tell_lost(agreed=agreed)
        if self.state.dry_run:
            self.show_only(message)

    def _apply_without_history(self) -> None:
        self._changes.apply()
        self.state.act.done(None)
        note("this folder has no history yet; begin one with: mentorctl save --begin")

    def _tell_lost(self, *, agreed: bool) -> None:
        """Say whose signatures would no longer hold, and ask whether it shall be so.

        Raises:
            typer.Exit: It shall not.
        """
        pending = self._changes.pending
        if not any(path == PROGRAM_FILE or path.startswith(f"{PEOPLE}/") for path in pending):
            return
        from mentorctl.reports.proofs.lost_signatures import lost_signatures  # noqa: PLC0415 - only for names and rules

        try:
            with working("looking at the signatures"):
                lost = lost_signatures(self.state.folder, pending, self.today)
        except NoProgram:
            return
        if not lost:
            return
        said = _counted_lost(lost, self.state.counted.people)
        note(f"{said}, as the forms will say something else")
        note("  who would have to sign again is then told by: mentorctl check")
        if agreed or self.state.dry_run or not sys.stdin.isatty():
            return
        if not confirmed("change it all the same?"):
            note("nothing was changed")
            raise typer.Exit(FINDINGS)

    def _refuse_others(self) -> None:
        """Stop where the change is not the user's to make: it would count for nothing.

        Raises:
            typer.Exit: It is not; it has been named.
        """
        from mentorctl.cli.signing.own_rights import refuse_others  # noqa: PLC0415 - brings cryptography

        planned = {path: new for path, (_, new) in self._changes.changes.items()}
        refuse_others(self.state, self.paths, self.state.words, planned)

    def _besides(self, *, agreed: bool) -> tuple[str, ...]:
        """Say what becomes of what in its records counts for nothing, and is no part of the change.

        Returns:
            Lines for the commit's message, by which that still counts for nothing.

        Raises:
            typer.Exit: It shall not count, and would.
        """
        from mentorctl.cli.signing.doubted_values import agree_to_all, leave_alone  # noqa: PLC0415 - brings cryptography

        changes = self._changes.changes
        if self.is_read_through:
            agree_to_all(self.state, changes, agreed=agreed)
            return ()
        return leave_alone(self.state, changes)

    def plans(self, message: str) -> None:
        """Note for scripts what is about to be written, or would be."""
        self.state.act.plans(message, self._changes.changes)


def _counted_lost(lost: Sequence[Standing], people: People) -> str:
    """How many signatures no longer hold, and whose they are."""
    count = Counter(shown(name_of(people, each.person)) for each in lost)
    whose = ", ".join(f"{number} by {name}" for name, number in count.most_common(MOST_NAMED))
    if len(count) > MOST_NAMED:
        whose += f" and those of {len(count) - MOST_NAMED} more people"
    many = "1 signature does" if len(lost) == 1 else f"{len(lost):,} signatures do"
    return f"{many} not hold any more after this ({whose})"


def _read_once(state: State) -> Mapping[str, bytes]:
    """What the command reads of the folder, each file once."""
    try:
        return state.folder.read_once()
    except NoProgram:
        return {}


def show(findings: Iterable[Finding], most: int = MOST_NAMED) -> None:
    """Show findings about a change on standard error, so many of a kind and a count of the rest."""
    count: Counter[str] = Counter()
    for finding in findings:
        count[finding.code] += 1
        if count[finding.code] > most:
            continue
        colour = "red" if finding.severity == "error" else "yellow"
        note(f"{paint(finding.severity, colour, 'bold')}: {finding.message} [{finding.code}]")
        note(f"  {paint('→', 'dim')} {finding.hint}")
    for code, number in count.items():
        if number > most:
            note(f"… and {number - most:,} more of this kind [{code}]")
