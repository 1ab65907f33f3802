"""What the program's staff keeps of a year: `years/<year>.yaml`, beside its dates.

The career education mentoring manual has the staff find new teachers and follow up with their
administrators, hand out the applications of mentors, and look after contracts and reimbursements;
content advisors gather what participants advise (Participants).
"""

from __future__ import annotations

from typing import Annotated

from mentorctl.model.agreement import SignOff
from mentorctl.model.record import DateKind, Day, Money, PersonId, Record, Text, YesNo, says

__all__ = ["Advice", "Application", "Contract", "NewTeacher", "Reimbursement"]


class NewTeacher(Record, frozen=True):
    """Somebody new whom the program could help."""

    identity = ("name", "school")
    name: Annotated[Text, says("Name")]
    school: Annotated[Text | None, says("School")] = None
    found_on: Annotated[
        Day | None, says("Found on", "The day on which the program heard", date=DateKind.EARLIER)
    ] = None
    administrator: Annotated[
        Text | None, says("Administrator", "Of their school, whom the program asks")
    ] = None
    asked_on: Annotated[Day | None, says("Administrator asked on", date=DateKind.EARLIER)] = None
    answer: Annotated[Text | None, says("Answer", "What came of it, in a few words")] = None
    person: Annotated[PersonId | None, says("Person", "Their id, once they take part")] = None


class Application(Record, frozen=True):
    """Somebody's application to be a {mentor}."""

    identity = ("name",)
    name: Annotated[Text, says("Name", "Of who applies, or their id in people/")]
    sent_on: Annotated[
        Day | None, says("Form sent on", "When they got the form", date=DateKind.EARLIER)
    ] = None
    came_on: Annotated[Day | None, says("Came on", date=DateKind.EARLIER)] = None
    accepted: Annotated[YesNo | None, says("Accepted", "yes or no, once it is decided")] = None
    decided: Annotated[SignOff | None, says("Decided", "By whom, and when")] = None


class Contract(Record, frozen=True):
    """The contract of somebody who is paid; its number stands in their own file."""

    identity = ("person",)
    person: Annotated[PersonId, says("Person", "Id of a person in people/")]
    sent_on: Annotated[Day | None, says("Sent on", date=DateKind.EARLIER)] = None
    signed_on: Annotated[Day | None, says("Came back signed on", date=DateKind.EARLIER)] = None
    approved: Annotated[SignOff | None, says("Approved", "By whom, and when")] = None


class Reimbursement(Record, frozen=True):
    """What somebody laid out and asks for, beside what they are paid."""

    identity = ("person", "what", "on")
    person: Annotated[PersonId, says("Person", "Id of a person in people/")]
    what: Annotated[Text, says("What for", "As the invoice calls it: Travel to the kickoff")]
    amount: Annotated[Money, says("Amount", "With a point and no sign: 48 or 48.60")]
    on: Annotated[Day, says("Asked for on")]
    approved: Annotated[SignOff | None, says("Approved", "By whom, and when")] = None


class Advice(Record, frozen=True):
    """What a participant advised, and what became of it; without a name where none is meant."""

    identity = ("on", "text")
    on: Annotated[Day, says("Gathered on")]
    text: Annotated[Text, says("Advice")]
    of: Annotated[Text | None, says("Of", "A role, or a content area; a name only if agreed")] = (
        None
    )
    gathered_by: Annotated[PersonId | None, says("Gathered by", "Id of a person in people/")] = None
    passed_on: Annotated[
        Day | None, says("Recommended on", "The day on which it went to whoever decides")
    ] = None
    outcome: Annotated[Text | None, says("Outcome", "What was decided, in a few words")] = None
