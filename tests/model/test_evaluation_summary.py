"""A summary is read as it was signed, whatever people have written."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from reports.evaluation.test_summing_up import kept
from support.evaluations import QUESTIONNAIRE

from mentorctl.cli.evaluation.beginning import record_lines
from mentorctl.model.evaluation_summary import EvaluationSummary, ShownQuestion, to_sign
from mentorctl.model.paths import summary_file
from mentorctl.model.question import read_answer
from mentorctl.reports.evaluation.summing_up import SummedUp
from mentorctl.store.folder import Folder

if TYPE_CHECKING:
    from pathlib import Path

LONG = next(each for each in QUESTIONNAIRE.questions if each.id == "else")
PATH = summary_file("2026-2027", "year-end")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=60))
@example(text="- a\n\n  b:\n# c\n")
@example(text="null")
@example(text="~")
@example(text="no")
@example(text="12:30")
@example(text="a\tb")
@example(text="'a' \"b\" \\n {{ 7 }} %")
@example(text="\u00a0a\u3000b\u00ad")
@example(text="...\n---\n!!x &a *b")
@example(text="a" * 2000)
@example(text="\U0001f600\u0301\n\t\n x")
def test_every_text_is_read_as_it_was_signed(text: str, program: Path) -> None:
    value = read_answer(LONG, text)
    if not isinstance(value, str):
        return
    question = ShownQuestion(id="else", texts=(value, "another", value))
    summary = kept(SummedUp((), (question,)))
    file = program / PATH
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(record_lines(summary, PATH), encoding="utf-8", newline="\n")
    found = Folder(program).each(EvaluationSummary)[PATH]
    assert found == summary
    assert to_sign(found) == to_sign(summary)
    assert to_sign(msgspec.structs.replace(summary, signature="x")) == to_sign(summary)
