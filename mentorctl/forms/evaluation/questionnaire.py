"""A questionnaire on paper, to be filled in by hand and handed in without a name.

No source has such a page: layout and instructions are our own; the questions stand in program.yaml.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentorctl.forms.attribution import OWN, sourced
from mentorctl.forms.form import Form, FormContext, FormDocument, Sheet, Value
from mentorctl.forms.year_end import program_values
from mentorctl.model.days_open import days_open
from mentorctl.model.paths import PROGRAM_FILE
from mentorctl.model.person import Person
from mentorctl.model.structure import label_of

if TYPE_CHECKING:
    from mentorctl.model.question import AskedQuestion
    from mentorctl.model.questionnaire import Questionnaire

__all__ = ["QUESTIONNAIRE"]

FORM = "questionnaire"
# lines to write on
LINES = {"text": 1, "long-text": 5, "number": 1, "date": 1}


def view(context: FormContext) -> list[FormDocument]:
    """An empty sheet of each questionnaire of program.yaml; none where it has none."""
    return [_document(context, each) for each in context.program.questionnaires]


def _document(context: FormContext, asked: Questionnaire) -> FormDocument:
    field = asked.summarised_by
    values: dict[str, Value] = {
        **program_values(context),
        "title": asked.title,
        "purpose": asked.purpose,
        "until": _until(context, asked),
        "least": str(asked.threshold),
        "group": "Role" if field == "role" else _group(context, field),
        "questions": [_question(each) for each in asked.questions],
        "origin": [
            sourced(context, "Questions", asked.source),
            f"Instructions are {OWN}.",
        ],
    }
    sheet = Sheet(FORM, asked.title, "", "questionnaire.html", (PROGRAM_FILE,), values)
    return FormDocument(f"{FORM}-{asked.id}", "", f"{asked.title}, {context.year}", (sheet,))


def _group(context: FormContext, field: str | None) -> str:
    return label_of(Person, (field,), context.words) if field else ""


def _until(context: FormContext, asked: Questionnaire) -> str:
    """Its last day; empty where the calendar does not have it this year."""
    try:
        return days_open(asked, context.program)[1].isoformat()
    except KeyError:
        return ""


def _question(each: AskedQuestion) -> dict[str, Value]:
    labels = each.scale.labels if each.scale else {}
    steps: list[Value] = [
        {"number": str(step), "label": labels.get(str(step), "")} for step in each.steps
    ]
    return {
        "text": each.text,
        "note": each.note or "",
        "required": each.required == "yes",
        "type": each.type,
        "lines": [""] * LINES.get(each.type, 0),
        "options": [option.title for option in each.options],
        "steps": steps,
    }


QUESTIONNAIRE = Form(FORM, FORM, "mentorctl edit program", of_program=view)
