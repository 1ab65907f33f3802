"""A record has an item that the program does not have.

What it finds
    An id under `ratings` of the Focal Points Checklist, under `points` of the Decision Points
    Checklist, under `dates` or `mentor_confirmed: criteria` of the pairing, or under `blanks` of
    the agreement that is not in program.yaml; a role under `who` of a log entry that it does not
    have; a task of the learning guide that is not among those it lists.

Why it matters
    Only the program's items are printed and judged, so this answer would count nowhere.

Example
    focal-points.yaml:

        ratings:
          dificult-class: 3

How to mend it
    Correct the spelling of the id. The ids stand in program.yaml under focal_points,
    decision_points, dates, mentors: criteria, agreement: clauses: blanks, roles and guide: tasks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentorctl.model.agreement import own_blanks
from mentorctl.rules._lookups import Guesses
from mentorctl.rules._shared import did_you_mean
from mentorctl.rules.base import Context, Hit, Hits, Team, TeamRule

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mentorctl.model.finding import Where
    from mentorctl.model.log import Log
    from mentorctl.model.program import Checklist


def check(team: Team, ctx: Context) -> Hits:
    """Find answers to items that the program does not have."""
    if team.focal_points is not None:
        yield from _unknown(
            "focal-points.yaml", "ratings", team.focal_points.ratings, ctx.program.focal_points
        )
    if team.decision_points is not None:
        yield from _unknown(
            "decision-points.yaml",
            "points",
            team.decision_points.points,
            ctx.program.decision_points,
        )
    yield from _in_pairing(team, ctx)
    if team.log is not None:
        yield from _in_log(team.log, ctx)
    tasks = ctx.program.guide.tasks
    if team.guide is not None and tasks:
        found = ((("tasks", at, "id"), task.id) for at, task in enumerate(team.guide.tasks))
        yield from _among("guide.yaml", found, {task.id for task in tasks}, "guide: tasks")


def _in_pairing(team: Team, ctx: Context) -> Hits:
    program, pairing, agreement = ctx.program, team.pairing, team.agreement
    if pairing is not None and pairing.dates:
        days = ((("dates", name), name) for name in pairing.dates)
        yield from _among("pairing.yaml", days, {own.id for own in program.dates}, "dates")
    if pairing is not None and pairing.mentor_confirmed is not None:
        criteria = pairing.mentor_confirmed.criteria
        named = ((("mentor_confirmed", "criteria", name), name) for name in criteria)
        known = {each.id for each in program.mentors.criteria}
        yield from _among("pairing.yaml", named, known, "mentors: criteria")
    if agreement is not None and agreement.blanks:
        blanks = ((("blanks", name), name) for name in agreement.blanks)
        known = set(own_blanks(program.agreement))
        yield from _among("agreement.yaml", blanks, known, "agreement: clauses: blanks")


def _in_log(log: Log, ctx: Context) -> Hits:
    named = (
        (("entries", index, "who", place), role)
        for index, entry in enumerate(log.entries)
        for place, role in enumerate(entry.who)
    )
    yield from _among("log.yaml", named, {role.id for role in ctx.program.roles}, "roles")


def _unknown(record: str, field: str, ids: Iterable[str], checklist: Checklist) -> Hits:
    known = {item.id for group in checklist.groups for item in group.items}
    yield from _among(record, (((field, name), name) for name in ids), known, SECTION[field])


def _among(record: str, named: Iterable[tuple[Where, str]], known: set[str], section: str) -> Hits:
    guesses = Guesses(known)
    for where, name in named:
        if name not in known:
            yield Hit(
                record,
                where,
                f"the program has no {'role' if section == 'roles' else 'item'} {name}",
                did_you_mean(guesses, name, f"look it up in program.yaml, {section}"),
            )


SECTION = {"ratings": "focal_points", "points": "decision_points"}

RULE = TeamRule("unknown-item", "error", check)
