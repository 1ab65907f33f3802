"""From opened answers to what may be shown of them, held to what was shown before."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from mentorctl.model.evaluation_report import LowHigh
from mentorctl.model.evaluation_summary import AnsweringPart, ShownQuestion
from mentorctl.reports.evaluation.answer_classes import classes, given, told_of_all
from mentorctl.reports.evaluation.disclosure import (
    closer,
    of_some,
    parted,
    same_parts,
    span,
    texts_told,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from mentorctl.model.evaluation_summary import EvaluationSummary
    from mentorctl.model.question import AskedQuestion, Value
    from mentorctl.model.questionnaire import AnswerSheet, Questionnaire
    from mentorctl.model.years import ProgramYear
    from mentorctl.reports.evaluation.disclosure import Parts

__all__ = [
    "OtherAnswers", "SummedUp", "parts_of", "span_read", "spans_of_some", "sum_up", "unshown",
]  # fmt: skip

_span = re.compile(r"([0-9]{1,6})-([0-9]{1,6})").fullmatch


class OtherAnswers(Exception):
    """What was opened is not what was shown before: taken from each other, both would tell more."""


class SummedUp(NamedTuple):
    """What may be shown of the answers to a questionnaire.

    Attributes:
        parts: Of whom numbers are told; none where too few answered.
        questions: Each with its numbers or its texts; without either where they may not be shown.
    """

    parts: tuple[AnsweringPart, ...]
    questions: tuple[ShownQuestion, ...]


def sum_up(
    questionnaire: Questionnaire, sheets: Sequence[AnswerSheet], least: int, year: ProgramYear
) -> SummedUp:
    """All that may ever be shown of some answers.

    Args:
        questionnaire: What was asked, as it was signed.
        sheets: The answers.
        least: The threshold, as it was signed.
        year: The program year.
    """
    groups = [sheet.group or "" for sheet in sheets]
    sizes = Counter(groups)
    parts = parted(sizes, least)
    if not parts:
        return SummedUp((), ())
    told = _Told(
        groups,
        parts,
        [sum(sizes[name] for name in part) for part in parts],
        least,
    )
    shown = tuple(
        AnsweringPart(tuple(name for name in part if name), "" in part, size)
        for part, size in zip(parts, told.sizes, strict=True)
    )
    questions = tuple(
        _question(each, [sheet.answers.get(each.id) for sheet in sheets], told, year)
        for each in questionnaire.questions
    )
    return SummedUp(shown, questions)


def parts_of(shown: Sequence[AnsweringPart]) -> Parts:
    """The groups of each part; an empty name stands for those who named none."""
    return tuple((*([""] if each.unnamed else []), *each.groups) for each in shown)


def unshown(summed: SummedUp, before: EvaluationSummary | None) -> tuple[ShownQuestion, ...]:
    """What was not shown yet of what may be shown.

    Args:
        summed: What may be shown.
        before: All that was shown.

    Raises:
        OtherAnswers: What was shown is not of these answers.
    """
    if before is None:
        return tuple(each for each in summed.questions if each.numbers or each.texts)
    if before.answering != summed.parts or not same_parts(
        [parts_of(before.answering)], parts_of(summed.parts)
    ):
        raise OtherAnswers
    shown = {each.id: each for time in before.shown for each in time.questions}
    known = {each.id: each for each in summed.questions}
    if any(known.get(name) != each for name, each in shown.items()):
        raise OtherAnswers
    return tuple(
        each for each in summed.questions if each.id not in shown and (each.numbers or each.texts)
    )


def span_read(text: str) -> LowHigh | None:
    """The span that a record has as `0-4`; None where it is none."""
    found = _span(text)
    return LowHigh(int(found[1]), int(found[2])) if found else None


def spans_of_some(
    keys: Collection[str], numbers: Mapping[str, Sequence[LowHigh]], sizes: Sequence[int]
) -> list[LowHigh]:
    """How many of each part gave one of some answers, as far as what is told of the part says.

    Args:
        keys: The answers.
        numbers: What is told of each answer and part.
        sizes: How many are in each part.
    """
    return [
        of_some(
            [numbers[key][at] for key in numbers if key in keys],
            [numbers[key][at] for key in numbers if key not in keys],
            size,
        )
        for at, size in enumerate(sizes)
    ]


class _Told(NamedTuple):
    """Of whom is told.

    Attributes:
        groups: The group of each sheet.
        parts: The parts.
        sizes: How many are in each.
        least: The threshold.
    """

    groups: Sequence[str]
    parts: Parts
    sizes: Sequence[int]
    least: int


def _question(
    question: AskedQuestion, values: Sequence[Value | None], told: _Told, year: ProgramYear
) -> ShownQuestion:
    if question.most_letters:
        texts = [str(value) for value in values if value is not None]
        return ShownQuestion(id=question.id, texts=texts_told(texts, len(values), told.least))
    found = [given(question, value, year) for value in values]
    numbers = {
        each.key: _spans([each.key in keys for keys in found], told)
        for each in classes(question, year)
    }
    of_all = {}
    for name, keys in told_of_all(question).items():
        # each of several stands by itself: what is told of the others says nothing of it
        alone = question.type == "several"
        parts = numbers[name] if alone else spans_of_some(keys, numbers, told.sizes)
        number = sum(any(key in keys for key in each) for each in found)
        of_all[name] = _kept(closer(parts, number, told.least))
    return ShownQuestion(
        id=question.id,
        numbers={key: tuple(map(_kept, spans)) for key, spans in numbers.items()},
        of_all=of_all,
    )


def _spans(gave: Sequence[bool], told: _Told) -> list[LowHigh]:
    """How many of each part gave an answer, as it is told."""
    counts = Counter(group for group, each in zip(told.groups, gave, strict=True) if each)
    return [
        span(sum(counts[name] for name in part), size, told.least)
        for part, size in zip(told.parts, told.sizes, strict=True)
    ]


def _kept(span_: LowHigh) -> str:
    return f"{span_.low}-{span_.high}"
