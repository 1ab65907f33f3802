"""A record says that something has happened on a day that is still to come.

What it finds
    Any date of something done (achieved, sent, approved, visited, logged, filled in, taken)
    that is after today. Target dates, the end of an extension and the first and last day of a
    pairing may be in the future.

Why it matters
    What has not happened cannot count. Nearly always the month or the year is a slip.

Example
    experiences/3.yaml, on 2027-03-01:

        achieved: 2027-11-20

How to mend it
    Correct the date. For what is only planned, write the day into the plan as the target
    date, and leave the field blank until it is done.
"""

from __future__ import annotations

from mentorctl.rules._dates import DateKind
from mentorctl.rules._shared import spelled
from mentorctl.rules.base import Context, Hit, Hits, Team, TeamRule


def check(team: Team, ctx: Context) -> Hits:
    """Find facts after today."""
    today = ctx.today
    for record, where, day, kind in ctx.look(team).dates:
        if day > today and kind is not DateKind.AHEAD:
            yield Hit(
                record,
                where,
                f"{spelled(team, record, where, ctx)} says {day}, and today is {today}",
                "correct the date, or leave it blank until it is done",
            )


RULE = TeamRule("future-date", "error", check)
