"""A plan was changed after it was approved.

What it finds
    A plan that was approved and whose form says something else now, with what changed: of the plan
    itself, or of what its form takes from elsewhere (who the people are, what the catalogue calls
    an experience). Notes of revisions, the day it was received and the approval of an experience
    of the team's own change no plan. What was approved, mentorctl approve writes down. Of an
    approval that was typed by hand the history tells it: it is what the plan said when that
    approval was saved. Where it is not in the history, nothing is said, and the form
    has it that what was approved is not recorded.

Why it matters
    The initials say that somebody approved this plan. It is no longer the one they saw, and the
    printed form says so beside them.

Example
    approved:
      by: noor-haddad
      initials: NH
      on: 2026-09-22
      content: 9f86…      while the target date of experience 2 is another one now

How to mend it
    Where the change is right, it is approved again: `mentorctl approve PAIRING plan --on DATE`.
    Where it is not, take it back.
"""

from __future__ import annotations

from mentorctl.rules.base import Context, Hit, Hits, Team, TeamRule


def check(team: Team, ctx: Context) -> Hits:
    """Compare a plan with what was approved."""
    approved = team.plan.approved if team.plan else None
    if approved is None or not team.approval_change:
        return
    yield Hit(
        "plan.yaml",
        ("approved",),
        f"the {ctx.words['plan']} was approved on {approved.on}, and {team.approval_change}",
        f"if the change is right, have it approved again: mentorctl approve {team.id} plan"
        " --on DATE; if not, take it back",
    )


RULE = TeamRule("changed-after-approval", "warning", check)
