"""The work on one experience and its Mentor Comment Form: `experiences/<slot>.yaml`."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Annotated, ClassVar

from mentorctl.model.received import MoreAsked, Received
from mentorctl.model.record import Day, Record, Text, says

if TYPE_CHECKING:
    import datetime as dt

    from mentorctl.model.program import Program


class Comment(Record, frozen=True):
    """The Structured Experience Mentor Comment Form (manual, form of that name)."""

    on: Annotated[
        Day | None, says("Date", by="mentor", use="The day on which the comment was written")
    ] = None
    text: Annotated[
        Text | None,
        says(
            "Comments on thoroughness, practicality, and usefulness",
            by="mentor",
            use="In the {mentor}'s own words; several lines after a |",
            example="Thorough, and ready to be used next year.",
        ),
    ] = None
    sent_to_advisor: Annotated[
        Day | None,
        says("Sent to the {advisor}", by="mentor", use="The day on which the comment went out"),
    ] = None
    copied_to_mentee: Annotated[
        Day | None,
        says("Copied to the {mentee}", by="mentor", use="The day on which the comment went out"),
    ] = None
    received: Annotated[
        Received | None,
        says("Received by the {advisor}", by="advisor", use="That the comment came to them"),
    ] = None
    asked_for_more: Annotated[
        MoreAsked | None,
        says("Asked for more", by="advisor", use="What the {advisor} asked for besides"),
    ] = None


class Experience(Record, frozen=True):
    """What was done, handed over and commented on."""

    not_signed: ClassVar[tuple[str, ...]] = (
        "comment.sent_to_advisor",
        "comment.copied_to_mentee",
        "comment.received",
        "comment.asked_for_more",
    )
    # who hands the work over attests the work, not what the mentor writes about it later
    not_signed_by: ClassVar[Mapping[str, tuple[str, ...]]] = {"mentee": ("comment",)}

    slot: Annotated[int, says("Slot", "Its place in the plan")]
    achieved: Annotated[
        Day | None, says("Date Achieved", by="mentee", use="The day on which the work was done")
    ] = None
    evidence: Annotated[
        tuple[Text, ...],
        says(
            "Evidence",
            "Names of the files put into evidence/",
            by="mentee",
            example="[syllabus.pdf]",
        ),
    ] = ()
    sent_to_mentor: Annotated[
        Day | None,
        says("Sent to the {mentor}", by="mentee", use="The day on which the work went out"),
    ] = None
    comment: Annotated[
        Comment | None, says("{comment}", by="mentor", use="What the {mentor} says about the work")
    ] = None

    def is_ready_to_sign(self, role: str) -> bool:
        """The {mentee} signs work that is done, the others a comment that is written."""
        if role == "mentee":
            return self.achieved is not None
        return self.comment is not None and bool(self.comment.on or self.comment.text)

    def handed_on(self, role: str) -> dt.date | None:
        """The day on which the work, or the comment on it, was sent."""
        if role == "mentee":
            return self.sent_to_mentor
        return self.comment.sent_to_advisor if self.comment else None

    @classmethod
    def left_out(cls, program: Program) -> Collection[str]:
        """What the {advisor} notes later, with a command."""
        del program
        return "received", "asked_for_more"
