"""The same experience of the catalogue is planned twice.

What it finds
    Two experiences of a plan with the same number of the catalogue, where the later one has
    no note. Experiences of the team's own share a number and are left alone.

Why it matters
    It may be meant, for two courses say. More often it is a slip, and the year ends with one
    experience less than it should have.

Example
    plan.yaml:

        experiences:
          - {slot: 1, semester: 1, catalogue: 7}
          - {slot: 2, semester: 1, catalogue: 7}

How to mend it
    Correct the number. If it is meant, say why in the later one's `notes`.
"""

from __future__ import annotations

from mentorctl.rules.base import Context, Hit, Hits, Team, TeamRule


def check(team: Team, ctx: Context) -> Hits:
    """Find numbers of the catalogue that a plan has twice."""
    if team.plan is None:
        return
    catalogue = ctx.program.experiences.catalogue
    own_numbers = {entry.number for entry in catalogue if entry.own == "yes"}
    first: dict[int, int] = {}
    for index, entry in enumerate(team.plan.experiences):
        number = entry.catalogue
        if number is None or number in own_numbers:
            continue
        if number in first and not entry.notes:
            yield Hit(
                "plan.yaml",
                ("experiences", index, "catalogue"),
                f"experience {entry.slot} is number {number} of the catalogue, as experience "
                f"{first[number]} is",
                "correct the number, or say in notes why it is done twice",
            )
        first.setdefault(number, entry.slot)


RULE = TeamRule("same-experience-twice", "warning", check)
