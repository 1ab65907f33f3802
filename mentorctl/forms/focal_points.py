"""The Focal Points Checklist (career education mentoring manual, form of that name)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentorctl.forms.answers import RequiredAnswers
from mentorctl.forms.checklist_sheet import document, grouped
from mentorctl.forms.form import Form, FormContext, FormDocument, Value
from mentorctl.forms.pairs import Pair
from mentorctl.model.checklists import FocalPoints

if TYPE_CHECKING:
    from mentorctl.model.program import Item
    from mentorctl.model.team import Team

__all__ = ["FOCAL_POINTS"]


def view(team: Team, context: FormContext) -> list[FormDocument]:
    """The checklist of a pairing that has one; on blank forms, of any."""
    checklist = context.program.focal_points
    if not checklist.groups or (context.mode != "blank" and team.focal_points is None):
        return []
    record = team.focal_points or FocalPoints()
    answers = RequiredAnswers(context)
    levels = [str(rating.value) for rating in checklist.ratings]

    def row(item: Item) -> dict[str, Value]:
        rating = str(record.ratings.get(item.id) or "")
        given = rating if rating in levels else ""
        path = team.path("focal-points.yaml")
        return {"rating": answers.need(given, item.title, path, "ratings", item.id)}

    values: dict[str, Value] = {
        "ratings": [
            {"level": str(rating.value), "title": rating.title} for rating in checklist.ratings
        ],
        "groups": grouped(checklist, row),
    }
    return [document("focal-points", Pair.of(team, context), record.on, answers, values)]


FOCAL_POINTS = Form(
    "focal-points", "Focal Points Checklist", "mentorctl new {pairing} focal-points", view
)
