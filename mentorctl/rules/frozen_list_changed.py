"""A list that was sent is not what it was.

What it finds
    A file under lists/ that a command kept as it was sent, and that says something else now, is
    gone, or is signed with a key that did not count then.

Why it matters
    The list is there to show, years later, who was reported and paid. One that was edited shows
    nothing, and whoever has the one that was sent holds another one in their hands.

Example
    A name was added to lists/2026-2027/completers-2027-04-26/list.csv by hand.

How to mend it
    Put back what was sent: mentorctl history tells who changed it, mentorctl undo takes that back.
    When another list has to be sent, freeze that one beside it: mentorctl completers --freeze.
"""

from __future__ import annotations

from mentorctl.rules.base import Book, Context, Hits, ProgramRule, put_back, unchangeable


def check(book: Book, ctx: Context) -> Hits:
    """Find frozen lists that prove nothing any more."""
    del ctx
    for name, file, fault in book.unfrozen:
        own = file.rpartition("/")[2]
        said = f"{own} of the list that was frozen as {name} {fault}"
        beside = "another list is frozen beside it: mentorctl completers --freeze"
        yield unchangeable(file, fault, said, f"{put_back('sent')}; {beside}")


RULE = ProgramRule("frozen-list-changed", "error", check)
