"""A target date is after the deadline that it serves.

What it finds
    A planned experience whose target date is later than the last day on which its work can be
    handed over in time: the due date of that milestone, or the end of its extension.

Why it matters
    A team that keeps to its own plan would still miss the deadline, and the experience would
    not count.

Example
    plan.yaml, where experiences 1 and 2 are due on December 14:

        experiences:
          - {slot: 1, semester: 1, catalogue: 4, target_date: 2027-01-11}

How to mend it
    Choose an earlier target date. If the advisor has agreed to a later day for the milestone,
    run: mentorctl extend PAIRING MILESTONE --until DATE --by PERSON --reason TEXT

Source
    Career Education Mentoring Manual, Suggested Timeline: the team's own target dates stand
    before the deadline of their semester.
"""

from __future__ import annotations

from mentorctl.model.needs import Need
from mentorctl.rules.base import Context, Hit, Hits, Team, TeamRule


def check(team: Team, ctx: Context) -> Hits:
    """Find target dates after the deadline of their experience."""
    # An extension in a pairing.yaml that cannot be read may well allow the date.
    if team.plan is None or team.pairing is None:
        return
    rows = None
    for index, entry in enumerate(team.plan.experiences):
        if entry.target_date is None:
            continue
        need = Need("experiences", str(entry.slot), ("sent_to_mentor",))
        rows = rows or ctx.look(team).standings.rows
        row = next((row for row in rows if row.holds_to(need)), None)
        if row is None:
            continue
        last = row.last_day
        if last is not None and entry.target_date > last:
            yield Hit(
                "plan.yaml",
                ("experiences", index, "target_date"),
                f"the target date of experience {entry.slot} is {entry.target_date}, after its "
                f"deadline on {last} ({row.milestone.title})",
                f"choose an earlier day: mentorctl edit {team.id} plan",
            )


RULE = TeamRule("target-after-milestone", "warning", check)
