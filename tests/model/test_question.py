"""What people answer is read as the type of the question says, and kept in one form."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.questionnaires import questions, values_of

from mentorctl.model.question import (
    AnswerOption,
    AskedQuestion,
    NoAnswer,
    Scale,
    Value,
    read_answer,
    written,
)

OPTIONS = (AnswerOption(id="one-way", title="One way"), AnswerOption(id="other", title="Other"))
STEPS = Scale(labels={"1": "low", "5": "high"})


def _asked(kind: str, **also: object) -> AskedQuestion:
    options = OPTIONS if kind in {"choice", "several"} else ()
    scale = STEPS if kind == "scale" else None
    about = {"id": "here", "text": "?", "type": kind, "options": options, "scale": scale, **also}
    return AskedQuestion(**about)  # type: ignore[arg-type] # of each kind what it has


@pytest.mark.parametrize(
    ("kind", "given_", "value"),
    [
        ("text", " two  words ", "two  words"),
        ("text", "Rene\u0301e", "Ren\u00e9e"),
        ("long-text", "a  \r\nb\n", "a\nb"),
        ("number", "+04.50", Decimal("4.5")),
        ("number", "-0", Decimal(0)),
        ("number", 7, Decimal(7)),
        ("date", "2027-04-08", dt.date(2027, 4, 8)),
        ("yes-no", "YES", True),
        ("yes-no", False, False),
        ("choice", "ONE WAY", "one-way"),
        ("several", ["other", "One way", "other"], ("one-way", "other")),
        ("several", "other", ("other",)),
        ("scale", "5", 5),
        ("scale", "", None),
        ("several", [], None),
        ("text", None, None),
    ],
)
def test_an_answer_is_the_value_of_its_type(kind: str, given_: object, value: Value | None) -> None:
    assert read_answer(_asked(kind), given_) == value


@pytest.mark.parametrize(
    ("kind", "given_"),
    [
        ("text", "a\nb"),
        ("text", "a" * 201),
        ("text", "left\u202eright"),
        ("text", ["a"]),
        ("number", "1e9"),
        ("number", "NaN"),
        ("number", "\u0664"),
        ("date", "04/08/2027"),
        ("date", "20270408"),
        ("yes-no", "maybe"),
        ("choice", "neither"),
        ("several", ["other", "neither"]),
        ("scale", "6"),
        ("scale", "0"),
        ("scale", "4.5"),
        ("scale", "9" * 5000),
        ("yes-no", {"a": "b"}),
    ],
)
def test_what_is_no_answer_says_what_to_write(kind: str, given_: object) -> None:
    found = read_answer(_asked(kind), given_)
    assert isinstance(found, NoAnswer)
    assert found.hint
    # what was written may be confidential, and others may stand beside the screen
    assert "neither" not in found.message


def test_bounds_are_part_of_the_answer() -> None:
    asked = _asked("number", lowest=0, highest=40)
    assert read_answer(asked, "40") == Decimal(40)
    found = read_answer(asked, "41")
    assert isinstance(found, NoAnswer)
    assert found.hint == "write a number like 3 or 2.5, from 0 to 40"


@given(data=st.data())
def test_what_is_written_is_read_back(data: st.DataObject) -> None:
    question = data.draw(questions())
    value = data.draw(values_of(question))
    kept = written(value)
    assert read_answer(question, kept) == value
    assert written(value) == kept
