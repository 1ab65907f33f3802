"""The two checklists of the first meeting: `focal-points.yaml` and `decision-points.yaml`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

import msgspec

from mentorctl.model.record import Day, Name, Record, Text, YesNo, says

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mentorctl.model.program import Program
    from mentorctl.model.record import Lines


class FocalPoints(Record, frozen=True):
    """Focal Points Checklist: level of concern or interest, an item each."""

    on: Annotated[
        Day | None, says("Date", by="mentee", use="The day on which these were rated")
    ] = None
    ratings: Annotated[
        dict[Name, Literal[1, 2, 3] | None],
        says("Ratings", "1 low, 2 moderate, 3 high level of concern or interest", by="mentee"),
    ] = msgspec.field(default_factory=dict)

    @classmethod
    def checklists(cls, program: Program) -> Mapping[tuple[type, str], Lines]:
        """The program's focal points."""
        return {(cls, "ratings"): program.focal_points.lines}


class DecisionPoint(Record, frozen=True):
    """One row of the Decision Points Checklist."""

    discussed: Annotated[YesNo | None, says("YES", "yes when it was discussed, else no")] = None
    notes: Annotated[
        Text | None, says("NOTES/ACTIONS", use="What was agreed", example="Calls after 4 pm")
    ] = None


class DecisionPoints(Record, frozen=True):
    """Decision Points Checklist: what the team talked through."""

    on: Annotated[Day | None, says("Date", use="The day on which these were talked through")] = None
    points: Annotated[
        dict[Name, DecisionPoint | None],
        says(
            "DECISION POINTS",
            use="Each point by its id: whether it was talked about, and what came of it",
        ),
    ] = msgspec.field(default_factory=dict)

    @classmethod
    def checklists(cls, program: Program) -> Mapping[tuple[type, str], Lines]:
        """The program's decision points."""
        return {(cls, "points"): program.decision_points.lines}
