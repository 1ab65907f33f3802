"""A pairing says that it took over one that was not handed on.

What it finds
    A follows in pairing.yaml that names no pairing, the pairing itself, one that leads back to
    it, or one whose state is not reassigned.

Why it matters
    A meeting that was held before the change of mentor counts for the new pairing only if the
    toolkit can tell which pairing came before.

Example
    follows: amara-okafor-ruth-adeyemi    while that pairing says   state: active

How to mend it
    Name the earlier pairing by its id, and set its state to reassigned and ends to its last
    day. Take follows out where nothing was taken over.
"""

from __future__ import annotations

from functools import lru_cache

from mentorctl.model.paths import in_pairing, pairing_file
from mentorctl.rules._lookups import Guesses
from mentorctl.rules.base import Book, Context, Hit, Hits, ProgramRule


def check(book: Book, ctx: Context) -> Hits:
    """Follow every pairing that took over another one."""
    guesses = Guesses(book.pairings)
    for name, pairing in book.pairings.items():
        if not pairing.follows:
            continue
        before = book.pairings.get(pairing.follows)
        if before is None and pairing.follows in _unread(book.files, frozenset(book.pairings)):
            continue
        record, where = pairing_file(ctx.program.year, name), ("follows",)
        if before is None:
            guess = guesses.of(pairing.follows, but=name)
            yield Hit(
                record,
                where,
                f"there is no pairing {pairing.follows}",
                f"did you mean {guess}?" if guess else "name a pairing by its folder's name",
            )
        elif _is_circle(name, book):
            yield Hit(
                record,
                where,
                f"{name} follows itself"
                + ("" if pairing.follows == name else f", by way of {pairing.follows}"),
                "name the earlier pairing, or leave follows out",
            )
        elif before.state != "reassigned":
            yield Hit(
                record,
                where,
                f"{pairing.follows} is {before.state}, only a reassigned pairing can be followed",
                f"set its state to reassigned: mentorctl edit {pairing.follows} pairing",
            )


@lru_cache(maxsize=1)
def _unread(files: tuple[str, ...], read: frozenset[str]) -> frozenset[str]:
    """The pairings that are there but not at hand: unreadable, or of another year."""
    found = map(in_pairing, files)
    return frozenset(each.pairing for each in found if each and "/" not in each.file) - read


def _is_circle(name: str, book: Book) -> bool:
    passed: set[str] = set()
    at: str | None = name
    while at is not None and at not in passed:
        passed.add(at)
        pairing = book.pairings.get(at)
        at = pairing.follows if pairing else None
        if at == name:
            return True
    return False


RULE = ProgramRule("follows-unknown", "error", check)
