"""A signature counts for nothing.

What it finds
    A signature that was not made by the person it names with a key of theirs: edited after
    signing, made for another program, by a key that nobody registered or that was revoked, or by
    somebody who does not hold the role here. One that was given for another record or role is
    none here, and `mentorctl audit` names it.

Why it matters
    It looks like a signature and is none. Either something went wrong, or somebody tried to
    pass one off.

Example
    The day in a statement of signatures/plan.advisor.yaml was changed after it was signed.

How to mend it
    Ask the person who is named. If they want to sign, they do so with their own key:
    `mentorctl sign PAIRING RECORD`. `mentorctl audit` says with which commit it came in.
"""

from __future__ import annotations

from mentorctl.model.paths import record_name, signature_file
from mentorctl.model.signature import SignatureState
from mentorctl.rules._signatures import each, signer, to_sign
from mentorctl.rules.base import Context, Hit, Hits, Team, TeamRule


def check(team: Team, ctx: Context) -> Hits:
    """Find signatures that count for nothing."""
    for path, standing in each(team, SignatureState.INVALID):
        entry = path.partition("#")[2]
        what = f"{record_name(path)}, entry {entry}" if entry else record_name(path)
        yield Hit(
            signature_file(path, standing.role),
            (),
            f"the signature of {what} by {signer(standing, ctx)} does not count: {standing.why}",
            f"ask them; to sign it they run: {to_sign(team, path)}",
        )


RULE = TeamRule("signature-invalid", "error", check)
