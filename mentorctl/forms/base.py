"""What a form is, and what its view is given to look at."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from mentorctl.model.person import Person
from mentorctl.model.program import Program
from mentorctl.model.words import Words

if TYPE_CHECKING:
    from collections.abc import Callable

    from mentorctl.model.team import Team

__all__ = ["Form", "FormContext", "FormDocument", "Value"]

Value = str | bool | Sequence["Value"] | Mapping[str, "Value"]


class FormContext(msgspec.Struct, kw_only=True, frozen=True, dict=True):
    """What every view may look at besides the pairing's own records.

    Attributes:
        program: The program, for its catalogue, agency and source.
        words: The program's own terms.
        people: Everybody by id; a person whose file cannot be read is missing here.
        year: The program year, `2026-2027`.
        today: The day that the files' properties give as the day they were made.
    """

    program: Program
    words: Words
    people: Mapping[str, Person]
    year: str
    today: dt.date

    @cached_property
    def staff(self) -> tuple[Person, ...]:
        """The agency's staff, in the order of their ids."""
        return tuple(person for _, person in sorted(self.people.items()) if "staff" in person.roles)

    def name(self, person_id: str | None) -> str:
        """A person's name as it stands on forms; their id while their file cannot be read."""
        person = self.people.get(person_id) if person_id else None
        return person.name if person else person_id or ""


class FormDocument(NamedTuple):
    """One document to be made: plain values only, so a template can reach nothing else.

    Attributes:
        name: What tells it apart in a file name: `plan`, `comment-1`.
        title: What the file's properties give as its title.
        values: What the template sees.
    """

    name: str
    title: str
    values: dict[str, Value]


class Form(NamedTuple):
    """One form.

    Attributes:
        name: Its name in commands and file names.
        title: What it is called in messages; may hold `{terms}`.
        template: Its file in `templates/forms/`.
        view: The documents it makes of a pairing: none while there is nothing to print.
        start: The command that begins the record it prints; `{pairing}` stands for the pairing.
    """

    name: str
    title: str
    template: str
    view: Callable[[Team, FormContext], list[FormDocument]]
    start: str
