"""`mentorctl evaluate summary`: what was shown of the answers to a questionnaire."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import typer

from mentorctl.cli.evaluation.summary_lines import put_summary
from mentorctl.cli.exit_codes import FINDINGS
from mentorctl.cli.output.console import complain, note, put, shown
from mentorctl.cli.output.report_file import text_into, write_document
from mentorctl.cli.output.sheet_output import SHEETS, put_sheet, tabular_format
from mentorctl.reports.evaluation.evaluation_view import COLUMNS, as_data, cells
from mentorctl.reports.evaluation.shown_summaries import shown_summary, view_of
from mentorctl.reports.provenance import program_data
from mentorctl.reports.row_formats import as_json
from mentorctl.rules.base import put_back

if TYPE_CHECKING:
    from pathlib import Path

    from mentorctl.cli.evaluation.evaluation_session import Evaluation
    from mentorctl.cli.state import State
    from mentorctl.model.evaluation_report import EvaluationView

__all__ = ["FORMATS", "GROUPINGS", "show_summary"]

FORMATS = ("table", "json", "csv", "xlsx", "docx", "pdf", "html")
FORMS = frozenset({"docx", "pdf", "html"})
# what `--per` calls what a questionnaire is summarised by
GROUPINGS = {
    "area": "content_area", "role": "role", "school": "school", "district": "district",
    "region": "region",
}  # fmt: skip


def show_summary(
    state: State,
    about: Evaluation,
    *,
    by: Literal["all", "area", "role", "school", "district", "region"] | None,
    form: str,
    out: Path | None,
    excel: bool,
    version: str,
) -> None:
    """Show what was shown of the answers to a questionnaire, or write it to a file.

    Args:
        state: The run of the command.
        about: The questionnaire.
        by: By what answers are told apart; as the questionnaire has it when left out.
        form: One of `FORMATS`.
        out: The file to write.
        excel: Whether CSV is for Excel.
        version: Of JSON.

    Raises:
        typer.BadParameter: Answers are not told apart so.
        typer.Exit: Nothing was shown yet, or what is there proves nothing; it has been said.
    """
    _refuse_other(about, by)
    kind = tabular_format("evaluate summary", form, out, FORMATS, excel=excel)
    view = _view(state, about)
    view = view.without_parts if by == "all" else view
    program = program_data(state.folder)
    if kind in FORMS and out is not None:
        _document(state, view, kind, out)
    elif kind in SHEETS:
        names = (str(program["program_id"]), str(program["program"]), about.year)
        put_sheet(kind, COLUMNS, cells(view, names), out, title="summary", excel=excel)
    elif kind == "json":
        with text_into(out):
            put(as_json({"schema_version": 1, **program, **as_data(view)}, version))
    else:
        put_summary(view)
    note("numbers are spans that leave open what anybody answered; mentorctl help privacy")


def _refuse_other(about: Evaluation, by: str | None) -> None:
    own = about.begun.questionnaire.summarised_by
    if by in {None, "all"} or GROUPINGS[by or ""] == own:
        return
    how = next((name for name, field in GROUPINGS.items() if field == own), "")
    could = f"--per {how} or --per all" if how else "--per all"
    raise typer.BadParameter(
        f"sheets of {about.id} do not say that: what is asked was signed when it began; {could}"
    )


def _view(state: State, about: Evaluation) -> EvaluationView:
    found = shown_summary(state.folder, about.standing)
    if found.fault:
        complain(
            f"{shown(found.file)} {shown(found.fault)}, so it is not shown",
            put_back("signed"),
        )
        raise typer.Exit(FINDINGS)
    if found.summary is None:
        if about.closed is None:
            complain(
                f"{about.title} is not closed yet, and nothing is opened before",
                f"who has not answered: mentorctl evaluate open {about.id}",
            )
        else:
            complain(
                f"nothing was shown yet of the answers to {about.title}",
                f"{about.begun.counter.person} shows them: mentorctl evaluate publish {about.id}",
            )
        raise typer.Exit(FINDINGS)
    return view_of(state.counted, about.begun, found.summary)


def _document(state: State, view: EvaluationView, form: str, out: Path) -> None:
    import msgspec  # noqa: PLC0415 - only where a document is made

    from mentorctl.cli.rendering.form_context import form_context  # noqa: PLC0415 - as above
    from mentorctl.forms import form_named  # noqa: PLC0415 - as above

    about = msgspec.structs.replace(form_context(state.folder), evaluations=lambda: (view,))
    made = form_named("evaluation-summary").of_program
    documents = made(about) if made else []
    write_document(documents[0], about, state.counted, form, out)
