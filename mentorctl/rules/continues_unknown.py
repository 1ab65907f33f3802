"""A pairing says that it runs on from a year in which it was not.

What it finds
    A continues in pairing.yaml that names no earlier program year, or one in which there is no
    pairing of the same id.

Why it matters
    A pairing that runs on keeps its start, and what it had done of what counts from there. Nobody
    can look that up in a year that has no such pairing.

Example
    In pairings/2027-2028/amara-okafor-teo-lindqvist/pairing.yaml

        continues: 2025-2026      where 2026-2027 was meant

How to mend it
    Name the year in which the pairing was before. Take continues out where it is a new one.
"""

from __future__ import annotations

from mentorctl.model.paths import pairing_file, year_file
from mentorctl.rules.base import Book, Context, Hit, Hits, ProgramRule


def check(book: Book, ctx: Context) -> Hits:
    """Look up every pairing that runs on in the year it came from."""
    files = frozenset(book.files)
    for name, pairing in book.pairings.items():
        year = pairing.continues
        if year is None:
            continue
        record = pairing_file(ctx.program.year, name)
        if year >= ctx.program.year:
            yield Hit(
                record,
                ("continues",),
                f"{year} is no year before {ctx.program.year}",
                "name the year in which the pairing was before, or leave continues out",
            )
        elif pairing_file(year, name) not in files and not _is_gone(book, year):
            yield Hit(
                record,
                ("continues",),
                f"there is no pairing {name} in {year}",
                "name the year in which the pairing was before, or leave continues out",
            )


def _is_gone(book: Book, year: str) -> bool:
    """Whether records of a year were destroyed, as its file notes: then nobody can tell."""
    facts = book.years.get(year_file(year))
    return facts is not None and bool(facts.destroyed)


RULE = ProgramRule("continues-unknown", "error", check)
