"""`mentorctl completers`: who has completed the year, and why the others have not."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from mentorctl.cli.list_filter import Advisor, Area, chosen_pairings
from mentorctl.cli.options import At, SchemaVersion, Today, YearOption, day
from mentorctl.cli.output.console import note, paint, put, say, shown, table
from mentorctl.cli.output.progress import working
from mentorctl.cli.output.report_file import (
    DOCUMENTS,
    OutFile,
    check_file,
    text_into,
    write_document,
)
from mentorctl.cli.output.unreadable import Strict, end_with, note_other_years, refuse
from mentorctl.reports.completers import (
    COLUMNS,
    JOINED_BY,
    as_data,
    completers,
    rows,
    with_reasons,
)
from mentorctl.reports.other_years import as_data as years_data
from mentorctl.reports.other_years import still_running
from mentorctl.reports.provenance import provenance
from mentorctl.reports.row_formats import as_csv, as_json, as_markdown, escaped
from mentorctl.store.parse.fast import reading

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from mentorctl.cli.state import State
    from mentorctl.model.words import Words
    from mentorctl.reports.completers import CompleterEntry, CompleterList
    from mentorctl.reports.provenance import Provenance

__all__ = ["command"]

FORMATS = ("table", "csv", "json", "markdown", "docx", "pdf")


Form = Annotated[
    Literal["table", "csv", "json", "markdown", "docx", "pdf"],
    typer.Option("--format", help="How to say it."),
]


def _as_of(text: str) -> dt.date:
    note("mentorctl completers --as-of is called --today now; the old name works until 0.3")
    return day(text)


# it wins over --today, as it always did
AsOf = Annotated[dt.date | None, typer.Option("--as-of", parser=_as_of, hidden=True)]
Explain = Annotated[
    bool, typer.Option("--explain", help="Also say why the others are not on the list.")
]


def command(  # noqa: PLR0913, PLR0917 - one for each option
    context: typer.Context,
    form: Form = "table",
    advisor: Advisor = None,
    area: Area = None,
    as_of: AsOf = None,
    version: SchemaVersion = "1",
    at: At = None,
    year: YearOption = None,
    today: Today = None,
    explain: Explain = False,
    out: OutFile = None,
    strict: Strict = False,
) -> None:
    r"""List who has completed the year, and why others have not.

    The columns of CSV and JSON are the same every year: mentee_id, mentee, mentee_email, school,
    district, content_area, mentor_id, mentor, mentor_email, advisor (their name), completed_on
    (the day of the last fact it rests on), experiences and meetings (how many count), waivers
    (how many needs are waived), signatures ("7 of 9": the ones that count, of those asked for;
    "not asked" where nobody signs). School and district are the mentee's. Then what a list is
    joined by: completed (yes or no), pairing, advisor_id, supervisor_id, supervisor, program_id,
    program, year, signatures_counted, signatures_asked.

    CSV is UTF-8 with line feeds. A text that a spreadsheet would take for a formula begins with
    an apostrophe. With --explain it has everybody, and reasons and hints stand before completed;
    several are joined by "; ", and a ";" in one of them is written "\;".

    docx and pdf are the form to hand in, with a line to sign on: --out list.pdf
    """
    state: State = context.obj
    state.look_at(at, year)
    kind = check_file("completers", form, out, FORMATS)
    _refuse_reasons(kind, explain=explain)
    with working("reading the records"), reading():
        found = completers(state.folder, as_of or state.today(today))
    refuse(found.unread, strict=strict)
    found = _chosen(found, state, advisor, area)
    drawn, elsewhere = provenance(state.folder), still_running(state.folder, found.as_of)
    if out is not None:
        state.stop_if_dry(f"the list is written to {out}")
    if out is not None and kind in DOCUMENTS:
        _write(found, state, kind, out)
    else:
        data = as_data(found, drawn) | years_data(elsewhere)
        with text_into(out):
            _put(found, state, kind, data, version, explain=explain)
    _summary(found, drawn, explain=explain or kind == "json")
    note_other_years(state.folder, elsewhere)
    end_with(found.unread)


def _refuse_reasons(form: str, *, explain: bool) -> None:
    """Refuse reasons in a document, which has no room for them."""
    if explain and form in DOCUMENTS:
        raise typer.BadParameter(
            f"the form in {form} has no room for reasons; see them with: "
            "mentorctl completers --explain"
        )


def _write(found: CompleterList, state: State, form: str, out: Path) -> None:
    """Write the list as the form that is handed in."""
    import msgspec  # noqa: PLC0415 - only where a document is made

    from mentorctl.cli.rendering.form_context import form_context  # noqa: PLC0415 - as above
    from mentorctl.forms import form_named  # noqa: PLC0415 - as above

    about = form_context(state.folder, found.as_of)
    about = msgspec.structs.replace(about, completers=lambda: found)
    view = form_named("completers").of_program
    # the list of all comes first, then a list for each advisor
    documents = view(about) if view else []
    write_document(documents[0], about, state.folder, form, out)


def _put(
    found: CompleterList,
    state: State,
    form: str,
    data: Mapping[str, object],
    version: str,
    *,
    explain: bool,
) -> None:
    if form == "json":
        put(as_json(data, version))
    elif form == "csv" and explain:
        put(as_csv((*COLUMNS, "reasons", "hints", *JOINED_BY), with_reasons(found)))
    elif form == "csv":
        put(as_csv((*COLUMNS, *JOINED_BY), rows(found)))
    elif form == "markdown":
        _put_markdown(found, explain=explain)
    else:
        _put_table(found, state.folder.words, explain=explain)


def _chosen(
    found: CompleterList, state: State, advisor: str | None, area: str | None
) -> CompleterList:
    wanted = chosen_pairings(state, advisor, area)
    if wanted is None:
        return found
    return found._replace(
        completers=tuple(entry for entry in found.completers if entry.pairing in wanted),
        others=tuple(entry for entry in found.others if entry.pairing in wanted),
    )


def _put_table(found: CompleterList, words: Words, *, explain: bool) -> None:
    rows = [
        (row.mentee, row.school or "", row.mentor, str(row.completed_on or ""))
        for row in (entry.row for entry in found.completers)
    ]
    if rows:
        put(
            table(
                (words["mentee"], "school", words["mentor"], "completed on"), rows, texts=(1, 0, 2)
            )
        )
    if not explain:
        return
    for number, entry in enumerate(found.others):
        if rows or number:
            put("")
        say(_heading(entry))
        for reason in entry.reasons:
            say(f"  {shown(reason.message)}")
            say(f"    {paint('→', 'dim')} {shown(reason.hint)}")


def _put_markdown(found: CompleterList, *, explain: bool) -> None:
    put(as_markdown(COLUMNS, (entry.row for entry in found.completers)))
    if not explain or not found.others:
        return
    lines = ["", "## Not on the list"]
    for entry in found.others:
        lines += ["", escaped(_pair(entry)), ""]
        lines += [f"- {escaped(each.message)} ({escaped(each.hint)})" for each in entry.reasons]
    put("\n".join(lines))


def _heading(entry: CompleterEntry) -> str:
    name = paint(shown(_pair(entry)), "bold")
    return f"{name} {paint(f'({entry.pairing})', 'dim')}" if entry.row.mentee_id else name


def _pair(entry: CompleterEntry) -> str:
    """The two people of a pairing; its id where its own record cannot be read."""
    return f"{entry.row.mentee} and {entry.row.mentor}" if entry.row.mentee_id else entry.pairing


def _summary(found: CompleterList, drawn: Provenance, *, explain: bool) -> None:
    done, total = len(found.completers), len(found.completers) + len(found.others)
    pairings = "pairing has" if total == 1 else "pairings have"
    note(
        f"{done} of {total} {pairings} completed {found.program} {found.year} by {found.as_of},"
        f" {drawn.told}"
    )
    if found.why_nobody is not None:
        note(f"{shown(found.why_nobody.message)}; {found.why_nobody.hint}")
    elif found.others and not explain:
        note("mentorctl completers --explain says why the others have not")
