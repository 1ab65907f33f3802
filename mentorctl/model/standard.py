"""A state's standards for mentoring programs as data, and a program's own answers on them.

`standards/rules/<id>.yaml` is a standard, item by item, as it is in force in this program;
`standards/<year>.yaml` is what the program says of each item, and by what it can be seen.
"""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from mentorctl.model.record import Day, Name, Record, Slug, Text, YesNo, says

__all__ = [
    "Answer",
    "Answers",
    "Evidence",
    "Standard",
    "StandardItem",
    "StandardPart",
]


class StandardItem(Record, frozen=True):
    """One item of a standard."""

    identity = ("id",)
    id: Annotated[Slug, says("Id", "Names the item in the answers; no other item has it")]
    number: Annotated[Text, says("Number", "As the rule numbers it: (D)1.A")]
    text: Annotated[Text, says("Text", "Short, in own words")]
    under: Annotated[
        Text | None, says("Under", "The rule's line that this and the next items stand under")
    ] = None
    shown_by: Annotated[
        tuple[Text, ...], says("Shown by", "Needs (RECORD:FIELD) or checks like log:meeting>=1")
    ] = ()
    enough: Annotated[
        YesNo, says("Enough", "no: what the records show is only a part of this item")
    ] = "yes"


class StandardPart(Record, frozen=True):
    """A part of a standard under a letter of its own."""

    identity = ("letter",)
    letter: Annotated[Text, says("Letter", "As the rule has it: (A)")]
    heading: Annotated[Text, says("Heading", "Short, in own words")]
    items: Annotated[tuple[StandardItem, ...], says("Items")]


class StandardStep(Record, frozen=True):
    """One step in the history of a standard."""

    what: Annotated[Text, says("What")]
    on: Annotated[Text, says("On", "A day, or as much of one as the source gives")]


class Standard(Record, frozen=True, kw_only=True):
    """A standard: `standards/rules/<id>.yaml`."""

    known_by_names = True

    id: Annotated[Slug, says("Id", "The name of its file")]
    title: Annotated[Text, says("Title")]
    rule: Annotated[Text, says("Rule", "How it is cited: 5 CSR 20-400.380")]
    version: Annotated[Text, says("Version", "Which text of the rule this is")]
    agency: Annotated[Text | None, says("Agency", "Whose rule it is")] = None
    purpose: Annotated[Text | None, says("Purpose", "What the rule is for, in own words")] = None
    authority: Annotated[Text | None, says("Authority", "The laws that it rests on")] = None
    history: Annotated[tuple[StandardStep, ...], says("History")] = ()
    contact: Annotated[Text | None, says("Contact", "Whom to ask about the rule")] = None
    source: Annotated[Text | None, says("Source", "Where the rule's own words stand")] = None
    parts: Annotated[tuple[StandardPart, ...], says("Parts")]

    @property
    def items(self) -> tuple[StandardItem, ...]:
        """All items, in order."""
        return tuple(item for part in self.parts for item in part.items)


class Evidence(Record, frozen=True):
    """By what somebody else can see that an answer is right."""

    file: Annotated[
        Text | None, says("File", "Its path in this folder: standards/evidence/handbook.pdf")
    ] = None
    link: Annotated[Text | None, says("Link", "Its address: https://…")] = None
    person: Annotated[Slug | None, says("Person", "Id of somebody who can vouch for it")] = None
    on: Annotated[
        Day | None, says("On", "The day it is of, or was last found right; in this program year")
    ] = None
    note: Annotated[Text | None, says("Note", "What it shows, and where in it")] = None

    @property
    def place(self) -> str:
        """Where it is to be found; empty where nothing says so."""
        return self.file or self.link or self.person or ""


class Answer(Record, frozen=True):
    """What the program says of one item."""

    met: Annotated[Literal["yes", "partly", "no"] | None, says("Met", "yes, partly or no")] = None
    evidence: Annotated[
        tuple[Evidence, ...], says("Evidence", "A file, a link or a person, with the day")
    ] = ()
    note: Annotated[Text | None, says("Note", "What is still to be done, and by whom")] = None


class Answers(Record, frozen=True):
    """A year's answers: `standards/<year>.yaml`."""

    answers: Annotated[dict[Name, Answer | None], says("Answers", "By the id of the item")] = (
        msgspec.field(default_factory=dict)
    )
