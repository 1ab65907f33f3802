"""A record names somebody who has no file in people/, or who cannot approve.

What it finds
    An id for which there is no people/ID.yaml: who approved or received the plan, who approved
    an experience of the team's own making, who took a training, who reviewed or signed off the
    learning guide. Also somebody who has one, and approved, reviewed or received something although
    they are only mentee or mentor. What they approved counts for nothing.

Why it matters
    An approval counts because a person stands behind it who may give it. The forms print that
    person's name.

Example
    approved: {by: ines-dupre, initials: ID, on: 2026-10-19}
    while the file is people/ines-dupree.yaml

How to mend it
    Correct the id, or add the person with mentorctl person add. Where it was somebody else who
    approved it, name them.
"""

from __future__ import annotations

from mentorctl.model.approvers import approvals_of_others
from mentorctl.model.kinds import WORK_KINDS
from mentorctl.model.structure import noted
from mentorctl.rules._shared import add_person, without_role
from mentorctl.rules.base import Context, Hit, Hits, Team, TeamRule


def check(team: Team, ctx: Context) -> Hits:
    """Ask for the file of each person named; only those of approvers are read."""
    for _, path, record in team.held(WORK_KINDS):
        for where, person, _ in noted(record, "person"):
            if person and person not in ctx.people:
                yield Hit(
                    path,
                    where,
                    f"{person} has no file in people/",
                    f"correct the id, or {add_person(person)}",
                )
        for where, person in approvals_of_others(record, team.pairing, ctx.shared):
            if person in ctx.people:
                yield Hit(path, where, *without_role(person, ctx.program))


RULE = TeamRule("unknown-approver", "error", check)
