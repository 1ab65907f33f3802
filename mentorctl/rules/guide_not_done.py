"""A learning guide was signed off although tasks in it were open.

What it finds
    A guide.yaml with a day of sign-off, or signed by the supervisor, in which a task has no day, or
    one after the sign-off, or from which a task that program.yaml lists is missing.

Why it matters
    Whoever signs the guide off says that the tasks in it are done.

Example
    guide.yaml:

        tasks:
          - id: first-interview
            title: Observe an interview
            done_on:
        signed_off:
          by: rosa-kimball
          on: 2027-03-01

How to mend it
    Write the day of each task that was done: mentorctl mark PAIRING TASK --on DATE. If one was
    not, take the sign-off out until it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentorctl.model.roles import OVER_IT
from mentorctl.model.signature import SignatureState
from mentorctl.model.team import COUNTED
from mentorctl.rules._shared import listed
from mentorctl.rules.base import Context, Hit, Hits, Team, TeamRule

if TYPE_CHECKING:
    import datetime as dt


# also where the guide was changed since
GIVEN = COUNTED | {SignatureState.STALE}


def check(team: Team, ctx: Context) -> Hits:
    """Compare the days of the tasks with the day of the sign-off."""
    guide = team.guide
    on = _signed_off(team)
    if guide is None or on is None:
        return
    for index, task in enumerate(guide.tasks):
        if task.done_on is None or task.done_on > on:
            then = f"was done on {task.done_on}" if task.done_on else "has no day"
            yield Hit(
                "guide.yaml",
                ("tasks", index, "done_on"),
                f"the guide was signed off on {on}, and {task.title or task.id} {then}",
                f"if it was done by then: mentorctl mark {team.id} {task.id} --on DATE",
            )
    there = {task.id for task in guide.tasks}
    gone = [task.title for task in ctx.program.guide.tasks if task.id not in there]
    if gone:
        yield Hit(
            "guide.yaml",
            ("tasks",),
            f"the guide was signed off on {on} without {listed(gone)}",
            f"add what is missing: mentorctl edit {team.id} guide",
        )


def _signed_off(team: Team) -> dt.date | None:
    """The day of the sign-off: as the guide says, or of a signature of who is over the pair."""
    guide = team.guide
    if guide is not None and guide.signed_off is not None and guide.signed_off.on is not None:
        return guide.signed_off.on
    signed = [
        standing.on.date()
        for (path, role), standing in team.standings.items()
        if path == "guide.yaml" and role in OVER_IT and standing.on and standing.state in GIVEN
    ]
    return min(signed, default=None)


RULE = TeamRule("guide-not-done", "warning", check)
