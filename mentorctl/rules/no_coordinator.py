"""The program names no coordinator.

What it finds
    An empty list of coordinators in program.yaml.

Why it matters
    Coordinators are the people whose word on other people's signing keys is believed. Without
    one, nobody's signature can be trusted.

Example
    coordinators: []

How to mend it
    Add yourself with mentorctl person add, and put your id under coordinators in
    program.yaml.
"""

from __future__ import annotations

from mentorctl.model.paths import PROGRAM_FILE
from mentorctl.rules._shared import add_person
from mentorctl.rules.base import Book, Context, Hit, Hits, ProgramRule


def check(book: Book, ctx: Context) -> Hits:
    """Look whether there is one."""
    del book
    if not ctx.program.coordinators:
        word = ctx.words["coordinator"]
        yield Hit(
            PROGRAM_FILE,
            ("coordinators",),
            f"the program names no {word}",
            f"{add_person('YOUR-ID', 'coordinator')}; then name it here: "
            "mentorctl edit program --set coordinators.+=YOUR-ID",
        )


RULE = ProgramRule("no-coordinator", "warning", check)
