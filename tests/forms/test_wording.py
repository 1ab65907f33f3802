"""Values as people write them."""

from __future__ import annotations

import datetime as dt

import pytest

from mentorctl.forms.wording import abbreviation, headlines, paragraphs, written


def test_a_day_is_written_the_same_in_every_locale() -> None:
    assert written(dt.date(2026, 12, 14)) == "December 14, 2026"
    assert written(dt.date(2027, 4, 1)) == "April 1, 2027"
    assert written(None) == ""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (None, []),
        ("  \n ", []),
        ("one\nline", ["one\nline"]),
        ("first\n\nsecond", ["first", "second"]),
        ("first\n \t\n\n  second\n", ["first", "second"]),
    ],
)
def test_blank_lines_part_paragraphs(text: str | None, expected: list[str]) -> None:
    assert paragraphs(text) == expected


def test_terms_become_headlines_and_short_forms() -> None:
    terms = {"mentee": "protégé", "advisor": "content advisor", "staff": "DESE staff"}
    assert list(headlines(terms).values()) == ["Protégé", "Content Advisor", "DESE Staff"]
    assert abbreviation("Individual Mentoring Plan") == "IMP"
    assert abbreviation("plan") == "plan"
