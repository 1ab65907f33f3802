"""`mentorctl evaluate`: questionnaires that people answer without their names."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated, Literal

import typer

from mentorctl.cli import completion
from mentorctl.cli.base_command import ActCommand, BaseCommand, WritingCommand
from mentorctl.cli.editing.other_year import write_into
from mentorctl.cli.evaluation.answering import answer_sheet, blank_sheet
from mentorctl.cli.evaluation.beginning import begin_questionnaire
from mentorctl.cli.evaluation.closing_sheets import close_questionnaire
from mentorctl.cli.evaluation.collecting import collect_files
from mentorctl.cli.evaluation.evaluation_session import (
    Evaluation,
    QuestionnaireArgument,
    begun_evaluation,
    evaluations,
)
from mentorctl.cli.evaluation.publishing import Wishes, publish_summary
from mentorctl.cli.evaluation.summary_showing import show_summary
from mentorctl.cli.evaluation.waiting_list import show_open
from mentorctl.cli.options import SchemaVersion, SheetFormat, Today, YearOption, Yes, day
from mentorctl.cli.output.console import put
from mentorctl.cli.output.report_file import OutFile, write_whole
from mentorctl.cli.output.sheet_output import Excel
from mentorctl.cli.private.private_screen import Discreet, refuse_shared
from mentorctl.cli.state import State

__all__ = ["app"]

app = typer.Typer(
    cls=Discreet,
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    help="Ask people what they think, without anybody being able to tell who said what: each answer"
    " is sealed twice, and opened with all others once it is closed.",
)

KeyOption = Annotated[
    Path | None,
    typer.Option("--key", metavar="FILE", help="Your key, where it is not your usual one."),
]
CounterOption = Annotated[
    str,
    typer.Option(
        metavar="PERSON",
        help="Who alone opens the answers; nobody who runs the program.",
        autocompletion=completion.people,
    ),
]
CollectorOption = Annotated[
    str,
    typer.Option(
        metavar="PERSON",
        help="Who takes the sheets and sees from whom; you when left out.",
        autocompletion=completion.people,
    ),
]
ClosesOption = Annotated[
    dt.date | None,
    typer.Option(
        parser=day, metavar="DATE", help="The last day for answers, where it is another one."
    ),
]
SourceOption = Annotated[
    str | None,
    typer.Option(
        "--answers", metavar="FILE|-", help="The filled-in sheet (YAML); - for standard input."
    ),
]
FilledSheet = Annotated[
    str,
    typer.Argument(metavar="[FILE]", help="The filled-in sheet, as with --answers."),
]
OutOption = Annotated[
    Path | None,
    typer.Option(
        "--out",
        metavar="FILE",
        help="The file to write, outside of the program folder: a draft (.eml), or any other name"
        " for the sealed file alone.",
    ),
]
SheetFile = Annotated[
    Path | None,
    typer.Option("--out", metavar="FILE", help="The file to write, outside of the program folder."),
]
Files = Annotated[
    list[Path],
    typer.Argument(
        metavar="FILE…",
        help="Sealed files, mails that hold one (.eml), or filled-in sheets without a name.",
    ),
]
OfOption = Annotated[
    str,
    typer.Option("--of", metavar="QUESTIONNAIRE", help="Which one, where several are open."),
]
CheckedOption = Annotated[
    list[str] | None,
    typer.Option(
        "--checked",
        metavar="KEY",
        help="The fingerprint of a key of who opens the answers, about which you have asked them.",
    ),
]
AnsweredOption = Annotated[
    list[str] | None,
    typer.Option(
        "--answered",
        metavar="PERSON",
        help="Somebody who gave a sheet without a name, so that nobody asks them again.",
        autocompletion=completion.people,
    ),
]
Again = Annotated[
    bool,
    typer.Option(
        "--again",
        help="Take a second sheet all the same: a sealed one in place of that person's first, one"
        " without a name beside it.",
    ),
]
Early = Annotated[
    bool, typer.Option("--early", help="Close it before its last day, though some are missing.")
]
WithoutOption = Annotated[
    list[str] | None,
    typer.Option("--without", metavar="QUESTION", help="Show nothing of this one now."),
]
DespiteOption = Annotated[
    list[str] | None,
    typer.Option(
        "--despite-names",
        metavar="QUESTION",
        help="Show its texts though they name somebody or a school of this folder.",
    ),
]
ByOption = Annotated[
    Literal["all", "area", "role", "school", "district", "region"] | None,
    typer.Option("--per", help="For each group, as the questionnaire has it, or of all together."),
]
SummaryForm = Annotated[
    Literal["table", "json", "csv", "xlsx", "docx", "pdf", "html"],
    typer.Option("--format", help="How to say it."),
]


@app.callback(invoke_without_command=True)
def shortly(
    context: typer.Context,
    listed: Annotated[
        bool, typer.Option("--open", help="The same as: mentorctl evaluate open.")
    ] = False,
) -> None:
    """Do what has an option for short."""
    if listed and context.invoked_subcommand is None:
        open_(context)


@app.command(
    cls=ActCommand, epilog="mentorctl evaluate begin program-evaluation --counter whitfield"
)
def begin(
    context: typer.Context,
    questionnaire: QuestionnaireArgument = "",
    counter: CounterOption = "",
    collector: CollectorOption = "",
    closes: ClosesOption = None,
    key: KeyOption = None,
    today: Today = None,
) -> None:
    """Begin a questionnaire of program.yaml for the year, and sign what is asked.

    From then on its questions, threshold, last day and keys are fixed: answers are only ever sealed
    for what was signed.
    """
    begin_questionnaire(
        context.obj,
        questionnaire,
        counter=counter,
        collector=collector,
        closes=closes,
        key=key,
        today=today,
    )


@app.command(
    cls=WritingCommand, epilog="mentorctl evaluate blank program-evaluation --out ../sheet.yaml"
)
def blank(
    context: typer.Context, questionnaire: QuestionnaireArgument = "", out: SheetFile = None
) -> None:
    """Make a sheet to fill in with any editor: the questions as comments, and room for answers."""
    state: State = context.obj
    text = blank_sheet(begun_evaluation(state, questionnaire, is_open=True))
    if out is None:
        put(text.rstrip("\n"))
        return
    refuse_shared(out)
    if out.exists():
        raise typer.BadParameter(f"{out} is there already, and may hold answers; name another file")
    write_whole(out, text.encode())


@app.command(cls=WritingCommand, epilog="mentorctl evaluate answer program-evaluation")
def answer(  # noqa: PLR0913, PLR0917 - one for each option
    context: typer.Context,
    questionnaire: QuestionnaireArgument = "",
    sheet: FilledSheet = "",
    source: SourceOption = None,
    out: OutOption = None,
    key: KeyOption = None,
    checked: CheckedOption = None,
    today: Today = None,
) -> None:
    """Answer a questionnaire yourself, sealed before it is written anywhere.

    Asks on a screen of its own, or reads a filled-in sheet (--answers). What comes out is a draft
    to send to who collects: they see that you answered, and not what.
    """
    state: State = context.obj
    if sheet and Path(questionnaire).is_file() and not Path(sheet).is_file():
        questionnaire, sheet = sheet, questionnaire
    elif not sheet and Path(questionnaire).is_file():
        questionnaire, sheet = "", questionnaire
    if sheet and source:
        raise typer.BadParameter(f"two sheets are named, {sheet} and {source}; leave one out")
    source = source or sheet or None
    about = begun_evaluation(state, questionnaire, is_open=True)
    day_ = state.today(today)
    answer_sheet(state, about, source=source, out=out, key=key, checked=checked or [], today=day_)


@app.command(cls=WritingCommand, epilog="mentorctl evaluate collect ~/mail/*.eml")
def collect(
    context: typer.Context,
    files: Files,
    of: OfOption = "",
    answered: AnsweredOption = None,
    again: Again = False,
    key: KeyOption = None,
    today: Today = None,
) -> None:
    """Take sheets that were handed over, and keep them sealed on this copy until it is closed.

    Of a sealed file, who sent it is seen and noted, and nothing else. A filled-in sheet without a
    name, such as one typed from paper, is sealed at once.

    A second sealed file of somebody takes the place of their first, after a question. A sheet
    without a name can take the place of none: what says the same as one before is taken only where
    somebody else wrote it, and whoever is noted with --answered is noted once.
    """
    state: State = context.obj
    about = begun_evaluation(state, of, is_open=True)
    collect_files(
        state,
        about,
        files,
        answered=answered or [],
        again=again,
        key=key,
        today=state.today(today),
    )


@app.command(cls=ActCommand, epilog="mentorctl evaluate close program-evaluation")
def close(
    context: typer.Context,
    questionnaire: QuestionnaireArgument = "",
    early: Early = False,
    key: KeyOption = None,
    today: Today = None,
) -> None:
    """Close a questionnaire: all sealed sheets go into the history at once, tied to nobody.

    Refused while there are fewer than its threshold, and before its last day is over unless all
    have answered. Nothing more is taken afterwards.
    """
    state: State = context.obj
    about = begun_evaluation(state, questionnaire, is_open=True)
    close_questionnaire(state, about, early=early, key=key, today=state.today(today))


@app.command(
    "open", cls=BaseCommand, epilog="mentorctl evaluate open\nmentorctl evaluate open --format csv"
)
def open_(
    context: typer.Context,
    questionnaire: QuestionnaireArgument = "",
    form: SheetFormat = "table",
    version: SchemaVersion = "1",
    today: Today = None,
) -> None:
    """List who has not answered yet, as far as this copy knows; never what anybody said."""
    state: State = context.obj
    year = state.folder.program.year
    found: list[Evaluation]
    if questionnaire:
        found = [begun_evaluation(state, questionnaire)]
    else:
        ids = [each.id for each in evaluations(state) if each.year == year]
        found = [begun_evaluation(state, each) for each in ids]
    show_open(state, found, form, version, state.today(today))


@app.command(cls=ActCommand, epilog="mentorctl evaluate publish program-evaluation --dry-run")
def publish(  # noqa: PLR0913, PLR0917 - one for each option
    context: typer.Context,
    questionnaire: QuestionnaireArgument = "",
    without: WithoutOption = None,
    despite_names: DespiteOption = None,
    key: KeyOption = None,
    yes: Yes = False,
    year: YearOption = None,
    today: Today = None,
) -> None:
    """Show everybody what may be shown of the answers, as the one who counts them.

    Opens all answers in memory, shows what would be shown, asks, and writes it down, signed. What
    that is follows from what was signed and from how many answered: never a number of fewer than
    the threshold, never what would tell of anybody, whatever else was shown before.
    """
    state: State = context.obj
    shown_on = state.today(today)
    write_into(state, year, shown_on)
    about = begun_evaluation(state, questionnaire)
    wishes = Wishes(without or [], despite_names or [], yes)
    publish_summary(state, about, wishes, key=key, today=shown_on)


@app.command(
    cls=WritingCommand,
    epilog="mentorctl evaluate summary program-evaluation\n"
    "mentorctl evaluate summary program-evaluation --out summary.pdf",
)
def summary(  # noqa: PLR0913, PLR0917 - one for each option
    context: typer.Context,
    questionnaire: QuestionnaireArgument = "",
    by: ByOption = None,
    form: SummaryForm = "table",
    out: OutFile = None,
    excel: Excel = False,
    year: YearOption = None,
    version: SchemaVersion = "1",
) -> None:
    """Show what was shown of the answers, by group or of all together.

    The columns of CSV and XLSX: questionnaire, question, asked, type, answer, meaning, group,
    answered (how many of it), at_least and at_most (how many gave the answer), written (a text),
    program_id, program, year.

    docx, pdf and html are the form to hand on: --out summary.pdf
    """
    state: State = context.obj
    state.look_at(None, year)
    show_summary(
        state,
        begun_evaluation(state, questionnaire),
        by=by,
        form=form,
        out=out,
        excel=excel,
        version=version,
    )
