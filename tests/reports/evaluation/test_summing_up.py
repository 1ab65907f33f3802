from __future__ import annotations

import itertools
from collections import defaultdict
from typing import TYPE_CHECKING

import msgspec
import pytest
from support.evaluations import QUESTIONNAIRE, sheets

from mentorctl.model.evaluation_report import LowHigh
from mentorctl.model.evaluation_summary import EvaluationSummary, ShownAnswers, written_parts
from mentorctl.model.questionnaire import AnswerSheet, Questionnaire
from mentorctl.model.years import ProgramYear
from mentorctl.reports.evaluation import summing_up
from mentorctl.reports.evaluation.summing_up import (
    OtherAnswers,
    SummedUp,
    span_read,
    sum_up,
    unshown,
)

if TYPE_CHECKING:
    from mentorctl.model.question import Value

YEAR = ProgramYear("2026-2027")


def kept(summed: SummedUp, *names: str) -> EvaluationSummary:
    """What was shown, as the record has it: some questions, or all."""
    questions = [each for each in summed.questions if not names or each.id in names]
    parts, rest = written_parts(summed.parts)
    return EvaluationSummary(
        program="p", year="2026-2027", questionnaire="year-end", begun="0", counter="pat-naka",
        threshold=5, parts=parts, rest=rest,
        shown=(ShownAnswers(on=YEAR.first_day, questions=tuple(questions)),),
    )  # fmt: skip


def test_of_fewer_than_five_nothing_is_told() -> None:
    assert sum_up(QUESTIONNAIRE, sheets([2, 1, 1]), 5, YEAR) == SummedUp((), ())
    assert sum_up(QUESTIONNAIRE, sheets([4, 4]), 9, YEAR) == SummedUp((), ())
    assert sum_up(QUESTIONNAIRE, sheets([4, 5]), 9, YEAR).parts


def test_numbers_are_told_of_groups_and_texts_of_all() -> None:
    summed = sum_up(QUESTIONNAIRE, sheets([14, 6, 3, 2]), 5, YEAR)
    assert [(each.groups, each.unnamed, each.answers) for each in summed.parts] == [
        (("Agriculture",), False, 14), (("Business",), False, 6), (("Health",), True, 5),
    ]  # fmt: skip
    found = {each.id: each for each in summed.questions}
    assert list(found["again"].numbers) == ["yes", "no", "left open"]
    assert all(len(spans) == 3 for each in found.values() for spans in each.numbers.values())
    assert "left open" not in found["trust"].numbers, "it had to be answered"
    assert "left open" not in found["benefits"].numbers
    assert found["learned"].texts == tuple(sorted(found["learned"].texts, key=str.casefold))
    assert len(found["learned"].texts) == 12
    assert found["else"].texts == ()


def test_what_is_told_does_not_follow_the_order_of_the_sheets() -> None:
    given = sheets([9, 7, 6])
    for order in itertools.islice(itertools.permutations(given), 5):
        assert sum_up(QUESTIONNAIRE, order, 5, YEAR) == sum_up(QUESTIONNAIRE, given, 5, YEAR)


def test_what_was_not_shown_yet_may_be_shown_later() -> None:
    summed = sum_up(QUESTIONNAIRE, sheets([14, 6]), 5, YEAR)
    every = [each.id for each in summed.questions if each.id != "else"]
    assert [each.id for each in unshown(summed, None)] == every
    assert [each.id for each in unshown(summed, kept(summed, "trust", "learned"))] == [
        each for each in every if each not in {"trust", "learned"}
    ]
    assert unshown(summed, kept(summed)) == ()


def test_nothing_is_shown_of_other_answers_than_before() -> None:
    """Nor of others apart: taken from each other, both would tell of single people."""
    given = sheets([14, 6])
    before = kept(sum_up(QUESTIONNAIRE, given, 5, YEAR))
    with pytest.raises(OtherAnswers):
        unshown(sum_up(QUESTIONNAIRE, given[1:], 5, YEAR), before)
    whole = [each._replace(group=None) for each in given]
    with pytest.raises(OtherAnswers):
        unshown(sum_up(QUESTIONNAIRE, whole, 5, YEAR), before)
    other = [*given[1:], given[0]._replace(answers={**given[0].answers, "learned": "Else"})]
    with pytest.raises(OtherAnswers):
        unshown(sum_up(QUESTIONNAIRE, other, 5, YEAR), before)


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("0-4", (0, 4)),
        ("12-12", (12, 12)),
        ("4", None),
        ("-4", None),
        ("0-4\n", None),
        ("٣-4", None),
    ],
)
def test_a_span_is_read_as_it_is_written(text: str, span: object) -> None:
    assert span_read(text) == span


def asked(*questions: str) -> Questionnaire:
    found = [each for each in QUESTIONNAIRE.questions if each.id in questions]
    return msgspec.structs.replace(QUESTIONNAIRE, questions=tuple(found))


def told_apart(areas: list[str], question: str, answers: list[Value | None]) -> list[str]:
    """Who of all can be told from what is kept, with or without an answer of one's own."""
    questionnaire = asked(question)
    fitting: defaultdict[object, list[tuple[Value | None, ...]]] = defaultdict(list)
    for world in itertools.product(answers, repeat=len(areas)):
        given = [
            AnswerSheet(area, {} if answer is None else {question: answer})
            for area, answer in zip(areas, world, strict=True)
        ]
        fitting[repr(sum_up(questionnaire, given, 5, YEAR))].append(world)
    found = []
    for worlds in fitting.values():
        for who, own in [(None, None), *itertools.product(range(len(areas)), answers)]:
            known = [each for each in worlds if who is None or each[who] == own]
            found += [
                f"{other} by {who} with {own}"
                for other in range(len(areas))
                if other != who and len({each[other] for each in known}) == 1
            ]
    return found


@pytest.mark.parametrize(
    ("areas", "question", "answers"),
    [
        (["Ag"] * 4, "again", [True, False, None]),
        (["Ag"] * 5, "again", [True, False, None]),
        (["Ag"] * 6, "trust", [1, 4, 5]),
        (["Ag"] * 6 + ["Bu"] * 2, "again", [True, False]),
        (["Ag"] * 5 + ["Bu"] * 5, "again", [True, False]),
        (["Ag"] * 5, "contact", ["weekly", "monthly", "rarely", None]),
        (["Ag"] * 5, "benefits", [(), ("teaching",), ("colleague",), ("teaching", "colleague")]),
        (["Ag"] * 5, "learned", ["all well", "none", None]),
        (["Ag"] * 3 + ["Bu"] * 3, "learned", ["all well", "none", None]),
    ],
)  # fmt: skip
def test_person_by_person_nobody_is_told_from_what_is_kept(
    areas: list[str], question: str, answers: list[Value | None]
) -> None:
    assert not told_apart(areas, question, answers)


def test_person_by_person_a_weaker_rule_is_seen_through(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        summing_up,
        "span",
        lambda number, of, least: LowHigh(number, number),  # noqa: ARG005
    )
    assert told_apart(["Ag"] * 5, "again", [True, False])
    monkeypatch.undo()
    monkeypatch.setattr(summing_up, "texts_told", lambda texts, of, least: tuple(sorted(texts)))  # noqa: ARG005
    assert told_apart(["Ag"] * 5, "learned", ["all well", "none"])
    monkeypatch.undo()
    monkeypatch.setattr(summing_up, "parted", lambda sizes, least: tuple((each,) for each in sizes))  # noqa: ARG005
    assert told_apart(["Ag"] * 6 + ["Bu"] * 2, "again", [True, False])
