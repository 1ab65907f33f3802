"""`invoices`: what is owed to mentors, advisors and schools, from who has completed.

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
    date                             of the invoice, as years/YEAR.yaml keeps it; else empty
    payee_address, vendor_number,    of who is owed, as their file has them
    contract_number
    agency, agency_address           where the invoice goes

What program.yaml pays for mentees goes to their schools, which send no invoice: `payee` is the
school, `role` is `mentee`, and there is no number, id, email and date. An amount for the person
once, whatever the number of pairings, has no pairing, mentee, school and day; nor has what somebody
laid out, once it is approved in years/YEAR.yaml, with what it was for as `service`. Rows are in the
order of payees' ids, as mentor before as advisor; schools come last, by name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mentorctl.model.owed import claims, dated, school_claims
from mentorctl.model.person import name_of
from mentorctl.reports.completers import completers
from mentorctl.reports.counted_folder import as_counted
from mentorctl.reports.folder_reading import sound_context, unread_in, unreadable_data

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence
    from decimal import Decimal

    from mentorctl.model.finding import Finding
    from mentorctl.model.owed import OwedLine, SchoolClaim
    from mentorctl.model.person import Person
    from mentorctl.model.program import Program
    from mentorctl.reports.provenance import Provenance
    from mentorctl.store.folder import Folder

__all__ = [
    "COLUMNS", "Invoice", "InvoiceList", "InvoiceRow", "SchoolPayment", "as_data", "invoices",
]  # fmt: skip


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
    date: dt.date | None = None
    payee_address: str | None = None
    vendor_number: str | None = None
    contract_number: str | None = None
    agency: str = ""
    agency_address: str | None = None


COLUMNS = InvoiceRow._fields
HEAD = ("number", "payee_id", "payee", "payee_email")
# of the invoice or the agency, and said once
ONCE = ("date", "payee_address", "vendor_number", "contract_number")
OF_AGENCY = ("agency", "agency_address")


class Invoice(NamedTuple):
    """What one person is owed.

    Attributes:
        rows: Its lines, at least one.
        total: Their sum as `600.00`; None where an amount is not known.
        dated: The day that years/YEAR.yaml has for it; its rows have none where that is too early.
        last_day: The day on which the last of what it lists was completed.
    """

    rows: tuple[InvoiceRow, ...]
    total: str | None
    dated: dt.date | None = None
    last_day: dt.date | None = None


class SchoolPayment(NamedTuple):
    """What one school is owed for its mentees.

    Attributes:
        school: Its name; empty where the files of the mentees do not say.
        district: Its district; empty where they do not say.
        rows: Its lines, at least one.
        total: Their sum as `600.00`.
    """

    school: str
    district: str
    rows: tuple[InvoiceRow, ...]
    total: str


class InvoiceList(NamedTuple):
    """Everybody's.

    Attributes:
        program: The program's name.
        year: Its year.
        as_of: The day; what is dated later has not happened yet.
        currency: What stands before an amount.
        invoices: One a person, by their id.
        unread: What the list rests on and could not be read.
        schools: What schools are owed, by their name.
        agency: The agency, and where its post goes to; None where program.yaml does not say.
    """

    program: str
    year: str
    as_of: dt.date
    currency: str
    invoices: tuple[Invoice, ...]
    unread: tuple[Finding, ...] = ()
    schools: tuple[SchoolPayment, ...] = ()
    agency: tuple[str, str | None] = ("", None)

    @property
    def rows(self) -> tuple[InvoiceRow, ...]:
        """All lines, of invoices and then of schools."""
        of_people = (row for each in self.invoices for row in each.rows)
        return (*of_people, *(row for each in self.schools for row in each.rows))


def invoices(folder: Folder, as_of: dt.date) -> InvoiceList:
    """See what everybody is owed.

    Args:
        folder: The program folder.
        as_of: The day as of which to judge who has completed.

    Raises:
        BrokenProgram: `program.yaml` contradicts itself.
    """
    counted = as_counted(folder, as_of)
    program = counted.program
    done = completers(counted, as_of)
    ctx = sound_context(counted, as_of)
    facts = ctx.shared.year
    made = []
    for claim in claims(done, program, ctx.shared):
        payee = ctx.people.get(claim.payee)
        head = _head(program, payee)._replace(
            number=claim.number,
            payee_id=claim.payee,
            payee=name_of(ctx.people, claim.payee),
            date=dated(claim, facts),
        )
        day = facts.invoices_dated.get(claim.payee) if facts else None
        rows = _rows(head, claim.lines)
        made.append(Invoice(rows, _money(claim.total), day, claim.last_day))
    schools = tuple(_school(claim, program) for claim in school_claims(done, program))
    unread = unread_in(counted, [*done.unread, *counted.reader.findings])
    return InvoiceList(
        program.name, program.year, as_of, program.payments.currency, tuple(made), unread, schools,
        (program.agency, program.payments.agency_address),
    )  # fmt: skip


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
        "agency": found.agency[0],
        "agency_address": found.agency[1],
        "schools": [_school_data(each) for each in found.schools],
    }


def _data(invoice: Invoice) -> dict[str, object]:
    first = invoice.rows[0]._asdict()
    return {
        **{name: first[name] for name in HEAD},
        "total": invoice.total,
        "lines": _lines(invoice.rows),
        **{name: first[name] for name in ONCE},
    }


def _school_data(each: SchoolPayment) -> dict[str, object]:
    return {
        "school": each.school or None,
        "district": each.district or None,
        "total": each.total,
        "lines": _lines(each.rows),
    }


def _lines(rows: Sequence[InvoiceRow]) -> list[dict[str, object]]:
    told = (*HEAD, "currency", *ONCE, *OF_AGENCY)
    shown = [name for name in COLUMNS if name not in told]
    return [{name: each for name, each in row._asdict().items() if name in shown} for row in rows]


def _school(claim: SchoolClaim, program: Program) -> SchoolPayment:
    head = _head(program, None)._replace(payee=claim.school)
    rows = _rows(head, claim.lines)
    return SchoolPayment(claim.school, claim.district, rows, f"{claim.total:.2f}")


def _head(program: Program, payee: Person | None) -> InvoiceRow:
    """What every line of an invoice says, before whom and what it is for."""
    return InvoiceRow(
        *("", "", "", payee.email if payee else None, "", ""),
        *(None, None, None, None, None),
        *(program.payments.currency, None, None, None, None),
        *(program.id, program.name, program.year),
        payee_address=(payee.address or None) if payee else None,
        vendor_number=(payee.vendor_number or None) if payee else None,
        contract_number=(payee.contract_number or None) if payee else None,
        agency=program.agency,
        agency_address=program.payments.agency_address or None,
    )


def _rows(head: InvoiceRow, lines: Sequence[OwedLine]) -> tuple[InvoiceRow, ...]:
    return tuple(_row(head, line) for line in lines)


def _row(head: InvoiceRow, line: OwedLine) -> InvoiceRow:
    head = head._replace(role=line.role, service=line.service, amount=_money(line.amount))
    if line.entry is None:
        return head
    about = line.entry.row
    return head._replace(
        pairing=line.entry.pairing,
        mentee_id=about.mentee_id,
        mentee=about.mentee,
        school=about.school,
        completed_on=about.completed_on,
        mentor_id=about.mentor_id,
        advisor_id=line.entry.advisor_id or None,
        supervisor_id=line.entry.supervisor_id or None,
    )


def _money(amount: Decimal | None) -> str | None:
    return None if amount is None else f"{amount:.2f}"
