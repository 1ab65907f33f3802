"""A planned experience is not one of the catalogue, or says two things at once.

What it finds
    In the plan: a number that the program's catalogue does not have; a number of the catalogue
    together with an experience of the team's own; in an approved plan, neither of the two.

Why it matters
    The form prints the experience by its number, and the advisor approves exactly that.

Example
    plan.yaml of a program with twenty suggestions:

        experiences:
          - {slot: 1, semester: 1, catalogue: 21}

How to mend it
    Write a number from experiences: catalogue in program.yaml, or describe the team's own
    experience under `own`, with its approval.

Source
    Career Education Mentoring Manual, Experience Suggestions, numbers 1 to 20.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentorctl.rules.base import Context, Hit, Hits, Team, TeamRule

if TYPE_CHECKING:
    from mentorctl.model.plan import PlannedExperience


def check(team: Team, ctx: Context) -> Hits:
    """Find numbers that the catalogue does not have, and experiences without any."""
    plan = team.plan
    if plan is None:
        return
    own_numbers = {entry.number: entry.own == "yes" for entry in ctx.program.experiences.catalogue}
    approved = plan.approved is not None and plan.approved.on is not None
    for index, entry in enumerate(plan.experiences):
        where = ("experiences", index)
        if entry.catalogue is not None and entry.catalogue not in own_numbers:
            yield Hit(
                "plan.yaml",
                (*where, "catalogue"),
                f"the catalogue has no number {entry.catalogue}",
                _numbers(own_numbers),
            )
        elif entry.is_own and entry.catalogue is not None and not own_numbers[entry.catalogue]:
            yield Hit(
                "plan.yaml",
                (*where, "own"),
                f"experience {entry.slot} is number {entry.catalogue} of the catalogue and one of "
                "the team's own at once",
                "keep the one that is meant, and remove the other",
            )
        elif approved and _says_nothing(entry):
            yield Hit(
                "plan.yaml",
                where,
                f"experience {entry.slot} of the approved {ctx.words['plan']} has neither a "
                "number from the catalogue nor a description of its own",
                f"fill in catalogue or own: mentorctl edit {team.id} plan",
            )


def _says_nothing(entry: PlannedExperience) -> bool:
    return entry.catalogue is None and not entry.is_own


def _numbers(known: dict[int, bool]) -> str:
    if not known:
        return "this program has no catalogue: describe the experience under own"
    return f"write a number from {min(known)} to {max(known)} that program.yaml lists"


RULE = TeamRule("catalogue-number", "error", check)
