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

from mentorctl.model.kinds import WORK_KINDS
from mentorctl.rules.base import Context, Hit, Hits, Team, TeamRule

_NUMBERED = tuple(kind for kind in WORK_KINDS if kind.key == "number" and kind.key_field)


def check(team: Team, ctx: Context) -> Hits:
    """Find experiences in a file of another number."""
    for kind in _NUMBERED:
        field = kind.key_field
        records = team.each(kind.model)
        for key, record in records.items():
            number = getattr(record, field)
            if str(number) != key:
                # over a record that is there nobody is to write
                rename = f"rename the file to {number}.yaml"
                if str(number) in records:
                    rename = f"move it out of the folder: {number}.yaml is there already"
                yield Hit(
                    kind.path(key),
                    (field,),
                    f"the {field} is {number}, and the file is called {key}.yaml",
                    f"correct the {field}, or {rename}",
                )
            elif kind.how_many is not None and not kind.fits(key, ctx.program):
                last = kind.how_many(ctx.program)
                yield Hit(
                    kind.path(key),
                    (field,),
                    f"the program has no {field} {key}: its {field}s are 1 to {last}",
                    f"correct the {field} and the file's name, or remove the file",
                )


RULE = TeamRule("slot-mismatch", "error", check)
