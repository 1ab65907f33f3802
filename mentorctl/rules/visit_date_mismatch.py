"""A visit's file and its date do not agree.

What it finds
    A file in visits/ whose name is not the day that it says under `on`.

Why it matters
    The report is called by its day. Two days for one visit leave open which one is right.

Example
    visits/2026-11-10.yaml:

        on: 2026-11-12

How to mend it
    Correct the date, or rename the file.
"""

from __future__ import annotations

from mentorctl.model.kinds import WORK_KINDS
from mentorctl.rules.base import Context, Hit, Hits, Team, TeamRule

_DATED = tuple(kind for kind in WORK_KINDS if kind.key == "day" and kind.key_field)


def check(team: Team, ctx: Context) -> Hits:
    """Find visits in a file of another day."""
    for kind in _DATED:
        for key, record in team.each(kind.model).items():
            day = getattr(record, kind.key_field)
            if str(day) != key:
                title = ctx.words.say(kind.title)
                yield Hit(
                    kind.path(key),
                    (kind.key_field,),
                    f"the {title} is of {day}, and the file is called {key}.yaml",
                    f"correct the date, or rename the file to {day}.yaml",
                )


RULE = TeamRule("visit-date-mismatch", "error", check)
