"""What the template of a message sees: one person's reminder as plain values."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mentorctl.forms.wording import headlines, written
from mentorctl.outgoing.plain_lines import one_line
from mentorctl.reports.pairing_view import days_from_now

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence

    from mentorctl.model.program_settings import Phase
    from mentorctl.model.words import Words
    from mentorctl.reports.notices.reminder_rows import Reminder, ReminderItem
    from mentorctl.reports.planned_dates import PlannedDate

__all__ = ["MessageContext", "message_values"]


class MessageContext(NamedTuple):
    """What all messages of one day share.

    Attributes:
        program: The program's name.
        year: Its year.
        agency: Whose it is.
        words: Its terms.
        today: The day.
        last_day: The last day of its year: nothing can be put off beyond it.
        phase: The phase of the first year that is usual then, or None.
        beginners: Who is in a pairing that runs its first year, by their ids.
        pairs: The names of the people of each pairing, by their ids, by the pairing's id.
    """

    program: str
    year: str
    agency: str
    words: Words
    today: dt.date
    last_day: dt.date
    phase: Phase | None
    beginners: frozenset[str]
    pairs: Mapping[str, Mapping[str, str]]


def message_values(
    reminder: Reminder, about: MessageContext, *, attached: bool, forms: Sequence[str] = ()
) -> dict[str, object]:
    """One message's values.

    Args:
        reminder: Who it goes to, and what it is about.
        about: What all messages share.
        attached: Whether a calendar goes with it.
        forms: What the forms are called that go with it.
    """
    late = [each for each in reminder.items if each.debt.days < 0]
    ahead = [each for each in reminder.items if each.debt.days >= 0]
    return {
        "name": one_line(reminder.name),
        "program": one_line(about.program),
        "year": about.year,
        "agency": one_line(about.agency),
        "today": written(about.today),
        "notice": reminder.notice,
        "phase": _phase(reminder, about),
        "soonest": _soonest(reminder, about.today),
        "late": [_item(each, reminder.person, about) for each in late],
        "ahead": [_item(each, reminder.person, about) for each in ahead],
        "movable": any(_is_movable(each, about) for each in reminder.items),
        "planned": [_planned(each, reminder.person, about) for each in reminder.planned],
        "received": _reports("advisor", reminder, about),
        "asked": _reports("mentor", reminder, about),
        "thanks": [one_line(title) for _, title in reminder.thanks],
        "attached": attached,
        "forms": [one_line(each) for each in forms],
        "term": dict(about.words),
        "head": headlines(about.words),
    }


def _phase(reminder: Reminder, about: MessageContext) -> str:
    """What the program says in this phase, by the first of their roles that it has words for.

    The phases are those of a first year: in a second one nothing is said of them.
    """
    phase = about.phase
    if phase is None or reminder.person not in about.beginners:
        return ""
    return next((phase.messages[role] for role in reminder.roles if role in phase.messages), "")


def _soonest(reminder: Reminder, today: dt.date) -> str:
    """What is due next, for a subject: `due in 4 days`."""
    ahead = [each.debt.days for each in reminder.items if each.debt.days >= 0]
    if ahead:
        return f"due {days_from_now(min(ahead))}"
    planned = [(each.on - today).days for each in reminder.planned]
    return f"planned {days_from_now(min(planned))}" if planned else ""


def _is_movable(item: ReminderItem, about: MessageContext) -> bool:
    """Whether a pairing can be given more time for it: none for the program's days or reminders."""
    debt = item.debt
    is_ahead = debt.by < about.last_day and about.today <= about.last_day
    return bool(debt.pairing) and debt.required and is_ahead


def _item(item: ReminderItem, person: str, about: MessageContext) -> dict[str, object]:
    debt = item.debt
    return {
        "by": written(debt.by),
        "when": days_from_now(debt.days),
        "title": one_line(debt.title),
        "pair": _pair(debt.pairing, person, about),
        "open": [one_line(each) for each in item.open] if debt.pairing else [],
        "waits": [one_line(each) for each in item.waits],
        "reminder": not debt.required,
        "shared": item.shared,
    }


def _reports(role: str, reminder: Reminder, about: MessageContext) -> list[dict[str, object]]:
    """The reports that wait for them in a role."""
    return [
        {
            "title": one_line(each.called),
            "pair": _pair(each.pairing, reminder.person, about),
            "since": written(each.since),
            "what": one_line(each.asked),
        }
        for each in reminder.awaited
        if each.role == role
    ]


def _planned(planned: PlannedDate, person: str, about: MessageContext) -> dict[str, object]:
    hours = (planned.begins or "") + (f" to {planned.ends}" if planned.ends else "")
    title = one_line(planned.title)
    return {
        "on": written(planned.on),
        "hours": hours,
        "title": title[:1].upper() + title[1:],
        "where": one_line(planned.where or ""),
        "about": one_line(planned.about or ""),
        "pair": _pair(planned.pairing, person, about),
    }


def _pair(pairing: str, person: str, about: MessageContext) -> str:
    """With whom it is: the two of the pairing, without the one who is written to."""
    names = [
        one_line(name) for each, name in about.pairs.get(pairing, {}).items() if each != person
    ]
    if not names:
        return ""
    is_in = person in about.pairs[pairing]
    return f"with {names[0]}" if is_in else " and ".join(names)
