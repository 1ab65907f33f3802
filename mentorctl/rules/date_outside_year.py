"""A date is outside the program year.

What it finds
    A date in the records of a pairing, planned or done, before the first or after the last day
    of the program year. Where a milestone counts from the start of the pairing or of the
    person and reaches beyond the year, so may the dates; where it reaches into this year from
    an earlier one, the dates may be of that time. Trainings may be older.

Why it matters
    The pairing lies in the folder of one year, and only what happens in it counts. Nearly
    always the year is a slip, above all in January.

Example
    experiences/3.yaml of a pairing in 2026-2027, whose last day is 2027-06-30:

        achieved: 2026-02-10

    The day is meant to be in 2027.

How to mend it
    Correct the year of the date. A pairing that goes on next year gets a new folder there, with
    the same start: `mentorctl rollover` makes it, and notes in `continues` where it came from.
"""

from __future__ import annotations

from mentorctl.model.paths import PAIRING_FILE
from mentorctl.rules._dates import DateKind
from mentorctl.rules._shared import spelled
from mentorctl.rules.base import Context, Hit, Hits, Team, TeamRule

# a pairing that runs on from an earlier year began in that year
START_BEFORE = (PAIRING_FILE, ("starts",), True)


def check(team: Team, ctx: Context) -> Hits:
    """Find dates before or after the program year."""
    year = ctx.calendar.year
    window = ctx.look(team).standings.window
    runs_on = team.pairing is not None and team.pairing.continues is not None
    for record, where, day, kind in ctx.look(team).dates:
        if runs_on and (record, where, day < window.first) == START_BEFORE:
            continue
        if window.first <= day <= window.last or kind is DateKind.EARLIER:
            continue
        yield Hit(
            record,
            where,
            f"{spelled(team, record, where, ctx)} says {day}, outside the program year {year.name} "
            f"({year.first_day} to {year.last_day})",
            "correct the date; most often it is the year",
        )


RULE = TeamRule("date-outside-year", "error", check)
