"""What can be marked as done with nothing but its day: own dates, trainings, tasks, reviews."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentorctl.model.ids import slug

if TYPE_CHECKING:
    from mentorctl.model.program import Program

__all__ = ["CONFIRMED", "GUIDE", "INVOICE", "marks"]

CONFIRMED = "mentor-confirmed"
# of a person, and not of a pairing
INVOICE = "invoice"
# what the supervisor says of the guide, by the field that holds it
GUIDE = {"guide-reviewed": "reviewed", "guide-signed-off": "signed_off"}


def marks(program: Program) -> list[str]:
    """Everything that can be marked in a program, each by its name."""
    guide = [*GUIDE, *(task.id for task in program.guide.tasks)]
    return [
        *(own.id for own in program.dates),
        *(slug(each.code) or each.code for each in program.trainings),
        *(guide if "guide" in program.records else ()),
        *([CONFIRMED] if program.mentors.criteria else ()),
    ]
