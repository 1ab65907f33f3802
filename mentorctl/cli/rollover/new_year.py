"""A program year to begin: its files, and what is told of it before and after."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import typer

from mentorctl.cli import lookup
from mentorctl.cli.editing.standard_adoption import answers_text, rules_text
from mentorctl.cli.output.console import note, paint, shown
from mentorctl.cli.rollover.moved_days import say_dates, with_dates
from mentorctl.cli.signing import identity
from mentorctl.model.kinds import kind_named
from mentorctl.model.paths import (
    PROGRAM_FILE,
    answers_file,
    pairing_file,
    standard_file,
    year_file,
)
from mentorctl.model.program import Program
from mentorctl.reports.counted_folder import as_counted
from mentorctl.reports.folder_reading import sound_context
from mentorctl.reports.pairing_view import PairingView
from mentorctl.reports.years.next_year import carried_needs
from mentorctl.store.edit.set_value import set_value
from mentorctl.store.next_year_files import continued_files, meeting_files, with_year
from mentorctl.store.parse.reader import examine, record_content
from mentorctl.store.scaffold import record_text

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Sequence

    from mentorctl.cli.rollover.moved_days import ChosenDate
    from mentorctl.cli.state import State
    from mentorctl.model.years import ProgramYear
    from mentorctl.reports.years.next_year import PairingFate
    from mentorctl.store.folder import Folder

__all__ = ["NewYear", "new_files", "say_year", "tell_year"]

README = "README.md"
MOST_NAMED = 20
TITLES = {
    "runs-on": "runs on",
    "completed": "completed",
    "not-completed": "ends, not completed",
    "stays-open": "stays open in {year}",
    "over": "over already",
}


class NewYear(NamedTuple):
    """What is to become of the year: both years, the pairings' fates and the days."""

    this: ProgramYear
    following: ProgramYear
    fates: Sequence[PairingFate]
    dates: Sequence[ChosenDate]

    def named(self, becomes: str) -> list[str]:
        """The pairings of which this becomes."""
        return [each.pairing for each in self.fates if each.becomes == becomes]

    @property
    def message(self) -> str:
        """What is done, in plain words."""
        told = {
            "runs-on": "runs on",
            "completed": "completed",
            "not-completed": "ended, not completed",
            "stays-open": "still open",
        }
        every = ((self.named(each), what) for each, what in told.items())
        parts = [f"{len(names)} {what}" for names, what in every if names]
        pairings = f"; pairings: {', '.join(parts)}" if parts else ""
        return f"{self.following.name} begins after {self.this.name}{pairings}"


def new_files(
    state: State, wish: NewYear, today: dt.date, by: str | None
) -> tuple[Program, dict[str, str | bytes]]:
    """The program in the new year, and every file that is new or other in it.

    Raises:
        typer.Exit: The days contradict each other; it has been said.
    """
    folder = state.folder
    year = wish.following.name
    text = record_content(str(folder.root / PROGRAM_FILE)).decode("utf-8")
    text = with_dates(set_value(text, ("year",), year), wish.dates)
    program, faults = examine(text.encode(), Program, folder.words)
    assert program is not None, f"program.yaml with other days can be read: {faults}"
    found: dict[str, str | bytes] = {PROGRAM_FILE: text, **dict(_readme(folder, year))}
    path = year_file(year)
    kind = kind_named("year")
    facts = (
        record_content(str(folder.root / path)).decode("utf-8")
        if path in folder.files
        else record_text(kind, path, program, folder.words, {})
    )
    found[path] = set_value(facts, ("rolled_over",), _settled(wish, today))
    others = (*meeting_files(program, folder.words), *_answers(folder, program))
    found |= {name: each for name, each in others if name not in folder.files}
    found |= dict(_running(state, program, wish, today, by))
    return program, found


def _readme(folder: Folder, year: str) -> Iterator[tuple[str, str]]:
    """The README, where it says the year as `init` wrote it."""
    try:
        before = (folder.root / README).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return
    after = with_year(before, folder.program.year, year, folder.program.name)
    if after != before:
        yield README, after


def _settled(wish: NewYear, today: dt.date) -> dict[str, Any]:
    """What the new year's file notes of the year that ends."""
    named = {
        "completed": wish.named("completed"),
        "not_completed": wish.named("not-completed"),
    }
    return {
        "on": today,
        "after": wish.this.name,
        **{field: names for field, names in named.items() if names},
    }


def _answers(folder: Folder, program: Program) -> Iterator[tuple[str, str]]:
    """The answers on standards, with a place for each item, where the program follows some."""
    if not program.standards:
        return
    rules = []
    for name in program.standards:
        path = standard_file(name)
        own = folder.root / path if path in folder.files else None
        rules.append(own.read_text(encoding="utf-8") if own else rules_text(name))
    yield answers_file(program.year), answers_text(program, folder.words, rules)


def _running(
    state: State, program: Program, wish: NewYear, today: dt.date, by: str | None
) -> Iterator[tuple[str, str | bytes]]:
    """The files of the pairings that run on."""
    counted = as_counted(state.folder, today)
    view, signing = PairingView(sound_context(counted, today)), counted.signing
    for fate in wish.fates:
        if fate.becomes != "runs-on":
            continue
        if counted.files_of(fate.pairing, program.year):
            note(f"{pairing_file(program.year, fate.pairing, '')} is there already, and stays so")
            continue
        team = counted.team(fate.pairing)
        if signing is not None and not team.standings:
            signing.judge(team)
        needs = tuple(carried_needs(view.standings(team)))
        waivers = [
            {
                "need": str(need),
                "approved_by": _voucher(state, by),
                "on": today,
                "reason": f"done on {on}, and signed in the records of {wish.this.name}",
            }
            for need, on in fate.signed
        ]
        yield from continued_files(counted, program, team, needs, waivers)


def _voucher(state: State, by: str | None) -> str:
    """Who vouches in the new year for what was signed in the one before.

    Raises:
        typer.BadParameter: It is no coordinator, or nobody knows which.
    """
    keepers = state.folder.program.coordinators
    who = lookup.person(state, by) if by else identity.acting(state)[0]
    if who in keepers:
        return who
    if not by and len(keepers) == 1:
        return keepers[0]
    raise typer.BadParameter(
        "what was signed in the year before cannot be signed anew for this one; say which"
        f" {state.folder.words['coordinator']} vouches for it: --by PERSON"
    )


def tell_year(state: State, wish: NewYear) -> None:
    """Tell scripts what becomes of the pairings and of the days."""
    state.act.tell(
        pairings=[
            {"pairing": each.pairing, "becomes": each.becomes, "why": each.why}
            for each in wish.fates
        ],
        dates=[
            {
                "name": each.was.spot.name,
                "title": each.was.spot.title,
                "before": each.was.day,
                "day": each.day,
                "proposed": each.was.proposed,
                "why": each.why,
                "remark": each.remark or None,
            }
            for each in wish.dates
        ],
    )


def say_year(wish: NewYear) -> None:
    """Show the days of the year to begin, and what becomes of each pairing of the one that ends."""
    if wish.dates:
        note(paint(f"the days of {wish.following.name}, after {wish.this.name}:", "bold"))
        say_dates(wish.dates)
    if any(each.was.proposed == each.was.weekly for each in wish.dates):
        note("  whether a day is a date or, say, the third Tuesday, nobody can tell: look at each")
    note(paint(f"the pairings of {wish.this.name}:", "bold"))
    for becomes, title in TITLES.items():
        some = [each for each in wish.fates if each.becomes == becomes]
        told = title.format(year=wish.this.name)
        for each in some[:MOST_NAMED]:
            note(f"  {told}: {shown(each.pairing)}, {shown(each.why)}")
        if len(some) > MOST_NAMED:
            note(f"  {told}: … and {len(some) - MOST_NAMED} more; --format json has all of them")
    if not wish.fates:
        note("  there are none")
