"""A training is recorded that the program does not have.

What it finds
    An entry of trainings.yaml whose `code` is not among the trainings of program.yaml.

Why it matters
    It counts for nothing, and the training that was meant looks as if it was not taken.

Example
    trainings.yaml, where the program calls it `SP 511`:

        taken:
          - {code: SP511, person: teo-lindqvist, on: 2026-08-20}

How to mend it
    Write the code as program.yaml has it, under trainings.
"""

from __future__ import annotations

from mentorctl.rules._lookups import Guesses
from mentorctl.rules._shared import did_you_mean
from mentorctl.rules.base import Context, Hit, Hits, Team, TeamRule


def check(team: Team, ctx: Context) -> Hits:
    """Find trainings with an unknown code."""
    if team.trainings is None:
        return
    known = {training.code for training in ctx.program.trainings}
    guesses = Guesses(known)
    for index, entry in enumerate(team.trainings.taken):
        if entry.code not in known:
            yield Hit(
                "trainings.yaml",
                ("taken", index, "code"),
                f"the program has no training {entry.code}",
                did_you_mean(guesses, entry.code, "write the code as program.yaml has it"),
            )


RULE = TeamRule("unknown-training", "error", check)
