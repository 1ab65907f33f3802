"""`mentorctl import`: what spreadsheets say, all of it or none."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from mentorctl.cli.importing.import_summary import ImportSummary
from mentorctl.cli.importing.import_writing import bring_in
from mentorctl.cli.importing.sheet_options import (
    Columns,
    Dates,
    Encoding,
    Every,
    Include,
    SheetName,
    SheetWords,
    Skip,
    Template,
    Update,
    columns_said,
    dates_said,
    included,
    rows_said,
    sheet_said,
)
from mentorctl.cli.importing.sheet_questions import answered, is_at_terminal, opened, said_again
from mentorctl.cli.options import Today
from mentorctl.cli.output.console import note, put
from mentorctl.cli.output.progress import working
from mentorctl.cli.output.report_file import check_file, write_whole
from mentorctl.cli.state import State
from mentorctl.reports.imports.import_columns import Kind, template
from mentorctl.reports.imports.intake import kept_columns, take_in
from mentorctl.reports.imports.intake_data import intake_data
from mentorctl.reports.imports.intake_result import Intake, SheetAnswers
from mentorctl.reports.row_formats import as_csv
from mentorctl.store.parse.fast import reading
from mentorctl.store.sheets.write_workbook import table_as_xlsx

__all__ = ["command"]


def command(  # noqa: PLR0913, PLR0917 - one for each option
    context: typer.Context,
    words: SheetWords = None,
    kind: Template = None,
    out: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Where the empty sheet goes: .csv or .xlsx."),
    ] = None,
    sheet: SheetName = None,
    columns: Columns = None,
    dates: Dates = None,
    encoding: Encoding = None,
    include: Include = None,
    skip: Skip = None,
    update: Update = False,
    every: Every = False,
    today: Today = None,
) -> None:
    """Bring in people, pairings, plans, logs, attendance, trainings and dates from a spreadsheet.

    What a sheet lists is told by its headings: people have a name, pairings a mentee and a mentor.
    Every bad cell is named, and nothing is written unless all rows are good. Rows that say what
    the folder already holds are passed over, so importing a file again does no harm; what a row
    says otherwise is shown, and taken with --update. Nobody is ever deleted.
    """
    file, kind = sheet_said(words or (), kind)
    if file is None:
        _write_template(context.obj, kind, out)
        return
    if out is not None:
        raise typer.BadParameter("--out goes with --template")
    answers = SheetAnswers(
        kind, columns_said(columns or ()), dates_said(dates or ()),
        included(include or ()), rows_said(skip or ()),
    )  # fmt: skip
    state: State = context.obj
    day = state.today(today)
    summary = ImportSummary(opened(file, sheet, encoding), every=every)
    summary.opening()
    intake, answers = _taken_in(summary, state, day, answers)
    bring_in(intake, answers, summary, state, day, update=update)


def _taken_in(
    summary: ImportSummary, state: State, day: dt.date, answers: SheetAnswers
) -> tuple[Intake, SheetAnswers]:
    """What the sheet brings, after asking what only a person can know.

    Raises:
        typer.Exit: Something in it is wrong, or nobody is there to ask.
    """
    with working("reading the sheet"), reading():
        kept = kept_columns(state.counted)
        intake = take_in(summary.sheet, state.folder, day, answers, kept)
    given = answers
    while intake.questions and not intake.problems and is_at_terminal():
        answers = answered(intake.questions, answers)
        # nothing that is asked would be seen while records are read
        with reading():
            intake = take_in(summary.sheet, state.folder, day, answers, kept)
    state.act.tell(**intake_data(intake))
    if intake.questions and not intake.problems:
        summary.refuse_unanswered(intake.questions, intake.header[-1])
    summary.reading(intake)
    if intake.problems:
        again = said_again(answers, given)
        if again:
            note(f"what you answered is said next time by: {' '.join(again)}")
        summary.refuse(intake.problems)
    return intake, answers


def _write_template(state: State, kind: Kind | None, out: Path | None) -> None:
    """Write a sheet with the columns' names and one invented row."""
    if state.act.is_wanted:
        raise typer.BadParameter("--format json tells what was imported; leave it out here")
    if kind is None:
        raise typer.BadParameter("name a file, or ask for a sheet to fill in: --template people")
    columns, example = template(kind)
    form = check_file("import --template", "table", out, ("csv", "xlsx"))
    if out is None:
        put(as_csv(columns, [example]))
        return
    if out.exists():
        raise typer.BadParameter(f"{out} is there already; name another file")
    state.stop_if_dry(f"a sheet to fill in is written to {out}")
    if form == "xlsx":
        data = table_as_xlsx(columns, [example])
    else:
        # with a mark at its start, so that spreadsheets take it for what it is
        data = as_csv(columns, [example]).encode("utf-8-sig")
    write_whole(out, data)
    note("it is ready: put your own rows in place of the invented one")
    note(f"  then: mentorctl import {out}")
