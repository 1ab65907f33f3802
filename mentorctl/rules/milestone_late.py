"""A milestone was met late.

What it finds
    Something that a required milestone of the calendar asks for and that was done after its
    last day, without an extension that covers it; also while something else of it is open.

Why it matters
    Unless program.yaml says under completion that late work counts, the pairing will not be on
    the list of completers.

Example
    experiences/1.yaml, where the work is due on December 14:

        slot: 1
        sent_to_mentor: 2026-12-16

How to mend it
    Look whether the date is right. If the advisor agrees to the later day, run:
    mentorctl extend PAIRING MILESTONE --until DATE --by PERSON --reason TEXT

Source
    The calendar in program.yaml; for Missouri the Career Education Mentoring Manual,
    Suggested Timeline.
"""

from __future__ import annotations

from mentorctl.rules._shared import deadline, place, what
from mentorctl.rules.base import Context, Hit, Hits, Team, TeamRule


def check(team: Team, ctx: Context) -> Hits:
    """Find milestones that were met after their last day."""
    standings = ctx.look(team).standings
    if not standings.is_under_way:
        return
    for row in standings.rows:
        for need, on in row.late_needs:
            if not row.holds_to(need):
                continue
            record, where = place(need, team)
            yield Hit(
                record,
                where,
                f'"{row.milestone.title}" was due on {deadline(row)}, '
                f"and {what(need, ctx)} is {on}",
                ctx.words.say("if the {advisor} agrees to the later day: ")
                + f"mentorctl extend {team.id} {row.milestone.id} --until {on} --by PERSON "
                "--reason TEXT",
                about=(f"{row.milestone.id} {need}",),
            )


RULE = TeamRule("milestone-late", "warning", check)
