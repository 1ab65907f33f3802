"""A questionnaire that was begun, or closed, is not what was signed.

What it finds
    A file under evaluations/ that says something else than was signed when the questionnaire
    began; one whose signature or keys do not count; one whose counter runs the program, takes
    the sheets as well, or came to be a coordinator later; sealed sheets that were added, taken
    away or changed after it was closed; a summary of its answers that is not what its counter
    signed.

Why it matters
    People answered because of what was signed: these questions, this many answers at least,
    opened by this person alone. Where that changes, nothing is sealed, taken or opened any more. A
    summary that somebody changed could tell of single people, and is shown nowhere.

Example
    threshold: 5 in evaluations/2026-2027-program-evaluation.yaml was changed to 2 by hand.

How to mend it
    Put back what was signed: mentorctl history tells who changed it, mentorctl undo takes that
    back. What was sealed for the other wording stays sealed.
"""

from __future__ import annotations

from mentorctl.rules.base import Book, Context, Hits, ProgramRule, put_back, unchangeable


def check(book: Book, ctx: Context) -> Hits:
    """Find questionnaires for which nothing is sealed, taken or opened any more."""
    del ctx
    for name, file, fault in book.unsound:
        own = file.rpartition("/")[2]
        said = f"{own} of the questionnaire {name} {fault}"
        yield unchangeable(file, fault, said, put_back("signed"))


RULE = ProgramRule("questionnaire-changed", "error", check)
