"""A date of the program itself falls due within the next days.

What it finds
    A milestone of the calendar that belongs to no one pairing (the evaluation, lists of
    completers, invoices) which is open and due within check: due_soon_days of program.yaml.

Why it matters
    There is still time to do it.

Example
    Content advisor list of program completers, due 2027-04-26, on 2027-04-20

How to mend it
    Do it, and write the day into years/YEAR.yaml.
"""

from __future__ import annotations

from mentorctl.model.needs import NeedState
from mentorctl.rules._lookups import listed
from mentorctl.rules._program_milestones import rows
from mentorctl.rules.base import Book, Context, Hits, ProgramRule


def check(book: Book, ctx: Context) -> Hits:
    """Name what is open and due soon, with everybody who owes it."""
    for row in rows(book, ctx, NeedState.DUE):
        if (row.due - ctx.today).days <= ctx.program.check.due_soon_days:
            people = listed([entry.person for entry in row.owed if entry.person])
            still = f"still open for {people}" if people else "still open"
            yield row.hit(
                book,
                ctx,
                f'"{row.milestone.title}" is due on {row.due}, and {still}',
                row.how_to_date(),
            )


RULE = ProgramRule("program-milestone-due-soon", "note", check)
