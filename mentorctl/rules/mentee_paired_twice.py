"""One mentee has two pairings under way.

What it finds
    A second pairing that is active while another active one has the same mentee.

Why it matters
    Reminders go out twice, and neither pairing may reach completion, because the work is
    spread over two folders.

Example
    amara-okafor-teo-lindqvist and amara-okafor-ruth-adeyemi are both   state: active

How to mend it
    End the pairing that was given up: set its state to reassigned (or withdrawn) and ends to
    its last day, and name it under follows in the pairing that took it over.
"""

from __future__ import annotations

from mentorctl.model.paths import pairing_file
from mentorctl.rules._lookups import active
from mentorctl.rules.base import Book, Context, Hit, Hits, ProgramRule


def check(book: Book, ctx: Context) -> Hits:
    """Look for mentees of several active pairings, from the earliest pairing on."""
    first: dict[str, str] = {}
    for name, pairing in sorted(active(book, ctx), key=lambda row: (row[1].starts, row[0])):
        other = first.setdefault(pairing.mentee, name)
        before = book.pairings[other]
        if before.state != "active" and before.ends is not None and before.ends < pairing.starts:
            first[pairing.mentee] = name  # it ends before this one begins
        elif other != name:
            yield Hit(
                pairing_file(ctx.program.year, name),
                ("mentee",),
                f"{pairing.mentee} is {ctx.words['mentee']} in {other} too, and both are active",
                f"set state and ends of the one that is over: mentorctl edit {other} pairing",
            )


RULE = ProgramRule("mentee-paired-twice", "error", check)
