"""`mentorctl rollover`: the next program year from this one, in the same folder."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from mentorctl.cli import completion, lookup
from mentorctl.cli.editing.transaction import Transaction, show
from mentorctl.cli.editing.whole_folder import coordinator_signs, refuse_unsettled
from mentorctl.cli.exit_codes import CANNOT_RUN, FINDINGS
from mentorctl.cli.options import KeyFile, Today, Yes, program_year
from mentorctl.cli.output.console import complain, confirmed, note, paint, shown
from mentorctl.cli.output.progress import working
from mentorctl.cli.rollover.moved_days import chosen_dates
from mentorctl.cli.rollover.new_year import NewYear, new_files, say_year, tell_year
from mentorctl.cli.signing import identity
from mentorctl.cli.state import State
from mentorctl.model.finding import is_fault
from mentorctl.model.kinds import SHARED_KINDS
from mentorctl.model.paths import closed_file
from mentorctl.model.questionnaire import BegunQuestionnaire, ClosedQuestionnaire
from mentorctl.model.years import ProgramYear
from mentorctl.reports.check import check_all
from mentorctl.reports.years.next_year import fates
from mentorctl.rules.program_contradiction import contradictions
from mentorctl.store.folder import Folder
from mentorctl.store.parse.reader import placed
from mentorctl.trail.git import repository

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from mentorctl.model.program import Program
    from mentorctl.reports.counted_folder import CountedFolder
    from mentorctl.reports.years.next_year import PairingFate

__all__ = ["command"]

LAST_YEAR = 9999
DOES = "begins a new program year"
MOST_NAMED = 20
YearArgument = Annotated[
    str,
    typer.Argument(
        parser=program_year, metavar="YEAR", help="The program year to begin, like 2027-2028."
    ),
]
Dates = Annotated[
    list[str] | None,
    typer.Option("--date", metavar="NAME=DATE", help="A day of the calendar in the new year."),
]
RunsOn = Annotated[
    list[str] | None,
    typer.Option(
        metavar="PAIRING",
        help="A pairing that goes on in the new year.",
        autocompletion=completion.pairings,
    ),
]
Ends = Annotated[
    list[str] | None,
    typer.Option(
        metavar="PAIRING",
        help="A pairing that ends with the year, whatever it still waits for.",
        autocompletion=completion.pairings,
    ),
]
Voucher = Annotated[
    str | None,
    typer.Option(
        metavar="PERSON",
        help="Who vouches for what was signed in the year before; you when left out.",
        autocompletion=completion.people,
    ),
]


def command(  # noqa: PLR0913, PLR0917 - one for each option
    context: typer.Context,
    year: YearArgument,
    dates: Dates = None,
    runs_on: RunsOn = None,
    ends: Ends = None,
    by: Voucher = None,
    key: KeyFile = None,
    today: Today = None,
    yes: Yes = False,
) -> None:
    """Begin the next program year in this folder.

    The days of the calendar are confirmed one by one. A pairing that counts from its start, or
    whose plan is for several years, runs on: it gets a folder in the new year, and keeps the one
    it has. Nothing of the year that ends is changed; its lists stay there with --year.
    """
    state: State = context.obj
    folder = state.folder
    if folder.program.year == year:
        note(f"this folder is at {year} already; there is nothing to do")
        return
    this, following = _years(folder.program, year)
    _refuse_without_history(state)
    sign = None if state.dry_run else coordinator_signs(state, DOES, key)
    change = Transaction(state, today, sign=sign)
    on, off = ([lookup.pairing(state, each) for each in some or ()] for some in (runs_on, ends))
    found = _fates(state, change.today, on, off)
    take_all = yes or state.dry_run
    wish = NewYear(
        this,
        following,
        found,
        chosen_dates(folder.program, this, following, dates or (), take_all=take_all),
    )
    voucher = by or (identity.acting(state, key)[0] if key else None)
    program, files = new_files(state, wish, change.today, voucher)
    tell_year(state, wish)
    say_year(wish)
    _say_unclosed(state.counted, this.name)
    _refuse_faults(state, program, files, change.today)
    _write(change, files)
    if not take_all and sys.stdin.isatty() and not confirmed(f"begin {year} so?"):
        note("nothing was changed")
        return
    change.finish(wish.message, trailers=[f"Mentorctl-Year: {this.name} -> {year}"])
    _say_next(wish, change.today)


def _years(program: Program, year: str) -> tuple[ProgramYear, ProgramYear]:
    """The program's year and the one to begin.

    Raises:
        typer.BadParameter: It is not the one that follows.
    """
    this = ProgramYear(program.year, program.year_starts)
    first = this.first_calendar_year + 1
    name = f"{first:04}-{first + 1:04}"
    if first >= LAST_YEAR:
        raise typer.BadParameter(f"no year after {program.year} can be written")
    if year != name:
        raise typer.BadParameter(
            f"{program.year} is followed by {name}, not by {year}; begin that one:"
            f" mentorctl rollover {name}"
        )
    return this, ProgramYear(name, program.year_starts)


def _refuse_without_history(state: State) -> None:
    """Stop where the rules of the year that ends would be lost, or edits be mixed in.

    Raises:
        typer.Exit: They would; it has been said.
    """
    if not repository.is_repository(state.root):
        complain(
            "this folder has no history, and that is where the rules of a year that is over stay",
            "begin one with: mentorctl save --begin",
        )
        raise typer.Exit(CANNOT_RUN)
    refuse_unsettled(state)


def _fates(
    state: State, today: dt.date, runs_on: Sequence[str], ends: Sequence[str]
) -> list[PairingFate]:
    """What becomes of each pairing.

    Raises:
        typer.BadParameter: One is to run on that cannot, or to run on and to end.
        typer.Exit: Something cannot be read; it has been said.
    """
    both = sorted(set(runs_on) & set(ends))
    if both:
        raise typer.BadParameter(f"{both[0]} cannot both run on and end; choose one")
    folder = state.folder
    with working("reading the records"):
        for kind in SHARED_KINDS:
            folder.each(kind.model)
        for person in folder.people:
            folder.people.get(person)
        found, unread = fates(folder, today, runs_on=runs_on, ends=ends)
    faults = {each.path: each for each in (*unread, *placed(folder.root, folder.reader.findings))}
    if faults:
        state.act.found(faults.values())
        for each in [faults[path] for path in sorted(faults)][:MOST_NAMED]:
            complain(f"{each.path}:{each.line or 1}: {each.message}", each.hint)
        note(f"{paint('nothing was changed', 'bold')}: a year ends with files that can be read")
        raise typer.Exit(FINDINGS)
    for fate in found:
        if fate.becomes == "runs-on" and not fate.can_run_on:
            raise typer.BadParameter(
                f"{fate.pairing} cannot run on: it is over, or all that counts from its start is;"
                " pair the two anew in the new year: mentorctl pair"
            )
    return found


def _refuse_faults(
    state: State, program: Program, files: dict[str, str | bytes], today: dt.date
) -> None:
    """Stop where the new year would begin with errors.

    Raises:
        typer.Exit: It would; they have been named.
    """
    wrong = [each for each in contradictions(program) if (each.severity or "error") == "error"]
    for hit in wrong:
        complain(f"{hit.record}: {hit.message}", hit.hint)
    if not wrong:
        held = {
            path: each if isinstance(each, bytes) else each.encode() for path, each in files.items()
        }
        then = Folder(state.root, None, held)
        first = ProgramYear(program.year, program.year_starts).first_day
        with working("checking the new year"):
            found = check_all(then, max(first, today)).findings
        wrong_there = [each for each in found if is_fault(each) and each.path in files]
        state.act.found(wrong_there)
        show(wrong_there)
        if not wrong_there:
            return
    note(f"{paint('nothing was changed', 'bold')}: the new year would begin with these errors")
    raise typer.Exit(FINDINGS)


def _say_unclosed(counted: CountedFolder, year: str) -> None:
    """Name the questionnaires of the year that ends of which nothing could be taken any more."""
    closed = counted.each(ClosedQuestionnaire)
    for each in counted.each(BegunQuestionnaire).values():
        name = each.questionnaire.id
        if each.year == year and closed_file(year, name) not in closed:
            note(f"  {shown(each.questionnaire.title)} is not closed: in the new year nothing of it"
                 f" is taken or opened; before that: mentorctl evaluate close {name}")  # fmt: skip


def _write(change: Transaction, files: dict[str, str | bytes]) -> None:
    for path, each in files.items():
        if isinstance(each, bytes):
            change.copy(path, each)
        elif (change.state.root / path).exists():
            change.replace(path, each)
        else:
            change.create(path, each)


def _say_next(wish: NewYear, today: dt.date) -> None:
    old = wish.this.name
    note(f"  {old} stays as it was: mentorctl completers --year {old}")
    if today <= wish.this.last_day:
        note(f"  {old} goes on until {wish.this.last_day}; its lists have to be asked for"
             " with --year")  # fmt: skip
    if wish.named("stays-open"):
        note(f"  what is open there: mentorctl due --year {old}")
    note("  see what the new year asks first: mentorctl check")
