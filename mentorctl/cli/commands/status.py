"""`mentorctl status`: who stands where, what is next and whose move it is."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import TYPE_CHECKING, Annotated

import typer

from mentorctl.cli import completion, lookup
from mentorctl.cli.list_filter import (
    Advisor,
    Area,
    Owner,
    Required,
    School,
    chosen_pairings,
    narrow_to,
)
from mentorctl.cli.options import At, AtLength, SchemaVersion, Today, YearOption
from mentorctl.cli.output.console import note, paint, put, say, shown, table
from mentorctl.cli.output.in_short import CountedKind, many, put_fitting
from mentorctl.cli.output.progress import working
from mentorctl.cli.output.report_file import OutFile, text_into
from mentorctl.cli.output.sheet_output import (
    SHEETS,
    Excel,
    TabularFormat,
    put_sheet,
    tabular_format,
)
from mentorctl.cli.output.signature_table import note_declined, signature_table
from mentorctl.cli.output.unreadable import (
    Strict,
    end_with,
    note_other_years,
    note_unfinished,
    refuse,
)
from mentorctl.model.needs import NeedState
from mentorctl.model.pairing import ENDED
from mentorctl.reports.contact_text import contact_text
from mentorctl.reports.provenance import provenance
from mentorctl.reports.row_formats import as_json, listed
from mentorctl.reports.status import COLUMNS, STANDINGS, as_data, cells, status
from mentorctl.reports.years.other_years import as_data as years_data
from mentorctl.reports.years.other_years import still_running
from mentorctl.store.parse.fast import reading

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence
    from pathlib import Path

    from mentorctl.cli.state import State
    from mentorctl.model.words import Words
    from mentorctl.reports.counted_folder import CountedFolder
    from mentorctl.reports.pairing_view import YearStep
    from mentorctl.reports.row_formats import Cell
    from mentorctl.reports.status import StatusReport, StatusRow
    from mentorctl.store.folder import Folder

__all__ = ["command"]

# what is held against somebody, and what is only a reminder
MARKS = {
    NeedState.MET: ("✓", "met"),
    NeedState.EXCUSED: ("✓", "excused"),
    NeedState.LATE: ("!", "late"),
    NeedState.DUE: ("·", "due"),
    NeedState.MISSED: ("✗", "missed"),
}
REMINDERS = {
    **MARKS,
    NeedState.LATE: ("✓", "met later"),
    NeedState.DUE: ("·", "reminder"),
    NeedState.MISSED: ("·", "passed"),
}
# what was not done by the last day of a pairing, and was not due by then: nobody owes it
OVER = ("·", "not owed")
# of a pairing that has not begun nothing is owed yet
NOT_YET = ("·", "not begun")
DONE = "done"
COLUMNS_OF_OVERVIEW = ("pairing", "standing", DONE, "next", "by", "whose move")
STEP_COLUMNS = (
    "pairing", "milestone", "title", "due", "until", "state", "required", "done_on", "owners",
    "open", "mentee_id", "mentor_id", "advisor_id", "supervisor_id", "program_id", "year",
)  # fmt: skip


Duties = Annotated[
    bool,
    typer.Option(
        "--duties", help="Of one pairing: which responsibilities its records already show."
    ),
]
MaybePairing = Annotated[
    str | None,
    typer.Argument(
        metavar="[PAIRING]",
        help="The whole calendar of this one, or of somebody's; an overview when left out.",
        autocompletion=completion.pairings,
        show_default=False,
    ),
]


def command(  # noqa: PLR0913, PLR0917 - one for each option
    context: typer.Context,
    pairing: MaybePairing = None,
    form: TabularFormat = "table",
    of_duties: Duties = False,
    every: AtLength = False,
    version: SchemaVersion = "1",
    at: At = None,
    year: YearOption = None,
    today: Today = None,
    advisor: Advisor = None,
    area: Area = None,
    school: School = None,
    owner: Owner = None,
    required: Required = False,
    out: OutFile = None,
    excel: Excel = False,
    strict: Strict = False,
) -> None:
    """Show who stands where and whose move it is.

    A pairing is overdue (something required is past and open), late (something was done after
    its day, without leave), on track, done, reassigned or withdrawn; or unknown, when a record that
    it rests on must be mended first. Next is the milestone that is due first, by its id. More
    pairings than fit a terminal are told by what is next.

    The columns of CSV: pairing, mentee_id, mentee, mentor_id, mentor, advisor_id, advisor,
    content_area, starts, ends, state (as in pairing.yaml), standing, experiences (that count),
    experiences_asked, next, next_title, next_by, next_owners, owes (milestones that are open though
    it is done), ending (what it becomes after its last day), supervisor_id, supervisor, program_id,
    program, year. Of one pairing: pairing, milestone, title, due, until (its extension), state,
    required, done_on, owners, open. JSON has the same names, and for each pairing its milestones,
    what completion is lacking and its signatures.
    """
    state: State = context.obj
    state.tell_of(at, year)
    kind = tabular_format("status", form, out, excel=excel)
    if of_duties:
        with text_into(out):
            _duties(state, pairing, state.today(today), kind, version)
        return
    with working("reading the records"), reading():
        meant = lookup.pairings(state, pairing) if pairing is not None else None
        only = meant[0] if meant and len(meant) == 1 else None
        wanted = chosen_pairings(state, advisor, area, school), None if only else meant
        report = _chosen(status(state.counted, state.today(today), only), *wanted)
        report = _moves_of(report, narrow_to(state, wanted[1], owner), only=bool(only))
    report = _only_required(report) if required else report
    refuse(report.unread, strict=strict)
    _answer(report, only, state.counted, (kind, out, version, excel), every=every)


def _answer(
    report: StatusReport,
    only: str | None,
    counted: CountedFolder,
    ways: tuple[str, Path | None, str, bool],
    *,
    every: bool,
) -> None:
    """Put the report out, and what there is to say beside it."""
    kind, out, version, excel = ways
    elsewhere = still_running(counted, report.today)
    if kind in SHEETS:
        put_sheet(kind, *_sheet(report, only), out, title=only or "status", excel=excel)
    elif kind == "json":
        data = as_data(report, provenance(counted), counted.people) | years_data(elsewhere)
        with text_into(out):
            put(as_json(data, version))
    elif only and report.rows:
        _put_pairing(report, report.rows[0], counted.words)
    else:
        _put_overview(report, counted.words, every=every)
    if not only:
        _summary(report, counted)
        note_declined(report, counted.words)
    note_other_years(counted, elsewhere)
    note_unfinished(counted)
    if kind == "table" and counted.past is None:
        _note_drafts(counted.root)
    end_with(report.unread)


def _note_drafts(root: Path) -> None:
    from mentorctl.cli.sharing.drafts import note_own_drafts  # noqa: PLC0415 - brings the ledger

    note_own_drafts(root)


def _moves_of(report: StatusReport, role: str | None, *, only: bool) -> StatusReport:
    """The pairings whose next move is a role's; of one pairing, its open steps that are."""
    if role is None:
        return report
    if only:
        return _with_steps(report, lambda step: step.is_open and role in step.owners)
    rows = tuple(row for row in report.rows if row.next and role in row.next.owners)
    return report._replace(rows=rows)


def _only_required(report: StatusReport) -> StatusReport:
    return _with_steps(report, lambda step: step.required)


def _with_steps(report: StatusReport, wanted: Callable[[YearStep], bool]) -> StatusReport:
    return report._replace(
        rows=tuple(row._replace(steps=tuple(filter(wanted, row.steps))) for row in report.rows)
    )


def _chosen(report: StatusReport, *chosen: Collection[str] | None) -> StatusReport:
    """The rows of the pairings that are in each of what was chosen; None chooses all."""
    rows = tuple(row for row in report.rows
                 if all(each is None or row.pairing in each for each in chosen))  # fmt: skip
    return report._replace(rows=rows)


def _duties(state: State, pairing: str | None, today: dt.date, form: str, version: str) -> None:
    """Show the responsibilities of one pairing's people."""
    if form == "xlsx":
        raise typer.BadParameter("responsibilities are no workbook; write them as csv or json")
    if pairing is None:
        raise typer.BadParameter("name the pairing: mentorctl status PAIRING --duties")
    from mentorctl.cli.output.duties_table import put_duties  # noqa: PLC0415 - only where it is asked for

    put_duties(state, today, lookup.pairing(state, pairing), form, version)


def _sheet(
    report: StatusReport, only: str | None
) -> tuple[Sequence[str], Iterable[Sequence[Cell]]]:
    """The columns and rows of CSV and workbooks."""
    if only:
        return STEP_COLUMNS, (_step_cells(report, step) for step in report.rows[0].steps)
    return COLUMNS, (cells(report, row) for row in report.rows)


def _step_cells(report: StatusReport, step: YearStep) -> tuple[Cell, ...]:
    row = report.rows[0]
    return (
        row.pairing,
        step.id,
        step.title,
        step.due,
        step.until,
        step.state.value,
        "yes" if step.required else "no",
        step.done_on,
        listed(step.owners),
        listed(step.open),
        *(each or None for each in (row.mentee_id, row.mentor_id, row.advisor_id)),
        row.supervisor_id or None,
        report.program_id,
        report.year,
    )


def _put_overview(report: StatusReport, words: Words, *, every: bool) -> None:
    rows = []
    for row in report.rows:
        step = row.next
        rows.append(
            (
                row.pairing,
                row.told,
                f"{row.experiences}/{row.experiences_asked}" if row.mentee_id else "",
                step.id if step else "",
                str(step.by) if step else "",
                ",\n".join(words[role] for role in step.owners) if step else "",
            )
        )
    if rows:
        # a program whose completion asks for no experiences counts none
        counts = any(row.experiences_asked for row in report.rows)
        at = [number for number, each in enumerate(COLUMNS_OF_OVERVIEW) if counts or each != DONE]
        heads, *cells = [[each[column] for column in at] for each in (COLUMNS_OF_OVERVIEW, *rows)]
        lines = table(heads, cells, texts=(len(at) - 1,), second=len(at) - 3).split("\n")
        put_fitting(lines, lambda: _kinds(report, words), every=every)


def _kinds(report: StatusReport, words: Words) -> list[CountedKind]:
    """The pairings by how they stand, what is next and whose move it is, the most urgent first."""
    groups: dict[tuple[str, str, tuple[str, ...]], list[StatusRow]] = {}
    for row in report.rows:
        step = row.next
        stands = row.standing if row.has_begun or row.standing in ENDED else "not begun"
        key = stands, step.id if step else "", step.owners if step else ()
        groups.setdefault(key, []).append(row)
    return [_kind(standing, rows, words) for (standing, _, _), rows in groups.items()]


def _kind(standing: str, rows: Sequence[StatusRow], words: Words) -> CountedKind:
    first, last = rows[0].next, rows[-1].next
    line = f"{paint(standing, 'bold')}: {many(len(rows), 'pairing')}"
    if first and last:
        by = str(first.by) if first.by == last.by else f"{first.by} to {last.by}"
        whose = " and ".join(words[role] for role in first.owners)
        line += f", next {shown(first.title)}, by {by}: {shown(whose)}"
    return CountedKind(line, Counter(row.pairing for row in rows))


def _put_pairing(report: StatusReport, row: StatusRow, words: Words) -> None:
    say(paint(shown(f"{row.mentee} and {row.mentor}" if row.mentee_id else row.pairing), "bold"))
    if row.mentee_id:
        about = [row.content_area, f"{words['advisor']} {row.advisor}" if row.advisor else ""]
        since = f"{row.starts} to {row.ends}" if row.ends else f"since {row.starts}"
        if row.starts and row.starts > report.today:
            since = f"from {row.starts}"
        say(shown(", ".join(filter(None, [*about, since]))))
        say(_stands(row, report.today))
        # a program without a calendar has nothing to line up
        put("\n" + _calendar(row, words) if row.steps else "")
    if row.signatures:
        put("")
        put(signature_table(row, words))
    if row.awaited:
        put("")
        say(paint("reports that wait for somebody", "bold"))
        for each in row.awaited:
            say(f"  {shown(each.told)} ({shown(words[each.role])}'s move)")
    _put_contact(row)
    if row.lacking and row.standing not in ENDED:
        put("")
        say(paint("what completion waits for", "bold"))
        for reason in row.lacking:
            say(f"  {shown(reason.message)}")
            say(f"    {paint('→', 'dim')} {shown(reason.hint)}")
    if report.phase is not None and row.standing not in ENDED:
        put("")
        about_phase = f": {report.phase.note}" if report.phase.note else ""
        say(shown(f"usual at this time of the first year: {report.phase.title}{about_phase}"))


def _put_contact(row: StatusRow) -> None:
    if row.cases:
        put("")
        types = ", ".join(f"{number} {name}" for name, number in row.cases if name)
        total = sum(number for _, number in row.cases)
        of_types = f" ({shown(types)})" if types else ""
        say(f"{paint('cases given so far', 'bold')}: {total}{of_types}")
    if row.contact:
        put("")
        say(paint("what the records show of regular contact", "bold"))
    for line in row.contact:
        for text in contact_text(line):
            say(f"  {shown(text)}")


def _stands(row: StatusRow, today: dt.date) -> str:
    """How it stands; of one that is over, the day is its last one, not the one of the question."""
    asked, title = row.experiences_asked, paint(row.told, "bold")
    done = f"{row.experiences} of {asked} experiences count" if asked else ""
    if row.standing in ENDED and row.ends:
        return f"{title}, its last day was {row.ends}" + (f"; on {today}, {done}" if done else "")
    return title + (f" on {today}" if row.has_begun else "") + (f"; {done}" if done else "")


def _calendar(row: StatusRow, words: Words) -> str:
    rows = []
    for step in row.steps:
        mark, state = (MARKS if step.required else REMINDERS)[step.state]
        if step.until and step.state is NeedState.DUE:
            state = "extended"
        is_passed = step.state is NeedState.MISSED and not step.required
        moves = step.owners if step.is_open and not is_passed else ()
        if row.standing in ENDED:
            moves = ()
            if step.is_open and not (step.by and row.ends and step.by <= row.ends):
                mark, state = OVER
        elif step.is_open and not row.has_begun:
            moves, (mark, state) = (), NOT_YET
        is_half_done = 0 < len(step.open) < step.needs
        rows.append(
            (
                mark,
                f"{step.title} (open: {'; '.join(step.open)})" if is_half_done else step.title,
                str(step.by or ""),
                state,
                str(step.done_on or ""),
                ",\n".join(words[role] for role in moves),
            )
        )
    return table(("", "milestone", "due", "state", "done on", "whose move"), rows, texts=(1, 5))


def _summary(report: StatusReport, folder: Folder) -> None:
    counts = Counter(row.standing for row in report.rows)
    said = ", ".join(f"{counts[each]} {each}" for each in STANDINGS if counts[each])
    drawn = f", {provenance(folder).told}" if folder.past is not None else ""
    about = f"{many(len(report.rows), 'pairing')} of {report.program} {report.year}"
    note(f"{about} on {report.today}{drawn}{f': {said}' if said else ''}")
    if folder.past is None and not folder.pairing_ids:
        note("nobody is paired yet: mentorctl pair --help, or mentorctl import --help for a sheet")
