"""The Individual Mentoring Plan: `plan.yaml`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, ClassVar

from mentorctl.model.canonical import data, digest
from mentorctl.model.record import DateKind, Day, PersonId, Record, Text, says

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Mapping

    from mentorctl.model.program import Program


class OwnApproval(Record, frozen=True):
    """The {advisor}'s yes to an experience that is not in the catalogue."""

    by: Annotated[PersonId | None, says("Approved by", "Id of the {advisor}", by="advisor")] = None
    on: Annotated[
        Day | None,
        says(
            "Approved on",
            by="advisor",
            use="The day on which it was approved; it counts from then on",
        ),
    ] = None
    content: Annotated[
        Text | None,
        says("Content", "SHA-256 of title and description as they were approved", by="advisor"),
    ] = None


class OwnExperience(Record, frozen=True):
    """An experience of the team's own making (manual, Experience Suggestions, no. 20)."""

    title: Annotated[
        Text | None,
        says(
            "Title",
            use="What the experience is called on the plan",
            example="A walk through the shop with parents",
        ),
    ] = None
    description: Annotated[
        Text | None, says("Written description", "What is done and what is handed over")
    ] = None
    approved: Annotated[
        OwnApproval | None, says("Approved", by="advisor", use="Only what is approved counts")
    ] = None

    @property
    def content(self) -> str:
        """The SHA-256 of what an approval is about, in hex."""
        return digest(data({"title": self.title, "description": self.description}))

    @property
    def is_as_approved(self) -> bool:
        """Whether it says what was approved, as far as the approval tells that."""
        return self.approved is None or self.approved.content in {None, self.content}


class PlannedExperience(Record, frozen=True):
    """One column of the plan's table (manual, Individual Mentoring Plan, second page)."""

    identity = ("slot",)
    slot: Annotated[int, says("Slot", "Its place in the plan: 1 is the first")]
    semester: Annotated[int | None, says("Semester", "Its number in program.yaml")] = None
    catalogue: Annotated[
        int | None, says("Experience #", "Its number in the catalogue of program.yaml")
    ] = None
    own: Annotated[
        OwnExperience | None,
        says(
            "Own experience",
            "Instead of a number: title, description, approved (by, on)",
            unfolded=False,
        ),
    ] = None
    planned: Annotated[
        Text | None,
        says(
            "Experience Planned",
            use="What will be done, in a sentence",
            example="Write the syllabus of Accounting I",
        ),
    ] = None
    target_date: Annotated[
        Day | None,
        says("Target Date", date=DateKind.AHEAD, use="The day by which it is meant to be done"),
    ] = None
    notes: Annotated[
        Text | None,
        says(
            "Notes and Comments",
            use="Anything that the other should know",
            example="Waits for the new lab",
        ),
    ] = None

    @property
    def is_own(self) -> bool:
        """Whether it is described as the team's own; blanks of a scaffold are no description."""
        own = self.own
        if own is None:
            return False
        approved = own.approved is not None and bool(own.approved.by or own.approved.on)
        return bool(own.title or own.description) or approved

    def own_lacks(self, asked: tuple[str, ...]) -> tuple[str, ...]:
        """What an experience of the team's own lacks of `title`, `description`, `approved`.

        Args:
            asked: What the program asks for, as `experiences: own_needs` in program.yaml has it.
        """
        return tuple(name for name in asked if not self._has(name))

    def _has(self, name: str) -> bool:
        own = self.own
        if own is None or name != "approved":
            return own is not None and bool(getattr(own, name))
        approved = own.approved
        is_there = approved is not None and bool(approved.by) and approved.on is not None
        return is_there and own.is_as_approved


class Initials(Record, frozen=True):
    """One initialled box of the {advisor}."""

    by: Annotated[PersonId | None, says("By", "Id of the {advisor}", by="advisor")] = None
    initials: Annotated[
        Text | None,
        says("Initials", by="advisor", use="As they would be written by hand", example="NH"),
    ] = None
    on: Annotated[
        Day | None, says("On", by="advisor", use="The day on which it was initialled")
    ] = None
    entered_by: Annotated[
        Text | None, says("Entered by", "Who wrote it down for them, if not they", by="advisor")
    ] = None
    content: Annotated[
        Text | None, says("Content", "SHA-256 of the plan as it was approved", by="advisor")
    ] = None
    context: Annotated[
        Text | None, says("Context", "The same of what its form takes elsewhere", by="advisor")
    ] = None


class Revision(Record, frozen=True):
    """A change of the plan after it was approved; each is shared with the {advisor}."""

    on: Annotated[Day, says("Revised on", use="The day of the change")]
    what: Annotated[
        Text | None,
        says(
            "What changed",
            use="The change, in a sentence",
            example="Experience 3 is now the advisory committee",
        ),
    ] = None
    shared_on: Annotated[
        Day | None,
        says("Shared with the {advisor} on", use="The day on which the change was passed on"),
    ] = None


# of a plan over several, where a standard asks for one (5 CSR 20-400.380 (1)(C)2)
PLAN_YEARS = (1, 2)


class Outcome(Record, frozen=True):
    """What the {mentee} shall have reached in a year of a plan over several (5 CSR 20-400.380)."""

    year: Annotated[int, says("Year", "Of the plan: 1 is the first")]
    indicator: Annotated[
        Text | None, says("Indicator", "The priority indicator that it is about")
    ] = None
    outcome: Annotated[Text | None, says("Outcome", "What will be different then")] = None


class Plan(Record, frozen=True):
    """What the team means to do this year.

    The date an experience was achieved stands in the experience's own record.
    """

    not_signed: ClassVar[tuple[str, ...]] = (
        "approved",
        "received",
        "revisions",
        "experiences.*.own.approved",
    )

    content_area: Annotated[
        Text | None,
        says("Teaching Content Area", use="What the {mentee} teaches", example="Business"),
    ] = None
    experiences: Annotated[
        tuple[PlannedExperience, ...],
        says("Experiences", use="What is planned, one item an experience"),
    ] = ()
    outcomes: Annotated[
        tuple[Outcome, ...],
        says("Outcomes", "Where a plan covers several years: year, indicator, outcome"),
    ] = ()
    approved: Annotated[
        Initials | None,
        says(
            "Initial here to APPROVE the {plan}",
            by="advisor",
            use="Who approved it, and when; mentorctl approve writes it",
        ),
    ] = None
    received: Annotated[
        Initials | None,
        says(
            "Initial here after you RECEIVE the {plan}",
            by="advisor",
            use="That the approved plan came back, with initials and day",
        ),
    ] = None
    revisions: Annotated[
        tuple[Revision, ...], says("Revisions", use="What changed after the approval")
    ] = ()

    def slot(self, number: int) -> PlannedExperience | None:
        """The planned experience in a slot, or None when the plan does not have it."""
        return next((entry for entry in self.experiences if entry.slot == number), None)

    def is_ready_to_sign(self, role: str) -> bool:
        """Once a day is set for an experience."""
        del role
        return any(each.target_date is not None for each in self.experiences)

    def is_prepared_for(self, role: str) -> bool:
        """Once each experience is chosen, and has a day."""
        del role
        return bool(self.experiences) and all(
            (each.catalogue is not None or each.is_own) and each.target_date is not None
            for each in self.experiences
        )

    def handed_on(self, role: str) -> dt.date | None:
        """The day on which the {advisor} initialled it first."""
        del role
        days = [each.on for each in (self.approved, self.received) if each and each.on]
        return min(days, default=None)

    @classmethod
    def first_values(cls, program: Program, pairing: Mapping[str, Any]) -> Mapping[str, Any]:
        """One column for each experience of the year, with its semester."""
        semesters = [each.number for each in program.experiences.semesters
                     for _ in range(each.experiences)]  # fmt: skip
        planned = [{"slot": slot, "semester": number} for slot, number in enumerate(semesters, 1)]
        values: dict[str, Any] = {
            "content_area": pairing.get("content_area"), "experiences": planned,
        }  # fmt: skip
        if program.standards:
            values["outcomes"] = [{"year": year} for year in PLAN_YEARS]
        return values

    @classmethod
    def left_out(cls, program: Program) -> Collection[str]:
        """What only commands write, and outcomes where no standard asks for several years."""
        written = ("entered_by", "content", "context")
        return written if program.standards else (*written, "outcomes")
