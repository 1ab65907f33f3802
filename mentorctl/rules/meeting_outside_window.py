"""A meeting was held outside its window.

What it finds
    A meeting of the year that is dated, or planned, before the first or after the last day which
    program.yaml gives for it.

Why it matters
    Either the date is mistyped, or the program should know that its calendar was not kept.

Example
    on: 2026-12-02    for a meeting with   from: 09-01   and   until: 10-31

How to mend it
    Correct the date, or change from and until of the meeting in program.yaml.
"""

from __future__ import annotations

from mentorctl.rules._lookups import of_this_year
from mentorctl.rules.base import Book, Context, Hit, Hits, ProgramRule


def check(book: Book, ctx: Context) -> Hits:
    """Compare every meeting of the year with its window."""
    windows = {meeting.id: meeting for meeting in ctx.program.meetings}
    year = ctx.calendar.year
    for path, meeting in book.meetings.items():
        window = windows.get(meeting.meeting)
        if window is None or not of_this_year(path, ctx):
            continue
        first, last = year.day(window.from_), year.day(window.until)
        ahead = meeting.ahead
        planned = ahead.on if ahead else None
        for where, on, said in (
            (("on",), meeting.on, "was held on"),
            (("planned", "on"), planned, "is planned for"),
        ):
            if on is not None and not first <= on <= last:
                yield Hit(
                    path,
                    where,
                    f"{window.title} {said} {on}, its window is {first} to {last}",
                    "correct the date, or change the window under meetings in program.yaml",
                )


RULE = ProgramRule("meeting-outside-window", "warning", check)
