"""What some programs ask for besides the plan: agreement, trainings, learning guide."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, ClassVar

import msgspec

from mentorctl.model.record import (
    DateKind,
    Day,
    Email,
    Name,
    PersonId,
    Record,
    Slug,
    Text,
    says,
)

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Mapping

    from mentorctl.model.program import AgreementSetting, Program
    from mentorctl.model.record import Lines

__all__ = ["Agreement", "Guide", "GuideTask", "SignOff", "Training", "Trainings", "own_blanks"]


class Agreement(Record, frozen=True):
    """The mentoring agreement's blanks; its clauses stand in program.yaml."""

    begins_on: Annotated[
        Day | None,
        says(
            "The mentoring relationship will begin on",
            date=DateKind.AHEAD,
            use="The first day on which the two work together",
        ),
    ] = None
    meet_at_least: Annotated[
        Text | None,
        says(
            "We will meet minimally",
            use="How often the two promise to meet",
            example="once a month",
        ),
    ] = None
    mentor_phone: Annotated[
        Text | None,
        says(
            "Telephone number",
            by="mentor",
            use="Where the {mentee} can call",
            example="573-555-0142",
        ),
    ] = None
    mentor_email: Annotated[
        Email | None,
        says(
            "Email",
            by="mentor",
            use="Where the {mentee} can write",
            example="teo.lindqvist@marlow-tech.example",
        ),
    ] = None
    blanks: Annotated[
        dict[Name, Text | None], says("Blanks", "The other blanks of its clauses")
    ] = msgspec.field(default_factory=dict)

    def handed_on(self, role: str) -> dt.date | None:
        """The first day of what was agreed."""
        del role
        return self.begins_on

    @classmethod
    def checklists(cls, program: Program) -> Mapping[tuple[type, str], Lines]:
        """The blanks of the program's own clauses."""
        return {(cls, "blanks"): [("", {name: name for name in own_blanks(program.agreement)})]}

    @classmethod
    def left_out(cls, program: Program) -> Collection[str]:
        """The blanks, where the program's clauses have none of their own."""
        return () if own_blanks(program.agreement) else ("blanks",)


class Training(Record, frozen=True):
    """A training that a person has completed."""

    identity = ("code", "person")
    code: Annotated[Text, says("Code", "As in program.yaml, for example SP 511")]
    person: Annotated[PersonId, says("Person", "Id of a person in people/")]
    on: Annotated[
        Day | None,
        says("Completed on", date=DateKind.EARLIER, use="The day on which it was completed"),
    ] = None


class PlannedTraining(Record, frozen=True):
    """What the {mentee} is to learn yet, as the self-assessment showed."""

    identity = ("title",)
    title: Annotated[Text, says("Training", "Its code, or what it is about")]
    until: Annotated[Day | None, says("Until", date=DateKind.AHEAD, use="By when")] = None
    done_on: Annotated[Day | None, says("Done on", use="The day on which it was done")] = None


class Trainings(Record, frozen=True):
    """The trainings of everybody in the pairing, and what is planned for the {mentee}."""

    not_signed: ClassVar[tuple[str, ...]] = ("planned.*.done_on",)

    taken: Annotated[
        tuple[Training, ...], says("Trainings taken", use="One item for each training and person")
    ] = ()
    planned: Annotated[
        tuple[PlannedTraining, ...],
        says("Training plan", by="supervisor", use="One item for each thing to learn"),
    ] = ()


class GuideTask(Record, frozen=True):
    """One intentional learning task."""

    identity = ("id",)
    id: Annotated[Slug, says("Id", use="Its id in program.yaml", example="shadow-a-visit")]
    title: Annotated[
        Text | None,
        says(
            "Task",
            use="The task, where program.yaml has none of that id",
            example="Shadow a home visit",
        ),
    ] = None
    done_on: Annotated[
        Day | None, says("Done on", by="mentee", use="The day on which it was done")
    ] = None
    note: Annotated[
        Text | None, says("Note", use="Anything to add", example="With Dana, twice")
    ] = None


class SignOff(Record, frozen=True):
    """Who looked at it, and when."""

    by: Annotated[PersonId | None, says("By", "Id of a person in people/")] = None
    on: Annotated[Day | None, says("On", use="The day on which it was signed")] = None


class Guide(Record, frozen=True):
    """The learning guide: dated tasks, reviewed at the start and signed off at the end."""

    not_signed: ClassVar[tuple[str, ...]] = ("reviewed", "signed_off")

    tasks: Annotated[
        tuple[GuideTask, ...],
        says("Tasks", use="One item a task, with the day on which it was done"),
    ] = ()
    reviewed: Annotated[
        SignOff | None,
        says(
            "Reviewed at the start",
            by="supervisor",
            use="Who went through the guide at the beginning, and when",
        ),
    ] = None
    signed_off: Annotated[
        SignOff | None, says("Signed off", by="supervisor", use="Who signed it as done, and when")
    ] = None

    def handed_on(self, role: str) -> dt.date | None:
        """The day on which it was signed off."""
        del role
        return self.signed_off.on if self.signed_off else None

    @classmethod
    def left_out(cls, program: Program) -> Collection[str]:
        """The day of the sign-off, where it is the signature of whoever signs the guide."""
        setting = program.records.get("guide")
        return ("signed_off",) if setting and setting.signed_by else ()

    @classmethod
    def first_values(cls, program: Program, pairing: Mapping[str, Any]) -> Mapping[str, Any]:
        """The tasks that the program gives everybody."""
        del pairing
        return {"tasks": [{"id": task.id, "title": task.title} for task in program.guide.tasks]}


def own_blanks(setting: AgreementSetting) -> tuple[str, ...]:
    """The blanks of a program's clauses that are no fields of every agreement, in order."""
    named = (blank for clause in setting.clauses for blank in clause.blanks)
    return tuple(
        name for name in dict.fromkeys(named) if name not in Agreement.__struct_fields__[:-1]
    )
