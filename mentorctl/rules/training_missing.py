"""Somebody of a pairing has not taken a training.

What it finds
    A training that program.yaml lists for a role, and that the person in that role has not
    taken so far: neither this pairing's trainings.yaml says so, nor that of another pairing, going
    on or ended, in whose pairing.yaml they are.

Why it matters
    The program asks for the training of everybody in that role.

Example
    program.yaml lists SP 511 for mentors, and trainings.yaml has nothing of it:

        taken: []

How to mend it
    Once it is taken, note it: mentorctl mark PAIRING CODE --on DATE.

Source
    The program's trainings; for Nebraska the child welfare mentoring agreement.
"""

from __future__ import annotations

from mentorctl.model.ids import slug
from mentorctl.model.needs import TAKEN, Need
from mentorctl.model.team import fact
from mentorctl.rules.base import Context, Hit, Hits, Team, TeamRule


def check(team: Team, ctx: Context) -> Hits:
    """Find trainings that somebody has not taken."""
    pairing = team.pairing
    if not ctx.program.trainings or pairing is None or "trainings.yaml" in team.broken:
        return
    if pairing.state_on(ctx.today) not in {"active", "completed"}:
        return
    for training in ctx.program.trainings:
        person = getattr(pairing, training.role.replace("-", "_"), None)
        code = slug(training.code) or ""
        need = Need("trainings", "", (TAKEN, training.role, code))
        taken = fact(need, team, ctx.shared) if person is not None else None
        if person is None or (taken is not None and taken <= ctx.today):
            continue
        yield Hit(
            "trainings.yaml" if team.trainings else "pairing.yaml",
            ("taken",) if team.trainings else (),
            f"{person} ({ctx.words[training.role]}) has not taken {training.code} {training.title}",
            f"once it is taken, run: mentorctl mark {team.id} {code} --on DATE",
            about=(f"{training.code} {person}",),
        )


RULE = TeamRule("training-missing", "warning", check)
