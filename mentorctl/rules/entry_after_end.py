"""Something is recorded for a pairing after its end.

What it finds
    A log entry, or any other fact, dated after the last day of a pairing that was withdrawn or
    reassigned.

Why it matters
    After its end a pairing has no work of its own. The entry belongs to the pairing that took
    over, or the last day is wrong.

Example
    pairing.yaml says:

        state: withdrawn
        ends: 2026-11-30

    and log.yaml has an entry on 2026-12-03.

How to mend it
    Move the entry to the pairing that took over, or correct its date or the last day.
"""

from __future__ import annotations

from mentorctl.rules._dates import DateKind
from mentorctl.rules._shared import spelled
from mentorctl.rules.base import Context, Hit, Hits, Team, TeamRule


def check(team: Team, ctx: Context) -> Hits:
    """Find facts after the end of a withdrawn or reassigned pairing."""
    pairing = team.pairing
    if pairing is None or pairing.ends is None:
        return
    if pairing.state not in {"withdrawn", "reassigned"}:
        return
    for record, where, day, kind in ctx.look(team).dates:
        if day > pairing.ends and kind is DateKind.FACT and record != "pairing.yaml":
            yield Hit(
                record,
                where,
                f"{spelled(team, record, where, ctx)} says {day}, "
                f"and the pairing was {pairing.state} on {pairing.ends}",
                "move it to the pairing that took over, or correct this date or ends in "
                "pairing.yaml",
            )


RULE = TeamRule("entry-after-end", "error", check)
