"""A person of an active pairing has no email.

What it finds
    A mentee, mentor or advisor of a pairing under way whose file gives no email.

Why it matters
    The first page of the plan asks for it, and every form is sent on by email.

Example
    name: Amara Okafor
    email:

How to mend it
    Fill in email in the person's file.

Source
    Missouri career education mentoring manual, Individual Mentoring Plan, contact blocks.
"""

from __future__ import annotations

from mentorctl.model.paths import person_file
from mentorctl.model.roles import THE_PAIR
from mentorctl.rules._lookups import active
from mentorctl.rules.base import Book, Context, Hit, Hits, ProgramRule


def check(book: Book, ctx: Context) -> Hits:
    """Look at everybody in an active pairing, once each."""
    acting: dict[str, str] = {}
    for _, pairing in active(book, ctx):
        for side in (*THE_PAIR, "advisor"):
            acting.setdefault(getattr(pairing, side), side)
    for name, side in acting.items():
        person = book.people.get(name)
        if person is not None and not person.email:
            yield Hit(
                person_file(name),
                ("email",),
                f"{ctx.words[side]} {person.name} has no email, and forms are sent to it",
                f"write it down: mentorctl person edit {name} --set email=ADDRESS",
            )


RULE = ProgramRule("person-incomplete", "warning", check)
