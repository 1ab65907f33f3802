"""Weekly reflection in three columns, by whose it is (manual, Reflective Practice).

Blank it is the sheet for the weeks to come. What the log and the visit reports hold of reflection
stands on their own forms.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentorctl.forms.attribution import OWN, labelled
from mentorctl.forms.form import Form, FormContext, FormDocument, Sheet, Value
from mentorctl.forms.pairs import Pair
from mentorctl.forms.wording import headlines, written
from mentorctl.model.reflections import Reflections

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mentorctl.model.reflections import Reflected
    from mentorctl.model.team import Team

__all__ = ["REFLECTIONS"]

NAME = "Weekly Reflection"
WEEKS = 4


def view(team: Team, context: FormContext) -> list[FormDocument]:
    """A sheet for each of the two who has written something; a blank one for either."""
    pair = Pair.of(team, context)
    if context.mode == "blank":
        return [_document(pair, "", ())]
    if team.pairing is None:
        return []
    reflections = team.reflections or Reflections()
    return [_document(pair, role, entries) for role, entries in reflections.by_role if entries]


def _document(pair: Pair, role: str, entries: Iterable[Reflected]) -> FormDocument:
    context = pair.context
    head = headlines(context.words)
    name = context.name(pair.holder(role)) if role else ""
    values: dict[str, Value] = {
        **pair.values(),
        "title": NAME,
        "whose": head[role] if role else f"{head['mentee']} or {head['mentor']}",
        "name": name,
        "parts": [{"title": each.title, "asks": each.asks} for each in context.program.reflection],
        "entries": [_entry(each, context) for each in sorted(entries, key=lambda each: each.on)],
        "weeks": [""] * WEEKS,
        "origin": labelled(context, "reflections", "Titles of the columns")
        or [f"Layout and wording are {OWN}."],
    }
    record = pair.team.path("reflections.yaml")
    sheet = Sheet("reflections", NAME, name, "reflections.html", (record,), values)
    called = f"reflections-{role}" if role else "reflections"
    return FormDocument(called, pair.team.id, pair.title(NAME), (sheet,))


def _entry(entry: Reflected, context: FormContext) -> dict[str, Value]:
    return {
        "date": written(entry.on),
        "about": entry.about or "",
        "parts": [getattr(entry, part.id) or "" for part in context.program.reflection],
    }


REFLECTIONS = Form("reflections", "reflections", "mentorctl edit {pairing} reflections", view)
