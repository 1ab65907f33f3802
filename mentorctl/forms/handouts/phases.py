"""The phases of a first year, as a picture and in words (manual, Phases of First Year Teaching)."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

from mentorctl.forms.attribution import OWN, sourced
from mentorctl.forms.drawings.phase_curve import phase_curve, phases_told
from mentorctl.forms.form import Form, FormContext, FormDocument, Sheet, Value
from mentorctl.forms.wording import month_day
from mentorctl.forms.year_end import program_values
from mentorctl.model.paths import PROGRAM_FILE
from mentorctl.model.years import ProgramYear

if TYPE_CHECKING:
    from mentorctl.model.program_settings import Phase
    from mentorctl.model.team import Team

__all__ = ["PHASES"]

TITLE = "Phases of the First Year"


def view(context: FormContext) -> list[FormDocument]:
    """The phases of program.yaml on one sheet; none where it has none."""
    program = context.program
    if not program.phases:
        return []
    year = ProgramYear(context.year, program.year_starts)
    svg = phase_curve(program, year)
    values: dict[str, Value] = {
        **program_values(context),
        "title": TITLE,
        "picture": base64.b64encode(svg.encode()).decode(),
        "told": phases_told(program, year),
        "phases": [_phase(each, year) for each in program.phases],
        "origin": _origin(context),
    }
    sheet = Sheet("phases", TITLE, "", "phases.html", (PROGRAM_FILE,), values)
    return [FormDocument("phases", "", f"{TITLE}, {context.year}", (sheet,))]


def in_packet(_team: Team, context: FormContext) -> list[FormDocument]:
    """The same in a packet of blank forms; in no other."""
    return view(context) if context.mode == "blank" else []


def _phase(phase: Phase, year: ProgramYear) -> dict[str, Value]:
    return {
        "title": phase.title,
        "days": f"{month_day(year.day(phase.from_))} to {month_day(year.day(phase.until))}",
        "note": phase.note or "",
    }


def _origin(context: FormContext) -> list[Value]:
    source = context.program.labels.get("phases")
    said: list[Value] = [sourced(context, "Phases", source)]
    return [*said, f"Days, and the heights of the picture, are {OWN}."] if source else said


PHASES = Form("phases", TITLE, "mentorctl edit program", of_program=view, in_packet=in_packet)
