"""What the questionnaires of program.yaml can have wrong, before anybody is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentorctl.model.paths import PROGRAM_FILE
from mentorctl.model.question import CHOOSING, MOST_LETTERS, MOST_STEPS
from mentorctl.model.questionnaire import LEAST_ANSWERS
from mentorctl.model.roles import SIDES
from mentorctl.rules._lookups import Guesses
from mentorctl.rules.base import Hit, Hits

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mentorctl.model.finding import Where
    from mentorctl.model.program import Program
    from mentorctl.model.question import AskedQuestion
    from mentorctl.model.questionnaire import AskedWhen, Questionnaire

__all__ = ["days_asked", "questionnaire_faults"]

MOST_QUESTIONS = 60
LONGEST_SPAN = 120
_OTHER_ID = "give each its own id, or remove one of the two"


def days_asked(program: Program) -> Iterator[tuple[Where, str | None]]:
    """Every month and day that a questionnaire opens or closes on."""
    for index, each in enumerate(program.questionnaires):
        for name, when in (("opens", each.opens), ("closes", each.closes)):
            yield ("questionnaires", index, name, "date"), when.date


def questionnaire_faults(program: Program) -> Hits:
    """Everything with which a questionnaire could not be begun, or its answers not be counted."""
    yield from _twice([each.id for each in program.questionnaires], ("questionnaires",))
    for index, each in enumerate(program.questionnaires):
        where = ("questionnaires", index)
        yield from _asked(each, where)
        yield from _counter(each, where, program)
        for name, when in (("opens", each.opens), ("closes", each.closes)):
            yield from _when(when, (*where, name), program)
        if each.threshold < LEAST_ANSWERS:
            yield _hit(
                (*where, "threshold"),
                f"{each.id} would be opened with {each.threshold} answers",
                f"write {LEAST_ANSWERS} or more: among fewer, people could be told from each other",
            )
        span = each.asked_after
        if span is not None and not all(
            0 <= part <= LONGEST_SPAN for part in (span.months, span.weeks, span.days)
        ):
            yield _hit(
                (*where, "asked_after"),
                f"the span of {each.id} leads to no day",
                f"write a whole number of months, weeks or days, 0 to {LONGEST_SPAN}",
            )
        if not 1 <= len(each.questions) <= MOST_QUESTIONS:
            yield _hit(
                (*where, "questions"),
                f"{each.id} has {len(each.questions)} questions",
                f"ask 1 to {MOST_QUESTIONS} questions",
            )
        yield from _twice([one.id for one in each.questions], (*where, "questions"))
        for place, question in enumerate(each.questions):
            yield from _question(question, (*where, "questions", place))


def _hit(where: Where, message: str, hint: str) -> Hit:
    return Hit(PROGRAM_FILE, where, message, hint)


def _twice(ids: Sequence[str], where: Where) -> Hits:
    for index, each in enumerate(ids):
        if each in ids[:index]:
            yield _hit((*where, index, "id"), f"id {each} stands here a second time", _OTHER_ID)


def _asked(each: Questionnaire, where: Where) -> Hits:
    if not each.asked:
        hint = f"name one or more of {', '.join(SIDES)}"
        yield _hit((*where, "asked"), f"{each.id} is asked of nobody", hint)
    for place, role in enumerate(each.asked):
        if role not in SIDES:
            yield _hit(
                (*where, "asked", place),
                f"nobody in a pairing has the role {role}",
                f"name one or more of {', '.join(SIDES)}",
            )


def _counter(each: Questionnaire, where: Where, program: Program) -> Hits:
    if each.counter is not None and each.counter in {*program.coordinators, "coordinator"}:
        yield _hit(
            (*where, "counter"),
            f"the answers of {each.id} would be opened by a coordinator",
            "name somebody else: whoever runs the program reads no single answers",
        )


def _when(when: AskedWhen, where: Where, program: Program) -> Hits:
    if (when.milestone is None) == (when.date is None):
        yield _hit(
            where, f"{where[-1]} has no day, or two", "give exactly one of milestone and date"
        )
    rows = {row.id: row for row in program.calendar}
    if when.milestone is None:
        return
    row = rows.get(when.milestone)
    if row is None:
        guess = Guesses(sorted(rows)).of(when.milestone)
        message = f"the calendar has no milestone {when.milestone}"
        hint = f"did you mean {guess}?" if guess else "correct the id, or give a date"
        yield _hit((*where, "milestone"), message, hint)
    elif row.due.date is None:
        message = f"the milestone {when.milestone} has no date of its own"
        yield _hit((*where, "milestone"), message, "name one that has, or give a date")


def _question(question: AskedQuestion, where: Where) -> Hits:
    name, kind = question.id, question.type
    if kind in CHOOSING and len(question.options) < 2:  # noqa: PLR2004 - one is no choice
        yield _hit(where, f"{name} has nothing to choose from", "list two or more under options")
    elif kind not in CHOOSING and question.options:
        yield _hit((*where, "options"), f"{name} is no choice", "take options out, or change type")
    yield from _twice([each.id for each in question.options], (*where, "options"))
    yield from _titles(question, where)
    yield from _scale(question, where)
    is_text = kind in {"text", "long-text"}
    if question.letters is not None and not (is_text and 1 <= question.letters <= MOST_LETTERS):
        hint = f"write 1 to {MOST_LETTERS}" if is_text else "take letters out, or change type"
        yield _hit((*where, "letters"), f"{name} cannot have {question.letters} letters", hint)
    low, high = question.lowest, question.highest
    if kind != "number" and (low is not None or high is not None):
        place = "lowest" if low is not None else "highest"
        yield _hit((*where, place), f"{name} is no number", f"take {place} out, or change type")
    elif low is not None and high is not None and low > high:
        yield _hit((*where, "highest"), f"no number answers {name}", "exchange lowest and highest")


def _titles(question: AskedQuestion, where: Where) -> Hits:
    """A title that stands for two answers, or is another one's id."""
    seen: dict[str, str] = {each.id: each.id for each in question.options}
    for place, each in enumerate(question.options):
        title = each.title.casefold()
        if seen.setdefault(title, each.id) != each.id:
            yield _hit(
                (*where, "options", place, "title"),
                f"{each.title} stands for two answers of {question.id}",
                "word the two so that people can tell them apart",
            )


def _scale(question: AskedQuestion, where: Where) -> Hits:
    scale, name = question.scale, question.id
    if question.type != "scale":
        if scale is not None:
            yield _hit((*where, "scale"), f"{name} is no scale", "take scale out, or change type")
        return
    if scale is None:
        yield _hit(where, f"{name} has no scale", "add scale, with labels for both of its ends")
        return
    steps = scale.steps
    if scale.from_ < 0 or not 2 <= len(steps) <= MOST_STEPS:  # noqa: PLR2004 - fewer is no scale
        yield _hit(
            (*where, "scale"),
            f"the scale of {name} goes from {scale.from_} to {scale.to}",
            f"make it 2 to {MOST_STEPS} steps, from 0 or more",
        )
        return
    known = {str(step) for step in steps}
    for label in scale.labels:
        if label not in known:
            hint = f"its steps are {steps[0]} to {steps[-1]}"
            yield _hit((*where, "scale", "labels", label), f"{name} has no step {label}", hint)
    for end in (steps[0], steps[-1]):
        if not scale.labels.get(str(end)):
            message = f"{end}, an end of the scale of {name}, is not named"
            hint = f'say under labels what it stands for: "{end}": words'
            yield _hit((*where, "scale"), message, hint)
