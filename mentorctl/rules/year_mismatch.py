"""A file or folder is named after no program year.

What it finds
    A file in years/, or a folder in pairings/, whose name is not that of a program year: two
    calendar years, the second right after the first.

Why it matters
    Facts and pairings are found by their year. What lies under another name is not read.

Example
    years/2026.yaml or pairings/2026-27/

How to mend it
    Rename it to the program year, for example 2026-2027.
"""

from __future__ import annotations

from mentorctl.model.paths import PAIRINGS, SUFFIX, YEARS
from mentorctl.rules._lookups import folders_of, is_ignored, is_year
from mentorctl.rules.base import Book, Context, Hit, Hits, ProgramRule


def check(book: Book, ctx: Context) -> Hits:
    """Look at the names below years/ and pairings/."""
    year = ctx.program.year
    for path in book.files:
        if path.count("/") != 1 or not path.startswith((f"{YEARS}/", f"{PAIRINGS}/")):
            continue
        folder, _, name = path.partition("/")
        stem = name.removesuffix(SUFFIX)
        if is_year(stem) or is_ignored(name):
            continue
        if stem != name if folder == YEARS else path in folders_of(book.files):
            ending = name.removeprefix(stem)
            yield Hit(
                path,
                (),
                f"{stem} is no program year",
                f"rename it to the year it belongs to, for example {year}{ending}",
            )


RULE = ProgramRule("year-mismatch", "error", check)
