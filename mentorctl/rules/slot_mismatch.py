"""An experience's file and its slot do not agree.

What it finds
    A file in experiences/ whose name is not the number of its `slot`, or whose slot is none
    of the program's.

Why it matters
    Plan, deadlines and forms look for the experience of slot 2 in experiences/2.yaml. One in
    another file is taken for another experience.

Example
    experiences/2.yaml:

        slot: 3

How to mend it
    Correct the slot, or rename the file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentorctl.rules.base import Hit, TeamRule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mentorctl.model.team import Team
    from mentorctl.rules.base import Context


def check(team: Team, ctx: Context) -> Iterator[Hit]:
    """Find experiences in a file of another number."""
    count = ctx.program.experiences.count
    for key, experience in team.experiences.items():
        if str(experience.slot) != key:
            yield Hit(
                f"experiences/{key}.yaml",
                ("slot",),
                f"the slot is {experience.slot}, and the file is called {key}.yaml",
                f"correct the slot, or rename the file to {experience.slot}.yaml",
            )
        elif not 1 <= experience.slot <= count:
            yield Hit(
                f"experiences/{key}.yaml",
                ("slot",),
                f"the program has no slot {key}: its slots are 1 to {count}",
                "correct the slot and the file's name, or remove the file",
            )


RULE = TeamRule("slot-mismatch", "error", check)
