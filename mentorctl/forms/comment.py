"""The Structured Experience Mentor Comment Form (career education mentoring manual)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentorctl.forms.answers import RequiredAnswers
from mentorctl.forms.attribution import labelled
from mentorctl.forms.form import Form, FormContext, FormDocument, Sheet, Value
from mentorctl.forms.pairs import Pair
from mentorctl.forms.plan import describe, number, place
from mentorctl.forms.signature_lines import signature_line
from mentorctl.forms.wording import headlines, written
from mentorctl.model.experience import Comment, Experience
from mentorctl.model.plan import Plan, PlannedExperience

if TYPE_CHECKING:
    from mentorctl.model.team import Team

__all__ = ["COMMENT"]


def view(team: Team, context: FormContext) -> list[FormDocument]:
    """One document for each experience that the mentor has commented on, in the plan's order.

    On blank forms, one for each experience of the year, and a single one for nobody in particular.
    """
    pair = Pair.of(team, context)
    if context.mode == "blank" and team.pairing is None:
        return [_document(pair, "", Experience(slot=0))]
    return in_packet(team, context)


def in_packet(team: Team, context: FormContext) -> list[FormDocument]:
    """The same; also for nobody in particular, one for each experience of the year."""
    pair = Pair.of(team, context)
    if context.mode == "blank":
        slots = range(1, context.program.experiences.count + 1)
        return [_document(pair, str(slot), Experience(slot=slot)) for slot in slots]
    done = sorted(team.experiences.items(), key=lambda each: each[1].slot)
    return [_document(pair, key, experience) for key, experience in done if _begun(experience)]


def _begun(experience: Experience) -> bool:
    comment = experience.comment
    return comment is not None and bool(comment.on or comment.text)


def _document(pair: Pair, key: str, experience: Experience) -> FormDocument:
    """The form of one experience.

    Args:
        pair: Whose it is.
        key: What its record is called; empty on a form for any experience.
        experience: What was done and said of it.
    """
    team, context = pair.team, pair.context
    slot = str(experience.slot) if key else ""
    record, plan = team.path(f"experiences/{key}.yaml"), team.path("plan.yaml")
    name = " ".join(filter(None, (headlines(context.words)["comment"], slot)))
    answers = RequiredAnswers(context)
    values: dict[str, Value] = {
        **pair.values(),
        "slot": slot,
        "count": str(context.program.experiences.count),
        "origin": labelled(context, "comment"),
        **_answers(pair, experience, record, answers),
    }
    sheet = Sheet("comment", name, pair.who, "comment.html", (record, plan), values, answers.gaps)
    stem = "-".join(filter(None, ("comment", slot)))
    return FormDocument(stem, team.id, pair.title(name), (sheet,))


def _answers(
    pair: Pair, experience: Experience, record: str, answers: RequiredAnswers
) -> dict[str, Value]:
    team, context = pair.team, pair.context
    comment = experience.comment or Comment()
    plan = team.plan or Plan()
    planned = plan.slot(experience.slot) or PlannedExperience(slot=experience.slot)
    return {
        "date": answers.need(written(comment.on), "Date", record, "comment", "on"),
        "program_area": pair.program_area(answers),
        "number": answers.may(number(planned, context)),
        "experience": answers.need(
            describe(planned, context),
            "Mentoring experience identified by the team",
            team.path("plan.yaml"),
            *place(plan, experience.slot),
        ),
        "comments": answers.need(
            comment.text or "",
            "Comments on thoroughness, practicality, and usefulness",
            record,
            "comment",
            "text",
        ),
        "signature_line": signature_line(
            context,
            f"{headlines(context.words)['mentor']} Signature",
            record,
            "mentor",
            pair.mentor_id,
        ),
    }


COMMENT = Form("comment", "{comment}", "mentorctl comment {pairing} 1", view, in_packet=in_packet)
