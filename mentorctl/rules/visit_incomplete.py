"""A visit report leaves something out.

What it finds
    A visit that was made, and whose report lacks its purpose, the location, the topics or the
    strategies that were discussed.

Why it matters
    The report goes to the advisor and tells them what the visit was for and what came of it.

Example
    visits/2026-11-10.yaml:

        on: 2026-11-10
        location: mentee-school
        purpose: See how the lab is organized
        topics:

How to mend it
    Fill the report in while you remember it.

Source
    Career Education Mentoring Manual, "On-site Visit" and Mentor/Protégé Visit Report.
"""

from __future__ import annotations

from mentorctl.rules.base import Context, Hit, Hits, Team, TeamRule

FIELDS = ("location", "purpose", "topics", "strategies")


def check(team: Team, ctx: Context) -> Hits:
    """Find reports of visits with blanks."""
    for key, visit in team.visits.items():
        if visit.on > ctx.today:
            continue
        for field in FIELDS:
            if not getattr(visit, field):
                yield Hit(
                    f"visits/{key}.yaml",
                    (field,),
                    f"the {ctx.words['visit']} of {visit.on} has nothing at {field}",
                    f"fill it in: mentorctl edit {team.id} visits/{key}",
                )


RULE = TeamRule("visit-incomplete", "warning", check)
