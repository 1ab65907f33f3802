"""An agreement is in force, or signed, with blanks in it.

What it finds
    A blank of the agreement's clauses that is still empty, once the agreement is signed by
    somebody or its pairing has begun.

Why it matters
    Who signs agrees to what stands in the blanks: from when, how often to meet, how to be reached.

Example
    agreement.yaml of a pairing that began on 2026-09-14:

        begins_on: 2026-09-14
        meet_at_least:

How to mend it
    Fill the blank in: mentorctl edit PAIRING agreement. Who has signed it already signs again.
"""

from __future__ import annotations

from mentorctl.model.agreement import Agreement
from mentorctl.model.structure import label_of
from mentorctl.model.team import COUNTED
from mentorctl.rules.base import Context, Hit, Hits, Team, TeamRule


def check(team: Team, ctx: Context) -> Hits:
    """Find blanks of an agreement that counts already."""
    agreement, pairing = team.agreement, team.pairing
    if (
        agreement is None
        or pairing is None
        or pairing.state_on(ctx.today) not in {"active", "completed"}
    ):
        return
    signed = any(
        path == "agreement.yaml" and standing.state in COUNTED
        for (path, _), standing in team.standings.items()
    )
    begins = min(filter(None, (agreement.begins_on, pairing.starts)))
    if not signed and begins > ctx.today:
        return
    since = "is signed" if signed else f"is in force since {begins}"
    blanks = (name for clause in ctx.program.agreement.clauses for name in clause.blanks)
    for name in dict.fromkeys(blanks):
        fixed = name in Agreement.__struct_fields__
        if not (getattr(agreement, name) if fixed else agreement.blanks.get(name)):
            where = (name,) if fixed else ("blanks", name)
            label = label_of(Agreement, where, ctx.words) if fixed else name
            yield Hit(
                "agreement.yaml",
                where,
                f'the agreement {since}, and "{label}" is empty',
                f"fill it in: mentorctl edit {team.id} agreement --set {'.'.join(where)}=…",
            )


RULE = TeamRule("agreement-incomplete", "warning", check)
