"""A waiver is for something that the program does not ask for.

What it finds
    A waiver in pairing.yaml whose `need` is in no milestone, in no completion need and in no
    required meeting of program.yaml.

Why it matters
    It waives nothing: what was meant is still asked for.

Example
    pairing.yaml, where the program calls it `meetings/midyear:attended`:

        waivers:
          - need: meetings/mid-year:attended

How to mend it
    Copy the need from program.yaml, from calendar or completion.
"""

from __future__ import annotations

from mentorctl.model.needs import waivable
from mentorctl.rules._lookups import Guesses
from mentorctl.rules._shared import did_you_mean
from mentorctl.rules.base import Context, Hit, Hits, Team, TeamRule


def check(team: Team, ctx: Context) -> Hits:
    """Find waivers of unknown needs."""
    if team.pairing is None or not team.pairing.waivers:
        return
    known = waivable(ctx.program)
    guesses = Guesses(known)
    for index, waiver in enumerate(team.pairing.waivers):
        if waiver.need not in known:
            yield Hit(
                "pairing.yaml",
                ("waivers", index, "need"),
                f"the program does not ask for {waiver.need}",
                did_you_mean(
                    guesses, waiver.need, "copy the need from program.yaml, calendar or completion"
                ),
            )


RULE = TeamRule("waiver-unknown-need", "error", check)
