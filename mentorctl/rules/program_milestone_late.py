"""A date of the program itself was met late.

What it finds
    A milestone of the calendar that belongs to no one pairing (the evaluation, lists of
    completers, invoices) which years/YEAR.yaml dates after its day. One that is not required
    is left alone.

Why it matters
    Whoever waited for the list or the invoice may not have been able to use it any more.

Example
    completers_sent:
      ines-dupre: 2027-04-29      where it was due on 04-26

How to mend it
    Correct the date if it is wrong. If it is right, see that the list or invoice still
    arrived; there is nothing to change in the records.
"""

from __future__ import annotations

from mentorctl.model.needs import NeedState
from mentorctl.rules._program_milestones import rows
from mentorctl.rules.base import Book, Context, Hits, ProgramRule


def check(book: Book, ctx: Context) -> Hits:
    """Name what is dated after its day, one finding for each person."""
    for row in rows(book, ctx, NeedState.LATE):
        if row.milestone.required == "no":
            continue
        for entry in row.owed:
            by = f", by {entry.person}" if entry.person else ""
            yield row.hit(
                book,
                ctx,
                f'"{row.milestone.title}" was due on {row.due}, and is dated {entry.on}{by}',
                "correct the date if it is wrong, else see that it was still accepted",
                entry.person,
            )


RULE = ProgramRule("program-milestone-late", "warning", check)
