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
    Make the record anew with mentorctl new PAIRING RECORD, or get it back from the folder's
    history.
"""

from __future__ import annotations

from mentorctl.model.kinds import WORK_KINDS
from mentorctl.rules.base import Context, Hit, Hits, Team, TeamRule


def check(team: Team, ctx: Context) -> Hits:
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
    if team.pairing.state_on(ctx.today) not in {"active", "completed"}:
        return
    for kind in WORK_KINDS:
        setting = ctx.program.records.get(kind.name)
        if setting is None or setting.optional == "yes":
            continue
        for key in kind.expected(ctx.program):
            path = kind.path(key)
            if key not in team.each(kind.model) and path not in team.broken:
                command = f"mentorctl new {team.id} {kind.name} {key}".strip()
                yield Hit(
                    "pairing.yaml",
                    (),
                    f"the record {path} is not there",
                    f"make it: {command}",
                    about=(path,),
                )


RULE = TeamRule("missing-record", "error", check)
