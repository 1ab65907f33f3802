"""An experience is handed over before it was achieved.

What it finds
    In the record of an experience, `sent_to_mentor` is a day before `achieved`.

Why it matters
    What is handed over is the finished work. The plan's form prints the day it was achieved,
    and both days have to agree with each other.

Example
    experiences/1.yaml:

        achieved: 2026-12-08
        sent_to_mentor: 2026-12-01

How to mend it
    Look up both days, and correct the one that is wrong.

Source
    Career Education Mentoring Manual, "Mentoring Experiences for Each Semester": the final
    work is sent to the mentor.
"""

from __future__ import annotations

from mentorctl.rules.base import Context, Hit, Hits, Team, TeamRule


def check(team: Team, ctx: Context) -> Hits:
    """Find experiences whose hand-over is dated before their completion."""
    for key, experience in team.experiences.items():
        achieved, sent = experience.achieved, experience.sent_to_mentor
        if achieved is not None and sent is not None and sent < achieved:
            yield Hit(
                f"experiences/{key}.yaml",
                ("sent_to_mentor",),
                f"experience {key} was sent to the {ctx.words['mentor']} on {sent}, before it was "
                f"achieved on {achieved}",
                "look up both days, and correct the one that is wrong",
            )


RULE = TeamRule("hand-over-before-achieved", "error", check)
