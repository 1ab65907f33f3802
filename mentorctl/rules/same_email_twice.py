"""Two people have the same email.

What it finds
    An email that stands in the files of two people, whatever its capitals.

Why it matters
    Either one person has two files, and work is split between them, or messages for one reach
    the other.

Example
    email: amara.okafor@ridgeway.example    in amara-okafor.yaml and in amara-okafor-2.yaml

How to mend it
    Where both are one person, keep one file and use its id everywhere; otherwise correct the
    email.
"""

from __future__ import annotations

from mentorctl.model.paths import person_file
from mentorctl.rules.base import Book, Context, Hit, Hits, ProgramRule


def check(book: Book, ctx: Context) -> Hits:
    """Compare everybody's email."""
    del ctx
    first: dict[str, str] = {}
    for name, person in sorted(book.people.items()):
        if person.email:
            other = first.setdefault(person.email.casefold(), name)
            if other != name:
                yield Hit(
                    person_file(name),
                    ("email",),
                    f"{name} and {other} have the same email",
                    "keep one file if they are one person, otherwise correct the email",
                )


RULE = ProgramRule("same-email-twice", "warning", check)
