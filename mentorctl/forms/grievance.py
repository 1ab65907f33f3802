"""The grievance form; its labels, regions and steps stand in program.yaml.

Blank, it is a form of the program like any other. Filled in it is made for the vault alone, and
nothing that is said in it comes from the program folder.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mentorctl.forms.attribution import labelled
from mentorctl.forms.form import Form, FormContext, FormDocument, Sheet, Value

if TYPE_CHECKING:
    from collections.abc import Collection

__all__ = ["GRIEVANCE", "GrievanceAnswers", "grievance_form"]


class GrievanceAnswers(NamedTuple):
    """What somebody's grievance form says.

    Attributes:
        name: Who has the grievance.
        region: Where.
        taken: The numbers of the steps taken before.
        description: The nature of the issue.
        person: Whom it is with.
        position: What that person is in the program.
    """

    name: str = ""
    region: str = ""
    taken: Collection[int] = ()
    description: str = ""
    person: str = ""
    position: str = ""


def grievance_form(context: FormContext, answers: GrievanceAnswers) -> FormDocument:
    """The form, filled in or blank.

    It has a box for each step before the last one, as the last has no form of its own after it.

    Args:
        context: The program around it.
        answers: What it says; nothing of it is shown on a blank form.
    """
    setting = context.program.grievance
    said = GrievanceAnswers() if context.mode == "blank" else answers
    labels = setting.form
    values: dict[str, Value] = {
        "labels": {
            "title": labels.title,
            "name": labels.name,
            "region": labels.region,
            "steps": labels.steps,
            "description": labels.description,
            "person": labels.person,
        },
        "name": said.name,
        "regions": [{"name": each, "chosen": each == said.region} for each in setting.regions],
        "region": said.region,
        "steps": [
            {"name": f"{labels.step} {number}", "chosen": number in said.taken}
            for number in range(1, len(setting.steps))
        ],
        "description": said.description,
        "person": ", ".join(filter(None, (said.person, said.position))),
        "confidentiality": setting.confidentiality or "",
        "origin": labelled(
            context, "grievance", own=[labels.person] if said.person else (), rest=""
        ),
    }
    sheet = Sheet("grievance", labels.title, "", "grievance.html", (), values)
    return FormDocument("grievance", "", labels.title, (sheet,))


def view(context: FormContext) -> list[FormDocument]:
    """The blank form of a program that has steps; one that is filled in is never made here."""
    if context.mode != "blank" or not context.program.grievance.steps:
        return []
    return [grievance_form(context, GrievanceAnswers())]


GRIEVANCE = Form(
    "grievance",
    "for grievances",
    "mentorctl grievance open; a blank form: mentorctl render grievance --blank",
    of_program=view,
)
