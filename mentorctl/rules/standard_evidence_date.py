"""The evidence for an answer on a standard is not of this year.

What it finds
    Evidence in standards/YEAR.yaml whose day is before the program year began, or after today.

Why it matters
    Standards are to be met each year. What showed it last year may have changed since, and what
    is dated later has not happened. The answer does not count until the evidence is of this
    year.

Example
    evidence:
      - link: https://schools.example.org/handbook
        on: 2024-08-14      in the answers of 2026-2027

How to mend it
    See whether it still holds, and write the day on which you did. Otherwise name newer
    evidence.
"""

from __future__ import annotations

from mentorctl.rules._standards import evidence_hits
from mentorctl.rules.base import Book, Context, Hits, ProgramRule


def check(book: Book, ctx: Context) -> Hits:
    """Compare the day of this year's evidence with the year's first day and with today."""
    yield from evidence_hits(book, ctx, "standard-evidence-date")


RULE = ProgramRule("standard-evidence-date", "warning", check)
