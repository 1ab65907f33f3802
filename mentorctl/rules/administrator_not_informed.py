"""The administrator of the visited school was not told of a visit.

What it finds
    A visit without the day on which the school's administrator was informed, or informed only
    after the visit.

Why it matters
    A school has to know who is in its building, and its administrator signs the report.

Example
    visits/2026-11-10.yaml:

        on: 2026-11-10
        administrator:
          name: Lucía Ferreira
          informed_on:

How to mend it
    Write the day into administrator: informed_on. If it was forgotten, tell the administrator
    now, and say so in the report; the finding stays as a record of it.

Source
    Career Education Mentoring Manual, Mentor/Protégé Visit Report, the line above its title.
"""

from __future__ import annotations

from mentorctl.rules.base import Context, Hit, Hits, Team, TeamRule


def check(team: Team, ctx: Context) -> Hits:
    """Find visits of which the administrator did not know."""
    for key, visit in team.visits.items():
        if visit.on > ctx.today:
            continue
        record = f"visits/{key}.yaml"
        informed = visit.administrator.informed_on if visit.administrator else None
        if informed is None:
            yield Hit(
                record,
                ("administrator", "informed_on"),
                f"nothing says that the school's administrator knew of the visit on {visit.on}",
                f"once they are told, run: mentorctl edit {team.id} visits/{key}"
                " --set administrator.informed_on=DATE",
            )
        elif informed > visit.on:
            yield Hit(
                record,
                ("administrator", "informed_on"),
                f"the school's administrator was told on {informed}, after the visit on {visit.on}",
                "look up both days; before the next visit tell the school first",
            )


RULE = TeamRule("administrator-not-informed", "warning", check)
