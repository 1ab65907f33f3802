"""The days of a search for another mentor are in an order that cannot be right.

What it finds
    Somebody assigned with no day of the call; a call before the request, or after the first day
    with the new mentor; an email before the call; a contact before the request; a day after today.

Why it matters
    The person who asked hears it first, by telephone; then both get it in writing. Whoever reads
    it the other way round learns from a letter what concerns them most.

Example
    assigned:
      called_on: 2027-01-20
      emailed_on: 2027-01-18

How to mend it
    Look the days up and correct the one that is wrong. Where nobody has called yet, call now.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentorctl.rules._searches import searches_of_year
from mentorctl.rules.base import Book, Context, Hit, Hits, ProgramRule

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from mentorctl.model.finding import Where
    from mentorctl.model.reassignment import Reassignment

_HINT = "look both days up, and correct the one that is wrong"


def check(book: Book, ctx: Context) -> Hits:
    """Compare the days of every search."""
    for path, record in searches_of_year(book, ctx):
        for where, on in _days(record):
            if on > ctx.today:
                yield Hit(path, where, f"{on} is after today ({ctx.today})", "correct the date")
            elif on < record.requested_on:
                message = f"{on} is before the request on {record.requested_on}"
                yield Hit(path, where, message, _HINT)
        for where, message, hint in _order(record, ctx.words["mentee"]):
            yield Hit(path, where, message, hint)


def _days(record: Reassignment) -> Iterator[tuple[Where, dt.date]]:
    """What has happened, by what the record says; the first day with the new mentor may come."""
    yield ("requested_on",), record.requested_on
    for index, contact in enumerate(record.contacts):
        yield ("contacts", index, "on"), contact.on
    for index, passed in enumerate(record.passed):
        yield ("passed", index, "on"), passed.on
    given = record.assigned
    for name in ("called_on", "emailed_on"):
        on = getattr(given, name, None)
        if on is not None:
            yield ("assigned", name), on


def _order(record: Reassignment, mentee: str) -> Iterator[tuple[Where, str, str]]:
    given = record.assigned
    if given is None or given.pairing is None:
        return
    called = given.called_on
    if called is None:
        hint = "write the day of the call down once it is done"
        yield ("assigned",), f"nothing says that the {mentee} was called first", hint
        return
    if given.emailed_on is not None and given.emailed_on < called:
        message = f"the email on {given.emailed_on} came before the call on {called}"
        yield ("assigned", "emailed_on"), message, _HINT
    if given.on is not None and called > given.on:
        message = f"the call on {called} came after the first day, {given.on}"
        yield ("assigned", "called_on"), message, _HINT


RULE = ProgramRule("reassignment-out-of-order", "error", check)
