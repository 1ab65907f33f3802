"""What mentors and advisors are owed, from who completed.

The career education mentoring manual has their invoices due on April 30 for final payment
(Suggested Timeline) and names no amounts: `payments` in program.yaml does. A pairing that changed
hands is owed for to those who were in it when it completed.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mentorctl.model.completer_list import CompleterEntry, CompleterList
    from mentorctl.model.payments import Rate
    from mentorctl.model.program import Program

__all__ = ["Claim", "OwedLine", "claims", "priced"]

Payee = Literal["mentor", "advisor"]
PAYEES: tuple[Payee, ...] = ("mentor", "advisor")


class OwedLine(NamedTuple):
    """One thing that somebody is owed for.

    Attributes:
        role: The role in which they did it.
        service: What program.yaml calls it; empty where it does not say.
        entry: The pairing that completed; None where the amount is for the person once.
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
        lines: What for: as mentor, then as advisor, each by mentee id.
    """

    payee: str
    number: str
    lines: tuple[OwedLine, ...]

    @property
    def total(self) -> Decimal | None:
        """The sum, or None where an amount is not known."""
        amounts = [line.amount for line in self.lines if line.amount is not None]
        return sum(amounts, Decimal(0)) if len(amounts) == len(self.lines) else None


def claims(found: CompleterList, program: Program) -> tuple[Claim, ...]:
    """What everybody is owed for the pairings that completed.

    Args:
        found: Who completed.
        program: Its `payments`; a role that has no rate there has lines without amounts.

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
    return tuple(
        Claim(payee, f"{program.year}-{payee}", tuple(lines))
        for payee, lines in sorted(by_payee.items())
    )


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
