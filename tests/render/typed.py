"""Forms with any text in any field that takes free text: a pairing of each kind of program."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec
from render.every import context_of
from render.sample_year import OKSANA, sample_team
from support.completed import entry, listed

from mentorctl.data import data
from mentorctl.forms import FORMS, FormContext, FormDocument
from mentorctl.model.payments import Payments, Rate
from mentorctl.store.folder import Folder
from templates import test_agreement as nebraska

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from mentorctl.forms import Mode
    from mentorctl.model.team import Team

__all__ = ["PRESETS", "Typed", "documents", "places", "rewritten", "typed"]

PRESETS = (
    "missouri-career-education",
    "missouri-school-counseling",
    "nebraska-child-welfare",
    "south-bay-induction",
)
# of these only what a form prints as somebody's own words; labels and rules are no free text
OF_PROGRAM = ("name", "agency", "source", "focal_points", "decision_points")


class Typed(NamedTuple):
    """What forms are made of: all of it can hold free text."""

    team: Team
    context: FormContext
    row: Mapping[str, Any]
    service: str


@cache
def typed(preset: str, mode: Mode = "draft") -> Typed:
    """A pairing of this program, with its records."""
    row: dict[str, Any] = {
        "mentee": "Amara Okafor",
        "school": "North River High",
        "district": "North River R-V",
    }
    if preset == "nebraska-child-welfare":
        return Typed(nebraska.TEAM, nebraska.context(mode), row, "Mentoring for the year")
    context = context_of(mode)
    if preset != "missouri-career-education":
        folder = Folder(data("templates", "programs", preset))
        context = msgspec.structs.replace(context, program=folder.program, words=folder.words)
    return Typed(sample_team(OKSANA), context, row, "Mentoring for the year")


def rewritten(value: Any, change: Callable[[str], str]) -> Any:
    """The same with every free text changed: whatever is more than one word."""
    if isinstance(value, str):
        return change(value) if " " in value else value
    if isinstance(value, msgspec.Struct):
        fields = {each: rewritten(getattr(value, each), change) for each in value.__struct_fields__}
        return msgspec.structs.replace(value, **fields)
    if isinstance(value, dict):
        return {key: rewritten(each, change) for key, each in value.items()}
    if isinstance(value, tuple):
        return tuple(rewritten(each, change) for each in value)
    return value


def places(preset: str) -> int:
    """How many free texts a pairing of this program has."""
    found: list[str] = []
    _changed(typed(preset), lambda text: found.append(text) or text)  # type: ignore[func-returns-value] # it notes and returns it
    return len(found)


def documents(
    preset: str, change: Callable[[str], str] = str, mode: Mode = "draft"
) -> tuple[list[FormDocument], FormContext]:
    """Every sheet of every form of a pairing, as a document of its own, with its texts changed."""
    made = _changed(typed(preset, mode), change)
    return list(_sheets(made)), made.context


def _changed(what: Typed, change: Callable[[str], str]) -> Typed:
    program = what.context.program
    parts = {name: rewritten(getattr(program, name), change) for name in OF_PROGRAM}
    service = change(what.service)
    rates = Payments(rates=(Rate("mentor", "600", service=service),))
    program = msgspec.structs.replace(program, **parts, payments=rates)
    row: dict[str, Any] = {name: change(each) for name, each in what.row.items()}
    team = rewritten(what.team, change)
    pairing = team.pairing
    done = entry(f"{pairing.mentee}--{pairing.mentor}", **row)._replace(pairing=team.id)
    context = msgspec.structs.replace(
        what.context,
        program=program,
        people=rewritten(dict(what.context.people), change),
        completers=lambda: listed(done),
        teams=lambda: [team],
    )
    return Typed(team, context, row, service)


def _sheets(made: Typed) -> Iterator[FormDocument]:
    """Each form's first sheet of its kind: the others are like it."""
    seen = set()
    for form in FORMS:
        found: list[FormDocument] = []
        if form.of_pairing is not None:
            found += form.of_pairing(made.team, made.context)
        elif form.of_program is not None:
            found += form.of_program(made.context)
        for document in found:
            for sheet in document.sheets:
                if (sheet.template, sheet.title) not in seen:
                    seen.add((sheet.template, sheet.title))
                    name = f"{sheet.form}-{len(seen)}"
                    yield document._replace(name=name, about="", sheets=(sheet,))
