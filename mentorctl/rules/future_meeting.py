"""A meeting is dated in the future.

What it finds
    A meeting in meetings/ that is dated after today.

Why it matters
    These files say who was there. A day that has not come yet is a slip, most often of the
    year.

Example
    on: 2027-10-02    on a day in November 2026

How to mend it
    Correct the date. Leave on empty until the meeting was held.
"""

from __future__ import annotations

from mentorctl.rules.base import Book, Context, Hit, Hits, ProgramRule


def check(book: Book, ctx: Context) -> Hits:
    """Compare the day of every meeting with today."""
    for path, meeting in book.meetings.items():
        if meeting.on is not None and meeting.on > ctx.today:
            yield Hit(
                path,
                ("on",),
                f"the meeting is dated {meeting.on}, which is after today ({ctx.today})",
                "correct the date, or leave it empty until the meeting was held",
            )


RULE = ProgramRule("future-meeting", "error", check)
