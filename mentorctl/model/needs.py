"""Needs: pointers to dated facts, and the one evaluator for them.

Calendar, completion, status, reminders and standards all ask here.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

__all__ = ["Against", "Fact", "Need", "NeedState", "evaluate"]

POINTER = re.compile(
    r"(?P<record>[a-z]+(?:-[a-z]+)*)(?:/(?P<key>\*|[a-z0-9]+(?:-[a-z0-9]+)*))?"
    r":(?P<field>[a-z_]+(?:\.[a-z0-9_-]+)*)"
)


class Need(NamedTuple):
    """A pointer to a dated fact, written `RECORD:FIELD` or `RECORD/KEY:FIELD`."""

    record: str
    key: str
    field: tuple[str, ...]

    @classmethod
    def parse(cls, text: str) -> Need:
        """Read a pointer.

        Raises:
            ValueError: It is not written `RECORD:FIELD`.
        """
        found = POINTER.fullmatch(text)
        if found is None:
            raise ValueError(text)
        return cls(found["record"], found["key"] or "", tuple(found["field"].split(".")))

    def __str__(self) -> str:
        key = f"/{self.key}" if self.key else ""
        return f"{self.record}{key}:{'.'.join(self.field)}"


class NeedState(StrEnum):
    """How a milestone, or one need of it, stands."""

    MET = "met"
    LATE = "late"
    EXCUSED = "excused"
    DUE = "due"
    MISSED = "missed"


class Against(StrEnum):
    """Why a day that is written down does not count."""

    AHEAD = "ahead"  # it is still to come
    BEFORE = "before"  # it is before the program year
    AFTER = "after"  # it is after the program year
    UNAPPROVED = "unapproved"  # the experience is the team's own, and nobody approved it


class Fact(NamedTuple):
    """What is known of one need.

    Attributes:
        on: The day of the fact, or None while it is open or does not count.
        waived: Whether an approved waiver does away with the need.
        since: The first day on which the fact counted: its own, or that of the approval it needs.
        waived_since: The day of the waiver.
        recorded: The day that is written down, whether or not it counts.
        against: Why the recorded day does not count; None where it does.
    """

    on: dt.date | None
    waived: bool = False
    since: dt.date | None = None
    waived_since: dt.date | None = None
    recorded: dt.date | None = None
    against: Against | None = None


def evaluate(
    facts: Sequence[Fact],
    *,
    due: dt.date | None,
    until: dt.date | None,
    today: dt.date,
) -> NeedState:
    """Judge dated facts against a due date.

    Args:
        facts: One for each need of a milestone.
        due: The last day that is on time, or None when there is none.
        until: The last day of an approved extension, or None.
        today: The day on which to judge; a later fact has not happened yet.

    Returns:
        `met` when all facts are dated on or before due; `excused` when the ones after it are
        inside the extension or waived; `late` when one is after both; while one is open,
        `due` up to the last day allowed and `missed` past it.
    """
    last = _later(due, until)
    excused = False
    late = False
    for known in facts:
        on, waived = known.on, known.waived
        if on is None or on > today:
            if not waived:
                return NeedState.DUE if last is None or today <= last else NeedState.MISSED
            excused = True
        elif due is not None and on > due:
            if waived or (last is not None and on <= last):
                excused = True
            else:
                late = True
    if late:
        return NeedState.LATE
    return NeedState.EXCUSED if excused else NeedState.MET


def _later(due: dt.date | None, until: dt.date | None) -> dt.date | None:
    if due is None or until is None:
        return due
    return max(due, until)
