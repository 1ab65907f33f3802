"""Something that the staff keeps of the year waits for them.

What it finds
    In the year's file: a new teacher whose administrator was not asked, an application that came
    and is not decided, a contract that was sent and has not come back, or came back and is not
    approved, a reimbursement that is not approved.

Why it matters
    Somebody waits for an answer, or for money. Only what is approved stands on an invoice.

Example
    years/2026-2027.yaml:
        contracts:
          - {person: teo-lindqvist, sent_on: 2026-08-20, signed_on: 2026-08-28}

How to mend it
    Note what was done: mentorctl edit years/YEAR --set contracts.1.approved.by=PERSON
    --set contracts.1.approved.on=DATE

Source
    Career Education Mentoring Manual, Participants in the Mentoring Program, DESE Section Staff.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentorctl.model.owed import is_approved
from mentorctl.model.paths import year_file
from mentorctl.rules.base import Book, Context, Hit, Hits, ProgramRule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mentorctl.model.meeting import YearFacts


def check(book: Book, ctx: Context) -> Hits:
    """Find what the staff has not done, approved or decided yet."""
    year, record = ctx.program.year, year_file(ctx.program.year)
    facts = book.years.get(record)
    for field, index, message, missing in _open(facts, ctx) if facts else ():
        sets = " ".join(f"--set {field}.{index + 1}.{each}" for each in missing)
        hint = f"once it is done: mentorctl edit years/{year} {sets}"
        yield Hit(record, (field, index), message, hint, about=(message,))


def _open(facts: YearFacts, ctx: Context) -> Iterator[tuple[str, int, str, tuple[str, ...]]]:
    """What waits: its list and place there, what it is, and what to note once it is done."""
    approve = ("approved.by=PERSON", "approved.on=DATE")
    for at, new in enumerate(facts.new_teachers):
        if new.asked_on is None and not new.answer:
            whom = f"the administrator, {new.administrator}," if new.administrator else "nobody"
            said = f"{whom} was not asked yet" if new.administrator else f"{whom} was asked yet"
            yield "new_teachers", at, f"new teacher {new.name}: {said}", ("asked_on=DATE",)
    for at, each in enumerate(facts.applications):
        if each.came_on is not None and each.accepted is None:
            said = ctx.words.say(f"the application of {each.name} as {{mentor}}")
            decide = ("accepted=yes", "decided.by=PERSON", "decided.on=DATE")
            yield "applications", at, f"{said} came on {each.came_on} and is not decided", decide
    for at, held in enumerate(facts.contracts):
        if held.signed_on is None and held.sent_on is not None:
            said = f"the contract of {held.person} was sent on {held.sent_on} and is not back"
            yield "contracts", at, said, ("signed_on=DATE",)
        elif held.signed_on is not None and not is_approved(held.approved, ctx.today, ctx.shared):
            said = f"the contract of {held.person} came back on {held.signed_on}, not approved yet"
            yield "contracts", at, said, approve
    for at, paid in enumerate(facts.reimbursements):
        if not is_approved(paid.approved, ctx.today, ctx.shared):
            said = f"{paid.person} asked on {paid.on} for {paid.amount} ({paid.what})"
            yield "reimbursements", at, f"{said}, not approved yet", approve


RULE = ProgramRule("year-entry-open", "note", check)
