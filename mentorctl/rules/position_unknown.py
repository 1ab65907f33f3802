"""Somebody in a pairing works in a position that their role is not for.

What it finds
    Somebody in an active pairing whose position is none of those that program.yaml lists for
    their role, or is not filled in. Roles without a list are left alone.

Why it matters
    The program is for people in these positions only.

Example
    program.yaml has positions: [Child Protection Worker, Social Work Case Manager] for mentees, and
    the mentee's file says position: Social Worker

How to mend it
    Write the position as program.yaml has it: mentorctl edit people/ID --set position=…
"""

from __future__ import annotations

from mentorctl.model.paths import person_file
from mentorctl.model.roles import SIDES
from mentorctl.rules._lookups import Guesses, active
from mentorctl.rules.base import Book, Context, Hit, Hits, ProgramRule


def check(book: Book, ctx: Context) -> Hits:
    """Look at the position of everybody whose role has a list, once each."""
    lists = {role.id: role.positions for role in ctx.program.roles if role.positions}
    held = dict.fromkeys(
        (person, role)
        for _, pairing in active(book, ctx)
        for role in SIDES
        if role in lists and (person := getattr(pairing, role))
    )
    for name, role in held:
        person = book.people.get(name)
        if person is None or person.position in lists[role]:
            continue
        known = ", ".join(lists[role])
        guess = Guesses(lists[role]).of(person.position) if person.position else None
        says = f"is {person.position}" if person.position else "has no position"
        yield Hit(
            person_file(name),
            ("position",),
            f"{name} {says}; the program takes as {ctx.words[role]}: {known}",
            f'write it: mentorctl edit people/{name} --set "position={guess or lists[role][0]}"',
        )


RULE = ProgramRule("position-unknown", "warning", check)
