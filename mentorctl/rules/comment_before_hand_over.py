"""A comment form comes before the work it is about.

What it finds
    In the record of an experience, the comment form is dated, sent or copied before the day
    the work was handed over; it was sent although no hand-over is recorded; or it was sent
    before the day it is dated.

Why it matters
    The mentor comments on finished work that they have read and talked about. If the days
    run the other way, one of them is a slip, and nobody can rely on the rest.

Example
    experiences/1.yaml:

        sent_to_mentor: 2026-12-10
        comment:
          on: 2026-12-01

    The work came on December 10 and was commented on nine days earlier.

How to mend it
    Look up when the work really came and when the form was written, and put the right day in.
    If the hand-over was never written down, run: mentorctl hand-in PAIRING N --on DATE

Source
    Career Education Mentoring Manual, "Mentoring Experiences for Each Semester": the form is
    completed after the final work was sent to the mentor.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentorctl.rules.base import Context, Hit, Hits, Team, TeamRule

if TYPE_CHECKING:
    import datetime as dt

    from mentorctl.model.experience import Comment, Experience


FIELDS = {
    "on": "is dated",
    "sent_to_advisor": "was sent to the {advisor} on",
    "copied_to_mentee": "was copied to the {mentee} on",
}


def check(team: Team, ctx: Context) -> Hits:
    """Find comment forms that come before their work."""
    for key, experience in team.experiences.items():
        comment = experience.comment
        if comment is None:
            continue
        for field, said in FIELDS.items():
            day = getattr(comment, field)
            fault = None if day is None else _fault(field, day, experience, comment)
            if fault is None:
                continue
            yield Hit(
                f"experiences/{key}.yaml",
                ("comment", field),
                ctx.words.say(f"the {{comment}} {said} {day}, {fault}"),
                "look up both days, and correct the one that is wrong"
                if experience.sent_to_mentor is not None
                else f"write the hand-over down: mentorctl hand-in {team.id} {key} --on DATE",
            )


def _fault(field: str, day: dt.date, experience: Experience, comment: Comment) -> str | None:
    handed_over = experience.sent_to_mentor
    if handed_over is not None and day < handed_over:
        return f"before the work was handed over on {handed_over}"
    if handed_over is None and field != "on":
        return "but no hand-over of the work is recorded"
    if comment.on is not None and day < comment.on:
        return f"before the form was written on {comment.on}"
    return None


RULE = TeamRule("comment-before-hand-over", "error", check)
