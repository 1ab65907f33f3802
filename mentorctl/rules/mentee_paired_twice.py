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

from typing import TYPE_CHECKING

from mentorctl.model.paths import pairing_file
from mentorctl.rules._lookups import active
from mentorctl.rules.base import Book, Context, Hit, Hits, ProgramRule

if TYPE_CHECKING:
    from mentorctl.model.pairing import Pairing


def check(book: Book, ctx: Context) -> Hits:
    """Look for mentees of several active pairings, from the earliest pairing on."""
    first: dict[str, str] = {}
    for name, pairing in sorted(active(book, ctx), key=_order):
        other = first.setdefault(pairing.mentee, name)
        before = book.pairings[other]
        if before.state != "active" and _is_before(before, name, pairing):
            first[pairing.mentee] = name
        elif other != name:
            yield Hit(
                pairing_file(ctx.program.year, name),
                ("mentee",),
                f"{pairing.mentee} is {ctx.words['mentee']} in {other} too, and both are active",
                f"set state and ends of the one that is over: mentorctl edit {other} pairing",
            )


def _order(row: tuple[str, Pairing]) -> tuple[object, ...]:
    name, pairing = row
    return pairing.starts, pairing.state == "active", name


def _is_before(before: Pairing, name: str, pairing: Pairing) -> bool:
    """Whether one ends before the other begins; handed over on its only day, on that day."""
    if before.ends is None or before.ends < pairing.starts:
        return before.ends is not None
    return before.followed_by == name and before.starts == before.ends == pairing.starts


RULE = ProgramRule("mentee-paired-twice", "error", check)
