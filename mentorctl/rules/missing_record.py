"""A record that every pairing has is not there.

What it finds
    A pairing without the file of a record that program.yaml lists under records and does not
    call optional; of experiences, one file for each that the program asks for. Visits are
    asked for by the calendar, not here. Pairings that were withdrawn or reassigned are left
    alone.

Why it matters
    Nobody is reminded of a form that does not exist, and what was in the file is lost.

Example
    program.yaml has `plan: {}` under records, and the pairing's folder has no plan.yaml.

How to mend it
    Make the record anew with mentorctl new RECORD PAIRING, or get it back from the folder's
    history.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentorctl.rules.base import Hit, TeamRule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mentorctl.model.team import Team
    from mentorctl.rules.base import Context


def check(team: Team, ctx: Context) -> Iterator[Hit]:
    """Find records that are asked for and have no file."""
    if team.pairing is None:
        if "pairing.yaml" not in team.broken:
            yield Hit(
                "pairing.yaml",
                (),
                f"the folder of {team.id} has no pairing.yaml",
                "get it back from the folder's history, or make the pairing anew: mentorctl pair "
                "MENTEE MENTOR",
            )
        return
    if team.pairing.state not in {"active", "completed"}:
        return
    for name, setting in ctx.program.records.items():
        if setting.optional == "yes" or name == "visit":
            continue
        if name == "experience":
            yield from _missing_experiences(team, ctx)
        elif getattr(team, name.replace("-", "_"), team) is None:
            path = f"{name}.yaml"
            if path not in team.broken:
                yield _hit(path, f"mentorctl new {name} {team.id}")


def _missing_experiences(team: Team, ctx: Context) -> Iterator[Hit]:
    for number in range(1, ctx.program.experiences.count + 1):
        path = f"experiences/{number}.yaml"
        if str(number) not in team.experiences and path not in team.broken:
            yield _hit(path, f"mentorctl new experience {team.id} {number}")


def _hit(path: str, command: str) -> Hit:
    return Hit("pairing.yaml", (), f"the record {path} is not there", f"make it: {command}")


RULE = TeamRule("missing-record", "error", check)
