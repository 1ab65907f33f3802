"""Which answers of a question are counted, and how many gave each.

What is counted never follows from what was answered: numbers are counted in the same classes
whatever they are, and days by the months of the year.
"""

from __future__ import annotations

import datetime as dt
import itertools
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mentorctl.model.question import AskedQuestion, Value
    from mentorctl.model.years import ProgramYear

__all__ = ["LEFT_OPEN", "AnswerClass", "classes", "given", "told_of_all"]

# no id of an answer holds a blank
LEFT_OPEN = "left open"
STEPS = tuple(map(Decimal, (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)))
MOST_WHOLE_NUMBERS = 12
MONTHS = 12


class AnswerClass(NamedTuple):
    """An answer, or several that are counted as one.

    Attributes:
        key: What it is called in records and for scripts.
        title: As people read it.
    """

    key: str
    title: str


def classes(question: AskedQuestion, year: ProgramYear) -> tuple[AnswerClass, ...]:
    """What is counted of a question, in order; nothing of one that is answered by a text.

    Args:
        question: The question.
        year: The program year, of whose months days are counted.
    """
    kind = question.type
    if question.most_letters:
        return ()
    if kind in {"choice", "several"}:
        found = [AnswerClass(each.id, each.title) for each in question.options]
    elif kind == "scale":
        labels = question.scale.labels if question.scale else {}
        names = {str(step): labels.get(str(step)) for step in question.steps}
        found = [
            AnswerClass(key, f"{key} ({name})" if name else key) for key, name in names.items()
        ]
    elif kind == "yes-no":
        found = [AnswerClass("yes", "yes"), AnswerClass("no", "no")]
    elif kind == "number":
        found = [AnswerClass(each, each) for each in _numbers(question)]
    else:
        months = [f"{day:%Y-%m}" for day in _months(year)]
        found = [AnswerClass(each, each) for each in ("earlier", *months, "later")]
    # who ticked nothing of several is not counted: each answer stands by itself there
    if question.required == "no" and kind != "several":
        found.append(AnswerClass(LEFT_OPEN, LEFT_OPEN))
    return tuple(found)


def told_of_all(question: AskedQuestion) -> dict[str, tuple[str, ...]]:
    """The answers of which more is told of all people than of each part: classes, by a name.

    That are yes, the steps above the middle of a scale together, and each answer of several.
    """
    if question.type == "yes-no":
        return {"yes": ("yes",)}
    if question.type == "several":
        return {each.id: (each.id,) for each in question.options}
    steps = question.steps
    upper = [str(step) for step in steps if 2 * step > steps[0] + steps[-1]]
    # one step alone is told as itself
    return {f"{upper[0]} to {upper[-1]}" if upper[1:] else upper[0]: tuple(upper)} if upper else {}


def given(question: AskedQuestion, value: Value | None, year: ProgramYear) -> tuple[str, ...]:
    """The keys of the classes that somebody's answer belongs to: one, or any number of several."""
    if isinstance(value, tuple):
        return value
    if value is None:
        return () if question.type == "several" else (LEFT_OPEN,)
    if isinstance(value, bool):
        return ("yes" if value else "no",)
    if isinstance(value, dt.date):
        month = f"{value:%Y-%m}"
        months = [f"{day:%Y-%m}" for day in _months(year)]
        return (month if month in months else "earlier" if month < months[0] else "later",)
    if isinstance(value, Decimal):
        return (_number(value, question),)
    return (str(value),)


def _months(year: ProgramYear) -> Iterable[dt.date]:
    first = year.first_day.replace(day=1)
    for month in range(MONTHS + (year.first_day.day > 1)):
        years, at = divmod(first.month - 1 + month, MONTHS)
        yield dt.date(first.year + years, at + 1, 1)


def _edges(question: AskedQuestion) -> list[Decimal]:
    """The numbers at which classes begin, without the one that has no lowest."""
    low, high = question.lowest, question.highest
    if low is not None and high is not None and high - low < MOST_WHOLE_NUMBERS:
        return [Decimal(number) for number in range(low + 1, high + 1)]
    edges = [*(-step for step in reversed(STEPS)), Decimal(0), *STEPS]
    return [each for each in edges
            if (low is None or each > low) and (high is None or each <= high)]  # fmt: skip


def _numbers(question: AskedQuestion) -> list[str]:
    edges = _edges(question)
    if not edges:
        return ["any"]
    names = [f"under {edges[0]}"]
    names += [f"{one} to under {other}" for one, other in itertools.pairwise(edges)]
    return [*names, f"{edges[-1]} or more"]


def _number(value: Decimal, question: AskedQuestion) -> str:
    return _numbers(question)[sum(edge <= value for edge in _edges(question))]
