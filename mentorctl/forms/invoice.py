"""The invoice of a mentor or an advisor (career education mentoring manual, Suggested Timeline).

The manual has them due to the agency on April 30 for final payment, and prints neither a form nor
amounts: the layout is ours, and amounts stand in program.yaml under `payments`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mentorctl.forms.form import Form, FormContext, FormDocument, Lack, Sheet, Value
from mentorctl.forms.wording import written
from mentorctl.forms.year_end import by_hand, lacking, program_values, role_title, staff_name
from mentorctl.model.owed import Claim, claims, dated, priced
from mentorctl.model.paths import pairing_file, person_file, year_file

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from mentorctl.model.owed import OwedLine
    from mentorctl.model.team import Team

__all__ = ["INVOICE"]

TITLE = "Invoice"
BLANK_LINES = 4
COLUMNS = ("service", "mentee", "school", "completed_on", "amount")


class _About(NamedTuple):
    """Whose invoice it is, its number and day, and the records that it rests on."""

    payee: str = ""
    number: str = ""
    date: str = ""
    records: tuple[str, ...] = ()


def of_program(context: FormContext) -> list[FormDocument]:
    """One invoice for everybody who is owed anything; on blank forms, one for anybody."""
    if context.mode == "blank":
        return [_document(_About(), _blank(), "", context)]
    return [
        _filled(claim, context)
        for claim in claims(context.completers(), context.program, context.shared)
    ]


def of_pairing(team: Team, context: FormContext) -> list[FormDocument]:
    """The invoice of the mentor of a pairing that has completed, with all that they are owed."""
    mentor = team.pairing.mentor if team.pairing else ""
    if context.mode == "blank":
        return [_document(_About(mentor), _blank(), "", context)]
    entry = context.entry(team.id)
    if entry is None or entry.reasons:
        return []
    found = context.completed_with(mentor)
    own = [each for each in found.completers if mentor in (each.row.mentor_id, each.advisor_id)]
    owed = claims(found._replace(completers=tuple(own)), context.program, context.shared)
    return [_filled(claim, context) for claim in owed if claim.payee == mentor]


def _filled(claim: Claim, context: FormContext) -> FormDocument:
    lines: list[Value] = [_line(line, context) for line in claim.lines]
    day = dated(claim, context.shared.year)
    about = _About(claim.payee, claim.number, written(day) if day else "", _records(claim, context))
    return _document(about, lines, _money(claim.total, context), context)


def _document(
    about: _About, lines: Sequence[Value], total: str, context: FormContext
) -> FormDocument:
    name = context.name(about.payee)
    values: dict[str, Value] = {
        **program_values(context),
        "title": TITLE,
        "number": about.number,
        "date": about.date,
        "payee": _contact(about.payee, context),
        "agency_address": _one_line(context.program.payments.agency_address),
        "attention": staff_name(context),
        "lines": lines,
        "total": total,
        "by_hand": not total,
        "signature_line": by_hand("Payee Signature", name),
    }
    sheet = Sheet("invoice", TITLE, name, "invoice.html", about.records, values)
    title = ": ".join(filter(None, (f"{TITLE}, {context.year}", name)))
    return FormDocument("invoice", about.payee, title, (sheet,))


def _records(claim: Claim, context: FormContext) -> tuple[str, ...]:
    """The person's file, the year's, and the pairings that completed."""
    pairings = (line.entry.pairing for line in claim.lines if line.entry)
    of_pairings = (pairing_file(context.year, each) for each in pairings)
    return tuple(dict.fromkeys((person_file(claim.payee), year_file(context.year), *of_pairings)))


def _contact(payee: str, context: FormContext) -> dict[str, Value]:
    """Where the money goes; what the person's file does not say is a line to write on."""
    person = context.people.get(payee) if payee else None
    phones = person.phones if person else None
    phone = (phones.cell or phones.work or phones.school) if phones else None
    asked = context.program.payments.asks_for
    vendor = (person.vendor_number if person else None) or ""
    contract = (person.contract_number if person else None) or ""
    return {
        "name": context.name(payee),
        "address": _one_line(person.address if person else None),
        "email": (person.email if person else None) or "",
        "phone": phone or "",
        "vendor_number": vendor,
        "contract_number": contract,
        # on a blank form there is room for what invoices may ask for
        "numbered": bool(
            context.mode == "blank"
            or vendor
            or contract
            or {"vendor_number", "contract_number"} & {*asked}
        ),
    }


def _one_line(address: str | None) -> str:
    lines = (line.strip(" ,") for line in (address or "").splitlines())
    return ", ".join(filter(None, lines))


def _line(line: OwedLine, context: FormContext) -> dict[str, Value]:
    row = line.entry.row if line.entry else None
    return {
        "service": line.service or role_title(context, line.role),
        "mentee": row.mentee if row else "",
        "school": (row.school if row else None) or "",
        "completed_on": written(row.completed_on) if row else "",
        "amount": _money(line.amount, context),
    }


def _blank() -> list[Value]:
    return [dict.fromkeys(COLUMNS, "")] * BLANK_LINES


def _money(amount: Decimal | None, context: FormContext) -> str:
    return "" if amount is None else priced(amount, context.program.payments.currency)


INVOICE = Form(
    "invoice",
    TITLE,
    "mentorctl completers --explain",
    of_pairing,
    of_program,
    lacking,
    of_people=Lack("is owed nothing yet", "see who has completed: mentorctl completers"),
)
