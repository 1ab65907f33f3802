"""The Structured Experience Mentor Comment Form (career education mentoring manual)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentorctl.forms.base import Form, FormContext, FormDocument, Value
from mentorctl.forms.plan import describe, number
from mentorctl.forms.wording import headlines, paragraphs, written

if TYPE_CHECKING:
    from mentorctl.model.experience import Comment
    from mentorctl.model.pairing import Pairing
    from mentorctl.model.team import Team

__all__ = ["COMMENT"]


def view(team: Team, context: FormContext) -> list[FormDocument]:
    """One document for each experience that the mentor has commented on, in the plan's order."""
    if team.pairing is None:
        return []
    return [
        _document(team, team.pairing, experience.slot, experience.comment, context)
        for experience in sorted(team.experiences.values(), key=lambda done: done.slot)
        if experience.comment is not None and (experience.comment.on or experience.comment.text)
    ]


def _document(
    team: Team, pairing: Pairing, slot: int, comment: Comment, context: FormContext
) -> FormDocument:
    head = headlines(context.words)
    mentee, mentor = context.name(pairing.mentee), context.name(pairing.mentor)
    planned = team.plan.slot(slot) if team.plan else None
    area = pairing.content_area or (team.plan.content_area if team.plan else None)
    values: dict[str, Value] = {
        "year": context.year,
        "preset": context.program.preset,
        "source": context.program.source or "",
        "term": dict(context.words),
        "head": head,
        "slot": str(slot),
        "count": str(context.program.experiences.count),
        "date": written(comment.on),
        "mentor": mentor,
        "mentee": mentee,
        "program_area": area or "",
        "number": number(planned, context) if planned else "",
        "experience": (describe(planned, context)) if planned else [],
        "comments": (paragraphs(comment.text)),
    }
    title = f"{head['comment']} {slot}, {context.year}: {mentee} and {mentor}"
    return FormDocument(f"comment-{slot}", title, values)


COMMENT = Form("comment", "{comment}", "comment.html", view, "mentorctl comment {pairing} 1")
