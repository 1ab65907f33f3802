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

from mentorctl.model.kinds import WORK_KINDS
from mentorctl.model.structure import noted
from mentorctl.rules._shared import add_person
from mentorctl.rules.base import Context, Hit, Hits, Team, TeamRule


def check(team: Team, ctx: Context) -> Hits:
    """Ask for the file of each person named; no file is read."""
    for _, path, record in team.held(WORK_KINDS):
        for where, person, _ in noted(record, "person"):
            if person and person not in ctx.people:
                yield Hit(
                    path,
                    where,
                    f"{person} has no file in people/",
                    f"correct the id, or {add_person(person)}",
                )


RULE = TeamRule("unknown-approver", "error", check)
