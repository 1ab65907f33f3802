"""What mentors, advisors and schools are owed, from who completed.

The career education mentoring manual has their invoices due on April 30 for final payment
(Suggested Timeline) and names no amounts: `payments` in program.yaml does. A pairing that changed
hands is owed for to those who were in it when it completed. Payments for mentees go to their
schools, which send no invoice: finance has a list of them (Suggested Timeline, May 1).
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Sequence

    from mentorctl.model.agreement import SignOff
    from mentorctl.model.completer_list import CompleterEntry, CompleterList
    from mentorctl.model.meeting import YearFacts
    from mentorctl.model.payments import Rate
    from mentorctl.model.person import Person
    from mentorctl.model.program import Program
    from mentorctl.model.team import Shared

__all__ = [
    "PAYEES", "Claim", "OwedLine", "SchoolClaim", "claims", "dated", "is_approved", "lacks",
    "priced", "school_claims",
]  # fmt: skip

Payee = Literal["mentor", "advisor", "mentee"]
# who sends an invoice
PAYEES: tuple[Payee, ...] = ("mentor", "advisor")
# what an invoice can have to say of who is paid, as messages call it
OF_PAYEE = {
    "address": "mailing address",
    "vendor_number": "vendor number",
    "contract_number": "contract number",
}


class OwedLine(NamedTuple):
    """One thing that somebody is owed for.

    Attributes:
        role: The role in which they did it.
        service: What program.yaml calls it; empty where it does not say.
        entry: The pairing that completed; None where the amount is for the person once, or was
            laid out.
        amount: How much, or None where program.yaml does not say.
    """

    role: Payee
    service: str
    entry: CompleterEntry | None
    amount: Decimal | None


class Claim(NamedTuple):
    """All that one person is owed in a year.

    Attributes:
        payee: The person's id.
        number: The number of their invoice, the same whenever it is made: year and id.
        lines: What for: as mentor, then as advisor, each by mentee id; then what they laid out.
    """

    payee: str
    number: str
    lines: tuple[OwedLine, ...]

    @property
    def total(self) -> Decimal | None:
        """The sum, or None where an amount is not known."""
        return _sum(self.lines)

    @property
    def last_day(self) -> dt.date | None:
        """The day on which the last of what it is for was completed."""
        days = (line.entry.row.completed_on for line in self.lines if line.entry)
        return max((day for day in days if day is not None), default=None)


class SchoolClaim(NamedTuple):
    """All that one school is owed for its mentees in a year.

    Attributes:
        school: Its name; empty where the files of the mentees do not say.
        district: Its district, by the first mentee's file that says it; may be empty.
        lines: What for, by mentee id.
    """

    school: str
    district: str
    lines: tuple[OwedLine, ...]

    @property
    def total(self) -> Decimal:
        """The sum."""
        return _sum(self.lines) or Decimal(0)

    @property
    def of_entries(self) -> list[tuple[CompleterEntry, Decimal]]:
        """The sum for each pairing that it is paid for."""
        paid: dict[str, tuple[CompleterEntry, Decimal]] = {}
        for line in self.lines:
            if line.entry is not None and line.amount is not None:
                before = paid.get(line.entry.pairing, (line.entry, Decimal(0)))[1]
                paid[line.entry.pairing] = line.entry, before + line.amount
        return list(paid.values())


def claims(
    found: CompleterList, program: Program, shared: Shared | None = None
) -> tuple[Claim, ...]:
    """What everybody is owed for the pairings that completed, and of what they laid out.

    Args:
        found: Who completed.
        program: Its `payments`; a role that has no rate there has lines without amounts.
        shared: The year's: reimbursements count once somebody approved them who can, with the day.

    Returns:
        One claim for each person who is owed anything, by their id.
    """
    by_payee: dict[str, list[OwedLine]] = {}
    for role in PAYEES:
        entries: dict[str, list[CompleterEntry]] = {}
        for entry in found.completers:
            payee = entry.row.mentor_id if role == "mentor" else entry.advisor_id
            if payee:
                entries.setdefault(payee, []).append(entry)
        rates = [rate for rate in program.payments.rates if rate.role == role]
        for payee, completed in entries.items():
            by_payee.setdefault(payee, []).extend(_lines(role, completed, rates))
    for each in shared.year.reimbursements if shared and shared.year else ():
        if shared and is_approved(each.approved, found.as_of, shared):
            own = by_payee.setdefault(each.person, [])
            role = own[0].role if own else PAYEES[0]
            own.append(OwedLine(role, each.what, None, Decimal(each.amount)))
    return tuple(
        Claim(payee, f"{program.year}-{payee}", tuple(lines))
        for payee, lines in sorted(by_payee.items())
    )


def school_claims(found: CompleterList, program: Program) -> tuple[SchoolClaim, ...]:
    """What schools are owed for their mentees; nothing where program.yaml has no rate for it.

    Args:
        found: Who completed.
        program: Its `payments`: the rates of the role `mentee`.

    Returns:
        One claim for each school, by its name; mentees of no known school together at the end.
    """
    rates = [rate for rate in program.payments.rates if rate.role == "mentee"]
    parts = found.parted("school") if rates else ()
    order = [(school, part.completers) for school, part in parts if part.completers]
    return tuple(
        SchoolClaim(
            school,
            next(filter(None, (entry.row.district for entry in entries)), ""),
            tuple(
                OwedLine("mentee", rate.service or "", entry, Decimal(rate.amount))
                for rate in rates
                for entry in _each_once(entries, rate)
            ),
        )
        for school, entries in order
    )


def is_approved(given: SignOff | None, today: dt.date, shared: Shared) -> bool:
    """Whether somebody approved something who can, and the day on which they did has come."""
    if given is None or given.by is None or given.on is None:
        return False
    return given.on <= today and shared.can_approve(given.by)


def dated(claim: Claim, facts: YearFacts | None) -> dt.date | None:
    """The day that an invoice is dated for good; None where it is not, or before what it lists."""
    day = facts.invoices_dated.get(claim.payee) if facts else None
    last = claim.last_day
    return None if day is None or (last is not None and day < last) else day


def lacks(person: Person, program: Program) -> list[str]:
    """What invoices have to say of who is paid and their file does not, as messages call it."""
    asked = program.payments.asks_for
    return [
        called
        for field, called in OF_PAYEE.items()
        if field in asked and not getattr(person, field)
    ]


def priced(amount: Decimal, currency: str) -> str:
    """An amount as people write it: `$1,250.00`, `EUR 1,250.00`."""
    space = "\N{NO-BREAK SPACE}" if currency[-1:].isalpha() else ""
    return f"{currency}{space}{amount:,.2f}"


def _lines(
    role: Payee, completed: Sequence[CompleterEntry], rates: Sequence[Rate]
) -> Iterator[OwedLine]:
    if not rates:
        for entry in completed:
            yield OwedLine(role, "", entry, None)
    for rate in rates:
        about: Sequence[CompleterEntry | None] = completed if rate.per == "pairing" else (None,)
        for each in about:
            yield OwedLine(role, rate.service or "", each, Decimal(rate.amount))


def _each_once(entries: Sequence[CompleterEntry], rate: Rate) -> Iterator[CompleterEntry]:
    """The pairings that a rate for mentees is paid for: each, or one of each mentee."""
    seen = set()
    for entry in entries:
        if rate.per == "pairing" or entry.row.mentee_id not in seen:
            yield entry
        seen.add(entry.row.mentee_id)


def _sum(lines: Sequence[OwedLine]) -> Decimal | None:
    amounts = [line.amount for line in lines if line.amount is not None]
    return sum(amounts, Decimal(0)) if len(amounts) == len(lines) else None
