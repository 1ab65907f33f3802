"""Nobody knows when somebody began, so that what counts from there never falls due.

What it finds
    A mentee of an active pairing without `started_on` in their file, where program.yaml has
    milestones that count from it (`after: mentee-start`).

Why it matters
    Without the day nothing of it can be due, late or missed: it is silently forgotten.

Example
    program.yaml has a survey six months after the mentee's start, and people/wren-castillo.yaml
    says:

        name: Wren Castillo
        started_on:

How to mend it
    Write the first day in the position: mentorctl edit people/ID --set started_on=DATE
"""

from __future__ import annotations

from mentorctl.model.paths import person_file
from mentorctl.rules._lookups import active
from mentorctl.rules._shared import listed
from mentorctl.rules.base import Book, Context, Hit, Hits, ProgramRule


def check(book: Book, ctx: Context) -> Hits:
    """Look at everybody who is mentored, where something counts from their start."""
    rows = [
        row
        for row in ctx.program.calendar
        if row.due.after == "mentee-start" and row.applies == "yes"
    ]
    if not rows:
        return
    for name in dict.fromkeys(pairing.mentee for _, pairing in active(book, ctx)):
        person = book.people.get(name)
        if person is None or person.started_on is not None:
            continue
        yield Hit(
            person_file(name),
            ("started_on",),
            f"{name} has no started_on, so nobody can tell when this falls due:"
            f" {listed(row.title for row in rows)}",
            f"write the first day in the position: mentorctl edit people/{name}"
            " --set started_on=DATE",
        )


RULE = ProgramRule("start-unknown", "warning", check)
