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
from mentorctl.model.team import absent
from mentorctl.rules._shared import why_not
from mentorctl.rules.base import Context, Hit, Hits, Team, TeamRule

if TYPE_CHECKING:
    import datetime as dt

    from mentorctl.model.program import RequiredMeeting
    from mentorctl.model.standing import Standings


def check(team: Team, ctx: Context) -> Hits:
    """Find required meetings that somebody of the pairing missed."""
    standings = ctx.look(team).standings
    if team.pairing is None or not standings.is_under_way:
        return
    for meeting in ctx.program.meetings:
        need = Need("meetings", meeting.id, ("attended", *_asked(meeting, standings)))
        ended = _ended(need, meeting, standings, ctx.today)
        if not ended or meeting.id in ctx.shared.unread:
            continue
        known = standings.fact(need)
        if known.on is not None or known.waived:
            continue
        # of another pairing, where this one took over; all are missing while its day does not count
        others = dict(absent(need, team, ctx.shared))
        people = [
            (role, others.get(role) or getattr(team.pairing, role, None) or "")
            for role in need.field[1:]
            if role in ended
            and standings.fact(Need("meetings", meeting.id, ("attended", role))).on is None
            and not _excused(meeting.id, role, standings.team, ctx)
        ]
        if not people:
            continue
        last = min(ended[role] for role, _ in people)
        roles = " and the ".join(ctx.words[role] for role, _ in people)
        said = f"nothing says that the {roles} attended"
        if known.against is not None:
            said = f"it is dated {known.recorded}, {why_not(known, ctx)}"
        names = " ".join(person or "PERSON" for _, person in people)
        yield Hit(
            "pairing.yaml",
            (),
            f'"{meeting.title}": {said}, and its last day was {last}',
            f"if they were there: mentorctl attend {meeting.id} {names}; if it is excused: "
            f"mentorctl waive {team.id} meetings/{meeting.id}:attended --by PERSON --reason TEXT",
            about=tuple(f"{meeting.id} {role}" for role, _ in people),
        )


def _asked(meeting: RequiredMeeting, standings: Standings) -> tuple[str, ...]:
    """The roles that must be at a meeting: its own, and those that rows of the calendar name."""
    rows = (row for row in standings.rows if row.milestone.required == "yes")
    needs = (each for row in rows for each in row.needs if each[:2] == ("meetings", meeting.id))
    return tuple(
        dict.fromkeys((*meeting.attended_by, *(role for each in needs for role in each.field[1:])))
    )


def _excused(meeting: str, role: str, team: Team, ctx: Context) -> bool:
    need = str(Need("meetings", meeting, ("attended", role)))
    return team.pairing is not None and team.pairing.waived_since(need, ctx.today) is not None


def _ended(
    need: Need, meeting: RequiredMeeting, standings: Standings, today: dt.date
) -> dict[str, dt.date]:
    """The roles whose last day for a meeting is past, by the first of the rows that ask for each.

    A row that asks for one of them alone may be past while the meeting's own has more time.
    """
    ended = {}
    for role in need.field[1:]:
        days = (
            row.last_day
            for row in standings.rows
            if row.owed
            and any(row.holds_to(each) for each in row.needs if _asks(each, role, meeting))
        )
        past = [last for last in days if last is not None and today > last]
        if past:
            ended[role] = min(past)
    return ended


def _asks(each: Need, role: str, meeting: RequiredMeeting) -> bool:
    is_of_it = each[:2] == ("meetings", meeting.id)
    return is_of_it and role in (each.field[1:] or meeting.attended_by)


RULE = TeamRule("meeting-missed", "error", check)
