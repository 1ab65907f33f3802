"""A date of the program itself has passed, and the work is not recorded.

What it finds
    A milestone of the calendar that belongs to no one pairing (the evaluation, lists of
    completers, invoices) whose day is past while years/YEAR.yaml does not date it, or does not
    date it for everybody who owes it. An invoice is owed by the mentor and the advisor of a
    pairing that is on the list of completers, from the day on which it is; before, by nobody.
    A milestone that is not required gives a note.

Why it matters
    Payments to schools and mentors rest on these lists.

Example
    completers_sent:
      ines-dupre: 2027-04-23
    while april has passed and a second advisor has pairings in the year

How to mend it
    Write the day it was done into years/YEAR.yaml. If it was not done, do it now.
"""

from __future__ import annotations

from mentorctl.model.needs import NeedState
from mentorctl.rules._lookups import listed
from mentorctl.rules._program_milestones import rows
from mentorctl.rules.base import Book, Context, Hits, ProgramRule


def check(book: Book, ctx: Context) -> Hits:
    """Name what is open past its day, with everybody who owes it."""
    for row in rows(book, ctx, NeedState.MISSED):
        people = listed([entry.person for entry in row.owed if entry.person])
        still = f"is still open for {people}" if people else "is still open"
        yield row.hit(
            book,
            ctx,
            f'"{row.milestone.title}" was due on {row.due}, and {still}',
            row.how_to_date(),
        )


RULE = ProgramRule("program-milestone-missed", "error", check)
