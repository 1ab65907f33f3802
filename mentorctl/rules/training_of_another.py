"""A training is recorded of somebody who is not in the pairing.

What it finds
    An entry of trainings.yaml whose `person` has no part in the pairing of that file, and had none
    when it was noted, as far as the history of a program with keys tells.

Why it matters
    It counts for nothing: a training counts for whoever took it by what a pairing of theirs says,
    and there it looks as if it was not taken.

Example
    trainings.yaml of a pairing whose mentor is teo-lindqvist:

        taken:
          - {code: SP 511, person: dale-kirchner, on: 2026-08-20}

How to mend it
    Write the id of who took it, if that is somebody of this pairing. Otherwise take it out here,
    and put it into trainings.yaml of a pairing that they are in.
"""

from __future__ import annotations

from mentorctl.model.roles import SIDES
from mentorctl.rules.base import Context, Hit, Hits, Team, TeamRule


def check(team: Team, ctx: Context) -> Hits:
    """Find trainings of people who are not in the pairing."""
    if team.trainings is None or team.pairing is None:
        return
    people = {getattr(team.pairing, role) for role in SIDES}
    for index, entry in enumerate(team.trainings.taken):
        if entry.person not in people and entry not in ctx.shared.trained.get(entry.person, ()):
            yield Hit(
                "trainings.yaml",
                ("taken", index, "person"),
                f"{entry.person} is not in this pairing, so {entry.code} counts for nothing here",
                "write who took it, or move it to trainings.yaml of a pairing of theirs: "
                f"mentorctl edit {team.id} trainings",
            )


RULE = TeamRule("training-of-another", "warning", check)
