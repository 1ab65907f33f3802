"""A calendar says what its entries say, whatever they hold; read by a reader of our own."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st
from support.ics_text import read_ics

from mentorctl.outgoing.ics_file import EntryVersion, ics
from mentorctl.reports.notices.calendar_entries import CalendarEntry
from mentorctl.reports.notices.entry_sources import by_program

PIECES = st.sampled_from([
    "\n", "\r\n", "\r", "END:VEVENT", "ATTACH:http://x.example", "=1+1", "@", "\u202e", "\u2028",
    "\x1b[31m", "::error::", "<b>", "é", "李" * 30, "👩🏽‍🏫", "\x00", ",", ";", ":",
    "\\", "\\n", '"', " ", "a" * 80, "\x85", "\x0b",
])  # fmt: skip
texts = st.lists(PIECES, max_size=12).map("".join)
DAY = dt.date(2026, 9, 1)
SOURCE = by_program("a")


def version(_entry: CalendarEntry) -> EntryVersion:
    return EntryVersion(3, dt.datetime(2026, 8, 1, 12, tzinfo=dt.UTC))


@given(texts, st.sampled_from([None, "09:00"]))
def test_texts_land_harmless(text: str, begins: str | None) -> None:
    entry = CalendarEntry(
        "n@p", DAY, text, (SOURCE,), begins=begins, text=(text,), where=text, is_open=True
    )
    calendar = read_ics(ics([entry], text, "America/Chicago", version, 7))
    (event,) = calendar.all("VEVENT")
    assert set(event.properties) <= {
        "UID", "DTSTAMP", "LAST-MODIFIED", "SEQUENCE", "DTSTART", "DTEND", "SUMMARY",
        "DESCRIPTION", "LOCATION", "STATUS", "TRANSP",
    }  # fmt: skip
    assert [each.name for each in event.parts] == ["VALARM", "VALARM"]
    assert not set(event["SUMMARY"].text) & set("\u202e\u2028\x1b\x00\x85\x0b\r\n")


def test_hours_past_midnight_and_without_an_end() -> None:
    late = CalendarEntry("a@p", DAY, "Late", (SOURCE,), begins="22:00", ends="00:30")
    open_end = CalendarEntry("b@p", DAY, "Open", (SOURCE,), begins="09:00")
    calendar = read_ics(ics([late, open_end], "x", "America/Chicago", version, 7))
    ends = [each["DTEND"].value for each in calendar.all("VEVENT")]
    assert ends == ["20260902T003000", "20260901T100000"]


def test_what_is_cancelled_rings_no_more() -> None:
    gone = CalendarEntry("a@p", DAY, "Gone", (SOURCE,), is_open=True, is_cancelled=True)
    (event,) = read_ics(ics([gone], "x", "UTC", version, 7)).all("VEVENT")
    assert event["STATUS"].value == "CANCELLED"
    assert event["SEQUENCE"].value == "3"
    assert event["LAST-MODIFIED"].value == "20260801T120000Z"
    assert not event.parts


def test_a_number_of_days_without_end_ends_no_calendar() -> None:
    entry = CalendarEntry("a@p", DAY, "Plan", (SOURCE,), is_open=True)
    (event,) = read_ics(ics([entry], "x", "UTC", version, 10**20)).all("VEVENT")
    assert [each.name for each in event.parts] == ["VALARM", "VALARM"]
