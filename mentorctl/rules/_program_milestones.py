"""What the three rules about the program's own milestones have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mentorctl.model.marks import year_mark_name
from mentorctl.model.paths import PROGRAM_FILE, year_file
from mentorctl.model.program_standing import PER_PERSON, program_standing
from mentorctl.rules.base import Book, Context, Hit

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from mentorctl.model.finding import Severity, Where
    from mentorctl.model.needs import Need, NeedState
    from mentorctl.model.program import Milestone
    from mentorctl.model.program_standing import Owed

__all__ = ["MilestoneRow", "rows"]


class MilestoneRow(NamedTuple):
    """The facts of one need of one milestone that stand alike.

    Attributes:
        milestone: The row of the calendar.
        due: The day these are due.
        owed: The facts.
        severity: `note` for a milestone that is only a reminder, else None.
    """

    milestone: Milestone
    due: dt.date
    owed: tuple[Owed, ...]
    severity: Severity | None

    @property
    def field(self) -> str:
        """The field in the year's file."""
        return self.owed[0].need.field[0]

    def hit(self, book: Book, ctx: Context, message: str, hint: str, person: str = "") -> Hit:
        """Point at the field, or at the calendar while the year has no file."""
        record = year_file(ctx.program.year)
        where: Where = (self.field, person) if person else (self.field,)
        if record not in book.years:
            record, where = PROGRAM_FILE, ("calendar", ctx.program.calendar.index(self.milestone))
        people = [entry.person for entry in self.owed] if not person else [person]
        about = tuple(f"{self.milestone.id} {self.field} {each}" for each in people)
        return Hit(record, where, message, hint, self.severity, about)

    def how_to_date(self) -> str:
        """The command that notes the day, of the first where several people owe one."""
        whose = f" --by {self.owed[0].person}" if self.field in PER_PERSON else ""
        of_each = "run" if len(self.owed) == 1 else "run for each of them"
        name = year_mark_name(self.owed[0].need.field)
        return f"once it is done, {of_each}: mentorctl mark {name}{whose} --on DATE"


def rows(book: Book, ctx: Context, state: NeedState) -> Iterator[MilestoneRow]:
    """The program's facts that stand like this, by milestone and need."""
    if year_file(ctx.program.year) in book.broken:
        return
    standing = program_standing(ctx.calendar, ctx.shared, book.pairings, ctx.today, book.completed)
    for row in standing:
        severity: Severity | None = "note" if row.milestone.required == "no" else None
        alike: dict[tuple[Need, dt.date], list[Owed]] = {}
        for entry in row.owed:
            if entry.state == state and entry.due is not None:
                alike.setdefault((entry.need, entry.due), []).append(entry)
        for (_, due), owed in alike.items():
            yield MilestoneRow(row.milestone, due, tuple(owed), severity)
