"""Somebody was not at a required meeting.

What it finds
    A meeting of program.yaml whose last day is past and which somebody of an active pairing
    who must be there did not attend, as far as the attendance list says, without a waiver. A
    pairing that took over another one counts the meetings that one attended before.

Why it matters
    The meetings are required, and completion may ask for them.

Example
    meetings/2026-2027-kickoff.yaml, which does not name the mentor teo-lindqvist:

        meeting: kickoff
        on: 2026-09-22
        attended: [amara-okafor]

How to mend it
    If they were there, run: mentorctl attend MEETING PERSON. If the advisor agrees to do
    without, run: mentorctl waive PAIRING meetings/MEETING:attended --by PERSON --reason TEXT

Source
    Career Education Mentoring Manual, "Participants in the Mentoring Program": mentors and
    protégés attend both required meetings.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentorctl.model.needs import Need
from mentorctl.model.team import stated
from mentorctl.rules._shared import look
from mentorctl.rules.base import Hit, TeamRule

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from mentorctl.model.program import RequiredMeeting
    from mentorctl.model.team import Team
    from mentorctl.rules.base import Context


def check(team: Team, ctx: Context) -> Iterator[Hit]:
    """Find required meetings that somebody of the pairing missed."""
    if team.pairing is None or team.pairing.state != "active":
        return
    for meeting in ctx.program.meetings:
        if meeting.id in ctx.shared.unread:
            continue
        absent = [role for role in meeting.attended_by if _was_absent(meeting, role, team, ctx)]
        if not absent:
            continue
        last = _last_day(meeting, team, ctx)
        if ctx.today <= last:
            continue
        people = " ".join(getattr(team.pairing, role) for role in absent)
        roles = " and the ".join(ctx.words[role] for role in absent)
        yield Hit(
            "pairing.yaml",
            (),
            f'"{meeting.title}": nothing says that the {roles} attended, and its last day was '
            f"{last}",
            f"if they were there: mentorctl attend {meeting.id} {people}; if it is excused: "
            f"mentorctl waive {team.id} meetings/{meeting.id}:attended --by PERSON --reason TEXT",
        )


def _was_absent(meeting: RequiredMeeting, role: str, team: Team, ctx: Context) -> bool:
    if getattr(team.pairing, role, None) is None:
        return False
    known = stated(Need("meetings", meeting.id, ("attended", role)), team, ctx.shared)
    return known.on is None and not known.waived


def _last_day(meeting: RequiredMeeting, team: Team, ctx: Context) -> dt.date:
    """The last day of the milestone that asks for the meeting, or of its window."""
    milestone = ctx.calendar.milestone_of.get(Need("meetings", meeting.id, ("attended",)))
    for row in look(team, ctx).standing:
        if milestone is not None and row.milestone.id == milestone.id and row.last_day is not None:
            return row.last_day
    return ctx.calendar.year.day(meeting.until)


RULE = TeamRule("meeting-missed", "error", check)
