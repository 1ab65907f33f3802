"""A pairing is marked as completed and has not done everything.

What it finds
    A pairing whose state is `completed` although something that program.yaml asks for under
    completion was open on the day in `closed` (or `ends`), or was done late without an extension;
    or without that day.

Why it matters
    The pairing is not on the list of completers, whatever its state says. Somebody may be
    waiting for a payment that will not come.

Example
    pairing.yaml, while experiences/4.yaml has no comment form sent to the advisor:

        state: completed
        closed: {on: 2027-04-20}

How to mend it
    Do what is named, or write down the day it was done. If it is excused, record the
    extension or waiver. Otherwise set the state back to active.

Source
    completion in program.yaml.
"""

from __future__ import annotations

from mentorctl.model.needs import NeedState
from mentorctl.rules._shared import unread
from mentorctl.rules.base import Context, Hit, Hits, Team, TeamRule


def check(team: Team, ctx: Context) -> Hits:
    """Find completed pairings that lack something."""
    pairing = team.pairing
    if pairing is None or pairing.state != "completed":
        return
    if pairing.completed_on is None:
        yield Hit(
            "pairing.yaml",
            ("state",),
            "marked as completed, and closed does not say since when",
            f"write the day: mentorctl edit {team.id} pairing --set closed.on=DATE; until then "
            "the state is active",
        )
        return
    verdict = ctx.look(team).standings.when_closed.completion
    if not verdict.is_asked:
        yield Hit(
            "pairing.yaml",
            ("state",),
            "marked as completed, and program.yaml asks for nothing that makes a completer",
            f"set the state back: mentorctl edit {team.id} pairing --set state=active",
        )
    lacking = [row for row in verdict.lacking if not unread(row.need, team, ctx)]
    if lacking:
        named = "; ".join(f"{row.title} ({_state(row.state)})" for row in lacking)
        yield Hit(
            "pairing.yaml",
            ("state",),
            f"marked as completed on {pairing.completed_on}, and not done by then: {named}",
            f"see what would mend it: mentorctl status {team.id}; until then the state is active",
            about=tuple(str(row.need) for row in lacking),
        )


def _state(state: NeedState) -> str:
    return "still open" if state is NeedState.DUE else state.value


RULE = TeamRule("completed-without-completion", "error", check)
