"""Writes what a sheet brings into the folder, all of it or nothing."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import typer

from mentorctl.cli.editing import record_fields
from mentorctl.cli.editing.pairing_start import first_day, say_past, take_over
from mentorctl.cli.editing.transaction import Transaction, show
from mentorctl.cli.exit_codes import FINDINGS
from mentorctl.cli.importing.import_summary import counted
from mentorctl.cli.importing.sheet_questions import is_at_terminal
from mentorctl.cli.output.console import confirmed, note, paint
from mentorctl.model.finding import is_fault
from mentorctl.model.kinds import kind_named
from mentorctl.model.paths import COLUMNS_FILE, PAIRING_FILE
from mentorctl.reports.imports.headings import LEFT_OUT
from mentorctl.reports.imports.intake import kept_columns, located
from mentorctl.reports.imports.intake_data import intake_data
from mentorctl.store.scaffold import record_text

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from mentorctl.cli.importing.import_summary import ImportSummary
    from mentorctl.cli.state import State
    from mentorctl.model.finding import Finding
    from mentorctl.reports.imports.intake_result import (
        FieldChange,
        ImportEntry,
        Intake,
        Problem,
        RecordEdit,
        SheetAnswers,
    )

__all__ = ["bring_in"]

OF_NEW_FILES = ("people", "pairings")
NEXT = {
    "people": "pair them: mentorctl import --template pairings, or mentorctl pair --help",
    "pairings": "see who has to do what: mentorctl due",
}
# what a row can be of that looks like what is in the folder already, and is not
OTHERS = {
    "people": "somebody else of the same name",
    "pairings": "another pairing of the same two",
}


def bring_in(
    intake: Intake,
    answers: SheetAnswers,
    summary: ImportSummary,
    state: State,
    day: dt.date,
    *,
    update: bool,
) -> None:
    """Write what is new, and those changes that are wanted.

    Raises:
        typer.Exit: The rules object, or changes are left that nobody was there to ask about.
    """
    dry_run = state.dry_run
    wanted = _wanted(intake.changes, summary, update=update, dry_run=dry_run)
    state.act.tell(**intake_data(intake, wanted))
    along = [entry for entry in intake.entries if entry.takes_over]
    is_new = intake.kind in OF_NEW_FILES and not along
    change = Transaction(state, first_day(state) if is_new else day)
    for entry in intake.entries:
        _enter(change, entry)
    for each in wanted:
        _edit(change, each.edit)
    _keep_columns(change, intake, answers, state)
    name = summary.sheet.name
    if not change.paths and not intake.changes:
        said = f"says nothing new: {_rows(intake.there)} in the folder already"
        note(f"{name} {said if intake.there else 'has headings, and no rows to read below them'}")
    elif change.paths:
        found = change.preview(whole=True)
        if along:
            found = _without_the_past(found, intake.entries, state)
        state.act.found(found)
        _judge(found, intake, summary)
        _finish(change, intake, wanted, name, dry_run=dry_run)
        latest = max((entry.starts for entry in intake.entries if entry.starts), default=None)
        if latest is not None:
            say_past(state, latest, "PAIRING")
    summary.gone(intake.gone)
    _leave(intake, wanted, dry_run=dry_run)


def _wanted(
    changes: Sequence[FieldChange], summary: ImportSummary, *, update: bool, dry_run: bool
) -> list[FieldChange]:
    """The changes that a person wants, shown first and asked for one by one."""
    if not changes:
        return []
    summary.changes(changes)
    if update:
        return list(changes)
    if not is_at_terminal() or dry_run:
        return []
    return [
        each for each in changes
        if confirmed(f"{each.id}: {each.column} {each.old or '-'} → {each.new}; take it?")
    ]  # fmt: skip


def _enter(change: Transaction, entry: ImportEntry) -> None:
    """Put what a row brings into a change; with it the work of a pairing that it takes over."""
    if entry.takes_over is not None:
        earlier, values = entry.takes_over
        old = record_fields.team(change, earlier, PAIRING_FILE)
        assert old.pairing is not None
        take_over(change, old, old.pairing, entry.id, values)
    else:
        for path, text in entry.files:
            change.create(path, text)
    for edit in entry.edits:
        _edit(change, edit)


def _without_the_past(
    findings: list[Finding], entries: Sequence[ImportEntry], state: State
) -> list[Finding]:
    """The findings, but what was due before a pairing without earlier work is no fault of it."""
    new = [entry for entry in entries if not entry.takes_over]
    if not new:
        return findings
    change = Transaction(state, first_day(state))
    for entry in new:
        _enter(change, entry)
    made = {file.path for entry in new for file in entry.files}
    return [*(each for each in findings if each.path not in made), *change.preview(whole=True)]


def _edit(change: Transaction, edit: RecordEdit) -> None:
    if edit.is_item:
        change.append(edit.path, edit.where, edit.value)
    else:
        change.set(edit.path, edit.where, edit.value)


def _keep_columns(change: Transaction, intake: Intake, answers: SheetAnswers, state: State) -> None:
    """Keep in the folder what a person has said of headings, for the next time."""
    folder = state.folder
    kept = kept_columns(folder)
    said = {heading: column for heading, column in answers.columns.items() if heading != "*"}
    if answers.columns.get("*") == LEFT_OUT:
        said |= {each.what: LEFT_OUT for each in intake.left_out if each.place == "column"
                 and each.why == "is left out, as you said"}  # fmt: skip
    before = getattr(kept, intake.kind)
    edits: dict[tuple[str, str], str] = {
        (intake.kind, heading): column
        for heading, column in said.items() if before.get(heading) != column
    }  # fmt: skip
    edits |= {
        ("dates", heading): order
        for heading, order in answers.dates.items()
        if heading != "*" and kept.dates.get(heading) != order
    }
    if edits and COLUMNS_FILE not in folder.files:
        kind = kind_named("columns")
        change.create(
            COLUMNS_FILE, record_text(kind, COLUMNS_FILE, folder.program, folder.words, {})
        )
    for where, value in edits.items():
        change.set(COLUMNS_FILE, where, value)


def _judge(findings: list[Finding], intake: Intake, summary: ImportSummary) -> None:
    """Show what the rules say of the change.

    Raises:
        typer.Exit: There are errors.
    """
    errors = [finding for finding in findings if is_fault(finding)]
    if errors:
        _show(errors, intake, summary)
        summary.refuse(())
    _show([finding for finding in findings if not is_fault(finding)], intake, summary)


def _show(findings: list[Finding], intake: Intake, summary: ImportSummary) -> None:
    of_rows: dict[str, list[Problem]] = {"error": [], "warning": []}
    of_folder = []
    in_short: dict[str, list[Problem]] = defaultdict(list)
    is_long = sum(not is_fault(each) for each in findings) > summary.most
    for finding in findings:
        problem = located(finding, intake)
        if problem is None:
            of_folder.append(finding)
        elif is_long and not is_fault(finding):
            in_short[finding.code].append(problem)
        else:
            of_rows[finding.severity].append(problem)
    show(of_folder, 1 if is_long else summary.most)
    for severity, problems in of_rows.items():
        colour = "red" if severity == "error" else "yellow"
        summary.name(sorted(problems), f"{paint(severity, colour, 'bold')}: ")
    for code, several in in_short.items():
        summary.name_first(sorted(several), code)


def _finish(
    change: Transaction, intake: Intake, wanted: Sequence[FieldChange], name: str, *, dry_run: bool
) -> None:
    parts = [counted(intake.kind, len(intake.entries))] if intake.entries else []
    if wanted:
        parts.append(f"{len(wanted)} changed field{'s' * (len(wanted) > 1)}")
    message = f"{' and '.join(parts) or 'what headings mean'} from {name}"
    if intake.there:
        # in the folder before, or twice in the sheet
        several = intake.there > 1
        note(f"{intake.there} row{'s' * several} say{'s' * (not several)} nothing new")
    if dry_run:
        change.plans(message)
        note(f"would be imported: {message}")
        return
    change.write(message)
    note(f"{paint('done', 'green', 'bold')}: {message}")
    if intake.entries and intake.kind in NEXT:
        note(f"  next: {NEXT[intake.kind]}")


def _leave(intake: Intake, wanted: Sequence[FieldChange], *, dry_run: bool) -> None:
    """Say which changes were not taken.

    Raises:
        typer.Exit: There are some that nobody was there to ask about.
    """
    left = len(intake.changes) - len(wanted)
    if not left:
        return
    fields = "1 field that differs was" if left == 1 else f"{left} fields that differ were"
    note(f"{fields} left as the folder has {'it' if left == 1 else 'them'}")
    if is_at_terminal() and not dry_run:
        return
    other = OTHERS.get(intake.kind)
    apart = f"; for {other}, give the row an id of its own" if other else ""
    note(f"  {paint('→', 'dim')} to take what the sheet says, add --update{apart}")
    raise typer.Exit(FINDINGS)


def _rows(count: int) -> str:
    return f"{count} {'row is' if count == 1 else 'rows are'}"
