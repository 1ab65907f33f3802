"""What the log shows: its entries in order, its totals, its signatures."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from render.sample_year import NOBODY, sample_context, sample_team
from support.teams import having

from mentorctl.forms import SignatureLine, form_named
from mentorctl.forms.log import clock, length
from mentorctl.model.log import Log, LogEntry, Reflection

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mentorctl.forms import FormContext

FORM = form_named("log")
DAY = dt.date(2026, 11, 3)


def entry(start: str, end: str, kind: str = "phone", **fields: Any) -> LogEntry:
    return LogEntry(id=f"{DAY}-{start[:2]}", on=DAY, from_=start, to=end, kind=kind, **fields)  # type: ignore[arg-type] # a name of a kind


def values(*entries: LogEntry, context: FormContext | None = None) -> Mapping[str, Any]:
    team = having(sample_team(), log=Log(entries=entries))
    assert FORM.of_pairing is not None
    (document,) = FORM.of_pairing(team, context or sample_context())
    return document.sheets[0].values


@pytest.mark.parametrize(
    ("time", "said"),
    [
        ("00:05", "12:05 a.m."),
        ("09:30", "9:30 a.m."),
        ("11:59", "11:59 a.m."),
        ("12:00", "12:00 p.m."),
        ("13:07", "1:07 p.m."),
        ("23:59", "11:59 p.m."),
    ],
)
def test_a_time_is_written_as_people_write_it(time: str, said: str) -> None:
    assert clock(time) == said


@given(st.times(), st.times())
def test_no_two_times_are_written_alike(one: dt.time, other: dt.time) -> None:
    first, second = (time.strftime("%H:%M") for time in (one, other))
    assert (clock(first) == clock(second)) == (first == second)


@pytest.mark.parametrize(
    ("minutes", "said"),
    [(0, "0 min"), (35, "35 min"), (60, "1 h"), (330, "5 h 30 min"), (6000, "100 h")],
)
def test_a_length_of_time_is_said_in_hours_and_minutes(minutes: int, said: str) -> None:
    assert length(minutes) == said


def test_entries_stand_in_the_order_of_day_and_time() -> None:
    earlier = msgspec.structs.replace(entry("18:00", "18:30"), on=dt.date(2026, 9, 17))
    shown = values(entry("15:00", "15:10"), entry("07:00", "07:30"), earlier)["entries"]
    assert [(row["date"], row["from"], row["to"]) for row in shown] == [
        ("September 17, 2026", "6:00 p.m.", "6:30 p.m."),
        ("November 3, 2026", "7:00 a.m.", "7:30 a.m."),
        ("November 3, 2026", "3:00 p.m.", "3:10 p.m."),
    ]


def test_totals_count_entries_and_hours_of_each_kind_and_of_all() -> None:
    shown = values(
        entry("07:00", "07:30"),
        entry("08:00", "10:45", "observation-of-mentee"),
        entry("12:00", "13:00"),
        entry("15:30", "04:15"),
    )
    assert shown["totals"] == [
        {"kind": "observation of the protégé", "count": "1", "time": "2 h 45 min"},
        {"kind": "phone call", "count": "3", "time": "1 h 30 min"},
    ]
    assert shown["total"] == {"count": "4", "time": "4 h 15 min"}


def test_a_reflection_bears_the_program_s_own_labels() -> None:
    reflection = Reflection(plus="Calm class.", interesting="They asked why.")
    shown = values(entry("07:00", "07:30", reflection=reflection))
    assert shown["reflecting"]
    assert shown["entries"][0]["reflection"] == [
        {"title": "P+", "text": "Calm class."},
        {"title": "I*", "text": "They asked why."},
    ]
    assert not values(entry("07:00", "07:30"))["reflecting"]


def test_each_entry_is_signed_by_itself_by_those_whom_the_program_names() -> None:
    asked = []

    def signed(path: str, role: str) -> SignatureLine | None:
        asked.append((path, role))
        if role == "mentor" and path.endswith("-07"):
            return SignatureLine("valid", "jolene-fitzwater", dt.date(2026, 11, 9), "with a key")
        return None

    context = msgspec.structs.replace(sample_context(), signed=signed)
    shown = values(entry("07:00", "07:30"), entry("15:00", "15:10"), context=context)
    assert shown["signers"] == ["Mentor", "Protégé"]
    record = sample_team().path("log.yaml")
    assert set(asked) == {
        (f"{record}#2026-11-03-{hour}", role)
        for hour in ("07", "15")
        for role in ("mentor", "mentee")
    }
    lines = [line["signed"] for row in shown["entries"] for line in row["signatures"]]
    assert "Jolene Fitzwater" in lines[0]
    assert lines[1:] == ["", "", ""]


def test_a_key_that_signed_many_entries_is_named_once() -> None:
    def signed(_path: str, role: str) -> SignatureLine:
        state = "valid" if role == "mentor" else "stale"
        return SignatureLine(
            state, "jolene-fitzwater", dt.date(2026, 11, 9), f"with the key of a {role}"
        )

    context = msgspec.structs.replace(sample_context(), signed=signed)
    shown = values(entry("07:00", "07:30"), entry("15:00", "15:10"), context=context)
    assert shown["signed_how"] == ["Jolene Fitzwater: with the key of a mentor"]


def test_a_pairing_without_entries_has_no_log_to_print_and_a_blank_one_has() -> None:
    assert FORM.of_pairing is not None
    without = having(sample_team(), log=Log())
    assert FORM.of_pairing(without, sample_context()) == []
    for team in (sample_team(), NOBODY):
        (document,) = FORM.of_pairing(team, sample_context("blank"))
        assert document.sheets[0].values["entries"] == []
        assert document.sheets[0].gaps == ()


def test_what_goes_past_midnight_has_its_length_and_what_has_no_times_has_none() -> None:
    night = entry("22:30", "00:15", "phone")
    text = LogEntry(id="t-1", on=DAY, kind="text", topics="Snow day")

    shown = values(night, text)

    assert {row["kind"]: (row["count"], row["time"]) for row in shown["totals"]} == {
        "phone call": ("1", "1 h 45 min"), "text message": ("1", ""),
    }  # fmt: skip
    assert [(each["from"], each["to"]) for each in shown["entries"]] == [
        ("", ""), ("10:30 p.m.", "12:15 a.m."),
    ]  # fmt: skip


@given(st.integers(0, 1439), st.integers(0, 1439))
def test_an_end_that_is_half_a_day_early_is_no_end(start: int, end: int) -> None:
    times = [f"{minute // 60:02}:{minute % 60:02}" for minute in (start, end)]
    made = entry(*times)
    if end >= start:
        assert (made.minutes, made.ends_before_start) == (end - start, False)
    elif end + 1440 - start < 720:
        assert (made.minutes, made.ends_before_start) == (end + 1440 - start, False)
    else:
        assert (made.minutes, made.ends_before_start) == (0, True)
