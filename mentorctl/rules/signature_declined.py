"""Somebody declined to sign.

What it finds
    A record that a person who was asked to sign it declined to sign, with the reason.

Why it matters
    They said no for a reason, and nobody but the coordinator can settle it.

Example
    mentorctl sign amara-okafor-teo-lindqvist plan --decline --reason "not what we agreed on"

How to mend it
    Talk to them. Once the record says what they can stand by, they sign it:
    `mentorctl sign PAIRING RECORD`. The refusal stays in the history.
"""

from __future__ import annotations

from mentorctl.model.signature import SignatureState
from mentorctl.rules._signatures import each, file_and_place, signer, to_sign
from mentorctl.rules.base import Context, Hit, Hits, Team, TeamRule


def check(team: Team, ctx: Context) -> Hits:
    """Find what somebody declined to sign."""
    for path, standing in each(team, SignatureState.DECLINED):
        file, where = file_and_place(team, path, ())
        day = f" on {standing.on:%Y-%m-%d}" if standing.on else ""
        yield Hit(
            file,
            where,
            f"{signer(standing, ctx)} declined to sign it{day}: {standing.why}",
            f"the {ctx.words['coordinator']} settles it with them; then they sign: "
            f"{to_sign(team, path)}",
        )


RULE = TeamRule("signature-declined", "warning", check)
