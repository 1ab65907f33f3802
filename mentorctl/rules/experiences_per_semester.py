"""A plan's experiences do not fit the program's semesters.

What it finds
    A plan whose experiences are not as many in each semester as the program asks for; a slot
    that is there twice or that the program does not have; an experience without a semester or
    in one that the program does not have. A plan in which nothing is filled in yet is left
    alone until it is approved.

Why it matters
    The calendar's deadlines and the list of completers count experience by experience. One
    that is missing, or in the wrong place, is never asked for.

Example
    plan.yaml of a program with two experiences in each of two semesters:

        experiences:
          - {slot: 1, semester: 1, catalogue: 4}
          - {slot: 2, semester: 1, catalogue: 7}
          - {slot: 3, semester: 1, catalogue: 12}

How to mend it
    Give every experience its slot and semester, and plan as many as program.yaml says under
    experiences: semesters.

Source
    Career Education Mentoring Manual, Structured Experiences Overview, "Individual Mentoring
    Plan": two experiences for the first semester and two for the second.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentorctl.rules.base import Context, Hit, Hits, Team, TeamRule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mentorctl.model.plan import Plan, PlannedExperience


def check(team: Team, ctx: Context) -> Hits:
    """Find experiences that do not fit the program's semesters."""
    plan = team.plan
    semesters = ctx.program.experiences.semesters
    if plan is None or not semesters or not _under_way(plan):
        return
    found = list(_misplaced(plan.experiences, ctx))
    yield from found
    if any(hit.where[-1] != "slot" for hit in found):
        # Counting would only repeat that a semester is not known.
        return
    for semester in semesters:
        count = sum(entry.semester == semester.number for entry in plan.experiences)
        if count != semester.experiences:
            yield Hit(
                "plan.yaml",
                ("experiences",),
                f"{semester.title}: {count} planned, and the program asks for "
                f"{semester.experiences}",
                f"plan {semester.experiences} for semester {semester.number}: "
                f"mentorctl edit {team.id} plan",
                about=tuple(_off(semester.number, count, semester.experiences)),
            )


def _off(semester: int, count: int, asked: int) -> Iterator[str]:
    """By how much a semester is off: fewer of these is nearer to what is asked."""
    which = "short" if count < asked else "over"
    for number in range(abs(count - asked)):
        yield f"{semester} {which} {number}"


def _under_way(plan: Plan) -> bool:
    if plan.approved is not None and plan.approved.on is not None:
        return True
    return any(
        entry.catalogue is not None
        or entry.planned
        or entry.target_date is not None
        or entry.is_own
        for entry in plan.experiences
    )


def _misplaced(entries: tuple[PlannedExperience, ...], ctx: Context) -> Hits:
    count = ctx.program.experiences.count
    numbers = [semester.number for semester in ctx.program.experiences.semesters]
    seen: set[int] = set()
    for index, entry in enumerate(entries):
        where = ("experiences", index)
        if entry.slot in seen:
            yield Hit(
                "plan.yaml",
                (*where, "slot"),
                f"slot {entry.slot} is there twice",
                f"number the experiences 1 to {count}, each once",
            )
        elif not 1 <= entry.slot <= count:
            yield Hit(
                "plan.yaml",
                (*where, "slot"),
                f"the program has no slot {entry.slot}",
                f"number the experiences 1 to {count}, each once",
            )
        seen.add(entry.slot)
        if entry.semester not in numbers:
            said = (
                "has no semester"
                if entry.semester is None
                else f"is in semester {entry.semester}, which the program does not have"
            )
            yield Hit(
                "plan.yaml",
                (*where, "semester"),
                f"experience {entry.slot} {said}",
                f"write its semester: {' or '.join(map(str, numbers))}",
            )


RULE = TeamRule("experiences-per-semester", "error", check)
