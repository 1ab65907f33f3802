"""The keys of what `evaluate summary` says in JSON, and `report` of the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentorctl.reports.outputs.output_entries import PROGRAM, ListKey, OneKey, Output

if TYPE_CHECKING:
    from mentorctl.reports.outputs.output_entries import Entry

__all__ = ["ON_PAGE", "SUMMARY_OUTPUT"]

_SPAN: tuple[Entry, ...] = (
    OneKey("at_least", "number", "How many at least."),
    OneKey("at_most", "number", "How many at most."),
    OneKey("of", "number", "Of how many who answered."),
    OneKey("told", "text", "The same in words."),
)
_LABEL = OneKey("label", "text", "What those who answered are called: a group, or several.")


def _summary(*texts: Entry) -> tuple[Entry, ...]:
    return (
        OneKey("id", "id", "The questionnaire."),
        OneKey("title", "text", "What it is called."),
        OneKey("year", "year", "The program year."),
        OneKey("counter", "text", "Who opened the answers, by name."),
        OneKey("first_shown", "day", "When something of them was shown first."),
        OneKey("last_shown", "day", "And last."),
        OneKey("threshold", "number", "Of fewer people nothing is told."),
        OneKey("summarised_by", "text", "By what they are told apart.", "by nothing"),
        OneKey("answered", "number", "How many answered."),
        ListKey("groups", (
            _LABEL,
            OneKey("groups", "texts", "The groups that they are."),
            OneKey("unnamed", "yes or no", "Whether those are with them who named no group."),
            OneKey("answered", "number", "How many answered."),
        )),
        ListKey("results", (
            OneKey("id", "id", "The question."),
            OneKey("text", "text", "As people read it."),
            OneKey("type", "text", "Of which type it is: scale, yes-no, choice and so on."),
            OneKey("told", "yes or no", "Whether anything of it is shown."),
            ListKey("answers", (
                OneKey("answer", "text", "The answer: an id, a step, or a class of numbers."),
                OneKey("title", "text", "As people read it."),
                OneKey("is_sum", "yes or no", "Whether it is several of the others together."),
                *_SPAN,
                ListKey("groups", (_LABEL, *_SPAN)),
            )),
            *texts,
        )),
    )  # fmt: skip


ON_PAGE = ListKey("evaluations", _summary())
SUMMARY_OUTPUT = Output("evaluate-summary", "mentorctl evaluate summary --format json", (
    "schema_version", *PROGRAM, *_summary(OneKey("texts", "texts", "What was written, sorted.")),
))  # fmt: skip
