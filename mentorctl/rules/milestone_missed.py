"""A milestone was missed.

What it finds
    A milestone of the calendar whose last day is past, extension included, and for which
    something is still open. Where the milestone is only a reminder (required: no), this is a
    note. Required meetings have a finding of their own, meeting-missed.

Why it matters
    What comes after a deadline may not count towards completion.

Example
    experiences/1.yaml, on December 15, where the work is due on December 14:

        slot: 1
        achieved: 2026-12-10
        sent_to_mentor:

How to mend it
    If it was done in time, write the day down. If the advisor agrees to a later day, run:
    mentorctl extend PAIRING MILESTONE --until DATE --by PERSON --reason TEXT. If they agree
    that the team can do without it, run:
    mentorctl waive PAIRING NEED --by PERSON --reason TEXT

Source
    The calendar in program.yaml; for Missouri the Career Education Mentoring Manual,
    Suggested Timeline.
"""

from __future__ import annotations

from mentorctl.model.needs import NeedState
from mentorctl.rules._shared import deadline, mend, place, unread, what, why_not
from mentorctl.rules.base import Context, Hit, Hits, Team, TeamRule


def check(team: Team, ctx: Context) -> Hits:
    """Find milestones that are past and open."""
    standings = ctx.look(team).standings
    if not standings.is_under_way:
        return
    meetings = {meeting.id for meeting in ctx.program.meetings}
    for row in standings.rows:
        if row.state is not NeedState.MISSED:
            continue
        if row.milestone.required == "no" and standings.state == "completed":
            continue
        for need in row.open_needs:
            if not row.names(need) or unread(need, team, ctx):
                continue
            if need.record == "meetings" and need.key in meetings:
                continue
            record, where = place(need, team)
            known = standings.fact(need)
            state = f"{known.recorded}, {why_not(known, ctx)}" if known.against else "still open"
            yield Hit(
                record,
                where,
                f'"{row.milestone.title}" was due on {deadline(row)}, '
                f"and {what(need, ctx)} is {state}",
                mend(need, team, known),
                None if row.milestone.required == "yes" else "note",
                (f"{row.milestone.id} {need}",),
            )


RULE = TeamRule("milestone-missed", "error", check)
