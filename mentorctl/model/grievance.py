"""A program's way with grievances: its steps, its form, and whose step it is.

What anybody complains of is never in the program folder; it has a vault of its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import msgspec

from mentorctl.model.reassignment import Draft
from mentorctl.model.record import Record, Slug, Text, YesNo, says

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mentorctl.model.person import Person

__all__ = ["GrievanceForm", "GrievanceSetting", "GrievanceStep", "Parties"]


class GrievanceStep(Record, frozen=True):
    """One step of the grievance process; it is known by its number, from 1 on."""

    identity = ("title",)
    title: Annotated[Text, says("Title")]
    text: Annotated[Text, says("Text", "What is done in it, in own words")]
    recipient: Annotated[
        Slug | None, says("Recipient", "The role that deals with it; none: the two sides alone")
    ] = None
    same_region: Annotated[
        YesNo, says("Same region", "yes: who has this role in the region of the grievance")
    ] = "no"
    skipped_when_about: Annotated[
        tuple[Slug, ...], says("Skipped when about", "Roles; a grievance with one goes past it")
    ] = ()


# whoever takes a step out of program.yaml keeps nobody from reading what was said in it
_GONE = GrievanceStep("which program.yaml does not have", "")


class GrievanceForm(Record, frozen=True):
    """The labels of the grievance form."""

    title: Annotated[Text, says("Title")] = "Grievance Form"
    name: Annotated[Text, says("Name")] = "Name:"
    region: Annotated[Text, says("Region")] = "Region:"
    steps: Annotated[Text, says("Steps")] = "Steps previously taken:"
    step: Annotated[Text, says("Step", "Before the number of each")] = "Step"
    description: Annotated[Text, says("Description")] = "What the grievance is about:"
    person: Annotated[Text, says("Person", "Before the name and position; own words")] = (
        "Person concerned:"
    )


class GrievanceSetting(Record, frozen=True):
    """How grievances are dealt with; without steps the program has no such process."""

    steps: Annotated[tuple[GrievanceStep, ...], says("Steps", "In their order")] = ()
    opened_by: Annotated[tuple[Slug, ...], says("Opened by", "Roles that can have a grievance")] = (
        "mentor",
        "mentee",
    )
    regions: Annotated[tuple[Text, ...], says("Regions", "As the form lists them")] = ()
    form: Annotated[GrievanceForm, says("Form")] = GrievanceForm()
    flowchart: Annotated[Text, says("Flowchart", "Its title")] = "Grievance Process Flowchart"
    retention_months: Annotated[
        int | None,
        says("Retention months", "How long after its end a grievance is kept; none: not settled"),
    ] = None
    confidentiality: Annotated[
        Text | None, says("Confidentiality", "As the form prints it, in own words")
    ] = None
    mail: Annotated[
        Draft | None,
        says(
            "Mail", "The draft with which the sealed form goes to whose step it is; no names in it"
        ),
    ] = None
    source: Annotated[Text | None, says("Source")] = None

    def step(self, number: int) -> GrievanceStep:
        """The step with a number, from 1 on; one of nobody's where the program has none such."""
        return self.steps[number - 1] if 1 <= number <= len(self.steps) else _GONE

    @property
    def recipients(self) -> frozenset[str]:
        """The roles that deal with grievances."""
        return frozenset(step.recipient for step in self.steps if step.recipient)


class Parties(Record, frozen=True):
    """Who has a grievance with whom: decides which steps it takes, and who reads it.

    Attributes:
        by: The id of the person who has it.
        about: The id of the person it is with.
        position: The role of that person in which it is with them.
        region: Where it is.
    """

    by: Slug
    about: Slug
    position: Slug
    region: Annotated[str, msgspec.Meta(pattern=r"^[^\x00-\x1f\x7f-\x9f]{0,200}$")] = ""

    def holders(self, step: GrievanceStep, people: Mapping[str, Person]) -> list[str]:
        """The ids of those who have a step's role where the grievance is, whoever they are."""
        return [
            person_id
            for person_id, person in sorted(people.items())
            if step.recipient in person.roles
            and (step.same_region == "no" or person.region == self.region)
        ]

    def handlers(self, step: GrievanceStep, people: Mapping[str, Person]) -> list[str]:
        """Those who deal with a step: nobody whom the grievance is with, nor who has it."""
        return [each for each in self.holders(step, people) if each not in {self.by, self.about}]

    def is_skipped(self, step: GrievanceStep, people: Mapping[str, Person]) -> bool:
        """Whether a grievance goes past a step: by the program's rule, or as its role is theirs.

        A step whose role nobody has is not gone past: somebody has to be found for it.
        """
        if self.position in step.skipped_when_about:
            return True
        return bool(self.holders(step, people)) and not self.handlers(step, people)

    def way(self, setting: GrievanceSetting, people: Mapping[str, Person]) -> Iterator[int]:
        """The numbers of the steps that a grievance takes, one after the other."""
        for number, step in enumerate(setting.steps, 1):
            if not self.is_skipped(step, people):
                yield number
