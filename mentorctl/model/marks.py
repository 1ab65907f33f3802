"""What can be marked as done with nothing but its day: own dates, trainings, tasks, reviews.

The dates of the year itself go by the names of their fields, and by those of the rows of the
calendar that ask for them alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mentorctl.model.calendar import Calendar
from mentorctl.model.ids import slug

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from mentorctl.model.program import Program

__all__ = [
    "CONFIRMED",
    "GUIDE",
    "INVOICE",
    "YearMark",
    "marks",
    "titles",
    "year_mark_name",
    "year_marks",
]

CONFIRMED = "mentor-confirmed"
# of a person, and not of a pairing
INVOICE = "invoice"
# what the supervisor says of the guide, by the field that holds it
GUIDE = {"guide-reviewed": "reviewed", "guide-signed-off": "signed_off"}


class YearMark(NamedTuple):
    """A date of the year itself.

    Attributes:
        name: What it is called: `completers-sent`.
        field: Where it stands in the year's file.
        title: The row of the calendar that asks for it.
        due: The last day, where the row has one.
    """

    name: str
    field: tuple[str, ...]
    title: str
    due: dt.date | None

    @property
    def said(self) -> str:
        """What is said of it once it is done."""
        return self.name.replace("-", " ")


def year_mark_name(field: Sequence[str]) -> str:
    """What a date of the year is called, by where it stands in the year's file."""
    return "-".join(field).replace("_", "-")


def year_marks(program: Program) -> dict[str, YearMark]:
    """The dates of the year that its calendar asks for, by each name that they go by."""
    calendar = Calendar(program)
    found: dict[str, YearMark] = {}
    rows: dict[str, YearMark] = {}
    for milestone, needs in calendar.of_program:
        due = calendar.year.day(milestone.due.date) if milestone.due.date else None
        for need in needs:
            name = year_mark_name(need.field)
            mark = YearMark(name, need.field, milestone.title, due)
            found.setdefault(name, mark)
            if len(needs) == 1:
                rows.setdefault(milestone.id, mark)
    taken = {*marks(program), INVOICE}
    return found | {name: each for name, each in rows.items() if name not in {*found, *taken}}


def titles(program: Program) -> dict[str, str]:
    """What the things that can be marked in a pairing are called, by their names."""
    return {
        **{own.id: own.title for own in program.dates},
        **{slug(each.code) or each.code: each.title for each in program.trainings},
        **{task.id: task.title for task in program.guide.tasks},
    }


def marks(program: Program) -> list[str]:
    """Everything that can be marked in a program, each by its name."""
    setting = program.records.get("guide")
    # where the guide is signed, the signature is the sign-off
    given = [name for name, field in GUIDE.items()
             if field != "signed_off" or not (setting and setting.signed_by)]  # fmt: skip
    guide = [*given, *(task.id for task in program.guide.tasks)]
    return [
        *(own.id for own in program.dates),
        *(slug(each.code) or each.code for each in program.trainings),
        *(guide if "guide" in program.records else ()),
        *([CONFIRMED] if program.mentors.criteria else ()),
    ]
