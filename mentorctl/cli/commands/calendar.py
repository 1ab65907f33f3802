"""`mentorctl calendar`: last days, meetings and visits as a calendar that mail programs read."""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mentorctl.cli import completion, lookup
from mentorctl.cli.list_filter import (
    Advisor,
    Area,
    Owner,
    Required,
    School,
    advisor_of,
    chosen_pairings,
)
from mentorctl.cli.options import Today
from mentorctl.cli.output.console import note, put, shown, table
from mentorctl.cli.output.progress import working
from mentorctl.cli.output.report_file import usable, write_whole
from mentorctl.cli.output.unreadable import Strict, end_with, refuse
from mentorctl.cli.state import State
from mentorctl.model.roles import SIDES
from mentorctl.model.years import ProgramYear
from mentorctl.reports.notices.calendar_entries import calendar_report
from mentorctl.reports.notices.calendar_reader import CalendarReader
from mentorctl.store.parse.fast import reading

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mentorctl.model.program import Program
    from mentorctl.reports.notices.calendar_entries import CalendarEntry, CalendarReport

__all__ = ["command"]

ICS = "ics"
Whose = Annotated[
    str | None,
    typer.Argument(
        metavar="PERSON",
        help="Only what this person is waited for, and invited to. Left out: everybody.",
        autocompletion=completion.people,
    ),
]
Out = Annotated[
    Path | None, typer.Option("--out", metavar="FILE", help="The file to write: year.ics.")
]


def command(  # noqa: PLR0913, PLR0917 - one for each option
    context: typer.Context,
    person: Whose = None,
    owner: Owner = None,
    advisor: Advisor = None,
    area: Area = None,
    school: School = None,
    required: Required = False,
    out: Out = None,
    today: Today = None,
    strict: Strict = False,
) -> None:
    """Make a calendar of last days, meetings and visits, for mail programs and phones.

    Whoever takes it in again, or subscribes to it, sees days that moved move, and what fell away
    go. mentorctl render calendar prints the year's days on paper.
    """
    state: State = context.obj
    if out is not None:
        usable(out, ICS)
    state.tell_of()
    with working("reading the records"), reading():
        reader = _reader(state, person, owner, (advisor, area, school))
        report = calendar_report(state.counted, state.today(today), reader)
    if required:
        report = _only_required(report, state.counted.program)
    refuse(report.unread, strict=strict)
    with working("making the calendar"):
        data = _ics(state, report.entries, _name(state, reader, (advisor, area, school)))
    if out is None and sys.stdout.isatty():
        _show(report.entries)
    elif out is None:
        put(data.decode())
    else:
        write_whole(out, data)
    gone = sum(each.is_cancelled for each in report.entries)
    taken = f", {gone} of them cancelled" if gone else ""
    program = state.counted.program
    count = len(report.entries)
    note(f"{count} {'entry' if count == 1 else 'entries'}{taken}, of {shown(program.name)}"
         f" {program.year}")  # fmt: skip
    end_with(report.unread)


def _show(entries: Sequence[CalendarEntry]) -> None:
    """Show the days, where somebody reads them and no mail program does."""
    rows = [
        (str(each.on), each.begins or "", each.title, each.about[1])
        for each in sorted(entries, key=lambda entry: (entry.on, entry.begins or ""))
        if not each.is_cancelled
    ]
    if rows:
        put(table(("day", "at", "what", "pairing"), rows, texts=(2,)))
    note("the file for mail programs and phones: --out NAME.ics")


def _reader(
    state: State, person: str | None, role: str | None, part: tuple[str | None, ...]
) -> CalendarReader:
    """Whose calendar it is.

    Raises:
        typer.BadParameter: Nobody is meant, or several are.
    """
    advisor, area, school = part
    pairings = chosen_pairings(state, *part)
    # the group keeps its name whoever is in it
    words = f"{advisor_of(state, advisor) or ''}\n{(area or '').casefold()}"
    words += f"\n{school.casefold()}" if school else ""
    group = hashlib.sha256(words.encode()).hexdigest()[:12] if pairings is not None else ""
    asked = lookup.role(state, role) if role is not None else ""
    if person is None:
        return CalendarReader(role=asked, pairings=pairings, group=group)
    who = lookup.person(state, person)
    known = state.counted.people.get(who)
    held = {each for each in (known.roles if known else ()) if each not in SIDES}
    if who in state.counted.program.coordinators:
        held.add("coordinator")
    return CalendarReader(who, frozenset(held), asked, pairings, group)


def _only_required(report: CalendarReport, program: Program) -> CalendarReport:
    """Without the rows that are reminders; meetings and what is planned stay."""
    rows = tuple(f"milestone.{each.id}." for each in program.calendar if each.required != "yes")
    return report._replace(
        entries=tuple(each for each in report.entries if not each.name.startswith(rows))
    )


def _name(state: State, reader: CalendarReader, part: tuple[str | None, ...]) -> str:
    """What the calendar is called, so that several can be told apart."""
    counted = state.counted
    known = counted.people.get(reader.person) if reader.person else None
    parts = [
        known.name if known else reader.person,
        counted.words[reader.role] if reader.role else "",
        *(each or "" for each in part),
    ]
    more = ", ".join(filter(None, parts))
    return f"{counted.program.name} {counted.program.year}" + (f": {more}" if more else "")


def _ics(state: State, entries: tuple[CalendarEntry, ...], name: str) -> bytes:
    from mentorctl.outgoing.ics_file import EntryVersion, ics  # noqa: PLC0415 - only where one is made
    from mentorctl.reports.notices.entry_stamps import entry_stamps  # noqa: PLC0415 - as above

    program = state.counted.program
    stamps = entry_stamps(state.counted, ProgramYear(program.year, program.year_starts).first_day)
    return ics(
        entries,
        name,
        program.timezone,
        lambda each: EntryVersion(*stamps.of(each.sources)),
        program.reminders.close_days,
    )
