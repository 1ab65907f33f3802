"""A pairing was withdrawn or reassigned, and nothing says when.

What it finds
    A pairing whose state is `withdrawn` or `reassigned` without `ends`.

Why it matters
    Without its last day nobody can tell which work still belongs to it.

Example
    pairing.yaml:

        state: withdrawn
        ends:

How to mend it
    Write the last day of the pairing into `ends`.
"""

from __future__ import annotations

from mentorctl.rules.base import Context, Hit, Hits, Team, TeamRule


def check(team: Team, ctx: Context) -> Hits:  # noqa: ARG001 - every rule is called alike
    """Find pairings that have ended without a last day."""
    pairing = team.pairing
    if pairing is None or pairing.ends is not None:
        return
    if pairing.state in {"withdrawn", "reassigned"}:
        yield Hit(
            "pairing.yaml",
            ("ends",),
            f"the pairing is {pairing.state} and has no last day",
            f"write its last day into ends: mentorctl edit {team.id} pairing",
        )


RULE = TeamRule("state-without-end", "error", check)
