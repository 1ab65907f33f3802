"""What was shown of answers, or is about to be, as a table on the screen."""

from __future__ import annotations

import itertools
import string
from typing import TYPE_CHECKING

from mentorctl.cli.output.console import hanging, paint, put, shown, table, told
from mentorctl.cli.output.text_width import columns
from mentorctl.model.evaluation_report import in_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mentorctl.model.evaluation_report import EvaluationView, QuestionView

__all__ = ["put_summary"]

# of what has many classes, only those are shown of which something is known
MANY = frozenset({"number", "date"})
BULLET = "  · "


def put_summary(view: EvaluationView) -> None:
    """Put a summary on standard output, question by question."""
    several = len(view.parts) > 1
    put(told(paint(shown(f"{view.questionnaire.title}, {view.year}"), "bold")))
    put(told(f"{view.answers} answered; counted by {shown(view.counter)}"))
    heads = []
    for letter, part in zip(_letters(), view.parts if several else (), strict=False):
        groups = f" ({', '.join(part.groups)})" if len(part.groups) > 1 else ""
        first = f"  {letter}  "
        text = shown(f"{part.label}{groups}: {part.answers} answered")
        put(hanging(text, first, columns(first)))
        heads.append(f"{letter}, of {part.answers}")
    for number, each in enumerate(view.questions, 1):
        put("")
        put(told(paint(shown(f"{number}. {each.question.text}"), "bold")))
        _put_question(each, view, heads)


def _letters() -> Iterator[str]:
    """What groups are called in tables: A to Z, then AA and so on."""
    for size in itertools.count(1):
        yield from map("".join, itertools.product(string.ascii_uppercase, repeat=size))


def _put_question(each: QuestionView, view: EvaluationView, heads: Sequence[str]) -> None:
    rows = [row for row in each.rows if each.question.type not in MANY or row.of_all.low]
    if rows:
        cells = [
            (
                f"{row.title} together" if row.is_sum else row.title,
                in_words(row.of_all, view.answers),
                *(
                    in_words(span, part.answers)
                    for _, span, part in zip(heads, row.parts, view.parts, strict=False)
                ),
            )
            for row in rows
        ]
        put(table(("answer", f"all, of {view.answers}", *heads), cells, texts=(0,)))
    if len(rows) < len(each.rows):
        every = "every other" if rows else "each"
        put(told(f"  of {every} answer it is not told whether anybody gave it"))
    for text in each.texts:
        put(hanging(shown(" / ".join(text.split("\n"))), BULLET, columns(BULLET)))
    if not each.is_told:
        put("  not shown")
