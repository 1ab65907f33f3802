"""An extension does not say who approved it, when, or why.

What it finds
    An extension in pairing.yaml without `approved_by`, `on` or `reason`.

Why it matters
    An extension decides who is a completer. It counts only with a name and a reason, so that
    anybody can ask later.

Example
    pairing.yaml:

        extensions:
          - milestone: experiences-1-2
            until: 2027-01-08
            reason: the school was closed for a week

How to mend it
    Fill the fields in, or make it anew with:
    mentorctl extend PAIRING MILESTONE --until DATE --by PERSON --reason TEXT
"""

from __future__ import annotations

from mentorctl.rules._shared import unapproved
from mentorctl.rules.base import Context, Hit, Hits, Team, TeamRule


def check(team: Team, ctx: Context) -> Hits:
    """Find extensions without an approver, a day or a reason."""
    if team.pairing is None:
        return
    for index, extension in enumerate(team.pairing.extensions):
        lacking = unapproved(extension)
        if lacking:
            yield Hit(
                "pairing.yaml",
                ("extensions", index),
                f"the extension of {extension.milestone} has no {', no '.join(lacking)}",
                ctx.words.say("write down who agreed, when and why, or ask the {advisor} first"),
            )


RULE = TeamRule("extension-without-approval", "error", check)
