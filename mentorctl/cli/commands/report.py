"""`mentorctl report`: the year on one page, for whoever opens it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from mentorctl.cli import completion, lookup
from mentorctl.cli.exit_codes import FINDINGS
from mentorctl.cli.list_filter import advisor_of
from mentorctl.cli.options import At, SchemaVersion, Today, YearOption
from mentorctl.cli.output.console import complain, put
from mentorctl.cli.output.progress import working
from mentorctl.cli.output.report_file import (
    OutFile,
    format_named,
    text_into,
    usable,
    write_whole,
)
from mentorctl.cli.output.unreadable import Strict, end_with, note_other_years, refuse
from mentorctl.model.person import name_of
from mentorctl.reports.overview.judged_year import judged_year
from mentorctl.reports.overview.overview import overview, schools
from mentorctl.reports.overview.overview_data import as_data
from mentorctl.reports.overview.page_reader import PageReader
from mentorctl.reports.provenance import provenance
from mentorctl.reports.row_formats import as_json
from mentorctl.reports.years.other_years import as_data as years_data
from mentorctl.reports.years.other_years import still_running
from mentorctl.store.parse.fast import reading

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mentorctl.cli.state import State
    from mentorctl.reports.overview.judged_year import JudgedYear
    from mentorctl.reports.overview.overview import Overview

__all__ = ["command"]

# where forms go, too: what is made there is in no history
FOLDER = Path("forms")

FORMATS = ("html", "json")

Form = Annotated[
    Literal["html", "json"] | None,
    typer.Option("--format", help="html, or json; left out, as --out says, or else html."),
]
For = Annotated[
    Literal["coordinator", "principal", "advisor", "public"] | None,
    typer.Option("--for", help="Who opens it, and so what it shows.", show_default=False),
]
School = Annotated[
    list[str] | None,
    typer.Option(
        metavar="TEXT", help="For a principal: their school; again for each, where they have more."
    ),
]
Advisor = Annotated[
    str | None,
    typer.Option(metavar="PERSON", help="For an advisor: who.", autocompletion=completion.people),
]


def command(  # noqa: PLR0913, PLR0917 - one for each option
    context: typer.Context,
    reader: For = None,
    school: School = None,
    advisor: Advisor = None,
    out: OutFile = None,
    form: Form = None,
    version: SchemaVersion = "1",
    at: At = None,
    year: YearOption = None,
    today: Today = None,
    strict: Strict = False,
) -> None:
    """Make one page of the year, to open in a browser or to print.

    It stands by itself and needs no network. It shows the year against its milestones, where
    pairings stand, what is overdue, hours in the logs, focal points of concern, completions and
    standards; every number is one that status, due, completers or standards has.

    Nobody's phone, email or free text is on it. For the coordinator it has the whole program, by
    name. A principal and an advisor see how their own pairings stand; of logs and checklists they
    see the whole program only. The public sees no names. What these three see of many is of five
    and more.

    It goes to forms/ unless --out names a file. JSON has the same numbers.
    """
    state: State = context.obj
    state.tell_of(at, year)
    kind = _format(form, out)
    with working("reading the records"), reading():
        judged = judged_year(state.counted, state.today(today))
        page = overview(judged, _reader(state, judged, reader, school or [], advisor))
    if page.no_standards:
        complain(*page.no_standards)
    refuse(judged.unread, strict=strict)
    if strict and page.no_standards:
        raise typer.Exit(FINDINGS)
    elsewhere = still_running(state.counted, page.today)
    data = _data(state, page, elsewhere)
    if kind == "json":
        with text_into(out):
            put(as_json(data, version))
    else:
        _write(state, page, data, out or _place(page))
    note_other_years(state.counted, elsewhere)
    end_with(judged.unread)
    if page.no_standards:
        raise typer.Exit(FINDINGS)


def _format(asked: str | None, out: Path | None) -> str:
    """The format that is asked for, or that the file's name says.

    Raises:
        typer.BadParameter: Both say another one, or the name says none that there is.
    """
    if out is None:
        return asked or "html"
    form = asked or format_named(out, FORMATS)
    usable(out, form)
    return form


def _reader(
    state: State, judged: JudgedYear, kind: str | None, wanted: list[str], advisor: str | None
) -> PageReader:
    """Who the page is for.

    Raises:
        typer.BadParameter: The options contradict each other, or name nobody.
    """
    kind = kind or ("principal" if wanted else "advisor" if advisor else "coordinator")
    if wanted and kind != "principal":
        raise typer.BadParameter("--school is for a principal: write --for principal")
    if advisor and kind != "advisor":
        raise typer.BadParameter("--advisor is for an advisor: write --for advisor")
    if kind == "principal":
        if not wanted:
            raise typer.BadParameter("name the principal's school: --for principal --school TEXT")
        known = sorted(set(schools(judged).values()))
        found = dict.fromkeys(_school(each, known) for each in wanted)
        return PageReader("principal", schools=tuple(found))
    if kind == "advisor":
        who = advisor_of(state, advisor)
        if who is None:
            raise typer.BadParameter("name the advisor: --for advisor --advisor PERSON")
        name = name_of(state.counted.people, who)
        return PageReader("advisor", advisor=who, advisor_name=name)
    return PageReader("public" if kind == "public" else "coordinator")


def _school(given: str, known: list[str]) -> str:
    """The school that is meant, as the records have it."""
    meant = [name for name in known if given.casefold() in name.casefold()]
    exact = [name for name in known if given.casefold() == name.casefold()]
    return lookup.match_one("school", given, known, exact or meant)


def _data(
    state: State, page: Overview, elsewhere: Mapping[str, Sequence[str]]
) -> dict[str, object]:
    """The page for scripts, and the pairings of other years where the reader may know them."""
    named = elsewhere if page.reader.sees_other_years else {}
    return as_data(page, provenance(state.counted)) | years_data(named)


def _place(page: Overview) -> Path:
    """The file where none is named: for whom, and of which day."""
    who = {"coordinator": "", "principal": "-principal", "public": "-public"}
    about = who.get(page.reader.kind, f"-{page.reader.advisor}")
    return FOLDER / f"report{about}-{page.today}.html"


def _write(state: State, page: Overview, data: Mapping[str, object], out: Path) -> None:
    from mentorctl.cli.rendering.form_context import house_in  # noqa: PLC0415 - loads the forms
    from mentorctl.render.web_page import web_page  # noqa: PLC0415 - as above

    folder = state.counted
    foot = _foot(page, data)
    state.stop_if_dry(f"the page is written to {out}")
    made = web_page(
        {**data, "completed_told": page.completed.told if page.completed else ""},
        folder.program, folder.words, house_in(folder), foot,
    )  # fmt: skip
    if out.parent == FOLDER:
        FOLDER.mkdir(exist_ok=True)
    write_whole(out, made.encode())


def _foot(page: Overview, data: Mapping[str, object]) -> str:
    """What the numbers were drawn from, as forms say it at their foot."""
    commit = f"commit {str(data['commit'])[:10]}" if data["commit"] else "not in the history yet"
    if data["dirty"]:
        commit += ", changed since"
    return f"{page.year} · judged as of {page.today} · {commit}"
