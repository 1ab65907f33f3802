"""A pairing ends before it starts.

What it finds
    A pairing whose `ends` is a day before its `starts`.

Why it matters
    One of the two is a slip, and deadlines and facts are judged by them.

Example
    pairing.yaml:

        starts: 2026-09-14
        ends: 2026-01-15

How to mend it
    Look up both days, and correct the one that is wrong; most often it is the year.
"""

from __future__ import annotations

from mentorctl.rules.base import Context, Hit, Hits, Team, TeamRule


def check(team: Team, ctx: Context) -> Hits:  # noqa: ARG001 - every rule is called alike
    """Find pairings whose last day is before their first."""
    pairing = team.pairing
    if pairing is not None and pairing.ends is not None and pairing.ends < pairing.starts:
        yield Hit(
            "pairing.yaml",
            ("ends",),
            f"the pairing ends on {pairing.ends}, before it starts on {pairing.starts}",
            "look up both days, and correct the one that is wrong",
        )


RULE = TeamRule("ends-before-start", "error", check)
