"""An extension is for a milestone that the program does not have.

What it finds
    An extension in pairing.yaml whose `milestone` is not an id of the calendar in
    program.yaml, nor of a required meeting.

Why it matters
    It extends nothing: the deadline that was meant is still in force.

Example
    pairing.yaml, where the calendar calls it `experiences-1-2`:

        extensions:
          - milestone: experience-1-2
            until: 2027-01-08

How to mend it
    Correct the id. The ids stand in program.yaml under calendar.
"""

from __future__ import annotations

from mentorctl.rules._lookups import Guesses
from mentorctl.rules._shared import did_you_mean
from mentorctl.rules.base import Context, Hit, Hits, Team, TeamRule


def check(team: Team, ctx: Context) -> Hits:
    """Find extensions of unknown milestones."""
    if team.pairing is None or not team.pairing.extensions:
        return
    known = [milestone.id for milestone in ctx.program.calendar]
    known += [milestone.id for milestone, _ in ctx.calendar.of_pairing if milestone.id not in known]
    guesses = Guesses(known)
    for index, extension in enumerate(team.pairing.extensions):
        if extension.milestone not in known:
            yield Hit(
                "pairing.yaml",
                ("extensions", index, "milestone"),
                f"the calendar has no milestone {extension.milestone}",
                did_you_mean(
                    guesses, extension.milestone, "write an id from calendar in program.yaml"
                ),
            )


RULE = TeamRule("extension-unknown-milestone", "error", check)
