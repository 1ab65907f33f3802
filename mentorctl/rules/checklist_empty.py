"""A checklist of the first meeting is still empty after it.

What it finds
    A Focal Points or Decision Points Checklist with neither a day nor an answer in it, once both
    were at the meeting that program.yaml names for it (`meeting`), or once that meeting's last day
    is over and the pairing is under way.

Why it matters
    The checklists are filled in at the first meeting. The plan of the year is made from them.

Example
    program.yaml has under focal_points: meeting: kickoff, both were at the kickoff meeting on
    2026-09-15, and focal-points.yaml says:

        on:
        ratings:
          ctso:

How to mend it
    Fill it in together, with the day on which you did.

Source
    Career Education Mentoring Manual, Focal Points Checklist and Decision Points Checklist.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentorctl.model.kinds import kind_named
from mentorctl.model.needs import Need
from mentorctl.rules.base import Context, Hit, Hits, Team, TeamRule

if TYPE_CHECKING:
    from mentorctl.model.checklists import DecisionPoints, FocalPoints
    from mentorctl.model.program import RequiredMeeting


def check(team: Team, ctx: Context) -> Hits:
    """Find checklists without any answer after the meeting that they belong to."""
    held = {each.id: each for each in ctx.program.meetings}
    for name, setting, record in (
        ("focal-points", ctx.program.focal_points, team.focal_points),
        ("decision-points", ctx.program.decision_points, team.decision_points),
    ):
        meeting = held.get(setting.meeting or "")
        if record is None or meeting is None or _is_begun(record):
            continue
        over = _over(meeting, team, ctx)
        if over:
            yield Hit(
                f"{name}.yaml",
                ("on",),
                f"the {kind_named(name).title} is still empty; it is filled in at the"
                f" {meeting.title}, {over}",
                f"fill it in together: mentorctl edit {team.id} {name}",
            )


def _is_begun(record: FocalPoints | DecisionPoints) -> bool:
    if record.on is not None:
        return True
    lines: dict[str, object] = {**getattr(record, "ratings", {}), **getattr(record, "points", {})}
    return any(
        line is not None and (isinstance(line, int) or _is_answered(line))
        for line in lines.values()
    )


def _is_answered(line: object) -> bool:
    return bool(getattr(line, "discussed", None) or getattr(line, "notes", None))


def _over(meeting: RequiredMeeting, team: Team, ctx: Context) -> str:
    """When a meeting was, in words; nothing while the pairing still has it ahead."""
    standings = ctx.look(team).standings
    if team.pairing is None or not standings.is_under_way:
        return ""
    fact = standings.fact(Need("meetings", meeting.id, ("attended", *meeting.attended_by)))
    if fact.on is not None and fact.on < ctx.today:
        return f"which was on {fact.on}"
    last, starts = ctx.calendar.year.day(meeting.until), team.pairing.starts
    if fact.on is not None or max(last, starts) >= ctx.today:
        return ""
    after = f"; the pairing began on {starts}" if starts > last else ""
    return f"whose last day was {last}{after}"


RULE = TeamRule("checklist-empty", "warning", check)
