"""`mentorctl evaluate close`: the sealed sheets and who answered, in one change, tied to nobody."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

import typer

from mentorctl.cli.evaluation.beginning import record_lines
from mentorctl.cli.evaluation.evaluation_session import Evaluation, asked_of, collected_of
from mentorctl.cli.evaluation.opening_keys import revoked_of
from mentorctl.cli.exit_codes import FINDINGS
from mentorctl.cli.output.console import complain, note, shown
from mentorctl.cli.signing import identity
from mentorctl.model.marks import year_marks
from mentorctl.model.paths import closed_file, sheets_folder
from mentorctl.model.questionnaire import ClosedQuestionnaire, mark_of, mark_of_sheet
from mentorctl.reports.evaluation.asked_people import still_open

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path

    from mentorctl.cli.state import State
    from mentorctl.store.write.collected_sheets import CollectedSheets
    from mentorctl.trail.ledger.ledger import Ledger

__all__ = ["close_questionnaire"]

END = ".sealed"


def close_questionnaire(
    state: State, about: Evaluation, *, early: bool, key: Path | None, today: dt.date
) -> None:
    """Put all that was collected into the history, in one change, and forget whose is what.

    The sheets get random names, and lie in the order of these; who answered is a sorted list.

    Args:
        state: The run of the command.
        about: The questionnaire.
        early: Whether it is closed before its last day.
        key: The file of the key to sign with; the user's own when left out.
        today: The day.

    Raises:
        typer.Exit: There are too few, or it is too early; it has been said.
        StoreError: A sheet that was collected is gone.
    """
    from mentorctl.cli.editing.transaction import Transaction  # noqa: PLC0415 - only where one is closed
    from mentorctl.cli.signing.commit_signer import CommitSigner  # noqa: PLC0415 - as above

    book = identity.ledger(state)
    who = identity.coordinator(state, book, "closes a questionnaire", key)
    held = collected_of(state, about)
    _refuse_few(about, held)
    _refuse_early(state, about, held, today, early=early)
    sheets = held.sheets()
    closed = ClosedQuestionnaire(
        year=about.year,
        questionnaire=about.id,
        begun=mark_of(about.begun),
        answered=held.answered,
        sheets=tuple(sorted(map(mark_of_sheet, sheets))),
    )
    place, path = sheets_folder(about.year, about.id), closed_file(about.year, about.id)
    named = {f"{secrets.token_hex(16)}{END}": sheet for sheet in sheets}
    change = Transaction(state, today, sign=CommitSigner(state, who))
    change.create(path, record_lines(closed, path))
    for name in sorted(named):
        change.copy(f"{place}/{name}", named[name])
    state.act.tell(questionnaire=about.id, answers=len(sheets))
    change.finish(f"{about.title} closed: {len(sheets)} answers, sealed")
    held.forget()
    _tell_who_opens(state, book, about)
    marked = year_marks(state.folder.program).get(about.begun.questionnaire.closes.milestone or "")
    if marked is not None:
        note(f"  note its day as well: mentorctl mark {marked.name} --on {today}")


def _tell_who_opens(state: State, book: Ledger, about: Evaluation) -> None:
    name, revoked = shown(state.name_of(about.begun.counter.person)), revoked_of(book, about.begun)
    if not revoked:
        note(f"  {name} alone opens them")
        return
    note(f"  {name} opens them, and so does whoever else has a key that was revoked since it began:"
         f" {', '.join(revoked)}")  # fmt: skip
    if len(revoked) == len(about.begun.counter.keys):
        note(f"  {name} has no other key that opens them, and can show nothing with that")


def _refuse_few(about: Evaluation, held: CollectedSheets) -> None:
    least = about.begun.threshold
    if held.count >= least:
        return
    missing = least - held.count
    complain(
        f"{about.title} has {_answers(held.count)}, and {missing} more"
        f" {'is' if missing == 1 else 'are'} needed to close it",
        f"wait for them, or leave it open for good: nothing is opened below {least}; who has not"
        f" answered: mentorctl evaluate open {about.id}",
    )
    raise typer.Exit(FINDINGS)


def _refuse_early(
    state: State, about: Evaluation, held: CollectedSheets, today: dt.date, *, early: bool
) -> None:
    last = about.begun.closes_on
    waiting = still_open(asked_of(state, about, last), held.answered, last)
    if today > last or early or not waiting:
        return
    many = "1 person has" if len(waiting) == 1 else f"{len(waiting)} people have"
    complain(
        f"{about.title} is open until {last}, and {many} not answered",
        "close it on the day after, or now, if nobody has to be waited for: --early",
    )
    raise typer.Exit(FINDINGS)


def _answers(count: int) -> str:
    return "1 answer" if count == 1 else f"{count} answers"
