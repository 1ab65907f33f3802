"""`invoices`: what is owed to mentors and advisors, from who has completed.

The columns are the same every year; each row is one thing that somebody is owed for:

    number                           of the invoice that it stands on: year and payee
    payee_id, payee, payee_email     id, name and email of who is owed
    role                             in which they are: `mentor` or `advisor`
    service                          what program.yaml calls it, under `payments`; or else empty
    pairing, mentee_id, mentee       the pairing that completed, and its mentee
    school, completed_on             the mentee's school, and the day of completion
    currency, amount                 what program.yaml has under `payments`; amount as `600.00`,
                                     empty where program.yaml gives no rate
    mentor_id, advisor_id,           the other people of the pairing
    supervisor_id
    program_id, program, year        id and name of the program, and its year

An amount for the person once, whatever the number of pairings, has no pairing, mentee, school and
day. Rows are in the order of payees' ids, as mentor before as advisor.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mentorctl.model.owed import claims
from mentorctl.reports.completers import completers
from mentorctl.reports.folder_reading import unread_in, unreadable_data

if TYPE_CHECKING:
    import datetime as dt
    from decimal import Decimal

    from mentorctl.model.finding import Finding
    from mentorctl.model.owed import Claim, OwedLine
    from mentorctl.model.person import Person
    from mentorctl.reports.provenance import Provenance
    from mentorctl.store.folder import Folder

__all__ = ["COLUMNS", "Invoice", "InvoiceList", "InvoiceRow", "as_data", "invoices"]


class InvoiceRow(NamedTuple):
    """One line of an invoice; the columns are described at the head of this module."""

    number: str
    payee_id: str
    payee: str
    payee_email: str | None
    role: str
    service: str
    pairing: str | None
    mentee_id: str | None
    mentee: str | None
    school: str | None
    completed_on: dt.date | None
    currency: str
    amount: str | None
    mentor_id: str | None
    advisor_id: str | None
    supervisor_id: str | None
    program_id: str
    program: str
    year: str


COLUMNS = InvoiceRow._fields
HEAD = ("number", "payee_id", "payee", "payee_email")


class Invoice(NamedTuple):
    """What one person is owed.

    Attributes:
        rows: Its lines, at least one.
        total: Their sum as `600.00`; None where an amount is not known.
    """

    rows: tuple[InvoiceRow, ...]
    total: str | None


class InvoiceList(NamedTuple):
    """Everybody's.

    Attributes:
        program: The program's name.
        year: Its year.
        as_of: The day; what is dated later has not happened yet.
        currency: What stands before an amount.
        invoices: One a person, by their id.
        unread: What the list rests on and could not be read.
    """

    program: str
    year: str
    as_of: dt.date
    currency: str
    invoices: tuple[Invoice, ...]
    unread: tuple[Finding, ...] = ()


def invoices(folder: Folder, as_of: dt.date) -> InvoiceList:
    """See what everybody is owed.

    Args:
        folder: The program folder.
        as_of: The day as of which to judge who has completed.

    Raises:
        BrokenProgram: `program.yaml` contradicts itself.
    """
    program = folder.program
    currency = program.payments.currency
    done = completers(folder, as_of)
    found = claims(done, program)
    about = (program.id, program.name, program.year)
    made = tuple(
        _invoice(claim, folder.people.get(claim.payee), currency, about) for claim in found
    )
    unread = unread_in(folder, [*done.unread, *folder.reader.findings])
    return InvoiceList(program.name, program.year, as_of, currency, made, unread)


def as_data(found: InvoiceList, drawn: Provenance) -> dict[str, object]:
    """The invoices for scripts; keys never change their meaning within a schema version.

    Args:
        found: The invoices.
        drawn: What they were drawn from.
    """
    return {
        "schema_version": 1,
        "program": found.program,
        "year": found.year,
        "as_of": found.as_of,
        **drawn.data(),
        "currency": found.currency,
        "invoices": [_data(invoice) for invoice in found.invoices],
        "unreadable": unreadable_data(found.unread),
    }


def _data(invoice: Invoice) -> dict[str, object]:
    rows = [row._asdict() for row in invoice.rows]
    shown = [name for name in COLUMNS if name not in (*HEAD, "currency")]
    return {
        **{name: rows[0][name] for name in HEAD},
        "total": invoice.total,
        "lines": [{name: row[name] for name in shown} for row in rows],
    }


def _invoice(
    claim: Claim, payee: Person | None, currency: str, program: tuple[str, str, str]
) -> Invoice:
    rows = tuple(_row(claim, line, payee, currency, program) for line in claim.lines)
    return Invoice(rows, _money(claim.total))


def _row(
    claim: Claim,
    line: OwedLine,
    payee: Person | None,
    currency: str,
    program: tuple[str, str, str],
) -> InvoiceRow:
    about = line.entry.row if line.entry else None
    return InvoiceRow(
        claim.number,
        claim.payee,
        payee.name if payee else claim.payee,
        payee.email if payee else None,
        line.role,
        line.service,
        line.entry.pairing if line.entry else None,
        about.mentee_id if about else None,
        about.mentee if about else None,
        about.school if about else None,
        about.completed_on if about else None,
        currency,
        _money(line.amount),
        about.mentor_id if about else None,
        (line.entry.advisor_id or None) if line.entry else None,
        (line.entry.supervisor_id or None) if line.entry else None,
        *program,
    )


def _money(amount: Decimal | None) -> str | None:
    return None if amount is None else f"{amount:.2f}"
