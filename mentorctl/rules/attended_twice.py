"""Somebody is listed twice as having attended a meeting.

What it finds
    An id that stands more than once under attended of one meeting.

Why it matters
    Often one of the two was meant to be somebody else, whose attendance is now missing.

Example
    attended: [amara-okafor, teo-lindqvist, amara-okafor]

How to mend it
    Remove the second line, or put the right id there.
"""

from __future__ import annotations

from mentorctl.rules.base import Book, Context, Hit, Hits, ProgramRule


def check(book: Book, ctx: Context) -> Hits:
    """Look for ids that come again."""
    del ctx
    for path, meeting in book.meetings.items():
        seen: set[str] = set()
        for index, person in enumerate(meeting.attended):
            if person in seen:
                yield Hit(
                    path,
                    ("attended", index),
                    f"{person} is listed twice",
                    "remove this line, or put the id of who was meant",
                )
            seen.add(person)


RULE = ProgramRule("attended-twice", "warning", check)
