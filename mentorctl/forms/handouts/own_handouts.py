"""The program's handouts: sheets to read, one for each under `handouts` in program.yaml."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentorctl.forms.attribution import sourced
from mentorctl.forms.form import Form, FormContext, FormDocument, Sheet, Value
from mentorctl.forms.year_end import program_values
from mentorctl.model.paths import PROGRAM_FILE

if TYPE_CHECKING:
    from mentorctl.model.handout import Handout, HandoutPart
    from mentorctl.model.team import Team

__all__ = ["HANDOUTS"]


def view(context: FormContext) -> list[FormDocument]:
    """A document for each handout, in the order of program.yaml; none where it has none."""
    return [
        FormDocument(f"handouts-{each.id}", "", f"{each.title}, {context.year}", (sheet,))
        for each in context.program.handouts
        for sheet in (_sheet(each, context),)
    ]


def in_packet(_team: Team, context: FormContext) -> list[FormDocument]:
    """All of them in a packet of blank forms, which is the program's manual; in no other."""
    return view(context) if context.mode == "blank" else []


def _sheet(handout: Handout, context: FormContext) -> Sheet:
    values: dict[str, Value] = {
        **program_values(context),
        "title": handout.title,
        "boxes": handout.boxes == "yes",
        "parts": [_part(part) for part in handout.parts],
        "origin": [sourced(context, "Text", handout.source, verb="is")],
    }
    return Sheet("handouts", handout.title, "", "handout.html", (PROGRAM_FILE,), values)


def _part(part: HandoutPart) -> dict[str, Value]:
    return {
        "heading": part.heading or "",
        "text": part.text or "",
        "items": list(part.items),
    }


HANDOUTS = Form(
    "handouts", "handouts", "mentorctl edit program", of_program=view, in_packet=in_packet
)
