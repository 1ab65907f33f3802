"""A plan, training or learning guide names somebody who has no file in people/.

What it finds
    An id for which there is no people/ID.yaml: who approved or received the plan, who approved
    an experience of the team's own making, who took a training, who reviewed or signed off the
    learning guide.

Why it matters
    An approval counts because a person stands behind it. The forms print that person's name.

Example
    approved: {by: ines-dupre, initials: ID, on: 2026-10-19}
    while the file is people/ines-dupree.yaml

How to mend it
    Correct the id, or add the person with mentorctl person add.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentorctl.rules._shared import add_person
from mentorctl.rules.base import Context, Hit, TeamRule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mentorctl.model.agreement import Guide
    from mentorctl.model.finding import Where
    from mentorctl.model.plan import Plan
    from mentorctl.model.team import Team


def check(team: Team, ctx: Context) -> Iterator[Hit]:
    """Ask for the file of each person named; no file is read."""
    for record, where, person in _named(team):
        if person and person not in ctx.people:
            yield Hit(
                record,
                where,
                f"{person} has no file in people/",
                f"correct the id, or {add_person(person)}",
            )


def _named(team: Team) -> Iterator[tuple[str, Where, str | None]]:
    if team.plan is not None:
        yield from _in_plan(team.plan)
    if team.trainings is not None:
        for index, training in enumerate(team.trainings.taken):
            yield "trainings.yaml", ("taken", index, "person"), training.person
    if team.guide is not None:
        yield from _in_guide(team.guide)


def _in_plan(plan: Plan) -> Iterator[tuple[str, Where, str | None]]:
    if plan.approved is not None:
        yield "plan.yaml", ("approved", "by"), plan.approved.by
    if plan.received is not None:
        yield "plan.yaml", ("received", "by"), plan.received.by
    for index, planned in enumerate(plan.experiences):
        if planned.own is not None and planned.own.approved is not None:
            where = ("experiences", index, "own", "approved", "by")
            yield "plan.yaml", where, planned.own.approved.by


def _in_guide(guide: Guide) -> Iterator[tuple[str, Where, str | None]]:
    if guide.reviewed is not None:
        yield "guide.yaml", ("reviewed", "by"), guide.reviewed.by
    if guide.signed_off is not None:
        yield "guide.yaml", ("signed_off", "by"), guide.signed_off.by


RULE = TeamRule("unknown-approver", "error", check)
