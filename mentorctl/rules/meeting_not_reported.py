"""A meeting of the program was planned for a day that passed, and nothing says that it was held.

What it finds
    A meeting in meetings/ with a day under planned that is before today, and none under on.

Why it matters
    Whoever was there is owed a list that says so: the meetings are required, and completion may
    ask for them.

Example
    meeting: midyear
    planned:
      on: 2027-02-10     on a day in March 2027, and no day under on

How to mend it
    Note the day and who was there: mentorctl attend MEETING PERSON… --on DATE. If it was put
    off: mentorctl schedule MEETING --on DATE; if nothing comes of it, --cancel.
"""

from __future__ import annotations

from mentorctl.model.passed_plans import passed_day
from mentorctl.model.paths import meeting_file
from mentorctl.rules.base import Book, Context, Hit, Hits, ProgramRule


def check(book: Book, ctx: Context) -> Hits:
    """Find meetings of the year whose planned day is past."""
    del book
    for name, meeting in ctx.shared.meetings.items():
        day = passed_day(meeting, ctx.today)
        if day is not None:
            yield Hit(
                meeting_file(ctx.program.year, name),
                ("planned", "on"),
                f"the {name} meeting was planned for {day}, and nothing says that it was held",
                f"if it was: mentorctl attend {name} PERSON --on DATE; if not: mentorctl "
                f"schedule {name} --on DATE, or --cancel",
            )


RULE = ProgramRule("meeting-not-reported", "warning", check)
