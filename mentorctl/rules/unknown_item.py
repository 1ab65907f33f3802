"""A checklist has an item that the program does not have.

What it finds
    An id under `ratings` of the Focal Points Checklist or under `points` of the Decision
    Points Checklist that is not in program.yaml.

Why it matters
    The form prints the program's items only, so this answer would be on no form.

Example
    focal-points.yaml:

        ratings:
          dificult-class: 3

How to mend it
    Correct the spelling of the id. The ids stand in program.yaml under focal_points and
    decision_points.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentorctl.rules._lookups import Guesses
from mentorctl.rules._shared import did_you_mean
from mentorctl.rules.base import Hit, TeamRule

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mentorctl.model.program import Checklist
    from mentorctl.model.team import Team
    from mentorctl.rules.base import Context


def check(team: Team, ctx: Context) -> Iterator[Hit]:
    """Find answers to items that the program does not have."""
    if team.focal_points is not None:
        yield from _unknown(
            "focal-points.yaml", "ratings", team.focal_points.ratings, ctx.program.focal_points
        )
    if team.decision_points is not None:
        yield from _unknown(
            "decision-points.yaml",
            "points",
            team.decision_points.points,
            ctx.program.decision_points,
        )


def _unknown(record: str, field: str, ids: Iterable[str], checklist: Checklist) -> Iterator[Hit]:
    known = {item.id for group in checklist.groups for item in group.items}
    guesses = Guesses(known)
    for name in ids:
        if name not in known:
            yield Hit(
                record,
                (field, name),
                f"the program has no item {name}",
                did_you_mean(guesses, name, f"look the item up in program.yaml, {SECTION[field]}"),
            )


SECTION = {"ratings": "focal_points", "points": "decision_points"}

RULE = TeamRule("unknown-item", "error", check)
