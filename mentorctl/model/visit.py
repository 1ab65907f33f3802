"""The Mentor/Protégé Visit Report: `visits/<date>.yaml`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

from mentorctl.model.log import Reflection
from mentorctl.model.received import MoreAsked, Received
from mentorctl.model.record import Day, PersonId, Record, Text, says

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection

    from mentorctl.model.program import Program

# where a visit can be, in words
LOCATIONS = {
    "mentee-school": "the {mentee}'s school",
    "mentor-school": "the {mentor}'s school",
    "neutral": "a neutral place; say which under place",
}


class SignedByHand(Record, frozen=True):
    """That the administrator signed the report by hand: a coordinator's word for the page."""

    on: Annotated[
        Day | None, says("Signed on", by="coordinator", use="The day that stands on the page")
    ] = None
    attested_by: Annotated[
        PersonId | None, says("Attested by", "Id of the coordinator", by="coordinator")
    ] = None
    scan: Annotated[
        Text | None, says("Scan", "Name of the scanned page in evidence/", by="coordinator")
    ] = None
    scan_sha256: Annotated[
        Text | None, says("SHA-256", "Of the scanned page, in hex", by="coordinator")
    ] = None
    content: Annotated[
        Text | None, says("Content", "SHA-256 of the report as it was signed", by="coordinator")
    ] = None


class Administrator(Record, frozen=True):
    """The administrator of the school that is visited (manual, visit report's headline)."""

    name: Annotated[
        Text | None,
        says("Administrator", use="Name of the administrator who was told", example="Dana Whitlow"),
    ] = None
    informed_on: Annotated[Day | None, says("Informed on", "Before the visit takes place")] = None
    signed: Annotated[
        SignedByHand | None,
        says(
            "Signed by hand",
            "mentorctl attest PAIRING visits/DATE administrator writes it",
            by="coordinator",
            unfolded=False,
        ),
    ] = None


class Visit(Record, frozen=True):
    """One on-site visit."""

    not_signed: ClassVar[tuple[str, ...]] = (
        "administrator.signed",
        "sent_to_advisor",
        "copied_to_mentee",
        "received",
        "asked_for_more",
    )

    on: Annotated[Day, says("Date of Visit", use="The day of the visit; the file is called by it")]
    location: Annotated[
        Literal["mentee-school", "mentor-school", "neutral"] | None,
        says("Location of Visit", use="At whose school it was"),
    ] = None
    place: Annotated[Text | None, says("Place", "Name of a neutral site")] = None
    purpose: Annotated[Text | None, says("Purpose", "Agreed before the visit", by="mentor")] = None
    agreed_on: Annotated[
        Day | None,
        says("Agreed on", by="mentor", use="The day, before the visit, on which they agreed on it"),
    ] = None
    administrator: Annotated[
        Administrator | None,
        says(
            "Administrator",
            by="mentor",
            use="Whom the visit was announced to at the school, and when",
        ),
    ] = None
    topics: Annotated[
        Text | None,
        says(
            "Topics discussed during visit",
            by="mentor",
            use="What was talked about",
            example="Order in the lab, and how to grade projects",
        ),
    ] = None
    strategies: Annotated[
        Text | None,
        says(
            "Suggested strategies discussed",
            by="mentor",
            use="What was suggested",
            example="Start each lab with two minutes of planning",
        ),
    ] = None
    reflection: Annotated[
        Reflection | None,
        says(
            "Reflection",
            by="mentor",
            use="What was taken along from it",
            example="Smaller groups work",
        ),
    ] = None
    sent_to_advisor: Annotated[
        Day | None,
        says("Sent to the {advisor}", by="mentor", use="The day on which the report went out"),
    ] = None
    copied_to_mentee: Annotated[
        Day | None,
        says("Copied to the {mentee}", by="mentor", use="The day on which they got their copy"),
    ] = None
    received: Annotated[
        Received | None,
        says("Received by the {advisor}", by="advisor", use="That the report came to them"),
    ] = None
    asked_for_more: Annotated[
        MoreAsked | None,
        says("Asked for more", by="advisor", use="What the {advisor} asked for besides"),
    ] = None

    def handed_on(self, role: str) -> dt.date | None:
        """The day on which it was sent to the {advisor}."""
        del role
        return self.sent_to_advisor

    @classmethod
    def left_out(cls, program: Program) -> Collection[str]:
        """What the {advisor} notes later, with a command."""
        del program
        return "received", "asked_for_more"
