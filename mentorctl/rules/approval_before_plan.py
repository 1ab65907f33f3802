"""Something is approved before there was anything to approve.

What it finds
    A plan, or an experience of the team's own making, that was approved before the pairing
    began (unless the pairing took over another one); a plan that was received before it was
    approved, or without having been approved; an approved plan in which no experience is
    planned.

Why it matters
    The approval says that somebody looked at this plan of this team. First the plan is made,
    then it is approved, then it is sent and received.

Example
    plan.yaml:

        approved: {by: noor-haddad, initials: NH, on: 2026-09-24}
        received: {by: noor-haddad, initials: NH, on: 2026-09-22}

How to mend it
    Look up the days, and correct the one that is wrong. If the approval was never written
    down, run: mentorctl approve PAIRING plan

Source
    Career Education Mentoring Manual, Individual Mentoring Plan, "Before you leave": complete
    the plan, have it initialled as approved, send it, have it initialled as received.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentorctl.rules.base import Context, Hit, Hits, Team, TeamRule

if TYPE_CHECKING:
    import datetime as dt

    from mentorctl.model.finding import Where
    from mentorctl.model.plan import Initials, Plan


def check(team: Team, ctx: Context) -> Hits:
    """Find approvals that come before what they approve."""
    plan = team.plan
    if plan is None:
        return
    yield from _before_the_pairing(team, plan, ctx)
    approved = plan.approved.on if plan.approved else None
    received = plan.received.on if plan.received else None
    if received is not None and approved is None:
        yield Hit(
            "plan.yaml",
            ("received", "on"),
            f"the {ctx.words['plan']} was received on {received}, but no approval is recorded",
            f"if it is approved, run: mentorctl approve {team.id} plan --on DATE",
        )
    elif received is not None and approved is not None and received < approved:
        yield Hit(
            "plan.yaml",
            ("received", "on"),
            f"the {ctx.words['plan']} was received on {received}, before it was approved on "
            f"{approved}",
            "look up both days, and correct the one that is wrong",
        )
    if approved is not None and not _plans_something(plan) and ctx.program.experiences.count:
        yield Hit(
            "plan.yaml",
            ("approved", "on"),
            f"the {ctx.words['plan']} was approved on {approved}, but no experience is planned",
            f"fill the experiences in: mentorctl edit {team.id} plan",
        )


def _plans_something(plan: Plan) -> bool:
    return any(
        entry.catalogue is not None or entry.own is not None or entry.planned
        for entry in plan.experiences
    )


def _before_the_pairing(team: Team, plan: Plan, ctx: Context) -> Hits:
    # A pairing that took over another one keeps the plan that was approved before.
    if team.pairing is None or team.pairing.follows is not None:
        return
    starts = team.pairing.starts
    approvals: list[tuple[Where, str, dt.date | None]] = [
        (("approved", "on"), f"the {ctx.words['plan']} was approved", _on(plan.approved)),
        (("received", "on"), f"the {ctx.words['plan']} was received", _on(plan.received)),
    ]
    for index, entry in enumerate(plan.experiences):
        if entry.own is not None and entry.own.approved is not None:
            what = f"the own experience {entry.slot} was approved"
            box = ("experiences", index, "own", "approved", "on")
            approvals.append((box, what, entry.own.approved.on))
    for where, what, day in approvals:
        if day is not None and day < starts:
            yield Hit(
                "plan.yaml",
                where,
                f"{what} on {day}, before the pairing began on {starts}",
                "look up both days, and correct the one that is wrong (the first day of the "
                "pairing is starts in pairing.yaml)",
            )


def _on(initials: Initials | None) -> dt.date | None:
    return initials.on if initials else None


RULE = TeamRule("approval-before-plan", "error", check)
