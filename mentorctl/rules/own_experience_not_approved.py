"""An experience of the team's own making lacks what it needs.

What it finds
    A planned experience outside the catalogue, or one with the catalogue's number for the
    team's own, without what program.yaml asks for under experiences: own_needs: a title, a
    written description, the advisor's approval with name and day. While the plan itself is
    not approved yet, this is a warning only. An approval by mentorctl approve is of the title and
    the description as they were then: of others it is none.

Why it matters
    The advisor must agree to such an experience before the team works on it; otherwise it may
    not count in the end.

Example
    plan.yaml:

        experiences:
          - slot: 3
            semester: 2
            own:
              title: A welding safety video with students
              approved:

How to mend it
    Send the advisor a written description. Once they agree: `mentorctl approve PAIRING NUMBER`.

Source
    Career Education Mentoring Manual, Experience Suggestions, number 20: what is not on the
    list needs a written description and the content advisor's approval.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentorctl.rules.base import Context, Hit, Hits, Team, TeamRule

if TYPE_CHECKING:
    from mentorctl.model.finding import Where
    from mentorctl.model.plan import OwnExperience, PlannedExperience


def check(team: Team, ctx: Context) -> Hits:
    """Find experiences of the team's own that lack what they need."""
    plan, setting = team.plan, ctx.program.experiences
    if plan is None or not setting.own_needs:
        return
    approved = plan.approved is not None and plan.approved.on is not None
    for index, entry in enumerate(plan.experiences):
        if not entry.is_own and entry.catalogue not in ctx.calendar.own_numbers:
            continue
        lacking = entry.own_lacks(setting.own_needs)
        if lacking == ("approved",) and entry.own and not entry.own.is_as_approved:
            yield _changed(team, index, entry, entry.own)
        elif lacking:
            yield Hit(
                "plan.yaml",
                _where(index, entry.own, lacking[0]),
                f"experience {entry.slot} is of the team's own making and lacks its "
                f"{', '.join(WORDS[need] for need in lacking)}",
                _remedy(team, ctx, entry, only=lacking == ("approved",)),
                None if approved else "warning",
                tuple(f"{entry.slot} {need}" for need in lacking),
            )


def _remedy(team: Team, ctx: Context, entry: PlannedExperience, *, only: bool) -> str:
    agrees = ctx.words.say("once the {advisor} agrees: ")
    approve = f"{agrees}mentorctl approve {team.id} {entry.slot} --on DATE"
    return approve if only else f"describe it: mentorctl edit {team.id} plan; {approve}"


def _changed(team: Team, index: int, entry: PlannedExperience, own: OwnExperience) -> Hit:
    on = own.approved.on if own.approved else None
    return Hit(
        "plan.yaml",
        ("experiences", index, "own", "approved"),
        f"experience {entry.slot} is of the team's own making and was approved on {on}, and its"
        " title or description changed since",
        f"if the change is right, have it approved again: mentorctl approve {team.id} {entry.slot}"
        "; if not, take it back",
        "warning",
        about=(f"{entry.slot} approved",),
    )


WORDS = {"title": "title", "description": "written description", "approved": "approval"}


def _where(index: int, own: OwnExperience | None, need: str) -> Where:
    return ("experiences", index) if own is None else ("experiences", index, "own", need)


RULE = TeamRule("own-experience-not-approved", "error", check)
