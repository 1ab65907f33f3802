"""What belongs to the whole program: meetings held and the year's own dates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, ClassVar

import msgspec

from mentorctl.model.appointment import Appointment
from mentorctl.model.record import (
    DateKind,
    Day,
    Name,
    PersonId,
    Record,
    Slug,
    Text,
    Year,
    YesNo,
    says,
)
from mentorctl.model.staff_records import (
    Advice,
    Application,
    Contract,
    NewTeacher,
    Reimbursement,
)

if TYPE_CHECKING:
    from collections.abc import Collection

    from mentorctl.model.program import Program


# what the staff keeps of a year, once there is any of it
OFFICE = ("new_teachers", "applications", "contracts", "reimbursements", "advice")
# what of the year's facts can only come after another one
FOLLOWS_IN_YEAR = {"evaluation_closed": "evaluation_mailed"}


class Meeting(Record, frozen=True):
    """Attendance of one required meeting: `meetings/<year>-<meeting>.yaml`."""

    meeting: Annotated[Slug, says("Meeting", "Its id in program.yaml")]
    planned: Annotated[
        Appointment | None,
        says("Planned", "When it is to be held", by="coordinator", unfolded=False),
    ] = None
    on: Annotated[
        Day | None, says("Held on", by="coordinator", use="The day on which it took place")
    ] = None
    where: Annotated[
        Text | None,
        says(
            "Where",
            by="coordinator",
            use="The place, as certificates and lists name it",
            example="Jefferson City",
        ),
    ] = None
    attended: Annotated[
        tuple[Slug, ...],
        says(
            "Attended",
            "Ids of the people who were there",
            by="coordinator",
            example="[teo-lindqvist]",
        ),
    ] = ()

    @property
    def ahead(self) -> Appointment | None:
        """The day that is planned for it, as long as it has not been held."""
        plan = self.planned
        if plan is None or plan.on is None or plan.cancelled == "yes":
            return None
        return plan if self.on is None else None

    @classmethod
    def left_out(cls, program: Program) -> Collection[str]:
        """What is planned, where nothing is."""
        del program
        return ("planned",)


class ExitInterviews(Record, frozen=True):
    """Interviews with staff who leave (5 CSR 20-400.380 (1)(B)5), without what was said."""

    collected_on: Annotated[Day | None, says("Collected on")] = None
    count: Annotated[int | None, says("Count", "How many; 0 when nobody left")] = None
    anonymous: Annotated[
        YesNo | None, says("Anonymous", "yes when nobody can tell who said what")
    ] = None


class RolledOver(Record, frozen=True):
    """How the year before this one came to its end: what `rollover` settled of its pairings."""

    on: Annotated[Day, says("On", date=DateKind.EARLIER)]
    after: Annotated[Year, says("After", "The program year that was over")]
    completed: Annotated[
        tuple[Slug, ...], says("Completed", "Pairings of it that had done all that it asks")
    ] = ()
    not_completed: Annotated[
        tuple[Slug, ...], says("Not completed", "Pairings of it that ended with it, not done")
    ] = ()


class Destroyed(Record, frozen=True):
    """Records of this year that were destroyed because they need not be kept any longer."""

    identity = ("record", "on")
    record: Annotated[Text, says("Record", "What was destroyed: log, evidence, …")]
    on: Annotated[Day, says("On", date=DateKind.EARLIER)]
    consented_by: Annotated[PersonId, says("Consented by", "Id of the person who agreed to it")]
    files: Annotated[int, says("Files", "How many files it was")]


class YearFacts(Record, frozen=True):
    """Program-wide facts of one year: `years/<year>.yaml`.

    A fact that several people owe is a mapping from person id to the day it arrived.

    Attributes:
        written: The fields that only commands write, and no need points to.
    """

    written: ClassVar[tuple[str, ...]] = ("rolled_over", "destroyed")

    evaluation_mailed: Annotated[
        Day | None,
        says("Evaluation link emailed", by="staff", use="The day on which participants were asked"),
    ] = None
    evaluation_closed: Annotated[
        Day | None,
        says("Evaluation closed", by="staff", use="The day after which no more answers came in"),
    ] = None
    completers_sent: Annotated[
        dict[Name, Day | None],
        says(
            "List of completers sent, by {advisor}",
            by="advisor",
            use="The id of each {advisor}, and the day on which their list went out",
            example="ana-ruiz: 2027-04-26",
        ),
    ] = msgspec.field(default_factory=dict)
    invoices_sent: Annotated[
        dict[Name, Day | None],
        says(
            "Invoice sent, by person",
            by="mentor",
            use="The id of each person, and the day on which their invoice went out",
            example="ana-ruiz: 2027-04-30",
        ),
    ] = msgspec.field(default_factory=dict)
    invoices_dated: Annotated[
        dict[Name, Day | None],
        says(
            "Date of the invoice, by person",
            "Fixed for good: mentorctl mark invoice PERSON",
            by="mentor",
        ),
    ] = msgspec.field(default_factory=dict)
    contributions_acknowledged: Annotated[
        dict[Name, Day | None],
        says(
            "{mentors}' contributions acknowledged, by {supervisor}",
            by="supervisor",
            use="The id of each {supervisor}, and the day on which they had acknowledged them",
        ),
    ] = msgspec.field(default_factory=dict)
    completers_to_finance: Annotated[
        Day | None,
        says(
            "List of completers sent to finance",
            by="staff",
            use="The day on which the list went out",
        ),
    ] = None
    exit_interviews: Annotated[
        ExitInterviews | None,
        says(
            "Exit interviews",
            by="coordinator",
            use="That staff who left were asked why, without what they said",
        ),
    ] = None
    new_teachers: Annotated[
        tuple[NewTeacher, ...], says("New teachers", "Who was found, and what came of it")
    ] = ()
    applications: Annotated[
        tuple[Application, ...], says("Applications", "Of who would be a {mentor}")
    ] = ()
    contracts: Annotated[
        tuple[Contract, ...], says("Contracts", "Of those who are paid, and their approval")
    ] = ()
    reimbursements: Annotated[
        tuple[Reimbursement, ...],
        says("Reimbursements", "What people laid out; what is approved stands on their invoices"),
    ] = ()
    advice: Annotated[tuple[Advice, ...], says("Advice", "What participants advised")] = ()
    rolled_over: Annotated[
        RolledOver | None, says("Rolled over", "How the year before ended", unfolded=False)
    ] = None
    destroyed: Annotated[
        tuple[Destroyed, ...], says("Destroyed", "What need not be kept, and is not here any more")
    ] = ()

    @classmethod
    def left_out(cls, program: Program) -> Collection[str]:
        """What only commands write, and what not every program keeps."""
        asked: tuple[str, ...] = () if program.standards else ("exit_interviews",)
        if not any(role.id == "supervisor" for role in program.roles):
            asked = (*asked, "contributions_acknowledged")
        return ("invoices_dated", *cls.written, *asked, *OFFICE)
