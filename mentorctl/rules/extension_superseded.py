"""A milestone has more than one extension.

What it finds
    An extension in pairing.yaml beside another approved one of the same milestone that reaches as
    far or further.

Why it matters
    The one that reaches furthest is in force. The other changes nothing, and a reader may take it
    for the one that counts.

Example
    pairing.yaml:

        extensions:
          - {milestone: experiences-1-2, until: 2027-01-08, approved_by: noor-haddad, …}
          - {milestone: experiences-1-2, until: 2027-01-22, approved_by: noor-haddad, …}

How to mend it
    Leave it as a record of what was agreed, or take it out.
"""

from __future__ import annotations

from mentorctl.model.pairing import in_force
from mentorctl.rules.base import Context, Hit, Hits, Team, TeamRule


def check(team: Team, ctx: Context) -> Hits:
    """Find extensions that another one of the same milestone makes needless."""
    if team.pairing is None or len(team.pairing.extensions) < 2:  # noqa: PLR2004 - beside another
        return
    counted = ctx.look(team).standings.team.pairing
    counting = counted.extensions_on(ctx.today) if counted else {}
    for index, extension in enumerate(team.pairing.extensions):
        other = counting.get(extension.milestone)
        if other is not None and other is not extension and in_force(extension, ctx.today):
            yield Hit(
                "pairing.yaml",
                ("extensions", index),
                f"{extension.milestone} is extended to {other.until} as well, which is in force",
                f"leave it as a record, or take it out: mentorctl edit {team.id} pairing",
            )


RULE = TeamRule("extension-superseded", "note", check)
