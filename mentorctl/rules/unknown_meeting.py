"""A meeting was recorded that the program does not have.

What it finds
    A file in meetings/ whose meeting is not among the meetings in program.yaml, or whose name
    is not YEAR-MEETING.yaml with that meeting.

Why it matters
    Attendance in such a file counts for nobody.

Example
    meetings/2026-2027-kickof.yaml, or   meeting: midyear   in 2026-2027-kickoff.yaml

How to mend it
    Rename the file, or correct meeting in it, so that both say what program.yaml says.
"""

from __future__ import annotations

import re

from mentorctl.rules._lookups import Guesses, of_this_year
from mentorctl.rules.base import Book, Context, Hit, Hits, ProgramRule

_name = re.compile(r"meetings/(?P<year>[0-9]{4}-[0-9]{4})-(?P<meeting>.+)\.yaml").fullmatch


def check(book: Book, ctx: Context) -> Hits:
    """Compare every meeting with its file's name and with the program."""
    known = [meeting.id for meeting in ctx.program.meetings]
    guesses = Guesses(known)
    for path, meeting in book.meetings.items():
        found = _name(path)
        this_year = found is None or of_this_year(path, ctx)
        if this_year and meeting.meeting not in known:
            guess = guesses.of(meeting.meeting)
            yield Hit(
                path,
                ("meeting",),
                f"program.yaml has no meeting {meeting.meeting}",
                f"did you mean {guess}?" if guess else f"its meetings are {', '.join(known)}",
            )
        elif found is None or found["meeting"] != meeting.meeting:
            year = found["year"] if found else ctx.program.year
            yield Hit(
                path,
                ("meeting",),
                f"the file's name does not say {meeting.meeting}, as the file does",
                f"rename the file to {year}-{meeting.meeting}.yaml, or correct meeting in it",
            )


RULE = ProgramRule("unknown-meeting", "error", check)
