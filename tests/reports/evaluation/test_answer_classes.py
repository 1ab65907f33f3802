from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from support.evaluations import QUESTIONNAIRE, sheets

from mentorctl.model.question import AskedQuestion, Scale
from mentorctl.model.years import ProgramYear
from mentorctl.reports.evaluation.answer_classes import classes, given, told_of_all

YEAR = ProgramYear("2026-2027")


def number(lowest: int | None = None, highest: int | None = None) -> AskedQuestion:
    return AskedQuestion(
        id="hours", text="How many?", type="number", lowest=lowest, highest=highest
    )


def test_every_answer_belongs_to_a_class_that_is_counted() -> None:
    for question in QUESTIONNAIRE.questions:
        known = {each.key for each in classes(question, YEAR)}
        for sheet in sheets([40]):
            found = given(question, sheet.answers.get(question.id), YEAR)
            assert set(found) <= known or question.type in {"text", "long-text"}
        for keys in told_of_all(question).values():
            assert set(keys) < known


@pytest.mark.parametrize(
    ("question", "value", "key"),
    [
        (number(), "0", "0 to under 1"),
        (number(), "0.5", "0 to under 1"),
        (number(), "4.99", "2 to under 5"),
        (number(), "-3", "-5 to under -2"),
        (number(), "-999999999999", "under -1000"),
        (number(), "1000", "1000 or more"),
        (number(0), "0", "under 1"),
        (number(0, 3), "3", "3 or more"),
        (number(0, 3), "2.5", "2 to under 3"),
        (number(2, 2), "2", "any"),
        (number(0, 5000), "4000", "1000 or more"),
    ],
)
def test_numbers_are_counted_in_classes_that_do_not_follow_from_them(
    question: AskedQuestion, value: str, key: str
) -> None:
    assert given(question, Decimal(value), YEAR) == (key,)
    assert key in {each.key for each in classes(question, YEAR)}


def test_days_are_counted_by_month() -> None:
    day = AskedQuestion(id="first-met", text="When?", type="date")
    keys = [each.key for each in classes(day, YEAR)]
    assert keys[:3] == ["earlier", "2026-07", "2026-08"]
    assert keys[-3:] == ["2027-06", "later", "left open"]
    assert given(day, dt.date(2026, 6, 30), YEAR) == ("earlier",)
    assert given(day, dt.date(2027, 7, 1), YEAR) == ("later",)
    assert given(day, dt.date(2026, 12, 14), YEAR) == ("2026-12",)
    mid = ProgramYear("2026-2027", "08-15")
    assert [each.key for each in classes(day, mid)][1:14:12] == ["2026-08", "2027-08"]


@pytest.mark.parametrize(
    ("scale", "name", "steps"),
    [
        (Scale(), "4 to 5", ["4", "5"]),
        (Scale(to=4), "3 to 4", ["3", "4"]),
        (Scale(to=2), "2", ["2"]),
        (Scale(from_=0, to=2), "2", ["2"]),
        (Scale(from_=0, to=10), "6 to 10", ["6", "7", "8", "9", "10"]),
    ],
)
def test_of_a_scale_the_upper_steps_are_told_together(
    scale: Scale, name: str, steps: list[str]
) -> None:
    question = AskedQuestion(id="trust", text="Trust?", type="scale", scale=scale)
    assert told_of_all(question) == {name: tuple(steps)}
