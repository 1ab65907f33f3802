"""The summary of a questionnaire's answers, as a person opens it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import pytest
from render.sample_year import not_in_order, sample_context, words_of
from render.year_end import files
from reports.evaluation.test_evaluation_view import view
from support.axe import NARROW, POLICY, looked_at, needs_axe
from support.keys import needs_openssh

from mentorctl.forms.evaluation.evaluation_summary import EVALUATION_SUMMARY
from mentorctl.model.evaluation_report import in_words
from mentorctl.render import FORMATS

if TYPE_CHECKING:
    from pathlib import Path

    from mentorctl.forms import FormContext, FormDocument
    from mentorctl.forms.form import Mode
    from mentorctl.model.evaluation_report import EvaluationView

HOSTILE = (
    "<script>alert(1)</script>",
    "=1+1 *stars* `code`",
    "# 7. no list\nsecond line",
    "{{ 7 }}",
)


def about(found: EvaluationView | None, mode: Mode = "filled") -> FormContext:
    shown = () if found is None else (found,)
    return msgspec.structs.replace(sample_context(mode), evaluations=lambda: shown)


def made(context: FormContext) -> list[FormDocument]:
    assert EVALUATION_SUMMARY.of_program is not None
    return EVALUATION_SUMMARY.of_program(context)


def with_texts(found: EvaluationView) -> EvaluationView:
    """The same with texts that would do something, if anything let them."""
    questions = [each._replace(texts=HOSTILE) if each.question.id == "else" else each
                 for each in found.questions]  # fmt: skip
    return found._replace(questions=tuple(questions))


@pytest.mark.parametrize("kind", FORMATS)
def test_a_reader_finds_each_answer_by_group(kind: str, tmp_path: Path) -> None:
    found = with_texts(view(14, 6, 3, 2))
    context = about(found)
    (path,) = files(made(context), context, tmp_path, (kind,)).values()
    words = words_of(path)
    labels = ("Summary of Answers: The year in the program", "Asked:", "Protégé, Mentor",
              "Answered:", "25", "Counted by:", "Pat Naka", "Group", "Agriculture", "14",
              "all others together", "5", "Health, those who named no group")  # fmt: skip
    assert not_in_order(labels, words) == []
    told = []
    for each in found.questions[:4]:
        told.append(each.question.text)
        for row in each.rows:
            told += [row.title, in_words(row.of_all, 25)]
            told += [in_words(span, part.answers)
                     for span, part in zip(row.parts, found.parts, strict=True)]  # fmt: skip
    assert not_in_order(told, words) == []
    assert [text for text in HOSTILE if not_in_order([text], words)] == []


def test_of_all_together_it_has_no_groups(tmp_path: Path) -> None:
    context = about(view(3, 4))
    (path,) = files(made(context), context, tmp_path, ("html",)).values()
    words = words_of(path)
    assert "Agriculture" not in words.replace("of Agriculture", "")
    assert "Who is in it" not in words


def test_with_nothing_shown_there_is_nothing_to_print() -> None:
    assert made(about(None)) == []
    assert made(about(view(6), "blank")) == []


def test_with_many_groups_it_is_wide() -> None:
    assert not made(about(view(7, 7, 7)))[0].sheets[0].landscape
    assert made(about(view(7, 7, 7, 7)))[0].sheets[0].landscape


@needs_axe
@needs_openssh
def test_it_keeps_nobody_out(tmp_path: Path) -> None:
    context = about(with_texts(view(14, 6, 3, 2)))
    (path,) = files(made(context), context, tmp_path, ("html",)).values()
    text, count = POLICY.subn("", path.read_text(encoding="utf-8"))
    assert count == 1
    assert looked_at({"narrow": (NARROW, text)}, tmp_path) == {"narrow": []}
