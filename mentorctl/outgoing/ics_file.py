"""Entries of a calendar as iCalendar (RFC 5545), the same bytes for the same entries."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, NamedTuple

from mentorctl.model.years import zone_named
from mentorctl.outgoing.plain_lines import clean_text, one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from icalendar import Alarm, Event

    from mentorctl.reports.notices.calendar_entries import CalendarEntry

__all__ = ["EntryVersion", "ics"]

PRODUCT = "-//mentorctl//mentorctl//EN"
DAY = dt.timedelta(days=1)
# of what is for the whole day, nine in the morning of the day before
MORNING_BEFORE = dt.timedelta(hours=-15)
HOUR_BEFORE = dt.timedelta(hours=-1)
MEETING = dt.timedelta(hours=1)
# nobody is reminded earlier, whatever number of days is set
MOST_DAYS = 3_650


class EntryVersion(NamedTuple):
    """Which version of an entry it is.

    Attributes:
        sequence: Grows with each change of what the entry says.
        changed: When that was, in UTC.
    """

    sequence: int
    changed: dt.datetime


def ics(
    entries: Iterable[CalendarEntry],
    name: str,
    timezone: str,
    stamp: Callable[[CalendarEntry], EntryVersion],
    days_before: int,
) -> bytes:
    """A calendar file.

    Args:
        entries: Its entries, in order.
        name: What the calendar is called.
        timezone: The program's, in which hours are meant.
        stamp: Which version of an entry it is.
        days_before: How many days before a last day the first alarm rings; the second does on
            the day before.

    Raises:
        UnknownTimeZone: There is no such time zone.
    """
    from icalendar import Calendar  # noqa: PLC0415 - takes long to load

    zone = zone_named(timezone)
    made = Calendar()
    made.add("prodid", PRODUCT)
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", one_line(name))
    made.add("x-wr-timezone", timezone)
    listed = list(entries)
    for each in listed:
        made.add_component(_event(each, zone, stamp(each), days_before))
    timed = [each.on for each in listed if each.begins]
    if timed:
        made.add_missing_timezones(
            first_date=min(timed).replace(month=1, day=1), last_date=max(timed) + 366 * DAY
        )
    data: bytes = made.to_ical()
    return data


def _event(entry: CalendarEntry, zone: dt.tzinfo, stamp: EntryVersion, days_before: int) -> Event:
    from icalendar import Event  # noqa: PLC0415 - takes long to load

    event = Event()
    event.add("uid", entry.name)
    event.add("dtstamp", stamp.changed)
    event.add("last-modified", stamp.changed)
    event.add("sequence", stamp.sequence)
    if entry.begins is None:
        event.add("dtstart", entry.on)
        event.add("dtend", entry.on + DAY)
        event.add("transp", "TRANSPARENT")
    else:
        start = dt.datetime.combine(entry.on, dt.time.fromisoformat(entry.begins), zone)
        event.add("dtstart", start)
        event.add("dtend", _end(entry, start))
    event.add("summary", one_line(entry.title))
    if entry.text:
        event.add("description", clean_text("\n".join(entry.text)))
    if entry.where:
        event.add("location", one_line(entry.where))
    event.add("status", "CANCELLED" if entry.is_cancelled else "CONFIRMED")
    if entry.is_open and not entry.is_cancelled:
        for before in _alarms(entry, days_before):
            event.add_component(_alarm(entry, before))
    return event


def _end(entry: CalendarEntry, start: dt.datetime) -> dt.datetime:
    """When it ends: after midnight where that is earlier than it begins."""
    if entry.ends is None:
        return start + MEETING
    end = start.replace(hour=int(entry.ends[:2]), minute=int(entry.ends[3:]))
    return end if end > start else end + DAY


def _alarms(entry: CalendarEntry, days_before: int) -> tuple[dt.timedelta, ...]:
    if entry.begins is not None:
        return (-DAY, HOUR_BEFORE)
    first = MORNING_BEFORE - (min(days_before, MOST_DAYS) - 1) * DAY
    return (first, MORNING_BEFORE) if days_before > 1 else (MORNING_BEFORE,)


def _alarm(entry: CalendarEntry, before: dt.timedelta) -> Alarm:
    from icalendar import Alarm  # noqa: PLC0415 - takes long to load

    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", one_line(entry.title))
    alarm.add("trigger", before)
    return alarm
