"""`mentorctl invoices`: what is owed to mentors, advisors and schools, from who has completed."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import typer

from mentorctl.cli.list_filter import Advisor, Area, School, chosen_pairings
from mentorctl.cli.options import At, SchemaVersion, Today, YearOption
from mentorctl.cli.output.console import note, put, table
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
from mentorctl.model.owed import priced
from mentorctl.reports.invoices import COLUMNS, as_data, invoices
from mentorctl.reports.provenance import provenance
from mentorctl.reports.row_formats import as_json
from mentorctl.reports.years.other_years import as_data as years_data
from mentorctl.reports.years.other_years import still_running
from mentorctl.store.parse.fast import reading

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from mentorctl.cli.state import State
    from mentorctl.model.words import Words
    from mentorctl.reports.invoices import Invoice, InvoiceList, InvoiceRow
    from mentorctl.reports.provenance import Provenance

__all__ = ["command"]


def command(  # noqa: PLR0913, PLR0917 - one for each option
    context: typer.Context,
    form: TabularFormat = "table",
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
    """Say what is owed to mentors, advisors and schools, from who has completed.

    The columns of CSV and JSON are the same every year: number (of the invoice), payee_id, payee,
    payee_email, role (mentor or advisor), service, pairing, mentee_id, mentee, school,
    completed_on, currency, amount (600.00; empty where program.yaml gives no rate under
    payments), mentor_id, advisor_id, supervisor_id, program_id, program, year, date (of
    the invoice; empty until mentorctl mark invoice fixes it), payee_address, vendor_number,
    contract_number, agency, agency_address. An amount for the person once has no pairing. What is
    paid for a mentee is paid to the school: payee is its name, role is mentee, and there is no
    number. JSON has each payee's and each school's total as well.

    CSV is UTF-8 with line feeds. A text that a spreadsheet would take for a formula begins with
    an apostrophe. The invoices themselves: mentorctl render invoice
    """
    state: State = context.obj
    state.tell_of(at, year)
    kind = tabular_format("invoices", form, out, excel=excel)
    with working("reading the records"), reading():
        found = invoices(state.counted, state.today(today))
        found = _about(found, chosen_pairings(state, advisor, area, school))
    refuse(found.unread, strict=strict)
    elsewhere = still_running(state.counted, found.as_of)
    drawn = provenance(state.counted)
    if kind in SHEETS:
        put_sheet(kind, COLUMNS, found.rows, out, title="invoices", excel=excel)
    else:
        with text_into(out):
            if kind == "json":
                put(as_json(as_data(found, drawn) | years_data(elsewhere), version))
            else:
                for each in _tables(found, state.counted.words):
                    put(each)
    _summary(found, drawn)
    note_other_years(state.counted, elsewhere)
    end_with(found.unread)


def _about(found: InvoiceList, wanted: Collection[str] | None) -> InvoiceList:
    """What is owed for any of some pairings; each invoice stays whole, as its number and total."""
    if wanted is None:
        return found

    def names(rows: Sequence[InvoiceRow]) -> bool:
        return any(row.pairing in wanted for row in rows)

    return found._replace(
        invoices=tuple(each for each in found.invoices if names(each.rows)),
        schools=tuple(each for each in found.schools if names(each.rows)),
    )


def _tables(found: InvoiceList, words: Words) -> Iterator[str]:
    if found.invoices:
        rows = []
        for invoice in found.invoices:
            roles = dict.fromkeys(words[row.role] for row in invoice.rows)
            pairings = {row.pairing for row in invoice.rows if row.pairing}
            first = invoice.rows[0]
            count = str(len(pairings) or "")
            dated = str(first.date or "")
            rows.append((first.payee, " and ".join(roles), count, _total(invoice, found), dated))
        yield table(("payee", "as", "pairings", "total", "dated"), rows, texts=(0, 2, 1))
    if found.schools:
        paid = [
            (
                each.school or "(no school)",
                each.district,
                str(len({row.mentee_id for row in each.rows})),
                priced(Decimal(each.total), found.currency),
            )
            for each in found.schools
        ]
        if found.invoices:
            yield ""
        yield table(("school", "district", words["mentees"], "total"), paid, texts=(0, 2, 1))


def _total(invoice: Invoice, found: InvoiceList) -> str:
    return "" if invoice.total is None else priced(Decimal(invoice.total), found.currency)


def _summary(found: InvoiceList, drawn: Provenance) -> None:
    count = len(found.invoices)
    people = f"{count} people are owed" if count > 1 else "1 person is owed"
    people = people if count else "nobody is owed anything"
    note(f"{people} for {found.program} {found.year} by {found.as_of}, {drawn.told}")
    if found.schools:
        owed = sum((Decimal(each.total) for each in found.schools), Decimal(0))
        count = len(found.schools)
        owing = "1 school is" if count == 1 else f"{count} schools are"
        note(f"{owing} owed {priced(owed, found.currency)} in all, with no invoice")
    for each in found.invoices:
        if each.dated is not None and each.rows[0].date is None:
            first = each.rows[0]
            note(
                f"the invoice of {first.payee} is dated {each.dated}, and lists what was completed"
                f" on {each.last_day}: mentorctl mark invoice {first.payee_id} --yes"
            )
    undated = sum(invoice.dated is None for invoice in found.invoices)
    if undated:
        note(
            f"{undated} of the invoices {'has' if undated == 1 else 'have'} no date yet; fix it"
            " when it is made: mentorctl mark invoice PERSON"
        )
    if any(invoice.total is None for invoice in found.invoices):
        note("program.yaml gives no rate for some of it, under payments: amounts are left blank")
