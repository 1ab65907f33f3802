"""How often people are to be in touch, as they write it."""

from __future__ import annotations

import pytest

from mentorctl.model.contact import Frequency, frequency


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("once a week", Frequency(1, 1)),
        ("At least  TWICE a month, online", Frequency(2, 0)),
        ("3 times per month", Frequency(3, 0)),
        ("two meetings each week", Frequency(2, 1)),
        ("every Tuesday at 9:00, for an hour", Frequency(1, 1)),
        ("every other Friday", Frequency(1, 2)),
        ("every two weeks", Frequency(1, 2)),
        ("monthly", Frequency(1, 0)),
        ("twice weekly", Frequency(2, 1)),
        # the least of them
        ("1-2 times a week", Frequency(1, 1)),
        ("two or three times a month", Frequency(2, 0)),
        # more than one meaning
        ("bi-weekly", None),
        ("bi monthly", None),
        # a length, and no number of meetings
        ("one hour a week", None),
        ("as often as it takes", None),
    ],
)
def test_how_often_is_read_where_words_give_a_number(said: str, meant: Frequency | None) -> None:
    assert frequency(said) == meant
