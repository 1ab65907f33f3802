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

from typing import TYPE_CHECKING

from mentorctl.rules.base import Hit, TeamRule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mentorctl.model.team import Team
    from mentorctl.rules.base import Context


def check(team: Team, ctx: Context) -> Iterator[Hit]:
    """Find visits in a file of another day."""
    for key, visit in team.visits.items():
        if visit.on.isoformat() != key:
            yield Hit(
                f"visits/{key}.yaml",
                ("on",),
                f"the {ctx.words['visit']} is of {visit.on}, and the file is called {key}.yaml",
                f"correct the date, or rename the file to {visit.on}.yaml",
            )


RULE = TeamRule("visit-date-mismatch", "error", check)
