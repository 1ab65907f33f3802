"""A milestone is due within the next days.

What it finds
    A milestone of the calendar that is still open and whose last day is today or within the
    days that program.yaml gives under check: due_soon_days.

Why it matters
    There is still time. Nothing is wrong yet.

Example
    On December 5 with fourteen days' notice, experiences/1.yaml, where the work is due on
    December 14:

        slot: 1
        sent_to_mentor:

How to mend it
    Remind those whose move it is, and write the day down once it is done. Whoever wants to be
    told earlier or later changes due_soon_days.
"""

from __future__ import annotations

from mentorctl.model.needs import NeedState
from mentorctl.rules._shared import deadline, listed, mend, place, unread, what
from mentorctl.rules.base import Context, Hit, Hits, Team, TeamRule


def check(team: Team, ctx: Context) -> Hits:
    """Find milestones that fall due within the program's days of notice."""
    if not ctx.look(team).standings.is_under_way:
        return
    notice = ctx.program.check.due_soon_days
    for row in ctx.look(team).standings.rows:
        last = row.last_day
        if row.state is not NeedState.DUE or last is None or (last - ctx.today).days > notice:
            continue
        needs = [need for need in row.open_needs if not unread(need, team, ctx)]
        if needs:
            record, where = place(needs[0], team)
            yield Hit(
                record,
                where,
                f'"{row.milestone.title}" is due on {deadline(row)}, and still open: '
                f"{listed(what(need, ctx) for need in needs)}",
                mend(needs[0], team),
            )


RULE = TeamRule("milestone-due-soon", "note", check)
