"""Fixes the dates of invoices: `mentorctl mark invoice`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from mentorctl.cli import lookup
from mentorctl.cli.editing import record_fields
from mentorctl.cli.editing.transaction import Transaction
from mentorctl.cli.editing.year_dates import write_year
from mentorctl.cli.exit_codes import FINDINGS
from mentorctl.cli.output.console import complain
from mentorctl.model.paths import year_file
from mentorctl.reports.invoices import invoices
from mentorctl.store.parse.fast import reading

if TYPE_CHECKING:
    import datetime as dt

    from mentorctl.cli.state import State
    from mentorctl.reports.invoices import Invoice

__all__ = ["fix_dates"]

FIELD = "invoices_dated"


def fix_dates(
    state: State, given: str, on: dt.date | None, today: dt.date | None, *, every: bool, yes: bool
) -> None:
    """Date the invoice of a person for good, or with `every` all that have no date yet.

    Args:
        state: The run of the command.
        given: Who is paid; empty with `every`.
        on: The day; today when left out.
        today: The day on which is judged who is owed anything.
        every: Whether the invoices of everybody are meant.
        yes: Whether a date that is there already may be replaced.

    Raises:
        typer.BadParameter: Nobody is named, or somebody and everybody.
        typer.Exit: There is no such invoice yet, or what it lists was completed later.
    """
    if every == bool(given):
        raise typer.BadParameter("say whose invoice: mark invoice PERSON, or --all for everybody's")
    change = Transaction(state, today)
    with reading():
        owed = invoices(state.folder, change.today).invoices
    by_payee = {each.rows[0].payee_id: each for each in owed}
    facts = state.folder.shared.year
    before = dict(facts.invoices_dated) if facts else {}
    if every:
        wanted = [each for each in by_payee if before.get(each) is None]
    else:
        wanted = [lookup.person(state, given, among=by_payee)]
    day = on or change.today
    for payee in wanted:
        _refuse(state, payee, by_payee.get(payee), day)
        what = f"the date of the invoice of {record_fields.names_of(state, [payee])}"
        record_fields.replace(what, before.get(payee), day, yes=yes)
    new = [payee for payee in wanted if before.get(payee) != day]
    if not new:
        done = f"the invoice is dated {day}"
        if every:
            done = "every invoice has its date" if owed else "nobody is owed anything yet"
        record_fields.nothing_to_do(done, state, year_file(state.folder.program.year))
    write_year(change, {(FIELD, payee): day for payee in new})
    who = record_fields.names_of(state, new)
    plural = "s" if len(new) > 1 else ""
    change.finish(f"invoice{plural} of {who} dated {day}", whole=True)


def _refuse(state: State, payee: str, invoice: Invoice | None, day: dt.date) -> None:
    """Stop where there is no such invoice, or none of that day."""
    name = record_fields.names_of(state, [payee])
    if invoice is None:
        complain(f"{name} is owed nothing yet", "see who has completed: mentorctl completers")
        raise typer.Exit(FINDINGS)
    last = invoice.last_day
    if last is not None and day < last:
        complain(
            f"the invoice of {name} lists what was completed on {last}, after {day}",
            f"give a day from then on: --on {last}",
        )
        raise typer.Exit(FINDINGS)
