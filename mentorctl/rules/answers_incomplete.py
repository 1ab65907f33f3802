"""A Decision Points Checklist is not answered to the end.

What it finds
    A checklist that is dated, or in which at least one point is answered, with points that say
    neither yes nor no.

Why it matters
    The checklist is talked through at the first meeting, and the plan is made from it. A point
    without an answer may have been forgotten.

Example
    decision-points.yaml:

        on: 2026-09-15
        points:
          best-time: {discussed: , notes: after 4 pm}

How to mend it
    Write yes or no into `discussed` of each point named.

Source
    Career Education Mentoring Manual, Decision Points Checklist.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentorctl.rules._shared import listed
from mentorctl.rules.base import Context, Hit, Hits, Team, TeamRule

if TYPE_CHECKING:
    from mentorctl.model.checklists import DecisionPoint


def check(team: Team, ctx: Context) -> Hits:
    """Find checklists with points that are not answered."""
    record = team.decision_points
    if record is None:
        return
    points = record.points
    if record.on is None and not any(map(_begun, points.values())):
        return
    items = [
        item.title
        for group in ctx.program.decision_points.groups
        for item in group.items
        if not _answered(points.get(item.id))
    ]
    if items:
        yield Hit(
            "decision-points.yaml",
            ("points",),
            f"{len(items)} without an answer: {listed(items)}",
            f"write yes or no at each: mentorctl edit {team.id} decision-points",
        )


def _begun(point: DecisionPoint | None) -> bool:
    return point is not None and (point.discussed is not None or bool(point.notes))


def _answered(point: DecisionPoint | None) -> bool:
    return point is not None and point.discussed is not None


RULE = TeamRule("answers-incomplete", "warning", check)
