"""A pairing is marked as completed and has not done everything.

What it finds
    A pairing whose state is `completed` while something that program.yaml asks for under
    completion is open, or was done late without an extension.

Why it matters
    The pairing is not on the list of completers, whatever its state says. Somebody may be
    waiting for a payment that will not come.

Example
    pairing.yaml, while experiences/4.yaml has no comment form sent to the advisor:

        state: completed

How to mend it
    Do what is named, or write down the day it was done. If it is excused, record the
    extension or waiver. Otherwise set the state back to active.

Source
    completion in program.yaml.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentorctl.model.needs import NeedState
from mentorctl.model.standing import completion
from mentorctl.rules._shared import look, unread
from mentorctl.rules.base import Hit, TeamRule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mentorctl.model.team import Team
    from mentorctl.rules.base import Context


def check(team: Team, ctx: Context) -> Iterator[Hit]:
    """Find completed pairings that lack something."""
    if team.pairing is None or team.pairing.state != "completed":
        return
    rows = look(team, ctx).standing
    verdict = completion(ctx.calendar, team, ctx.shared, today=ctx.today, rows=rows)
    lacking = [row for row in verdict.lacking if not unread(row.need, team, ctx)]
    if lacking:
        named = "; ".join(f"{row.title} ({_state(row.state)})" for row in lacking)
        yield Hit(
            "pairing.yaml",
            ("state",),
            f"marked as completed, and not done: {named}",
            f"see what would mend it: mentorctl status {team.id}; until then the state is active",
        )


def _state(state: NeedState) -> str:
    return "still open" if state is NeedState.DUE else state.value


RULE = TeamRule("completed-without-completion", "error", check)
