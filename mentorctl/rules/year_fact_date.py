"""A date of the year's facts cannot be right.

What it finds
    A day in years/YEAR.yaml that is before the program year begins, or after today.

Why it matters
    A list dated a year too early counts as sent on time although nobody sent it. A day that
    has not come yet counts as open.

Example
    completers_sent:
      ines-dupre: 2026-04-23      in 2026-2027.yaml, where 2027-04-23 was meant

How to mend it
    Correct the date. Leave it empty until the thing is done.
"""

from __future__ import annotations

from mentorctl.model.paths import year_file
from mentorctl.model.record import DateKind
from mentorctl.model.structure import noted
from mentorctl.rules.base import Book, Context, Hit, Hits, ProgramRule


def check(book: Book, ctx: Context) -> Hits:
    """Compare every day in the year's facts with today and the year's first day."""
    facts = book.years.get(year_file(ctx.program.year))
    if facts is None:
        return
    first = ctx.calendar.year.first_day
    for where, day, kind in noted(facts, "date"):
        if day > ctx.today:
            why = f"after today ({ctx.today})"
        elif day < first and kind is DateKind.FACT:
            why = f"before the program year begins ({first})"
        else:
            continue
        hint = "correct the date, or leave it empty until the thing is done"
        yield Hit(year_file(ctx.program.year), where, f"{day} is {why}", hint)


RULE = ProgramRule("year-fact-date", "error", check)
