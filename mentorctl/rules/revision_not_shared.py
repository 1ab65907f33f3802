"""A change of the plan was not shared with the advisor.

What it finds
    A revision of the plan without `shared_on`, or with one before the day of the revision.

Why it matters
    The plan may change at any time, but the advisor, who approved it and receives the reports,
    has to know what it says now.

Example
    plan.yaml:

        revisions:
          - on: 2026-11-04
            what: experience 2 is now number 12
            shared_on:

How to mend it
    Tell the advisor, and write the day into `shared_on`.

Source
    Career Education Mentoring Manual, Structured Experiences Overview, "Individual Mentoring
    Plan": changes are shared with the content advisor who gets the reports.
"""

from __future__ import annotations

from mentorctl.rules.base import Context, Hit, Hits, Team, TeamRule


def check(team: Team, ctx: Context) -> Hits:
    """Find revisions that the advisor was not told of."""
    if team.plan is None:
        return
    for index, revision in enumerate(team.plan.revisions):
        where = ("revisions", index, "shared_on")
        if revision.shared_on is None:
            yield Hit(
                "plan.yaml",
                where,
                f"the change of {revision.on} was not shared with the {ctx.words['advisor']}",
                f"tell them, and write the day down: mentorctl edit {team.id} plan",
            )
        elif revision.shared_on < revision.on:
            yield Hit(
                "plan.yaml",
                where,
                f"the change of {revision.on} was shared on {revision.shared_on}, before it was "
                "made",
                "look up both days, and correct the one that is wrong",
            )


RULE = TeamRule("revision-not-shared", "warning", check)
