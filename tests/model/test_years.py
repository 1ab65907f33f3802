from __future__ import annotations

import calendar
import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorctl.model.program import Due
from mentorctl.model.years import ProgramYear, UnknownTimeZone, add_span, today_in

YEAR = ProgramYear("2026-2027")
DAYS = st.dates(dt.date(2000, 1, 1), dt.date(2099, 12, 31))
MONTH_DAYS = st.dates(dt.date(2024, 1, 1), dt.date(2024, 12, 31)).map(lambda day: f"{day:%m-%d}")
YEARS = st.builds(
    lambda first, starts: ProgramYear(f"{first}-{first + 1}", starts),
    st.integers(2000, 2099),
    MONTH_DAYS,
)


@pytest.mark.parametrize(
    ("month_day", "day"),
    [
        ("07-01", dt.date(2026, 7, 1)),
        ("12-14", dt.date(2026, 12, 14)),
        ("12-31", dt.date(2026, 12, 31)),
        ("01-01", dt.date(2027, 1, 1)),
        ("06-30", dt.date(2027, 6, 30)),
        ("02-29", dt.date(2027, 2, 28)),
    ],
)
def test_a_day_of_the_year_falls_into_the_right_calendar_year(month_day: str, day: dt.date) -> None:
    assert YEAR.day(month_day) == day


def test_a_leap_day_is_kept_in_a_leap_year() -> None:
    assert ProgramYear("2027-2028").day("02-29") == dt.date(2028, 2, 29)


def test_a_year_may_begin_with_the_calendar_year() -> None:
    year = ProgramYear("2026-2027", "01-01")

    assert (year.first_day, year.last_day) == (dt.date(2026, 1, 1), dt.date(2026, 12, 31))
    assert year.day("12-31") == dt.date(2026, 12, 31)


@given(YEARS, MONTH_DAYS)
def test_every_day_of_a_year_is_in_it(year: ProgramYear, month_day: str) -> None:
    found = year.day(month_day)

    assert year.first_day <= found <= year.last_day
    assert found in year
    assert month_day in (f"{found:%m-%d}", "02-29")


@given(YEARS)
def test_a_year_ends_the_day_before_the_next_begins(year: ProgramYear) -> None:
    first = year.first_calendar_year
    following = ProgramYear(f"{first + 1}-{first + 2}", year.starts)

    assert year.last_day + dt.timedelta(days=1) == following.first_day
    assert year.first_day - dt.timedelta(days=1) not in year
    assert following.first_day not in year


@pytest.mark.parametrize(
    ("name", "is_one"), [("2026-2027", True), ("2026-2028", False), ("2026-2026", False)]
)
def test_a_program_year_is_two_calendar_years_in_a_row(name: str, is_one: bool) -> None:
    assert ProgramYear(name).is_consecutive is is_one


@pytest.mark.parametrize(
    ("start", "span", "end"),
    [
        (dt.date(2026, 8, 31), Due(months=6), dt.date(2027, 2, 28)),
        (dt.date(2027, 8, 31), Due(months=6), dt.date(2028, 2, 29)),
        (dt.date(2026, 1, 31), Due(months=1), dt.date(2026, 2, 28)),
        (dt.date(2026, 12, 1), Due(months=1), dt.date(2027, 1, 1)),
        (dt.date(2026, 9, 14), Due(months=12), dt.date(2027, 9, 14)),
        (dt.date(2028, 2, 29), Due(months=12), dt.date(2029, 2, 28)),
        (dt.date(2026, 12, 25), Due(weeks=2), dt.date(2027, 1, 8)),
        (dt.date(2028, 2, 28), Due(days=2), dt.date(2028, 3, 1)),
        # months first, then weeks and days
        (dt.date(2026, 1, 31), Due(months=1, weeks=1, days=1), dt.date(2026, 3, 8)),
        (dt.date(2026, 9, 14), Due(), dt.date(2026, 9, 14)),
    ],
)
def test_a_span_ends_on_a_day_that_there_is(start: dt.date, span: Due, end: dt.date) -> None:
    assert add_span(start, span) == end


@given(DAYS, st.integers(0, 60))
def test_months_keep_the_day_or_take_the_last_of_the_month(start: dt.date, months: int) -> None:
    end = add_span(start, Due(months=months))

    assert (end.year - start.year) * 12 + end.month - start.month == months
    assert end.day == min(start.day, calendar.monthrange(end.year, end.month)[1])


@given(DAYS, DAYS, st.integers(0, 24), st.integers(0, 9), st.integers(0, 40))
def test_a_later_start_never_ends_earlier(
    one: dt.date, other: dt.date, months: int, weeks: int, days: int
) -> None:
    span = Due(months=months, weeks=weeks, days=days)
    first, second = sorted((one, other))

    assert first <= add_span(first, span) <= add_span(second, span)


def test_today_is_the_day_in_the_program_s_own_time_zone() -> None:
    # clocks of the two are twenty-five hours apart
    ahead, behind = today_in("Pacific/Kiritimati"), today_in("Pacific/Pago_Pago")

    assert dt.timedelta(days=1) <= ahead - behind <= dt.timedelta(days=2)
    zone = ZoneInfo("America/Chicago")
    before = dt.datetime.now(zone).date()
    assert before <= today_in("America/Chicago") <= dt.datetime.now(zone).date()


def test_an_unknown_time_zone_is_refused() -> None:
    for name in ("Missouri/Jefferson_City", "../etc/localtime", ""):
        with pytest.raises(UnknownTimeZone):
            today_in(name)


def test_a_year_has_its_first_and_its_last_day_and_no_other() -> None:
    around = [dt.date(2026, 6, 30), dt.date(2026, 7, 1), dt.date(2027, 6, 30), dt.date(2027, 7, 1)]
    assert [day in YEAR for day in around] == [False, True, True, False]


@pytest.mark.parametrize(
    ("day", "last"),
    [
        (dt.date(2025, 1, 1), dt.date(2027, 6, 30)),
        (dt.date(2027, 6, 30), dt.date(2027, 6, 30)),
        (dt.date(2027, 7, 1), dt.date(2028, 6, 30)),
        (dt.date(2028, 6, 30), dt.date(2028, 6, 30)),
        (dt.date(2028, 7, 1), dt.date(2029, 6, 30)),
        (dt.date(9999, 12, 31), dt.date(9999, 6, 30)),
    ],
)
def test_a_later_day_is_in_a_later_year(day: dt.date, last: dt.date) -> None:
    assert YEAR.last_day_after(day) == last
