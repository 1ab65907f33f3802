"""A Focal Points Checklist is not rated to the end.

What it finds
    A checklist that is dated, or that has at least one rating, with items that have none.

Why it matters
    The ratings show what the team should work on first. An item that was skipped looks like
    one of no concern.

Example
    focal-points.yaml:

        on: 2026-09-15
        ratings:
          when-disruptions-occur:

How to mend it
    Go through the items named and rate each: 1 low, 2 moderate, 3 high.

Source
    Career Education Mentoring Manual, Focal Points Checklist.
"""

from __future__ import annotations

from mentorctl.rules._shared import listed
from mentorctl.rules.base import Context, Hit, Hits, Team, TeamRule


def check(team: Team, ctx: Context) -> Hits:
    """Find checklists with items that are not rated."""
    record = team.focal_points
    if record is None:
        return
    ratings = record.ratings
    if record.on is None and not any(value is not None for value in ratings.values()):
        return
    items = [
        item.title
        for group in ctx.program.focal_points.groups
        for item in group.items
        if ratings.get(item.id) is None
    ]
    if items:
        yield Hit(
            "focal-points.yaml",
            ("ratings",),
            f"{len(items)} without a rating: {listed(items)}",
            f"rate them: mentorctl edit {team.id} focal-points",
        )


RULE = TeamRule("ratings-incomplete", "warning", check)
