"""`mentorctl remind`: drafts of messages to those who owe something; nothing is ever sent."""

from __future__ import annotations

import sys
from collections import Counter
from contextlib import nullcontext, redirect_stdout
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from mentorctl.cli import completion, lookup
from mentorctl.cli.due_filter import Within, last_day, only_of, only_required
from mentorctl.cli.exit_codes import FINDINGS
from mentorctl.cli.list_filter import (
    Advisor,
    Area,
    Owner,
    Required,
    School,
    advisor_of,
    chosen_pairings,
)
from mentorctl.cli.options import AtLength, Today, YearOption
from mentorctl.cli.output.console import note, shown, table
from mentorctl.cli.output.in_short import CountedKind, many, put_fitting
from mentorctl.cli.output.progress import working
from mentorctl.cli.output.report_file import check_folder
from mentorctl.cli.output.unreadable import Strict, end_with, refuse
from mentorctl.cli.state import State
from mentorctl.model.paths import PROGRAM_FILE
from mentorctl.reports.awaited_rows import awaited_data
from mentorctl.reports.notices.reminder_list import reminders
from mentorctl.store.parse.fast import reading

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from mentorctl.reports.due import DueReport
    from mentorctl.reports.notices.reminder_rows import Reminder, ReminderReport

__all__ = ["command"]

# what more things are not asked of anybody is told in one line
MOST_NOT_ASKED = 5
NOTICES = {"first": "first notice", "close": "close", "late": "late", "thanks": "thanks"}
Named = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[PERSON]",
        help="Only these people: id, name or email, or a part that no other has.",
        autocompletion=completion.people,
        show_default=False,
    ),
]
People = Annotated[
    list[str] | None,
    typer.Option(
        "--person",
        metavar="PERSON",
        help="The same: only this person. Once for each.",
        autocompletion=completion.people,
    ),
]
Out = Annotated[
    Path | None,
    typer.Option("--out", metavar="DIR", help="Write the drafts there: an .eml and a .txt each."),
]
Links = Annotated[
    bool, typer.Option("--mailto", help="Print the drafts as links that open a mail program.")
]
Attach = Annotated[
    Literal["docx", "pdf"] | None,
    typer.Option(
        "--attach",
        help="Attach the forms on which what is owed is written: as far as they are filled in, or"
        " empty.",
    ),
]
Again = Annotated[
    bool, typer.Option("--again", help="Also for those who had a draft a few days ago.")
]


def command(  # noqa: PLR0913, PLR0917 - one for each option
    context: typer.Context,
    named: Named = None,
    to: People = None,
    owner: Owner = None,
    advisor: Advisor = None,
    area: Area = None,
    school: School = None,
    within: Within = None,
    required: Required = False,
    out: Out = None,
    mailto: Links = False,
    attach: Attach = None,
    again: Again = False,
    every: AtLength = False,
    year: YearOption = None,
    today: Today = None,
    strict: Strict = False,
) -> None:
    """Draft messages to those who owe something: one a person, for all that they owe.

    Shows who would be written to, and why others are not. With --out, drafts are written that mail
    programs open; with --mailto, links are printed. Nothing is ever sent. What was drafted for whom
    is noted in the folder's history, so that nobody is nagged twice in a week.

    The words are those of templates/messages/, where the program has its own; what else a message
    says at this time of the year stands in program.yaml, under phases.
    """
    state: State = context.obj
    _refuse_other_year(state, year)
    _refuse_inside(state, out, attach)
    day = state.today(today)
    with working("reading the records"), reading():
        until = last_day(state, day, within)
        people = frozenset(lookup.person(state, each) for each in (*(named or ()), *(to or ())))
        role = lookup.role(state, owner) if owner is not None else None
        part = _part(state, (advisor, area, school), required=required)
        report = _only_to(reminders(state.counted, day, until, role, part, again=again), people)
    refuse(report.due.unread, strict=strict)
    _tell(state, report, {})
    is_preview = out is None and not mailto
    drafted = _preview(state, report, is_preview=is_preview, every=every)
    if not is_preview:
        # only where one is made
        from mentorctl.cli.reminding.drafting import can_be_drafted, draft  # noqa: PLC0415

        _tell(state, report, draft(state, report, drafted, day, out, is_link=mailto, attach=attach))
        if not all(map(can_be_drafted, drafted)):
            raise typer.Exit(FINDINGS)
    end_with(report.due.unread)


def _refuse_other_year(state: State, year: str | None) -> None:
    """Refuse to remind people of a year that is over.

    Raises:
        typer.BadParameter: It is not the program's year.
    """
    now = state.counted.program.year if year is not None else year
    if year != now:
        raise typer.BadParameter(
            f"people are reminded of the program's own year, {now}; what was still open of {year}"
            f" says: mentorctl due --year {year}"
        )


def _refuse_inside(state: State, out: Path | None, attach: str | None) -> None:
    """Refuse a file, or a folder in any program folder, where drafts would be stray files.

    Raises:
        typer.BadParameter: It is one, or forms are to go with no files.
    """
    if out is None:
        if attach is not None:
            raise typer.BadParameter("--attach is for drafts as files: --out DIR")
        return
    check_folder(out, "drafts are several files")
    place = out.resolve()
    is_in = any((each / PROGRAM_FILE).is_file() for each in (place, *place.parents))
    if is_in or place.is_relative_to(state.root.resolve()):
        raise typer.BadParameter(
            f"{out} lies in a program folder, where drafts do not belong; name a folder"
            " outside: --out ../drafts"
        )


def _part(
    state: State, chosen: tuple[str | None, ...], *, required: bool
) -> Callable[[DueReport], DueReport] | None:
    """Takes from the list what is wanted; None where all of it is."""
    wanted = chosen_pairings(state, *chosen)
    if wanted is None and not required:
        return None
    who = advisor_of(state, chosen[0])

    def part(report: DueReport) -> DueReport:
        found = report if wanted is None else only_of(report, wanted, who)
        return only_required(found) if required else found

    return part


def _only_to(report: ReminderReport, people: frozenset[str]) -> ReminderReport:
    if not people:
        return report
    return report._replace(
        reminders=tuple(each for each in report.reminders if each.person in people),
        skipped=tuple(each for each in report.skipped if each.debt.person_id in people),
    )


def _preview(
    state: State, report: ReminderReport, *, is_preview: bool, every: bool
) -> list[Reminder]:
    """Show who would be written to, and who not and why; those who would be."""
    drafted = [each for each in report.reminders if not each.skipped]
    if report.reminders:
        rows = [_row(state, each) for each in report.reminders]
        headers = ("to", "as", "things", "notice", "last drafted", "")
        # links, and the folder of drafts, are what standard output is for then
        with nullcontext() if is_preview else redirect_stdout(sys.stderr):
            lines = table(headers, rows, texts=(5,), names=(0,), second=5).split("\n")
            put_fitting(lines, lambda: _kinds(state, report), every=every)
    for line in _not_asked(report, every=every):
        note(line)
    for line in _one_address(drafted):
        note(line)
    left = len(report.reminders) - len(drafted)
    more = f", {left} left out" if left else ""
    note(f"{many(len(drafted), 'message')}{more}, by what is due up to {report.due.until} in"
         f" {shown(report.due.program)} {report.due.year} on {report.due.today}")  # fmt: skip
    if is_preview and drafted:
        note("nothing was drafted yet: --out DIR writes the drafts, --mailto prints links")
    return drafted


def _row(state: State, reminder: Reminder) -> tuple[str, ...]:
    things = len(reminder.items) + len(reminder.planned) + len(reminder.awaited)
    return (
        reminder.name,
        ", ".join(state.counted.words[role] for role in reminder.roles) or "-",
        str(things),
        NOTICES[reminder.notice],
        str(reminder.last) if reminder.last else "never",
        f"left out: {reminder.skipped}" if reminder.skipped else "",
    )


def _kinds(state: State, report: ReminderReport) -> list[CountedKind]:
    """The messages by their notice, and by the role of whom they are for, late ones first."""
    groups: dict[tuple[bool, int, str], list[Reminder]] = {}
    order = ("late", "close", "first", "thanks")
    for each in report.reminders:
        roles = " and ".join(state.counted.words[role] for role in each.roles)
        groups.setdefault((bool(each.skipped), order.index(each.notice), roles), []).append(each)
    return [
        CountedKind(
            f"{NOTICES[several[0].notice]}: {many(len(several), 'message')}"
            + (f" to {shown(roles)}" if roles else "")
            + (", left out" if is_skipped else ""),
            Counter(each.name for each in several),
        )
        for (is_skipped, _, roles), several in sorted(groups.items())
    ]


def _not_asked(report: ReminderReport, *, every: bool) -> list[str]:
    """What of `due` goes to nobody, each with its reason; on a terminal, many in one line."""
    lines = []
    count = len(report.skipped)
    if count > MOST_NOT_ASKED and not every and sys.stdout.isatty():
        first = f"{count} things are asked of nobody yet, as somebody else comes first"
        return [f"{first}; each of them: mentorctl remind --all"]
    for debt, why in report.skipped:
        who = debt.person or debt.role
        place = f" ({debt.pairing})" if debt.pairing else ""
        lines.append(f"not asked of {shown(who)}: {shown(debt.title)}{shown(place)}: {shown(why)}")
    return lines


def _one_address(drafted: Iterable[Reminder]) -> Iterator[str]:
    """Who share an address, so that one of them may read what is for the other."""
    found: dict[str, list[Reminder]] = {}
    for each in drafted:
        found.setdefault((each.email or "").casefold(), []).append(each)
    for several in found.values():
        if len(several) > 1:
            names = ", ".join(each.name for each in several)
            yield (f"{shown(names)} have one address, {shown(several[0].email or '')}: it gets"
                   f" {len(several)} messages")  # fmt: skip


def _tell(state: State, report: ReminderReport, links: Mapping[str, str]) -> None:
    """Note for scripts who is to be written to, and who is not."""
    state.act.tell(
        messages=[_data(each) | {"link": links.get(each.person)} for each in report.reminders],
        not_asked=[
            {
                "milestone": each.debt.milestone,
                "pairing": each.debt.pairing or None,
                "role": each.debt.role,
                "person": each.debt.person_id or None,
                "person_id": each.debt.person_id or None,
                "person_name": each.debt.person or None,
                "why": each.why,
            }
            for each in report.skipped
        ],
    )


def _data(reminder: Reminder) -> dict[str, object]:
    return {
        "person": reminder.person,
        "person_id": reminder.person,
        "person_name": reminder.name,
        "email": reminder.email,
        "notice": reminder.notice,
        "items": [
            {
                "milestone": each.debt.milestone,
                "title": each.debt.title,
                "pairing": each.debt.pairing or None,
                "role": each.debt.role,
                "by": each.debt.by,
                "days": each.debt.days,
                "required": each.debt.required,
                "open": list(each.open),
            }
            for each in reminder.items
        ],
        "awaited": [awaited_data(each) for each in reminder.awaited],
        "thanks": [title for _, title in reminder.thanks],
        "last_drafted": reminder.last,
        "skipped": reminder.skipped or None,
    }
