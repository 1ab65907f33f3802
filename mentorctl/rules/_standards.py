"""What the rules about answers on standards look at in common."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentorctl.model.paths import answers_file, person_in
from mentorctl.model.standards_evidence import Shelf, faults_of
from mentorctl.rules.base import Book, Context, Hit, Hits

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mentorctl.model.standard import Answer

__all__ = ["answers_of", "evidence_hits"]


def answers_of(book: Book, ctx: Context) -> Iterator[tuple[str, Answer]]:
    """The program year's answers, by the id of their item; earlier years' stay as they were."""
    found = book.answers.get(answers_file(ctx.program.year))
    for item, answer in (found.answers if found else {}).items():
        if answer is not None:
            yield item, answer


def evidence_hits(book: Book, ctx: Context, code: str) -> Hits:
    """What is wrong with the evidence of this year's answers, as far as a rule reports it."""
    answers = list(answers_of(book, ctx))
    if not any(answer.evidence for _, answer in answers):
        return
    shelf = Shelf(
        frozenset(book.files),
        {*book.people, *filter(None, map(person_in, book.broken))},
        ctx.calendar.year.first_day,
        ctx.today,
    )
    record = answers_file(ctx.program.year)
    for item, answer in answers:
        for index, evidence in enumerate(answer.evidence):
            for fault in faults_of(evidence, shelf):
                if fault.code == code:
                    where = ("answers", item, "evidence", index)
                    place = (*where, fault.field) if fault.field else where
                    yield Hit(record, place, fault.message, fault.hint)
