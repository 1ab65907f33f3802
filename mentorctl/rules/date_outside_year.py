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
    the same start.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentorctl.rules._dates import DateKind
from mentorctl.rules._shared import look, mentee, spelled
from mentorctl.rules.base import Hit, TeamRule

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from mentorctl.model.team import Team
    from mentorctl.rules.base import Context


def check(team: Team, ctx: Context) -> Iterator[Hit]:
    """Find dates before or after the program year."""
    year = ctx.calendar.year
    first, last = year.first_day, year.last_day
    beyond = before = None
    for record, where, day, kind in look(team, ctx).dates:
        if first <= day <= last or kind is DateKind.EARLIER:
            continue
        if day > last:
            beyond = beyond or _last_of_spans(team, ctx, last)
            if day <= beyond:
                continue
        else:
            before = before or _first_of_spans(team, ctx, first)
            if day >= before:
                continue
        yield Hit(
            record,
            where,
            f"{spelled(where)} says {day}, outside the program year {year.name} "
            f"({first} to {last})",
            "correct the date; most often it is the year",
        )


def _last_of_spans(team: Team, ctx: Context, last: dt.date) -> dt.date:
    """The last day of the milestones that count from a start, where it is after the year."""
    days = (row.last_day for row in look(team, ctx).standing if row.milestone.due.after is not None)
    return max((day for day in days if day is not None and day > last), default=last)


def _first_of_spans(team: Team, ctx: Context, first: dt.date) -> dt.date:
    """The start that a milestone of this year counts from, where that is before the year."""
    begun = {
        "pairing-start": team.pairing.starts if team.pairing else None,
        "mentee-start": person.started_on if (person := mentee(team, ctx)) else None,
    }
    starts = [
        begun[row.milestone.due.after]
        for row in look(team, ctx).standing
        if row.milestone.due.after is not None
        and row.last_day is not None
        and row.last_day >= first
    ]
    return min((day for day in starts if day is not None and day < first), default=first)


RULE = TeamRule("date-outside-year", "error", check)
