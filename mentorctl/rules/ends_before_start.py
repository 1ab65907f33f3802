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

from typing import TYPE_CHECKING

from mentorctl.rules.base import Hit, TeamRule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mentorctl.model.team import Team
    from mentorctl.rules.base import Context


def check(team: Team, ctx: Context) -> Iterator[Hit]:  # noqa: ARG001 - every rule is called alike
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
