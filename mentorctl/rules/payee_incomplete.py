"""What invoices ask for is not in the file of somebody who is paid.

What it finds
    A mentor or advisor of a pairing under way or completed, who is paid, and whose file does not
    have what payments: asks_for of program.yaml names: mailing address, vendor number, contract
    number; or, where it names approved_contract, whose contract the year's file does not have as
    approved. And a program that asks for the agency's address and does not have it.

Why it matters
    The invoice has an empty line there. An office that pays sends it back.

Example
    payments:
      asks_for:
        - vendor_number      and people/teo-lindqvist.yaml has none

How to mend it
    Fill it in in the person's file; or take it off asks_for, where the agency does not need it.
"""

from __future__ import annotations

from mentorctl.model.owed import PAYEES, is_approved, lacks
from mentorctl.model.paths import PROGRAM_FILE, person_file, year_file
from mentorctl.rules.base import Book, Context, Hit, Hits, ProgramRule

# a pairing that was given up is owed nothing
_OWING = frozenset({"active", "completed"})


def check(book: Book, ctx: Context) -> Hits:
    """Look at everybody who is paid, once each; and at the agency they send their invoices to."""
    payments = ctx.program.payments
    if not payments.asks_for:
        return
    # without any rate the amounts are written by hand, and both are paid
    paid = {rate.role for rate in payments.rates} or {*PAYEES}
    payees: dict[str, str] = {}
    for pairing in book.pairings.values():
        if pairing.state_on(ctx.today) in _OWING:
            for role in PAYEES:
                person = getattr(pairing, role)
                if role in paid and person:
                    payees.setdefault(person, role)
    if payees and "agency_address" in payments.asks_for and not payments.agency_address:
        yield Hit(
            PROGRAM_FILE,
            ("payments", "asks_for"),
            f"invoices ask for the address of {ctx.program.agency}, and it is not there",
            "write it: mentorctl edit program --set payments.agency_address=TEXT",
        )
    facts = book.years.get(year_file(ctx.program.year))
    contracts = facts.contracts if facts else ()
    places = {each.person: str(place) for place, each in enumerate(contracts, 1)}
    approved = {
        each.person for each in contracts if is_approved(each.approved, ctx.today, ctx.shared)
    }
    for name, held in payees.items():
        if "approved_contract" in payments.asks_for and name not in approved:
            item = f"--set contracts.{places.get(name, '+')}"
            edit = f"mentorctl edit years/{ctx.program.year}"
            edit += f" {item}.person={name}" * (name not in places)
            yield Hit(
                person_file(name),
                (),
                f"no contract of {ctx.words[held]} {name} is approved for {ctx.program.year}",
                f"once it is: {edit} {item}.approved.by=PERSON {item}.approved.on=DATE",
                about=("contract",),
            )
        known = book.people.get(name)
        missing = lacks(known, ctx.program) if known else []
        if known and missing:
            listed = " or ".join(filter(None, (", ".join(missing[:-1]), missing[-1])))
            yield Hit(
                person_file(name),
                (),
                f"{ctx.words[held]} {known.name} has no {listed}, and invoices ask for it",
                f"fill it in: mentorctl edit {person_file(name).removesuffix('.yaml')}",
            )


RULE = ProgramRule("payee-incomplete", "note", check)
