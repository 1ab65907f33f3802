"""How long a program keeps its records: `retention` in program.yaml."""

from __future__ import annotations

from typing import Annotated, Literal

from mentorctl.model.record import Record, Text, says

__all__ = ["RetainedRecords", "RetentionRule"]

# whole groups only: what a signature covers must not go while what was signed stays
RetainedRecords = Literal["pairings", "meetings", "reassignments", "mid-year", "evaluations"]


class RetentionRule(Record, frozen=True):
    """How long one sort of records is kept once its program year is over."""

    identity = ("records",)
    records: Annotated[
        RetainedRecords,
        says(
            "Records",
            "pairings (with all their records), meetings, reassignments, mid-year or evaluations"
            " (what was asked, answered and shown)",
        ),
    ]
    months: Annotated[int, says("Months", "How long after the end of the program year")]
    note: Annotated[Text | None, says("Note", "Which law or rule asks for it")] = None
