"""The Experience Suggestions (career education mentoring manual, pages of that name)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentorctl.forms.attribution import OWN, sourced
from mentorctl.forms.form import Form, FormContext, FormDocument, Sheet, Value
from mentorctl.forms.year_end import program_values
from mentorctl.model.paths import PROGRAM_FILE

if TYPE_CHECKING:
    from mentorctl.model.program import CatalogueEntry
    from mentorctl.model.team import Team

__all__ = ["SUGGESTIONS"]

TITLE = "Experience Suggestions"


def view(context: FormContext) -> list[FormDocument]:
    """The program's catalogue of experiences; none where it has none."""
    catalogue = context.program.experiences.catalogue
    if not catalogue:
        return []
    values: dict[str, Value] = {
        **program_values(context),
        "title": TITLE,
        "count": str(context.program.experiences.count or ""),
        "entries": [_entry(entry) for entry in catalogue],
        "own": next((str(entry.number) for entry in catalogue if entry.own == "yes"), ""),
        "origin": [
            sourced(context, "Suggestions", context.program.experiences.source),
            f"Instructions are {OWN}.",
        ],
    }
    sheet = Sheet("suggestions", TITLE, "", "suggestions.html", (PROGRAM_FILE,), values)
    return [FormDocument("suggestions", "", f"{TITLE}, {context.year}", (sheet,))]


def in_packet(_team: Team, context: FormContext) -> list[FormDocument]:
    """The same for every pairing."""
    return view(context)


def _entry(entry: CatalogueEntry) -> dict[str, Value]:
    return {"number": str(entry.number), "title": entry.title, "parts": list(entry.parts)}


SUGGESTIONS = Form(
    "suggestions", TITLE, "mentorctl edit program", of_program=view, in_packet=in_packet
)
