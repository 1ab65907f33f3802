"""What was shown of a questionnaire's answers, as people and scripts read it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mentorctl.model.evaluation_report import (
    ALL,
    AnswerRow,
    EvaluationView,
    PartView,
    QuestionView,
    in_words,
)
from mentorctl.model.evaluation_summary import ShownQuestion
from mentorctl.reports.evaluation.answer_classes import classes, told_of_all
from mentorctl.reports.evaluation.disclosure import closer, span, summed, texts_told
from mentorctl.reports.evaluation.summing_up import span_read, spans_of_some

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from mentorctl.model.evaluation_report import LowHigh
    from mentorctl.model.evaluation_summary import AnsweringPart, EvaluationSummary
    from mentorctl.model.question import AskedQuestion
    from mentorctl.model.questionnaire import Questionnaire
    from mentorctl.model.years import ProgramYear
    from mentorctl.reports.row_formats import Cell

__all__ = ["COLUMNS", "as_data", "cells", "evaluation_view"]

COLUMNS = (
    "questionnaire", "question", "asked", "type", "answer", "meaning", "group", "answered",
    "at_least", "at_most", "written", "program_id", "program", "year",
)  # fmt: skip
OTHERS, UNNAMED = "all others together", "no group named"


def evaluation_view(
    questionnaire: Questionnaire,
    summary: EvaluationSummary,
    year: ProgramYear,
    names: Mapping[str, str],
) -> EvaluationView:
    """What a summary says.

    Args:
        questionnaire: What was asked, as it was signed.
        summary: What was shown.
        year: The program year.
        names: What people are called, by id.
    """
    shown = {each.id: each for time in summary.shown for each in time.questions}
    parts = tuple(_part(each, len(summary.answering)) for each in summary.answering)
    days = [each.on for each in summary.shown]
    rule = _Rule(tuple(each.answers for each in parts), summary.threshold, year)
    return EvaluationView(
        questionnaire,
        summary.year,
        summary.threshold,
        names.get(summary.counter, summary.counter),
        min(days),
        max(days),
        parts,
        tuple(
            _question(each, shown.get(each.id) or ShownQuestion(id=each.id), rule)
            for each in questionnaire.questions
        ),
    )


class _Rule(NamedTuple):
    """What a summary is held to, whoever signed it.

    Attributes:
        sizes: How many are in each part.
        least: The threshold.
        year: The program year.
    """

    sizes: tuple[int, ...]
    least: int
    year: ProgramYear

    def allows(self, spans: Sequence[LowHigh]) -> bool:
        """Whether these are spans that may be told of the parts."""
        return len(spans) == len(self.sizes) and all(
            each.low <= of and span(each.low, of, self.least) == each
            for each, of in zip(spans, self.sizes, strict=True)
        )

    def allows_of_all(self, told: LowHigh, spans: Sequence[LowHigh]) -> bool:
        """Whether this may be told of all, where these are told of the parts."""
        low, high = summed(spans)
        return low <= told.low <= high and closer(spans, told.low, self.least) == told


def _question(question: AskedQuestion, shown: ShownQuestion, rule: _Rule) -> QuestionView:
    """What is shown of one question; nothing where it is not as the rule would have it."""
    if question.most_letters:
        texts = texts_told(shown.texts, sum(rule.sizes), rule.least)
        return QuestionView(question, (), texts)
    numbers = _numbers(question, shown, rule)
    of_all: dict[str, LowHigh] = {}
    rows = []
    for name, keys in told_of_all(question).items() if numbers else ():
        alone = question.type == "several"
        own = numbers[name] if alone else tuple(spans_of_some(keys, numbers, rule.sizes))
        told = span_read(shown.of_all.get(name, "")) or summed(own)
        if not rule.allows_of_all(told, own):
            return QuestionView(question, (), ())
        of_all[name] = told
        if name not in numbers:
            rows.append(AnswerRow(name, name, told, own, is_sum=True))
    single = [
        AnswerRow(each.key, each.title, of_all.get(each.key) or summed(spans), spans)
        for each in classes(question, rule.year)
        if (spans := numbers.get(each.key))
    ]
    return QuestionView(question, (*single, *rows), ())


def _numbers(
    question: AskedQuestion, shown: ShownQuestion, rule: _Rule
) -> dict[str, tuple[LowHigh, ...]]:
    """The spans of each answer and part; none where one of them may not be told."""
    found = {}
    for each in classes(question, rule.year):
        read = [span_read(text) for text in shown.numbers.get(each.key, ())]
        spans = tuple(one for one in read if one is not None)
        if not rule.allows(spans):
            return {}
        found[each.key] = spans
    return found if found.keys() == shown.numbers.keys() else {}


def as_data(view: EvaluationView, *, texts: bool = True) -> dict[str, object]:
    """A summary for scripts; keys never change their meaning within a schema version.

    Args:
        view: The summary.
        texts: Whether with what was written.
    """
    asked = view.questionnaire
    return {
        "id": asked.id,
        "title": asked.title,
        "year": view.year,
        "counter": view.counter,
        "first_shown": view.first_on,
        "last_shown": view.last_on,
        "threshold": view.threshold,
        "summarised_by": asked.summarised_by,
        "answered": view.answers,
        "groups": [
            {
                "label": each.label,
                "groups": list(each.groups),
                "unnamed": each.unnamed,
                "answered": each.answers,
            }
            for each in view.parts
        ],
        "results": [
            _question_data(each, view) | ({"texts": list(each.texts)} if texts else {})
            for each in view.questions
        ],
    }


def _question_data(each: QuestionView, view: EvaluationView) -> dict[str, object]:
    return {
        "id": each.question.id,
        "text": each.question.text,
        "type": each.question.type,
        "told": each.is_told,
        "answers": [
            {
                "answer": row.key,
                "title": row.title,
                "is_sum": row.is_sum,
                **_span_data(row.of_all, view.answers),
                "groups": [
                    {"label": part.label, **_span_data(told, part.answers)}
                    for part, told in zip(view.parts, row.parts, strict=True)
                ],
            }
            for row in each.rows
        ],
    }


def _span_data(told: LowHigh, of: int) -> dict[str, object]:
    return {
        "at_least": told.low, "at_most": told.high, "of": of, "told": in_words(told, of),
    }  # fmt: skip


def cells(view: EvaluationView, program: tuple[str, str, str]) -> Iterator[tuple[Cell, ...]]:
    """A summary as `COLUMNS` has it: a row for each answer and group, then one for each text.

    Args:
        view: The summary.
        program: The program's id and name, and its year.
    """
    whole = PartView(ALL, (), False, view.answers)
    for each in view.questions:
        about = (view.questionnaire.id, each.question.id, each.question.text, each.question.type)
        for row in each.rows:
            shares = [(whole, row.of_all)]
            if len(view.parts) > 1:
                shares += zip(view.parts, row.parts, strict=True)
            for part, told in shares:
                said = (row.key, row.title, part.label, part.answers, *told)
                yield (*about, *said, None, *program)
        for text in each.texts:
            yield (*about, None, None, ALL, view.answers, None, None, text, *program)


def _part(part: AnsweringPart, of: int) -> PartView:
    label = ALL
    if of > 1:
        alone = not part.unnamed and len(part.groups) == 1
        label = part.groups[0] if alone else OTHERS if part.groups else UNNAMED
    return PartView(label, part.groups, part.unnamed, part.answers)
