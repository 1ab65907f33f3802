"""Finding somebody another mentor: what a program asks for, and the record of one search.

Source: Mentor/Coach Re-Assignment Policy, South Bay Consortium Induction Programs. The steps, their
order and all words of the messages stand in program.yaml. Why a change was asked for is nowhere:
the record holds it only sealed, for the keys of whoever leads the program.
"""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from mentorctl.model.record import Day, MonthDay, Name, Record, Slug, Text, YesNo, says

__all__ = [
    "Contact",
    "Draft",
    "Group",
    "MidYear",
    "OutreachStep",
    "Passed",
    "Reassignment",
    "ReassignmentSetting",
    "SealedAnswer",
    "Wanted",
    "carried_over",
]


# what is the mentee's own, whoever mentors them
CARRIED = frozenset({"focal-points", "decision-points", "plan", "experience", "trainings", "guide"})

Group = Literal["one-only", "open-to-more", "mentored-before"]
How = Literal["one-by-one", "everyone", "outside", "leader"]
Reply = Literal["yes", "no", "no-answer"]


class Draft(Record, frozen=True):
    """A message to be sent by hand; names in [brackets] are filled in."""

    subject: Annotated[Text, says("Subject")]
    text: Annotated[Text, says("Text")]


class OutreachStep(Record, frozen=True):
    """One step of the search, tried before the ones below it."""

    identity = ("id",)
    id: Annotated[Slug, says("Id", "Names the step in the records")]
    title: Annotated[Text, says("Title")]
    how: Annotated[
        How,
        says("How", "one-by-one, everyone (a message to all), outside (the program), or leader"),
    ]
    groups: Annotated[
        tuple[Group, ...],
        says("Groups", "Of one-by-one, in order: one-only, open-to-more, mentored-before"),
    ] = ()
    note: Annotated[Text | None, says("Note")] = None
    to: Annotated[
        Slug | None,
        says("To", "Of outside: the role at the {mentee}'s school, or district, to ask"),
    ] = None
    message: Annotated[Draft | None, says("Message", "What they are asked, as a draft")] = None


class MidYearReply(Record, frozen=True):
    """One answer to the question of the middle of the year."""

    identity = ("id",)
    id: Annotated[Slug, says("Id")]
    title: Annotated[Text, says("Title")]
    concern: Annotated[YesNo, says("Concern", "yes: the {leader} should look into it")] = "no"


class MidYearSetting(Record, frozen=True):
    """What a {mentee} is asked in the middle of the year."""

    question: Annotated[Text, says("Question")]
    replies: Annotated[tuple[MidYearReply, ...], says("Replies")]
    on: Annotated[MonthDay | None, says("On", "The day on which all are asked, MM-DD")] = None
    own: Annotated[YesNo, says("Own", "yes: the day is this program's own")] = "no"


class ReassignmentSetting(Record, frozen=True):
    """How another {mentor} is looked for."""

    leader: Annotated[
        Slug, says("Leader", "The role that leads the search and alone reads the reasons")
    ] = "coordinator"
    steps: Annotated[tuple[OutreachStep, ...], says("Steps", "In their order")] = ()
    carry_over: Annotated[
        tuple[Slug, ...], says("Carry over", "Records that the new pairing takes along")
    ] = ()
    to_everyone: Annotated[
        Draft | None, says("To everyone", "Asks all {mentors}; it must name nobody")
    ] = None
    assigned: Annotated[
        Draft | None, says("Assigned", "To both people of the new pairing, after the call")
    ] = None
    mid_year: Annotated[MidYearSetting | None, says("Mid-year")] = None

    @property
    def last_resort(self) -> str:
        """The role that mentors in person where nobody else is found; empty where none does."""
        return self.leader if any(step.how == "leader" for step in self.steps) else ""

    def step(self, name: str) -> OutreachStep | None:
        """The step with this id, or None."""
        return next((step for step in self.steps if step.id == name), None)


class Wanted(Record, frozen=True):
    """What the new {mentor} should have in common with the {mentee}."""

    content_area: Annotated[Text | None, says("Content area")] = None
    school: Annotated[Text | None, says("School")] = None
    district: Annotated[Text | None, says("District")] = None
    region: Annotated[Text | None, says("Region")] = None


class Contact(Record, frozen=True, kw_only=True):
    """One person asked, or one message sent."""

    identity = ("step", "person", "on")
    step: Annotated[Slug, says("Step", "Its id in program.yaml")]
    person: Annotated[
        Slug | None, says("Person", "Id of who was asked; empty for the message itself")
    ] = None
    on: Annotated[Day, says("On")]
    answer: Annotated[
        Reply | None, says("Answer", "yes, no or no-answer; of a message no: nobody came forward")
    ] = None
    recommended_by: Annotated[
        Text | None,
        says("Recommended by", "Id of a person in people/, or the name of somebody outside"),
    ] = None


class Passed(Record, frozen=True):
    """A step that found nobody, or that was left out for a reason."""

    identity = ("step",)
    step: Annotated[Slug, says("Step", "Its id in program.yaml")]
    on: Annotated[Day, says("On")]
    reason: Annotated[
        Text | None, says("Reason", "Why it was not taken to its end; everybody can read this")
    ] = None


class Assigned(Record, frozen=True):
    """How the search ended."""

    mentor: Annotated[Slug | None, says("{mentor}", "Id of the new one")] = None
    pairing: Annotated[Slug | None, says("Pairing", "Id of the new one")] = None
    called_on: Annotated[Day | None, says("Called on", "The call to the {mentee}, first")] = None
    on: Annotated[Day | None, says("On", "First day of the new pairing")] = None
    emailed_on: Annotated[Day | None, says("Emailed on", "The email to both, after it")] = None


class Reassignment(Record, frozen=True, kw_only=True):
    """One search for another {mentor}: `reassignments/<date>-<pairing-id>.yaml`."""

    pairing: Annotated[Slug, says("Pairing", "Id of the pairing that shall end")]
    requested_on: Annotated[
        Day, says("Requested on", use="The day on which the change was asked for")
    ]
    requested_by: Annotated[Slug, says("Requested by", "Id of a person in people/")]
    wanted: Annotated[Wanted | None, says("Wanted", "What the two should have in common")] = None
    reasons: Annotated[
        Text | None, says("Reasons", "Sealed; only whoever leads the program can open them")
    ] = None
    contacts: Annotated[tuple[Contact, ...], says("Contacts")] = ()
    passed: Annotated[tuple[Passed, ...], says("Passed")] = ()
    assigned: Annotated[Assigned | None, says("Assigned", unfolded=False)] = None
    withdrawn_on: Annotated[Day | None, says("Withdrawn on", "When the request was taken back")] = (
        None
    )

    @property
    def is_open(self) -> bool:
        """Whether the search still goes on."""
        found = self.assigned is not None and self.assigned.pairing is not None
        return not found and self.withdrawn_on is None


class SealedAnswer(Record, frozen=True):
    """One person's answer in the middle of the year."""

    on: Annotated[Day, says("On")]
    sealed: Annotated[Text, says("Sealed", "Only whoever leads the program can open it")]


class MidYear(Record, frozen=True):
    """A year's answers on the relationship: `reassignments/mid-year/<year>.yaml`."""

    answers: Annotated[dict[Name, SealedAnswer | None], says("Answers", "By pairing")] = (
        msgspec.field(default_factory=dict)
    )
    notes: Annotated[
        Text | None, says("Notes", "Quiet words that were had; only whoever leads can open them")
    ] = None


def carried_over(setting: ReassignmentSetting) -> frozenset[str]:
    """The kinds of record that go along with a change of mentor.

    Where a program does not say, all but what the two people did with each other: their agreement,
    their log and their visits.
    """
    return frozenset(setting.carry_over) or CARRIED
