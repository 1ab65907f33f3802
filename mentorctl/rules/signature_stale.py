"""A signed record was changed, so that the signature no longer covers it.

What it finds
    A signature whose form says something else than what was signed, with what changed, where and
    on which day: a value of the record, or what the form takes from elsewhere (a provision in
    program.yaml, the experience in plan.yaml, a name, a file in evidence/). Comments, layout, how
    people can be reached and what comes after signing (approved, received, sent, copied) make no
    signature stale; a new entry in the log makes none of the others stale.

Why it matters
    A signature says that one person attests one text. It says nothing of what was put in later,
    and so it no longer counts where the program asks for one.

Example
    The plan was signed on 2026-09-24, and in December somebody changes:

        experiences:
          - slot: 2
            target_date: 2027-01-15

How to mend it
    Where the change is right, the same person signs again: `mentorctl sign PAIRING plan`. Where
    it is not, take it back; the signature then counts as before.
"""

from __future__ import annotations

from mentorctl.model.signature import SignatureState
from mentorctl.rules._signatures import each, file_and_place, signer, to_sign
from mentorctl.rules.base import Context, Hit, Hits, Team, TeamRule


def check(team: Team, ctx: Context) -> Hits:
    """Find signatures that no longer cover their record."""
    for path, standing in each(team, SignatureState.STALE):
        file, where = file_and_place(team, path, next(iter(standing.fields), ()))
        day = f" of {standing.on:%Y-%m-%d}" if standing.on else ""
        yield Hit(
            file,
            where,
            f"the signature{day} by {signer(standing, ctx)} no longer holds: {standing.why}",
            f"if the change is right, they sign again: {to_sign(team, path)}; if not, take it back",
        )


RULE = TeamRule("signature-stale", "warning", check)
