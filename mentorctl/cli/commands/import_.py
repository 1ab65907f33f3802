"""`mentorctl import`: people and pairings from a spreadsheet, all of them or none."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mentorctl.cli.editing.pairing_start import first_day, say_past
from mentorctl.cli.editing.transaction import Transaction, show
from mentorctl.cli.exit_codes import FINDINGS
from mentorctl.cli.options import DryRun, Today
from mentorctl.cli.output.console import complain, note, paint, put
from mentorctl.cli.state import State
from mentorctl.reports.import_columns import Kind, template
from mentorctl.reports.import_rows import Intake, Problem, located, take_in
from mentorctl.reports.row_formats import as_csv
from mentorctl.store.parse.fast import reading
from mentorctl.store.spreadsheet import Table, TableError, read_table, table_as_xlsx

if TYPE_CHECKING:
    from mentorctl.model.finding import Finding

__all__ = ["command"]

MOST_WARNINGS = 20


def command(
    context: typer.Context,
    file: Annotated[
        Path | None,
        typer.Argument(
            metavar="FILE", help="A roster: CSV (UTF-8) or XLSX.", exists=True, dir_okay=False
        ),
    ] = None,
    kind: Annotated[
        Kind | None, typer.Option("--template", help="Write an empty roster to fill in.")
    ] = None,
    to: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Where to: .csv or .xlsx.")
    ] = None,
    sheet: Annotated[
        str | None, typer.Option(help="The sheet of a workbook; the first when left out.")
    ] = None,
    dry_run: DryRun = False,
    today: Today = None,
) -> None:
    """Bring in people and pairings from a spreadsheet.

    What a row lists is told by its columns: people have a name, pairings a mentee and a mentor.
    Every bad row is named, and nothing is written unless all rows are good. Rows that say what
    the folder already holds are passed over, so importing a file again does no harm; a row that
    says something else is named, and nothing of the folder is overwritten.
    """
    if kind is not None:
        _write_template(kind, to)
        return
    if file is None:
        raise typer.BadParameter("name a file, or ask for a roster to fill in: --template people")
    if to is not None:
        raise typer.BadParameter("--to goes with --template")
    state: State = context.obj
    day = state.today(today)
    table = _table(file, sheet)
    with reading():
        intake = take_in(table, state.folder, day)
    if intake.problems:
        _refuse(table, intake.problems)
    if intake.entries:
        _bring_in(intake, table, state, dry_run=dry_run)
    else:
        note(f"{table.name} says nothing new: {_rows(intake.there)} in the folder already")


def _table(file: Path, sheet: str | None) -> Table:
    """What the file holds.

    Raises:
        typer.Exit: It cannot be read.
    """
    try:
        table = read_table(file, sheet)
    except TableError as error:
        complain(error.message, error.hint)
        raise typer.Exit(FINDINGS) from None
    if table.others:
        note(f"reading the sheet {table.sheet!r}, not {', '.join(map(repr, table.others))}")
    return table


def _write_template(kind: Kind, to: Path | None) -> None:
    """Write a roster with the columns' names and one invented row."""
    columns, example = template(kind)
    if to is None:
        put(as_csv(columns, [example]))
        return
    if to.suffix.lower() not in (".csv", ".xlsx"):
        raise typer.BadParameter("--to takes a file that ends in .csv or .xlsx")
    if to.exists():
        raise typer.BadParameter(f"{to} is there already; name another file")
    if to.suffix.lower() == ".xlsx":
        to.write_bytes(table_as_xlsx(columns, [example]))
    else:
        # with a mark at its start, so that spreadsheets take it for what it is
        to.write_text(as_csv(columns, [example]), encoding="utf-8-sig", newline="\n")
    note(f"{to} is ready: put your own rows in place of the invented one")
    note(f"  then: mentorctl import {to}")


def _bring_in(intake: Intake, table: Table, state: State, *, dry_run: bool) -> None:
    """Judge what is new, and write it."""
    change = Transaction(state, first_day(state))
    for entry in intake.entries:
        for path, text in entry.files:
            change.create(path, text)
    _judge(change.preview(whole=True), intake, table, state)
    _finish(change, intake, table, dry_run=dry_run)
    latest = max((entry.starts for entry in intake.entries if entry.starts), default=None)
    if latest is not None:
        say_past(state, latest, "PAIRING")


def _judge(findings: list[Finding], intake: Intake, table: Table, state: State) -> None:
    """Show what the rules say of the change.

    Raises:
        typer.Exit: There are errors.
    """
    errors = [finding for finding in findings if finding.severity == "error"]
    warnings = [finding for finding in findings if finding.severity != "error"]
    if errors:
        _show(errors, intake, table, state)
        _refuse(table, ())
    _show(warnings[:MOST_WARNINGS], intake, table, state)
    if len(warnings) > MOST_WARNINGS:
        note(f"… and {len(warnings) - MOST_WARNINGS} more warnings; mentorctl check lists all")


def _show(findings: list[Finding], intake: Intake, table: Table, state: State) -> None:
    for finding in findings:
        problem = located(finding, intake, table, state.folder)
        if problem is None:
            show([finding])
        else:
            colour = "red" if finding.severity == "error" else "yellow"
            _say(table, problem, f"{paint(finding.severity, colour, 'bold')}: ")


def _say(table: Table, problem: Problem, kind: str = "") -> None:
    column = f", column {problem.column}" if problem.column else ""
    note(f"{kind}{table.name}: row {problem.row}{column}: {problem.message}")
    note(f"  {paint('→', 'dim')} {problem.hint}")


def _refuse(table: Table, problems: tuple[Problem, ...]) -> None:
    for problem in problems:
        _say(table, problem)
    note(f"{paint('nothing was imported', 'bold')}: mend the rows named above and try again")
    raise typer.Exit(FINDINGS)


def _finish(change: Transaction, intake: Intake, table: Table, *, dry_run: bool) -> None:
    count = len(intake.entries)
    one = "person" if intake.kind == "people" else "pairing"
    message = f"{count} {one if count == 1 else intake.kind} from {table.name}"
    if intake.there:
        note(f"{_rows(intake.there)} in the folder already")
    if dry_run:
        note(f"would be imported: {message}")
        return
    change.write(message)
    note(f"{paint('done', 'green', 'bold')}: {message}")


def _rows(count: int) -> str:
    return f"{count} {'row is' if count == 1 else 'rows are'}"
