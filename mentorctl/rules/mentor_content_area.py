"""Mentor and mentee work in different content areas.

What it finds
    An active pairing whose mentor has another content area than the pairing (or, where the
    pairing names none, than the mentee): an error where mentors: same_content_area in
    program.yaml is required, a warning where it is preferred. Where it is required, a content
    area that nobody filled in is a warning.

Why it matters
    A mentor of the same field knows its safety rules, its equipment and its student
    organization.

Example
    content_area: Agricultural Education    in the mentor's file, and
    content_area: Family Consumer Sciences  in pairing.yaml

How to mend it
    Correct content_area where it is wrong or written in two ways; otherwise find a mentor of
    the same field.
"""

from __future__ import annotations

from mentorctl.rules._lookups import active, mismatch
from mentorctl.rules.base import Book, Context, Hits, ProgramRule


def check(book: Book, ctx: Context) -> Hits:
    """Compare the content areas of every active pairing."""
    setting = ctx.program.mentors.same_content_area
    if setting == "no":
        return
    for name, pairing in active(book, ctx):
        mentee, mentor = book.people.get(pairing.mentee), book.people.get(pairing.mentor)
        if mentor is None or mentee is None:
            continue
        theirs = pairing.content_area or mentee.content_area
        yield from mismatch(
            ctx, name, "content area", "content_area", setting, theirs, mentor.content_area
        )


RULE = ProgramRule("mentor-content-area", "error", check)
