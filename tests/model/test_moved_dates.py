from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorctl.model.moved_dates import DateSpot, moved, remark, weekday
from mentorctl.model.program_settings import Holiday
from mentorctl.model.years import ProgramYear

THIS, NEXT = ProgramYear("2026-2027"), ProgramYear("2027-2028")
HOLIDAYS = (
    Holiday(title="Independence Day", date="07-04"),
    Holiday(title="Thanksgiving Day", month=11, weekday="thursday", which=4),
    Holiday(title="Memorial Day", month=5, weekday="monday", which=-1),
)


def spot(value: str, *, sourced: bool = False) -> DateSpot:
    return DateSpot("plan", "Plan due", ("calendar", 0, "due", "date"), value, sourced)


@pytest.mark.parametrize(
    ("value", "sourced", "proposed"),
    [
        ("12-14", True, "2027-12-14"),
        ("12-14", False, "2027-12-13"),
        # the first and the last of a month are what they are called
        ("10-31", False, "2027-10-31"),
        ("09-01", False, "2027-09-01"),
        # a Saturday in 2027 was no workday
        ("01-02", False, "2028-01-02"),
        # the same weekday moves two days where the year has a February 29
        ("03-15", False, "2028-03-13"),
        # 52 weeks after July 2 is July 1
        ("07-02", False, "2027-07-01"),
    ],
)
def test_what_is_proposed(value: str, *, sourced: bool, proposed: str) -> None:
    assert str(moved(spot(value, sourced=sourced), THIS, NEXT).proposed) == proposed


@given(
    st.integers(2000, 2090),
    st.dates(dt.date(2024, 1, 1), dt.date(2024, 12, 31)),
    st.booleans(),
    st.sampled_from(["01-01", "07-01", "08-15", "12-31"]),
)
def test_every_day_stays_in_its_year(first: int, on: dt.date, sourced: bool, starts: str) -> None:
    this, following = (ProgramYear(f"{y}-{y + 1}", starts) for y in (first, first + 1))
    found = moved(spot(f"{on:%m-%d}", sourced=sourced), this, following)
    assert found.day in this
    assert found.proposed in following
    assert found.proposed in {found.kept, found.weekly}
    if found.proposed == found.weekly != found.kept:
        assert weekday(found.proposed) == weekday(found.day)
        assert abs((found.proposed - found.kept).days) <= 2


@pytest.mark.parametrize(
    ("on", "told"),
    [
        ("2027-07-04", "Independence Day, a Sunday"),
        ("2027-11-25", "Thanksgiving Day"),
        ("2027-11-18", ""),
        ("2028-05-29", "Memorial Day"),
        ("2028-05-22", ""),
        ("2027-12-11", "a Saturday"),
        ("2027-12-13", ""),
    ],
)
def test_holidays_and_weekends_are_named(on: str, told: str) -> None:
    assert remark(dt.date.fromisoformat(on), HOLIDAYS) == told
