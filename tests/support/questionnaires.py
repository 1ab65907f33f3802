"""Questionnaires and answered sheets of all types of field, for property tests."""

from __future__ import annotations

import datetime as dt
import unicodedata
from decimal import Decimal
from typing import TYPE_CHECKING, Any, get_args

from hypothesis import strategies as st

from mentorctl.model.question import (
    AnswerOption,
    AskedQuestion,
    FieldType,
    NoAnswer,
    Scale,
    read_answer,
)
from mentorctl.model.questionnaire import AnswerSheet, AskedWhen, Questionnaire

if TYPE_CHECKING:
    from mentorctl.model.question import Value

__all__ = ["groups", "questionnaires", "questions", "sheets_of", "values_of"]

_ids = st.from_regex(r"[a-z0-9]{2,8}(-[a-z0-9]{1,4})?", fullmatch=True)
_words = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1)


def _options(ids: list[str]) -> tuple[AnswerOption, ...]:
    return tuple(AnswerOption(id=each, title=f"To {each}") for each in ids)


@st.composite
def questions(draw: st.DrawFn) -> AskedQuestion:
    """A question of any type."""
    kind: FieldType = draw(st.sampled_from(get_args(FieldType)))
    also: dict[str, Any] = {}
    if kind in {"choice", "several"}:
        also["options"] = _options(draw(st.lists(_ids, min_size=2, max_size=6, unique=True)))
    if kind == "scale":
        low = draw(st.integers(0, 3))
        high = low + draw(st.integers(1, 10))
        also["scale"] = Scale(from_=low, to=high, labels={str(low): "low", str(high): "high"})
    if kind in {"text", "long-text"}:
        also["letters"] = draw(st.none() | st.integers(1, 300))
    also["required"] = draw(st.sampled_from(("yes", "no")))
    return AskedQuestion(id=draw(_ids), text=draw(_words), type=kind, **also)


def values_of(question: AskedQuestion) -> st.SearchStrategy[Value]:
    """Values that answer a question."""
    kind, ids = question.type, [each.id for each in question.options]
    found: st.SearchStrategy[Any]
    if kind in {"text", "long-text"}:
        wide = st.characters(codec="utf-8", exclude_categories=("Cc", "Cf", "Cs", "Zl", "Zp"))
        letters = wide | st.sampled_from('"\\' + ("\n" if kind == "long-text" else ""))
        plain = st.text(letters, min_size=1, max_size=question.most_letters).map(
            lambda text: unicodedata.normalize("NFC", text)
        )
        read: st.SearchStrategy[Any] = plain.map(lambda text: read_answer(question, text))
        found = read.filter(lambda each: each is not None and not isinstance(each, NoAnswer))
    elif kind == "number":
        found = st.decimals(-(10**9), 10**9, places=3).map(
            lambda number: Decimal(f"{number:f}".rstrip("0").rstrip("."))
        )
        found = found.filter(lambda number: f"{number:f}" != "-0")
    elif kind == "date":
        found = st.dates(dt.date(1900, 1, 1), dt.date(2200, 1, 1))
    elif kind == "yes-no":
        found = st.booleans()
    elif kind == "choice":
        found = st.sampled_from(ids)
    elif kind == "several":
        found = st.sets(st.sampled_from(ids), min_size=1).map(
            lambda chosen: tuple(each for each in ids if each in chosen)
        )
    else:
        found = st.sampled_from(question.steps)
    return found


groups = st.lists(_words, max_size=4, unique_by=str.casefold)


@st.composite
def questionnaires(draw: st.DrawFn) -> Questionnaire:
    """A questionnaire of some questions."""
    asked = draw(st.lists(questions(), min_size=1, max_size=6, unique_by=lambda each: each.id))
    day = AskedWhen(date="04-01")
    return Questionnaire(
        id="survey", title="Survey", purpose="To know", asked=("mentee",), opens=day, closes=day,
        questions=tuple(asked),
    )  # fmt: skip


@st.composite
def sheets_of(draw: st.DrawFn, asked: Questionnaire, known: list[str]) -> AnswerSheet:
    """An answered sheet."""
    left_out = draw(st.sets(st.sampled_from([each.id for each in asked.questions])))
    answers: dict[str, Value] = {
        each.id: draw(values_of(each))
        for each in asked.questions
        if each.required == "yes" or each.id not in left_out or len(asked.questions) == 1
    }
    if not answers:
        first = asked.questions[0]
        answers[first.id] = draw(values_of(first))
    return AnswerSheet(draw(st.sampled_from([None, *known])), answers)
