"""One person stands on both sides of a pairing.

What it finds
    A pairing.yaml whose mentee and mentor are the same person.

Why it matters
    Nobody mentors themselves; most often an id was copied and not changed.

Example
    mentee: amara-okafor
    mentor: amara-okafor

How to mend it
    Put the right person's id in pairing.yaml, which mentorctl edit PAIRING pairing opens.
"""

from __future__ import annotations

from mentorctl.model.paths import pairing_file
from mentorctl.rules.base import Book, Context, Hit, Hits, ProgramRule


def check(book: Book, ctx: Context) -> Hits:
    """Compare the two sides of every pairing."""
    mentee, mentor = ctx.words["mentee"], ctx.words["mentor"]
    for name, pairing in book.pairings.items():
        if pairing.mentee == pairing.mentor:
            yield Hit(
                pairing_file(ctx.program.year, name),
                ("mentor",),
                f"{pairing.mentor} is both {mentee} and {mentor} here",
                f"correct one of the two: mentorctl edit {name} pairing",
            )


RULE = ProgramRule("mentor-is-mentee", "error", check)
