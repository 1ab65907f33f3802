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

from mentorctl.model.signature import SignatureState, Standing
from mentorctl.rules._signatures import each, file_and_place, signer, to_attest, to_sign
from mentorctl.rules.base import Context, Hit, Hits, Team, TeamRule


def check(team: Team, ctx: Context) -> Hits:
    """Find signatures that no longer cover their record."""
    for path, standing in each(team, SignatureState.STALE):
        file, where = file_and_place(team, path, next(iter(standing.fields), ()))
        day = f" of {standing.on:%Y-%m-%d}" if standing.on else ""
        by = standing.attested_by
        paper, seen = (" on paper", f", attested by {by},") if by else ("", "")
        yield Hit(
            file,
            where,
            f"the signature{paper}{day} by {signer(standing, ctx)}{seen} no longer holds:"
            f" {standing.why}",
            f"if the change is right, {_again(team, path, standing)}; if not, take it back",
        )


def _again(team: Team, path: str, standing: Standing) -> str:
    """How it is signed again: with a key, or on paper as before."""
    if not standing.attested_by:
        return f"they sign again: {to_sign(team, path)}"
    return f"they sign a page as it is now: {to_attest(team, path, standing.role)}"


RULE = TeamRule("signature-stale", "warning", check)
