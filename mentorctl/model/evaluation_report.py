"""What was shown of the answers to a questionnaire, as lists, forms and the report read it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import datetime as dt

    from mentorctl.model.question import AskedQuestion
    from mentorctl.model.questionnaire import Questionnaire

__all__ = [
    "ALL", "AnswerRow", "EvaluationView", "HeldQuestionnaire", "LowHigh", "PartView",
    "QuestionView", "in_words",
]  # fmt: skip

# what all who answered are called beside their groups
ALL = "all"


class LowHigh(NamedTuple):
    """How many at least, and at most."""

    low: int
    high: int


class HeldQuestionnaire(NamedTuple):
    """That a questionnaire was held in a year, as evidence.

    Attributes:
        questionnaire: What was asked.
        closed_on: The last day on which answers were taken.
        answered: How many answered.
        shared_on: The day on which results were shown first; None where none were.
    """

    questionnaire: Questionnaire
    closed_on: dt.date
    answered: int
    shared_on: dt.date | None

    @property
    def is_of_leavers(self) -> bool:
        """Whether only those were asked who left the program."""
        return set(self.questionnaire.of_pairings) == {"withdrawn"}


class PartView(NamedTuple):
    """Some who answered, of whom numbers are told.

    Attributes:
        label: What they are called.
        groups: The groups that they are.
        unnamed: Whether those are with them who named no group.
        answers: How many they are.
    """

    label: str
    groups: tuple[str, ...]
    unnamed: bool
    answers: int


class AnswerRow(NamedTuple):
    """How many gave an answer.

    Attributes:
        key: The answer, for scripts.
        title: As people read it.
        of_all: How many of all.
        parts: How many of each part.
        is_sum: Whether it is several answers together, which have rows of their own, too.
    """

    key: str
    title: str
    of_all: LowHigh
    parts: tuple[LowHigh, ...]
    is_sum: bool = False


class QuestionView(NamedTuple):
    """What is shown of a question.

    Attributes:
        question: The question.
        rows: Its answers; none where it is answered by a text, or not told.
        texts: What was written; none where that is not told.
    """

    question: AskedQuestion
    rows: tuple[AnswerRow, ...]
    texts: tuple[str, ...]

    @property
    def is_told(self) -> bool:
        """Whether anything of it is shown."""
        return bool(self.rows or self.texts)


class EvaluationView(NamedTuple):
    """What was shown of the answers to a questionnaire.

    Attributes:
        questionnaire: What was asked.
        year: The program year.
        threshold: Of fewer people nothing is told.
        counter: The name of whoever opened the answers.
        first_on: The day on which something was shown first.
        last_on: And last.
        parts: Of whom numbers are told.
        questions: Every question.
    """

    questionnaire: Questionnaire
    year: str
    threshold: int
    counter: str
    first_on: dt.date
    last_on: dt.date
    parts: tuple[PartView, ...]
    questions: tuple[QuestionView, ...]

    @property
    def answers(self) -> int:
        """How many answered."""
        return sum(each.answers for each in self.parts)

    @property
    def without_parts(self) -> EvaluationView:
        """The same of all together."""
        whole = PartView(ALL, (), False, self.answers)
        questions = tuple(
            each._replace(rows=tuple(row._replace(parts=(row.of_all,)) for row in each.rows))
            for each in self.questions
        )
        return self._replace(parts=(whole,), questions=questions)


def in_words(span: LowHigh, of: int) -> str:
    """How many that are, as people read it.

    Args:
        span: How many at least, and at most.
        of: Of how many.
    """
    if span == (0, of):
        return "not told"
    if span.low == span.high:
        return str(span.low)
    if span.low == 0:
        return f"at most {span.high}"
    return f"at least {span.low}" if span.high >= of else f"{span.low} to {span.high}"
