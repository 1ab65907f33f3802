"""What reminders consist of: one message a person, what it is about, and what goes to nobody."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from mentorctl.model.pairing import Pairing
    from mentorctl.model.reminders import Notice
    from mentorctl.reports.awaited_rows import AwaitedRow
    from mentorctl.reports.due import Debt, DueReport
    from mentorctl.reports.notices.pairing_days import PairingDays
    from mentorctl.reports.planned_dates import PlannedDate

__all__ = ["Reminder", "ReminderItem", "ReminderReport", "Skipped"]


class ReminderItem(NamedTuple):
    """One thing that somebody is to do.

    Attributes:
        debt: The row of `due`.
        open: What of it they can do now, in words.
        waits: What of it they cannot do yet, in words, each with whose move it is.
        shared: Whether all who hold the role are asked, and nobody notes who has done it.
    """

    debt: Debt
    open: tuple[str, ...]
    waits: tuple[str, ...] = ()
    shared: bool = False

    @property
    def key(self) -> str:
        """What it is called in the record of what was drafted."""
        debt = self.debt
        return f"{debt.pairing}/{debt.milestone}" if debt.pairing else debt.milestone


class Reminder(NamedTuple):
    """One message to one person.

    Attributes:
        person: Their id.
        name: Their name.
        email: Their address, or None.
        roles: The roles by which they owe something, or are invited.
        notice: In which tone it is.
        items: What they owe, the most overdue first.
        planned: What they are expected at.
        awaited: Reports that wait for them.
        thanks: What they have done since they were reminded of it: titles, by the keys of items.
        last: The day on which they were last reminded, or None.
        skipped: Why no message is drafted; empty where one is.
    """

    person: str
    name: str
    email: str | None
    roles: tuple[str, ...]
    notice: Notice
    items: tuple[ReminderItem, ...]
    planned: tuple[PlannedDate, ...] = ()
    awaited: tuple[AwaitedRow, ...] = ()
    thanks: tuple[tuple[str, str], ...] = ()
    last: dt.date | None = None
    skipped: str = ""


class Skipped(NamedTuple):
    """A row of `due` that nobody is reminded of, and why."""

    debt: Debt
    why: str


class ReminderReport(NamedTuple):
    """Who is to be reminded.

    Attributes:
        due: The list that it is made of.
        reminders: The messages, by people's names; also those that are left out.
        skipped: Rows of the list that go to nobody.
        days: The days of each pairing, for calendars.
        pairings: The pairings of the year by id.
    """

    due: DueReport
    reminders: tuple[Reminder, ...]
    skipped: tuple[Skipped, ...]
    days: tuple[PairingDays, ...]
    pairings: Mapping[str, Pairing]
