"""Notes the dates of the program year itself: `mentorctl mark completers-sent`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from mentorctl.cli import lookup
from mentorctl.cli.editing import record_fields
from mentorctl.cli.editing.transaction import Transaction
from mentorctl.cli.output.console import note, put, shown, table
from mentorctl.cli.signing.identity import acting
from mentorctl.model.kinds import kind_named
from mentorctl.model.marks import CONFIRMED, marks, titles, year_marks
from mentorctl.model.paths import year_file
from mentorctl.model.program_standing import OF_COMPLETED, PER_PERSON, program_standing
from mentorctl.reports.completers import completed_in
from mentorctl.reports.counted_folder import as_counted
from mentorctl.reports.folder_reading import sound_context
from mentorctl.store.edit.set_value import set_value
from mentorctl.store.parse.fast import reading
from mentorctl.store.scaffold import record_text

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from mentorctl.cli.state import State
    from mentorctl.model.marks import YearMark

__all__ = ["list_marks", "mark_year", "write_year", "year_mark"]

# where somebody completes, somebody is owed something
INVOICE_OF = "invoice PERSON"
_ONCE_COMPLETED = "it is owed once a pairing has completed: mentorctl completers --explain"


def year_mark(state: State, first: str, second: str) -> tuple[YearMark | None, str]:
    """The date of the year that is meant by two words, or by one of them, and the other word.

    Args:
        state: The run of the command.
        first: What was typed first.
        second: What was typed then, or empty.

    Returns:
        None where neither word is the name of one.
    """
    known = year_marks(state.folder.program)
    for word, other in ((f"{first} {second}", ""), (first, second), (second, first)):
        found = known.get("-".join(word.lower().replace("_", "-").split()))
        if found is not None:
            return found, other
    return None, ""


def mark_year(
    state: State,
    what: YearMark,
    person: str,
    on: dt.date | None,
    today: dt.date | None,
    *,
    yes: bool,
) -> None:
    """Note the day of something that belongs to no one pairing.

    Args:
        state: The run of the command.
        what: The date.
        person: Whose it is, as it was typed; empty where it is nobody's in particular, or theirs
            who runs the command.
        on: The day; today when left out.
        today: The day on which to judge.
        yes: Whether a day that is there may be replaced.

    Raises:
        typer.BadParameter: It is not clear whose it is, or they owe none.
        typer.Exit: There is nothing to do, or the day that is there shall stay.
    """
    change = Transaction(state, today)
    day = on or change.today
    facts = state.folder.shared.year
    value = getattr(facts, what.field[0], None) if facts else None
    if what.field[0] in PER_PERSON:
        who = _whose(change, what, person)
        before: object = (value or {}).get(who)
        where: tuple[str, ...] = (what.field[0], who)
        said = f"{what.said}, of {record_fields.names_of(state, [who])}, on {day}"
    else:
        if person:
            raise typer.BadParameter(f"{what.name} is the whole program's; leave {person!r} out")
        before, where = value, what.field
        for part in what.field[1:]:
            before = getattr(before, part, None)
        said = f"{what.said} on {day}"
    record_fields.replace(f"the day of {what.said}", before, day, yes=yes)
    if before == day:
        file = year_file(state.folder.program.year)
        record_fields.nothing_to_do(f"{file} says so: {said}", state, file)
    write_year(change, {where: day})
    change.finish(said, whole=True)


def _whose(change: Transaction, what: YearMark, given: str) -> str:
    """Whose date it is."""
    state = change.state
    owing = _owing(change, what)
    if given:
        who = lookup.person(state, given, among=owing)
        if who not in owing:
            names = record_fields.names_of(state, sorted(owing)) or "nobody does"
            why = f"; {_ONCE_COMPLETED}" if what.field[0] in OF_COMPLETED else ""
            raise typer.BadParameter(f"{who} owes no {what.name}; who does: {names}{why}")
        return who
    if len(owing) == 1:
        return next(iter(owing))
    runner = acting(state)[0]
    if runner in owing:
        return runner
    still = [each for each, on in owing.items() if on is None] or list(owing)
    names = record_fields.names_of(state, still) or "nobody owes it"
    raise typer.BadParameter(f"say whose it is: --by PERSON ({names})")


def _owing(change: Transaction, what: YearMark) -> Mapping[str, dt.date | None]:
    """Who owes a date of the year, and the day that they have."""
    counted = as_counted(change.state.folder, change.today)
    ctx = sound_context(counted, change.today)
    with reading():
        pairings = {name: each for name in counted.pairing_ids if (each := counted.pairing(name))}
        completed = completed_in(counted, change.today) if what.field[0] in OF_COMPLETED else {}
    rows = program_standing(ctx.calendar, ctx.shared, pairings, change.today, completed)
    return {
        owed.person: owed.on
        for row in rows
        for owed in row.owed
        if owed.person and owed.need.field[0] == what.field[0]
    }


def write_year(change: Transaction, days: Mapping[tuple[str, ...], dt.date]) -> None:
    """Set days in the year's file, which is made where it is not there yet."""
    folder = change.state.folder
    path = year_file(folder.program.year)
    if path in folder.files:
        for where, day in days.items():
            change.set(path, where, day)
        return
    text = record_text(kind_named("year"), path, folder.program, folder.words, {})
    for where, day in days.items():
        text = set_value(text, where, day)
    change.create(path, text)


def list_marks(state: State) -> None:
    """Show everything that can be marked in this program."""
    program = state.folder.program
    rows = [(name, each.title, str(each.due or "")) for name, each in year_marks(program).items()
            if name == each.name]  # fmt: skip
    say = state.folder.words.say
    named = {
        "guide-reviewed": say("{guide}: reviewed with {mentor} and {mentee}"),
        "guide-signed-off": say("{guide}: signed off"),
        CONFIRMED: say("The {mentor} meets every criterion"),
        **titles(program),
    }
    rows += [(f"PAIRING {name}", named.get(name, ""), "") for name in marks(program)]
    if program.completion.needs:
        rows.append((INVOICE_OF, "The date of an invoice, for good", ""))
    if rows:
        put(
            table(
                ("mark", "what it notes", "due"),
                [tuple(map(shown, each)) for each in rows],
                texts=(1,),
            )
        )
        note("each takes --on DATE; a date that several people owe takes --by PERSON")
    else:
        note("program.yaml lists nothing that can be marked: no dates of the year or of a pairing")
