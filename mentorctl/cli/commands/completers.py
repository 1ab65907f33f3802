"""`mentorctl completers`: who has completed the year, and why the others have not."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, NamedTuple

import typer

from mentorctl.cli.base_command import telling
from mentorctl.cli.completers.shown import put_markdown, put_sheets, put_tables
from mentorctl.cli.exit_codes import FINDINGS
from mentorctl.cli.list_filter import (
    Advisor,
    Area,
    School,
    advisor_of,
    chosen_pairings,
    pairings_like,
)
from mentorctl.cli.options import At, KeyFile, SchemaVersion, Today, YearOption, day
from mentorctl.cli.output.console import note, put, shown
from mentorctl.cli.output.progress import working
from mentorctl.cli.output.report_file import OutFile, text_into, write_document
from mentorctl.cli.output.sheet_output import SHEETS, TABULAR, Excel, tabular_format
from mentorctl.cli.output.unreadable import Strict, end_with, note_other_years, refuse
from mentorctl.model.pairing import ENDED
from mentorctl.reports.completers import as_data, completers
from mentorctl.reports.provenance import provenance
from mentorctl.reports.row_formats import as_json
from mentorctl.reports.years.other_years import as_data as years_data
from mentorctl.reports.years.other_years import still_running
from mentorctl.store.parse.fast import reading

if TYPE_CHECKING:
    from collections.abc import Collection

    from mentorctl.cli.completers.freezing import Choice
    from mentorctl.cli.completers.shown import Parts
    from mentorctl.cli.state import State
    from mentorctl.reports.completers import CompleterList
    from mentorctl.reports.provenance import Provenance

__all__ = ["command"]

FORMATS = ("table", "csv", "json", "markdown", "xlsx", "docx", "pdf")
# made from the form, which knows of no parts and reasons
FORMS = frozenset({"docx", "pdf"})


Form = Annotated[
    Literal["table", "csv", "json", "markdown", "xlsx", "docx", "pdf"],
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
By = Annotated[
    Literal["advisor", "school"] | None,
    typer.Option("--per", help="A list for each, one below the other; a sheet for each in xlsx."),
]
Freeze = Annotated[
    bool, typer.Option("--freeze", help="Keep the list under lists/ as it is sent, signed.")
]
Diff = Annotated[
    str | None,
    typer.Option(
        "--diff",
        metavar="[FROZEN]",
        help="Hold today's list to one that was frozen, the newest when none is named.",
    ),
]
Anyway = Annotated[
    bool,
    typer.Option(
        "--anyway",
        help="Freeze it though something cannot be read or is not saved, or nobody signs.",
    ),
]


def command(  # noqa: PLR0913, PLR0917 - one for each option
    context: typer.Context,
    form: Form = "table",
    advisor: Advisor = None,
    area: Area = None,
    school: School = None,
    by: By = None,
    as_of: AsOf = None,
    version: SchemaVersion = "1",
    at: At = None,
    year: YearOption = None,
    today: Today = None,
    explain: Explain = False,
    out: OutFile = None,
    excel: Excel = False,
    strict: Strict = False,
    freeze: Freeze = False,
    diff: Diff = None,
    key: KeyFile = None,
    anyway: Anyway = False,
) -> None:
    r"""List who has completed the year, and why others have not.

    The columns of CSV, XLSX and JSON are the same every year: mentee_id, mentee, mentee_email,
    school, district, content_area, mentor_id, mentor, mentor_email, advisor (their name),
    completed_on (the day of the last fact it rests on), experiences and meetings (how many count),
    waivers (how many needs are waived), signatures ("7 of 9": the ones that count, of those asked
    for; "not asked" where nobody signs). School and district are the mentee's. Then what a list is
    joined by: completed (yes or no), pairing, advisor_id, supervisor_id, supervisor, program_id,
    program, year, signatures_counted, signatures_asked.

    CSV is UTF-8 with line feeds. A text that a spreadsheet would take for a formula begins with
    an apostrophe. With --explain it has everybody, and reasons and hints stand before completed;
    several are joined by "; ", and a ";" in one of them is written "\;".

    docx and pdf are the form to hand in, with a line to sign on: --out list.pdf

    --freeze keeps the list with the day, the commit and a signature that its receiver checks with
    ssh-keygen alone; with --per advisor one list for each advisor, with --per school one list
    school by school, with what program.yaml pays each for its mentees. --diff tells what differs
    today, and leaves with 1 where anything does.
    """
    ways = _Ways(form, out, version, excel, explain, by, strict)
    freezing = _Freezing(freeze, key, anyway)
    _refuse_pairs(freezing, diff, at or year)
    context.obj.tell_of(at, year)
    _answer(context.obj, as_of or today, (advisor, area, school), ways, freezing, diff)


# advisor, area and school, as typed
_Asked = tuple[str | None, str | None, str | None]


class _Ways(NamedTuple):
    """How the list is said."""

    kind: str
    out: Path | None
    version: str
    excel: bool
    explain: bool
    by: Literal["advisor", "school"] | None
    strict: bool


class _Freezing(NamedTuple):
    """Whether and how the list is frozen."""

    is_wanted: bool
    key: Path | None
    anyway: bool


def _refuse_pairs(freezing: _Freezing, diff: str | None, other_day: str | None) -> None:
    """Refuse options that exclude each other."""
    if freezing.is_wanted and diff is not None:
        raise typer.BadParameter("--freeze and --diff exclude each other; freeze first")
    if not freezing.is_wanted and (freezing.anyway or freezing.key):
        raise typer.BadParameter("--anyway and --key are for --freeze")
    if freezing.is_wanted and other_day:
        raise typer.BadParameter("what is frozen is the list of now; leave out --at and --year")


def _answer(
    state: State,
    day: dt.date | None,
    asked: _Asked,
    ways: _Ways,
    freezing: _Freezing,
    diff: str | None,
) -> None:
    """Judge, and list, freeze or compare."""
    known = FORMATS if diff is None else TABULAR
    kind = tabular_format("completers", ways.kind, ways.out, known, excel=ways.excel)
    ways = ways._replace(kind=kind)
    if not freezing.is_wanted:
        _refuse_forms(ways)
    with working("reading the records"), reading():
        everything = completers(state.counted, state.today(day))
    refuse(everything.unread, strict=ways.strict)
    drawn = provenance(state.counted)
    if diff is not None:
        _put_diff(state, everything, drawn, diff, asked, ways)
        return
    found = _only(everything, chosen_pairings(state, *asked))
    found = found._replace(part=state.part if any(asked[1:]) else "")
    if freezing.is_wanted:
        _freeze(state, found, drawn, asked, ways, freezing)
        return
    _list(state, found, drawn, ways)


def _list(state: State, found: CompleterList, drawn: Provenance, ways: _Ways) -> None:
    """Put the list out, and say what it was drawn from."""
    kind, out, explain, by = ways.kind, ways.out, ways.explain, ways.by
    elsewhere = still_running(state.counted, found.as_of)
    parts: Parts = [("", found)]
    if by is not None:
        word = state.counted.words["advisor"] if by == "advisor" else "school"
        parts = [(head or f"no {word}", part) for head, part in found.parted(by)]
    if out is not None and kind in FORMS:
        _write(found, state, kind, out)
    elif kind in SHEETS:
        put_sheets(kind, parts, out, explain=explain, excel=ways.excel)
    elif kind == "json":
        with text_into(out):
            put(as_json(as_data(found, drawn) | years_data(elsewhere), ways.version))
    elif kind == "markdown":
        put_markdown(parts, out, explain=explain, headed=by is not None)
    else:
        put_tables(parts, state.counted.words, explain=explain, headed=by is not None)
    _summary(found, drawn, explain=explain or kind == "json")
    note_other_years(state.counted, elsewhere)
    end_with(found.unread)


def _refuse_forms(ways: _Ways) -> None:
    """Refuse reasons and parts where a format has no room for them."""
    form = ways.kind
    if ways.explain and form in FORMS:
        raise typer.BadParameter(
            f"the form in {form} has no room for reasons; see them with: "
            "mentorctl completers --explain"
        )
    if ways.by is not None and form in FORMS:
        raise typer.BadParameter(
            f"the form in {form} is one list; one for each advisor: mentorctl render completers"
        )
    if ways.by is not None and form == "json":
        raise typer.BadParameter("json has advisor_id and school in each row; leave out --per")


def _freeze(
    state: State,
    found: CompleterList,
    drawn: Provenance,
    asked: _Asked,
    ways: _Ways,
    freezing: _Freezing,
) -> None:
    """Keep the list as it is sent."""
    from mentorctl.cli.completers.freezing import Choice, freeze  # noqa: PLC0415 - brings what signs

    if ways.out is not None or ways.explain or ways.kind not in {"table", "json"}:
        raise typer.BadParameter(
            "a frozen list has its own form; leave out --format, --out and --explain"
            " (--format json tells scripts what was done)"
        )
    choice = Choice(advisor_of(state, asked[0]), *asked[1:])
    is_each = ways.by == "advisor"
    lists = _of_each_advisor(found, choice, ways) if is_each else [(choice, found)]
    state.act.is_wanted, state.act.version = ways.kind == "json", ways.version
    with telling(state, "completers --freeze"):
        by = None if is_each else ways.by
        freeze(state, lists, drawn, by=by, key=freezing.key, anyway=freezing.anyway)


def _of_each_advisor(
    found: CompleterList, choice: Choice, ways: _Ways
) -> list[tuple[Choice, CompleterList]]:
    """The list of each advisor with a pairing that was not given up, also where nobody is on it.

    Raises:
        typer.BadParameter: JSON is wanted, or there is no advisor.
    """
    if ways.kind == "json":
        raise typer.BadParameter("json tells of one list; leave out --per advisor")
    going = [each for each in (*found.completers, *found.others)
             if not each.reasons or each.reasons[0].state not in ENDED]  # fmt: skip
    advisors = sorted({each.advisor_id for each in going if each.advisor_id})
    if not advisors:
        raise typer.BadParameter("no pairing has an advisor; leave out --per")
    if alone := sum(not each.advisor_id for each in going):
        note(f"{alone} of the pairings have no advisor, and are on none of these lists")
    return [(choice._replace(advisor=each), found.only(advisor=each)) for each in advisors]


def _put_diff(
    state: State,
    everything: CompleterList,
    drawn: Provenance,
    given: str,
    asked: _Asked,
    ways: _Ways,
) -> None:
    """Say how today's list differs from a frozen one."""
    from mentorctl.cli.completers.differences import choice_of, put_differences, sent_list  # noqa: PLC0415 - as above
    from mentorctl.cli.completers.freezing import Choice  # noqa: PLC0415 - as above
    from mentorctl.reports.proofs.frozen_diff import compared  # noqa: PLC0415 - as above

    choice = Choice(advisor_of(state, asked[0]), *asked[1:])
    standing = sent_list(state, given, choice)
    assert standing.said is not None
    now = _only(everything, pairings_like(state, *choice_of(standing.said)))
    differs = compared(standing, everything, now, state.counted.program)
    put_differences(differs, drawn, ways.kind, ways.out, ways.version, excel=ways.excel)
    end_with(now.unread)
    if not differs.is_same:
        raise typer.Exit(FINDINGS)


def _write(found: CompleterList, state: State, form: str, out: Path) -> None:
    """Write the list as the form that is handed in."""
    import msgspec  # noqa: PLC0415 - only where a document is made

    from mentorctl.cli.rendering.form_context import form_context  # noqa: PLC0415 - as above
    from mentorctl.forms import form_named  # noqa: PLC0415 - as above

    about = form_context(state.counted, found.as_of)
    about = msgspec.structs.replace(about, completers=lambda: found)
    view = form_named("completers").of_program
    # the list of all comes first, then a list for each advisor
    documents = view(about) if view else []
    write_document(documents[0], about, state.counted, form, out)


def _only(found: CompleterList, wanted: Collection[str] | None) -> CompleterList:
    if wanted is None:
        return found
    return found._replace(
        completers=tuple(entry for entry in found.completers if entry.pairing in wanted),
        others=tuple(entry for entry in found.others if entry.pairing in wanted),
    )


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
        note("--explain says why the others have not")
