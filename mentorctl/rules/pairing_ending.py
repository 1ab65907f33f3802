"""A pairing will end.

What it finds
    A pairing whose state is `withdrawn` or `reassigned` and whose last day, `ends`, is today or
    still ahead.

Why it matters
    Until that day is over the pairing is active: what falls due by then is owed. Nothing is wrong.

Example
    On April 20, pairing.yaml:

        state: withdrawn
        ends: 2027-05-14

How to mend it
    Nothing is to be done. If the pairing goes on, set state back to active and leave ends blank.
"""

from __future__ import annotations

from mentorctl.rules.base import Context, Hit, Hits, Team, TeamRule


def check(team: Team, ctx: Context) -> Hits:
    """Find pairings that are active and have their last day ahead."""
    pairing = team.pairing
    if pairing is not None and pairing.state_on(ctx.today) != pairing.state:
        yield Hit(
            "pairing.yaml",
            ("ends",),
            f"{team.id} is active until {pairing.ends}, then {pairing.state}",
            f"if it goes on, set it back: mentorctl edit {team.id} pairing",
        )


RULE = TeamRule("pairing-ending", "note", check)
