"""What the {advisor} notes of a report that was sent to them: that it came, and what they ask for.

The career education mentoring manual has advisors collect and review comment forms and visit
reports (Participants: content advisors), and lets them ask for more about an experience.
"""

from __future__ import annotations

from typing import Annotated

from mentorctl.model.record import Day, PersonId, Record, Text, says


class Received(Record, frozen=True):
    """That a report came to the {advisor}."""

    by: Annotated[PersonId | None, says("Received by", "Id of the {advisor}", by="advisor")] = None
    on: Annotated[
        Day | None, says("Received on", by="advisor", use="The day on which the report came")
    ] = None


class MoreAsked(Record, frozen=True):
    """What the {advisor} asked for besides, after reading a report."""

    on: Annotated[
        Day | None, says("Asked for more on", by="advisor", use="The day on which they asked")
    ] = None
    what: Annotated[
        Text | None,
        says(
            "What was asked for",
            by="advisor",
            use="In a sentence",
            example="How many parents came?",
        ),
    ] = None
    came_on: Annotated[
        Day | None,
        says("What was asked for came on", by="advisor", use="The day on which the answer came"),
    ] = None
