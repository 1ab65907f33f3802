"""Nobody has confirmed that the mentor meets the program's criteria.

What it finds
    A pairing, active or completed, in a program that lists criteria under mentors, whose
    pairing.yaml does not say under mentor_confirmed who confirmed them and when (a warning),
    leaves one without an answer (a warning), or answers one with no (an error).

Why it matters
    The program wants the word of somebody who knows the mentor's work before a new person learns
    from them.

Example
    pairing.yaml:

        mentor_confirmed:
          by: rosa-kimball
          on: 2026-08-28
          criteria:
            good-attendance:

How to mend it
    The person who knows answers each with yes or no, with their id and the day. Where an answer is
    no, find another mentor.

Source
    The program's criteria; for Nebraska the child welfare mentoring agreement, Supervisor Criteria
    for Mentor Selection.
"""

from __future__ import annotations

from mentorctl.model.pairing import MentorConfirmed
from mentorctl.rules._shared import listed
from mentorctl.rules.base import Context, Hit, Hits, Team, TeamRule


def check(team: Team, ctx: Context) -> Hits:
    """Look at what was said of the mentor of a pairing."""
    criteria, pairing = ctx.program.mentors.criteria, team.pairing
    if (
        not criteria
        or pairing is None
        or pairing.state_on(ctx.today) not in {"active", "completed"}
    ):
        return
    said = pairing.mentor_confirmed or MentorConfirmed()
    word, where = ctx.words["mentor"], ("mentor_confirmed",)
    refused = [each.title for each in criteria if said.criteria.get(each.id) == "no"]
    if refused:
        yield Hit(
            "pairing.yaml",
            (*where, "criteria"),
            f"{word} {pairing.mentor} does not meet: {listed(refused)}",
            f"correct the answer if it is wrong, or find another {word}",
            "error",
        )
    open_ones = [each.title for each in criteria if said.criteria.get(each.id) is None]
    signed = [name for name, value in (("person", said.by), ("day", said.on)) if not value]
    if not open_ones and not signed:
        return
    lacks = [f"an answer on {listed(open_ones)}"] if open_ones else []
    lacks += [f"the {' and the '.join(signed)}"] if signed else []
    yield Hit(
        "pairing.yaml",
        where,
        f"nobody has confirmed that {word} {pairing.mentor} meets the criteria; missing:"
        f" {', and '.join(lacks)}",
        f"once all are met, run: mentorctl mark {team.id} mentor-confirmed --on DATE; where one is"
        f" not: mentorctl edit {team.id} pairing",
    )


RULE = TeamRule("mentor-not-confirmed", "warning", check)
