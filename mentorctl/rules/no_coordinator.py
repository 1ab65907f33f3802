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

ROLE = "coordinator"


def check(book: Book, ctx: Context) -> Hits:
    """Look whether there is one."""
    if ctx.program.coordinators:
        return
    held = sorted(name for name, each in book.people.items() if ROLE in each.roles)
    name, first = (held[0], "") if held else ("YOUR-ID", f"{add_person('YOUR-ID', ROLE)}; then ")
    yield Hit(
        PROGRAM_FILE,
        ("coordinators",),
        f"the program names no {ctx.words[ROLE]}",
        f"{first}name {name if held else 'it'} here: mentorctl edit program --set"
        f" coordinators.+={name}",
    )


RULE = ProgramRule("no-coordinator", "warning", check)
