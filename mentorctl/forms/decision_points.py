"""The Decision Points Checklist (career education mentoring manual, form of that name)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentorctl.forms.answers import RequiredAnswers
from mentorctl.forms.checklist_sheet import document, grouped
from mentorctl.forms.form import Form, FormContext, FormDocument, Value
from mentorctl.forms.pairs import Pair
from mentorctl.model.checklists import DecisionPoint, DecisionPoints

if TYPE_CHECKING:
    from mentorctl.model.program import Item
    from mentorctl.model.team import Team

__all__ = ["DECISION_POINTS"]


def view(team: Team, context: FormContext) -> list[FormDocument]:
    """The checklist of a pairing that has one; on blank forms, of any."""
    checklist = context.program.decision_points
    if not checklist.groups or (context.mode != "blank" and team.decision_points is None):
        return []
    record = team.decision_points or DecisionPoints()
    answers = RequiredAnswers(context)

    def row(item: Item) -> dict[str, Value]:
        point = record.points.get(item.id) or DecisionPoint()
        path = team.path("decision-points.yaml")
        where = ("points", item.id, "discussed")
        return {
            "discussed": answers.need(point.discussed or "", item.title, path, *where),
            "notes": answers.may(point.notes or ""),
        }

    values: dict[str, Value] = {"groups": grouped(checklist, row)}
    return [document("decision-points", Pair.of(team, context), record.on, answers, values)]


DECISION_POINTS = Form(
    "decision-points", "Decision Points Checklist", "mentorctl new {pairing} decision-points", view
)
