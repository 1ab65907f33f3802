"""A waiver does not say who approved it, when, or why.

What it finds
    A waiver in pairing.yaml without `approved_by`, `on` or `reason`.

Why it matters
    A waiver decides who is a completer. It counts only with a name and a reason, so that
    anybody can ask later.

Example
    pairing.yaml:

        waivers:
          - need: meetings/midyear:attended
            approved_by: noor-haddad

How to mend it
    Fill the fields in, or make it anew with:
    mentorctl waive PAIRING NEED --by PERSON --reason TEXT
"""

from __future__ import annotations

from mentorctl.rules._shared import unapproved
from mentorctl.rules.base import Context, Hit, Hits, Team, TeamRule


def check(team: Team, ctx: Context) -> Hits:
    """Find waivers without an approver, a day or a reason."""
    if team.pairing is None:
        return
    for index, waiver in enumerate(team.pairing.waivers):
        lacking = unapproved(waiver)
        if lacking:
            yield Hit(
                "pairing.yaml",
                ("waivers", index),
                f"the waiver of {waiver.need} has no {', no '.join(lacking)}",
                ctx.words.say("write down who agreed, when and why, or ask the {advisor} first"),
            )


RULE = TeamRule("waiver-without-approval", "error", check)
