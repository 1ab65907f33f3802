"""A pairing was reassigned, and no pairing took it over.

What it finds
    A pairing whose state is reassigned while no pairing of the year names it under follows.

Why it matters
    Somebody waits for a new mentor, and what was done with the earlier one counts only for a
    pairing that follows.

Example
    state: reassigned    in amara-okafor-ruth-adeyemi, and no other pairing.yaml says
    follows: amara-okafor-ruth-adeyemi

How to mend it
    Pair the person with the new mentor and name the earlier pairing under follows. If nobody
    is to take over, set the state to withdrawn.
"""

from __future__ import annotations

from mentorctl.model.paths import pairing_file
from mentorctl.rules.base import Book, Context, Hit, Hits, ProgramRule


def check(book: Book, ctx: Context) -> Hits:
    """Look for the follower of every reassigned pairing."""
    if any(path.endswith("/pairing.yaml") for path in book.broken):
        # the follower may be the one that cannot be read
        return
    followed = {pairing.follows for pairing in book.pairings.values()}
    for name, pairing in book.pairings.items():
        if pairing.state == "reassigned" and name not in followed:
            mentor = ctx.words["mentor"]
            yield Hit(
                pairing_file(ctx.program.year, name),
                ("state",),
                f"{name} was reassigned, and no pairing took it over",
                f"set follows to {name} in the new {mentor}'s pairing, or make that one first:"
                f" mentorctl pair {pairing.mentee} MENTOR --follows {name}",
            )


RULE = ProgramRule("reassigned-not-followed", "warning", check)
