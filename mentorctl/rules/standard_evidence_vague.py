"""The evidence for an answer on a standard cannot be looked up.

What it finds
    Evidence in standards/YEAR.yaml that names no file, no link and no person, or has no day; a
    link that is no address; a person who is not in people/.

Why it matters
    Evidence is what somebody else can look up. What nobody can find shows nothing, and the
    answer does not count.

Example
    evidence:
      - note: it is in the handbook      which one, and where?

How to mend it
    Name the file, the page's address or the person, and the day it is of or on which somebody
    last found it right.
"""

from __future__ import annotations

from mentorctl.rules._standards import evidence_hits
from mentorctl.rules.base import Book, Context, Hits, ProgramRule


def check(book: Book, ctx: Context) -> Hits:
    """Find evidence that does not say where or when."""
    yield from evidence_hits(book, ctx, "standard-evidence-vague")


RULE = ProgramRule("standard-evidence-vague", "warning", check)
