"""The searches for another mentor that several rules look at."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mentorctl.model.reassignment import Reassignment
    from mentorctl.rules.base import Book, Context

__all__ = ["searches_of_year"]


def searches_of_year(book: Book, ctx: Context) -> Iterator[tuple[str, Reassignment]]:
    """The searches of this program year by path; earlier ones went by the steps of their time."""
    first = ctx.calendar.year.first_day
    for path, record in sorted(book.reassignments.items()):
        if record.requested_on >= first:
            yield path, record
