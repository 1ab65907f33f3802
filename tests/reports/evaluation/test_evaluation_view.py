from __future__ import annotations

import msgspec
import pytest
from reports.evaluation.test_summing_up import YEAR, kept
from support.evaluations import QUESTIONNAIRE, sheets

from mentorctl.model.evaluation_report import EvaluationView, LowHigh, in_words
from mentorctl.reports.evaluation.evaluation_view import (
    COLUMNS,
    as_data,
    cells,
    evaluation_view,
)
from mentorctl.reports.evaluation.summing_up import sum_up

PROGRAM = ("p-1", "Program", "2026-2027")


def view(*sizes: int, only: tuple[str, ...] = ()) -> EvaluationView:
    summed = sum_up(QUESTIONNAIRE, sheets(sizes), 5, YEAR)
    return evaluation_view(QUESTIONNAIRE, kept(summed, *only), YEAR, {"pat-naka": "Pat Naka"})


@pytest.mark.parametrize(
    ("span", "of", "said"),
    [((0, 9), 9, "not told"), ((0, 4), 20, "at most 4"), ((5, 9), 20, "5 to 9"),
     ((16, 20), 20, "at least 16"), ((7, 7), 9, "7"), ((0, 0), 9, "0")],
)  # fmt: skip
def test_how_many_in_words(span: tuple[int, int], of: int, said: str) -> None:
    assert in_words(LowHigh(*span), of) == said


def test_what_people_see_allows_what_was_answered() -> None:
    for sizes in ((5,), (12,), (14, 6), (9, 7, 3, 2), (3, 3, 3), (30, 20, 10, 1)):
        given = sheets(sizes)
        found = view(*sizes)
        assert found.answers == len(given)
        for each in found.questions:
            for row in each.rows:
                assert all(span.low <= span.high <= part.answers
                           for span, part in zip(row.parts, found.parts, strict=True))  # fmt: skip
        again = next(each for each in found.questions if each.question.id == "again").rows[0]
        yes = [sheet.group or "" for sheet in given if sheet.answers["again"]]
        assert again.of_all.low <= len(yes) <= again.of_all.high
        for part, span in zip(found.parts, again.parts, strict=True):
            mine = sum(name in part.groups or (part.unnamed and not name) for name in yes)
            assert len(found.parts) == 1 or span.low <= mine <= span.high
        trust = found.questions[0].rows[-1]
        assert (trust.key, trust.is_sum) == ("4 to 5", True)
        high = sum(sheet.answers["trust"] in {4, 5} for sheet in given)
        assert trust.of_all.low <= high <= trust.of_all.high


def test_parts_are_called_by_their_groups() -> None:
    assert [each.label for each in view(14, 6, 3, 2).parts] == [
        "Agriculture", "Business", "all others together",
    ]  # fmt: skip
    assert [each.label for each in view(6, 0, 0, 5).parts] == ["Agriculture", "no group named"]
    assert [each.label for each in view(3, 3).parts] == ["all"]
    whole = view(14, 6).without_parts
    assert [(each.label, each.answers) for each in whole.parts] == [("all", 20)]
    assert all(row.parts == (row.of_all,) for each in whole.questions for row in each.rows)


def test_only_what_was_shown_is_read() -> None:
    found = view(14, 6, only=("again",))
    assert [each.question.id for each in found.questions if each.is_told] == ["again"]


def with_numbers(name: str, **changes: object) -> EvaluationView:
    """A summary whose counter has signed something else of one question."""
    summary = kept(sum_up(QUESTIONNAIRE, sheets([14, 6]), 5, YEAR), name)
    (shown,) = summary.shown
    (question,) = shown.questions
    other = msgspec.structs.replace(question, **changes)
    again = (msgspec.structs.replace(shown, questions=(other,)),)
    changed = msgspec.structs.replace(summary, shown=again)
    return evaluation_view(QUESTIONNAIRE, changed, YEAR, {})


@pytest.mark.parametrize(
    "numbers",
    [
        {},
        {"yes": ("0-4", "0-3")},
        {"yes": ("0-4", "0-3"), "no": ("0-4",), "left open": ("0-4", "0-3")},
        {"yes": ("0-4", "0-3"), "no": ("0-4", "few"), "left open": ("0-4", "0-3")},
        {"yes": ("3-3", "0-3"), "no": ("10-14", "4-6"), "left open": ("0-4", "0-3")},
        {"yes": ("0-4", "0-1"), "no": ("10-14", "4-6"), "left open": ("0-4", "0-3")},
        {"yes": ("0-4", "0-3"), "no": ("10-14", "4-6"), "left open": ("0-4", "0-3"), "x": ()},
        {"yes": ("15-19", "0-3"), "no": ("10-14", "4-6"), "left open": ("0-4", "0-3")},
    ],
)
def test_numbers_that_the_rule_does_not_have_are_not_read(numbers: dict[str, object]) -> None:
    """Not even where the counter has signed them."""
    assert not with_numbers("again", numbers=numbers, of_all={}).questions[1].is_told
    fine = {"yes": ("0-4", "0-3"), "no": ("10-14", "4-6"), "left open": ("0-4", "0-3")}
    assert with_numbers("again", numbers=fine, of_all={}).questions[1].is_told


@pytest.mark.parametrize("told", ["3-3", "0-100", "7-7", "99-104"])
def test_nor_is_what_tells_more_of_all(told: str) -> None:
    assert not with_numbers("again", of_all={"yes": told}).questions[1].is_told


def test_nor_are_texts_of_a_few() -> None:
    assert with_numbers("learned").questions[6].is_told
    assert not with_numbers("learned", texts=("one", "two")).questions[6].is_told
    assert not with_numbers("learned", texts=("none",) * 19).questions[6].is_told


def test_scripts_get_the_same_numbers() -> None:
    found = view(14, 6)
    data = as_data(found)
    assert data["groups"] == [
        {"label": "Agriculture", "groups": ["Agriculture"], "unnamed": False, "answered": 14},
        {"label": "Business", "groups": ["Business"], "unnamed": False, "answered": 6},
    ]
    rows = list(cells(found, PROGRAM))
    assert all(len(row) == len(COLUMNS) for row in rows)
    again = [dict(zip(COLUMNS, row, strict=True)) for row in rows if row[1] == "again"]
    assert [(row["answer"], row["group"]) for row in again[:3]] == [
        ("yes", "all"), ("yes", "Agriculture"), ("yes", "Business"),
    ]  # fmt: skip
    told = [row[COLUMNS.index("written")] for row in rows if row[1] == "learned"]
    assert told == list(found.questions[6].texts)
    one = list(cells(view(3, 3), PROGRAM))
    assert {row[COLUMNS.index("group")] for row in one} == {"all"}
