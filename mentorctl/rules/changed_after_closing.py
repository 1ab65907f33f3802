"""A record was changed after its pairing was handed on.

What it finds
    A pairing that mentorctl reassign closed, whose plan, work, log or other records say something
    else now than they did on that day. Signatures may come in later.

Why it matters
    The new pairing took this work over as it was, and somebody is paid for it. What is changed
    afterwards is in one of the two only.

Example
    closed:
      on: 2027-01-15
      content: 9f86…      while the log has had an entry more since

How to mend it
    See who changed what, and take it back, or write it into the pairing that took over. Where the
    change is right, take closed out of pairing.yaml and say why when you save.
"""

from __future__ import annotations

from mentorctl.model.closing import held_by
from mentorctl.rules.base import Context, Hit, Hits, Team, TeamRule


def check(team: Team, ctx: Context) -> Hits:
    """Compare what a closed pairing holds with what it held."""
    del ctx
    closed = team.pairing.closed if team.pairing else None
    if closed is None or closed.content is None or team.broken:
        return
    if held_by(team.recorded) == closed.content:
        return
    yield Hit(
        "pairing.yaml",
        ("closed",),
        f"{team.id} was closed on {closed.on}, and its records have been changed since",
        f"see who changed what, and take it back: mentorctl history {team.id}",
    )


RULE = TeamRule("changed-after-closing", "warning", check)
