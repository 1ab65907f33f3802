"""`mentorctl due`: who owes what by when."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from itertools import groupby
from typing import TYPE_CHECKING, Annotated

import typer

from mentorctl.cli import completion, lookup
from mentorctl.cli.due_filter import Within, last_day, only_of, only_required
from mentorctl.cli.list_filter import (
    Advisor,
    Area,
    Owner,
    Required,
    School,
    advisor_of,
    chosen_pairings,
    narrow_to,
)
from mentorctl.cli.options import At, AtLength, SchemaVersion, Today, YearOption
from mentorctl.cli.output.console import note, paint, put, shown, told
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
from mentorctl.cli.output.unreadable import Strict, end_with, note_other_years, refuse
from mentorctl.reports.due import due
from mentorctl.reports.due_rows import COLUMNS, as_data, rows
from mentorctl.reports.pairing_view import days_from_now
from mentorctl.reports.planned_dates import planned_hours
from mentorctl.reports.provenance import provenance
from mentorctl.reports.row_formats import as_json
from mentorctl.reports.years.other_years import as_data as years_data
from mentorctl.reports.years.other_years import still_running
from mentorctl.store.parse.fast import reading

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mentorctl.cli.state import State
    from mentorctl.model.words import Words
    from mentorctl.reports.awaited_rows import AwaitedRow
    from mentorctl.reports.due import Debt, DueReport
    from mentorctl.store.folder import Folder

__all__ = ["command"]

MaybePairing = Annotated[
    str | None,
    typer.Argument(
        metavar="[PAIRING]",
        help="Only this one, or all that somebody is in.",
        autocompletion=completion.pairings,
        show_default=False,
    ),
]


def command(  # noqa: PLR0913, PLR0917 - one for each option
    context: typer.Context,
    pairing: MaybePairing = None,
    within: Within = None,
    owner: Owner = None,
    required: Required = False,
    form: TabularFormat = "table",
    every: AtLength = False,
    version: SchemaVersion = "1",
    at: At = None,
    year: YearOption = None,
    today: Today = None,
    advisor: Advisor = None,
    area: Area = None,
    school: School = None,
    out: OutFile = None,
    excel: Excel = False,
    strict: Strict = False,
) -> None:
    """Show who owes what by when: what is required before reminders, the most overdue first.

    What is only a reminder is named while it is ahead, never once it is past. On a terminal, what
    is longer than the screen is told by milestone and whose move it is.

    The columns of CSV and JSON: by (the last day, extension included), days (left; negative once
    it is past), state (due or missed), milestone, title, required (no: a reminder), pairing
    (empty: the program itself), role, person_id, person, email, open (what is waited for),
    mentee_id, mentor_id, advisor_id, supervisor_id, program_id, program, year. Last in CSV is what
    waits since that day: unreported (a planned meeting or visit) and awaited (a report).
    """
    state: State = context.obj
    state.tell_of(at, year)
    kind = tabular_format("due", form, out, excel=excel)
    with working("reading the records"), reading():
        report = _report(state, state.today(today), within, owner, required=required)
        report = _chosen(state, report, pairing, (advisor, area, school))
    refuse(report.unread, strict=strict)
    elsewhere = still_running(state.counted, report.today)
    if kind in SHEETS:
        put_sheet(kind, COLUMNS, rows(report), out, title="due", excel=excel)
    elif kind == "json":
        data = as_data(report, provenance(state.counted)) | years_data(elsewhere)
        with text_into(out):
            put(as_json(data, version))
    else:
        lines = map(told, _debt_lines(report, state.counted.words))
        put_fitting([*lines], lambda: _kinds(report, state.counted.words), every=every)
    _summary(report, state.counted, each_one=bool(pairing or owner or advisor))
    note_other_years(state.counted, elsewhere)
    end_with(report.unread)


def _chosen(
    state: State, report: DueReport, pairing: str | None, part: tuple[str | None, ...]
) -> DueReport:
    """What is owed in the pairings that are meant."""
    wanted = chosen_pairings(state, *part)
    report = report if wanted is None else only_of(report, wanted, advisor_of(state, part[0]))
    if pairing is None:
        return report
    meant = frozenset(lookup.pairings(state, pairing))
    narrow_to(state, meant, None)
    return only_of(report, meant, lookup.only_person(state, pairing))


def _report(
    state: State, today: dt.date, within: str | None, owner: str | None, *, required: bool
) -> DueReport:
    """What is owed, as far ahead as asked, or as program.yaml says."""
    role = narrow_to(state, None, owner)
    report = due(state.counted, today, last_day(state, today, within), role)
    return only_required(report) if required else report


def _by_milestone(report: DueReport) -> Iterator[tuple[str, list[Debt]]]:
    """What is owed by one day for one milestone, and how it is headed; reminders come last."""
    required_first = sorted(report.debts, key=lambda each: not each.required)
    for (_, by, _, title), group in groupby(
        required_first, lambda each: (each.required, each.by, each.days, each.title)
    ):
        debts = list(group)
        style = "red" if debts[0].days < 0 else "bold"
        kind = "" if debts[0].required else " (reminder)"
        yield (
            f"{paint(f'{by}, {days_from_now(debts[0].days)}', style)}: {shown(title)}{kind}",
            debts,
        )


def _debt_lines(report: DueReport, words: Words) -> Iterator[str]:
    for head, debts in _by_milestone(report):
        yield head
        for debt in debts:
            yield f"  {shown(_who(debt, words))}"
            if debt.pairing:
                yield f"    {shown(debt.pairing)}: {shown(_open(report, debt, words))}"
        if not debts[0].pairing:
            yield f"    to be noted as {shown('; '.join(debts[0].open))}"
        yield ""


def _open(report: DueReport, debt: Debt, words: Words) -> str:
    """What is waited for, and where somebody else has to do theirs first, what."""
    waits = report.waiting.get((debt.pairing, debt.milestone), (None,) * len(debt.open))
    return "; ".join(
        f"{text} (first the {words[first.role]}: {first.what})" if first else text
        for text, first in zip(debt.open, waits, strict=True)
    )


def _kinds(report: DueReport, words: Words) -> list[CountedKind]:
    """What is owed by milestone and role: required before reminders, the most overdue first."""
    groups: dict[tuple[bool, bool, str, str], list[Debt]] = {}
    for debt in report.debts:
        key = not debt.required, debt.days >= 0, debt.milestone, debt.role
        groups.setdefault(key, []).append(debt)
    order = sorted(groups.items(), key=lambda group: (group[0][:2], group[1][0].by))
    return [_kind(debts, report, words) for _, debts in order]


def _kind(debts: Sequence[Debt], report: DueReport, words: Words) -> CountedKind:
    """What one role owes for one milestone, in whichever pairings and by whichever days."""
    first, last = debts[0], debts[-1]
    places = Counter(debt.pairing or debt.person_id or debt.role for debt in debts)
    where = many(len(places), *(("pairing",) if first.pairing else ("person", "people")))
    when = str(first.by) if first.by == last.by else f"{first.by} to {last.by}"
    style = "red" if first.days < 0 else "bold"
    kind = "" if first.required else "reminder, "
    return CountedKind(
        f"{paint(f'{when}, {days_from_now(first.days)}', style)}: {shown(first.title)}"
        f" ({kind}{words[first.role]}: {where}{_waiting(debts, report, words)})",
        places,
    )


def _waiting(debts: Sequence[Debt], report: DueReport, words: Words) -> str:
    """How many of them nobody can do before somebody else has done theirs."""
    found = (report.waiting.get((each.pairing, each.milestone), (None,)) for each in debts)
    first = Counter(waits[0].role for waits in found if all(waits) and waits[0])
    return "".join(
        f", {count} of them after the {words[role]}" for role, count in sorted(first.items())
    )


def _who(debt: Debt, words: Words) -> str:
    if not debt.person_id:
        return words[debt.role]
    email = f", {debt.email}" if debt.email else ""
    return f"{debt.person}, {words[debt.role]}{email}"


def _note_awaited(report: DueReport, words: Words, *, each_one: bool) -> None:
    """What waits about reports that were sent: each where a part was asked for, else counted."""
    if each_one:
        _note_each(report.awaited, words)
        return
    for role, count in sorted(Counter(each.role for each in report.awaited).items()):
        first = min(each.since for each in report.awaited if each.role == role)
        waits = many(count, "report")
        said = {
            "advisor": f"{waits} sent to the {{advisor}} and not noted as received",
            "mentor": f"{waits} about which the {{advisor}} asked for more",
        }[role]
        note(words.say(f"{said}, since {first}; see each with: mentorctl due --owner {role}"))


def _note_each(rows: Sequence[AwaitedRow], words: Words) -> None:
    """The reports that wait for each person, pairing by pairing."""
    heads = {
        "advisor": "sent, and not noted as received (mentorctl receive PAIRING REPORT)",
        "mentor": "the {advisor} asked for more about",
    }
    ordered = sorted(rows, key=lambda each: (each.role, each.person, each.person_id, each.pairing))
    for (role, person, _), own in groupby(
        ordered, lambda each: (each.role, each.person, each.person_id)
    ):
        who = f"{person}, {words[role]}" if person else words[role]
        note(f"{shown(who)}: {words.say(heads[role])}")
        done = "sent" if role == "advisor" else "asked"
        for pairing, group in groupby(own, lambda each: each.pairing):
            said = (f"{each.called}, {done} {each.since}{_asked(each)}" for each in group)
            note(f"  {pairing}: {shown('; '.join(said))}")


def _asked(each: AwaitedRow) -> str:
    """What was asked for, in one line."""
    return f": {' '.join(each.asked.split())}" if each.asked else ""


def _summary(report: DueReport, folder: Folder, *, each_one: bool) -> None:
    past = sum(debt.days < 0 for debt in report.debts)
    ahead = len(report.debts) - past
    note(
        f"{past} overdue and {ahead} due up to {report.until}, in {report.program} {report.year} "
        f"on {report.today}{f', {provenance(folder).told}' if folder.past else ''}"
    )
    for each in report.planned:
        of = f" ({each.pairing})" if each.pairing else ""
        at = planned_hours(each)
        note(f"planned for {each.on}{f', {shown(at)}' if at else ''}: {shown(each.title)}{of}")
    _note_awaited(report, folder.words, each_one=each_one)
    for each in report.unreported:
        of = f" ({each.pairing})" if each.pairing else ""
        note(f"planned for {each.on}, and nothing says that it took place: {shown(each.title)}{of}")
    for name, ends, state in report.ending:
        note(f"{name} ends on {ends} ({state})")
