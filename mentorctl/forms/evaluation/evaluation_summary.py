"""The summary of a questionnaire's answers, by group: what was let through, and nothing else.

The career education mentoring manual (Participants in the Mentoring Program) has the results of the
evaluation given to the content advisors by program area, and prints no form for them: the layout is
ours.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentorctl.forms.attribution import sourced
from mentorctl.forms.form import Form, FormContext, FormDocument, Sheet, Value
from mentorctl.forms.wording import headlines, paragraphs, written
from mentorctl.forms.year_end import program_values
from mentorctl.model.evaluation_report import in_words
from mentorctl.model.paths import summary_file

if TYPE_CHECKING:
    from mentorctl.model.evaluation_report import AnswerRow, EvaluationView, QuestionView

__all__ = ["EVALUATION_SUMMARY"]

NAME, TITLE = "evaluation-summary", "Summary of Answers"
# with more columns a page is to be wider than high
MOST_UPRIGHT = 3
NO_GROUP = "those who named no group"
# of what has many classes, only those are printed of which something is known
MANY = frozenset({"number", "date"})


def view(context: FormContext) -> list[FormDocument]:
    """One summary for each questionnaire of which something was shown; blank, none."""
    if context.mode == "blank":
        return []
    return [_document(context, each) for each in context.evaluations()]


def _document(context: FormContext, found: EvaluationView) -> FormDocument:
    asked = found.questionnaire
    several = len(found.parts) > 1
    head = headlines(context.words)
    days = written(found.first_on)
    if found.last_on != found.first_on:
        days += f", {written(found.last_on)}"
    values: dict[str, Value] = {
        **program_values(context),
        "title": f"{TITLE}: {asked.title}",
        "purpose": paragraphs(asked.purpose),
        "answers": str(found.answers),
        "asked": ", ".join(head.get(role, role) for role in asked.asked),
        "counter": found.counter,
        "days": days,
        "threshold": str(found.threshold),
        "groups": [
            {
                "label": each.label,
                "answers": str(each.answers),
                "names": ", ".join((*each.groups, *([NO_GROUP] if each.unnamed else []))),
            }
            for each in (found.parts if several else ())
        ],
        "questions": [_question(each, found) for each in found.questions],
        "origin": [sourced(context, "Questionnaire", asked.source)] if asked.source else [],
    }
    about = f"{asked.title}, {context.year}"
    sheet = Sheet(
        NAME, TITLE, asked.title, f"{NAME}.html", (summary_file(found.year, asked.id),), values,
        landscape=len(found.parts) > MOST_UPRIGHT,
    )  # fmt: skip
    return FormDocument(f"{NAME}-{asked.id}", "", f"{TITLE}: {about}", (sheet,))


def _question(each: QuestionView, found: EvaluationView) -> Value:
    rows = [row for row in each.rows
            if each.question.type not in MANY or row.of_all.low]  # fmt: skip
    return {
        "text": each.question.text,
        "note": _note(each),
        "rows": [_row(row, found) for row in rows],
        "left": _left("every other" if rows else "each") if len(rows) < len(each.rows) else "",
        "texts": list(each.texts),
        "is_told": each.is_told,
    }  # fmt: skip


def _left(which: str) -> str:
    return f"Of {which} answer it is not told whether anybody gave it."


def _note(each: QuestionView) -> str:
    return "Several answers could be given." if each.question.type == "several" else ""


def _row(row: AnswerRow, found: EvaluationView) -> Value:
    several = len(found.parts) > 1
    return {
        "title": row.title,
        "is_sum": row.is_sum,
        "of_all": in_words(row.of_all, found.answers),
        "parts": [
            in_words(span, part.answers)
            for span, part in (zip(row.parts, found.parts, strict=True) if several else ())
        ],
    }


EVALUATION_SUMMARY = Form(
    NAME, TITLE, "mentorctl evaluate summary ID --publish", of_program=view
)  # fmt: skip
