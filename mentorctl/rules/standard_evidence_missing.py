"""The evidence for an answer on a standard is not there.

What it finds
    A file named as evidence in standards/YEAR.yaml that the program folder does not have, or
    a path that leads out of it.

Why it matters
    Nothing is met without evidence. An answer that rests on a lost file counts no more, and a
    reviewer who asks for the file gets none.

Example
    a-1:
      met: yes
      evidence:
        - file: standards/evidence/handbook.pdf      deleted in March
          on: 2026-08-14

How to mend it
    Put the file back (mentorctl history shows when it went), correct its path, or name other
    evidence. Capitals and the ending count.
"""

from __future__ import annotations

from mentorctl.rules._standards import evidence_hits
from mentorctl.rules.base import Book, Context, Hits, ProgramRule


def check(book: Book, ctx: Context) -> Hits:
    """Look for every file that this year's answers name."""
    yield from evidence_hits(book, ctx, "standard-evidence-missing")


RULE = ProgramRule("standard-evidence-missing", "error", check)
