"""Mentor and mentee work at different schools.

What it finds
    An active pairing whose mentor and mentee have different schools: an error where mentors:
    same_school in program.yaml is required, a warning where it is preferred. Where it is
    required, a school that nobody filled in is a warning.

Why it matters
    Some programs rest on help next door: observations and short talks need the same building.

Example
    school: Pine Hollow Career Center    in the mentor's file, and
    school: Ridgeway High School         in the mentee's

How to mend it
    Correct school where it is wrong or written in two ways; otherwise find a mentor at the
    same school.
"""

from __future__ import annotations

from mentorctl.rules._lookups import active, mismatch
from mentorctl.rules.base import Book, Context, Hits, ProgramRule


def check(book: Book, ctx: Context) -> Hits:
    """Compare the schools of every active pairing."""
    setting = ctx.program.mentors.same_school
    if setting == "no":
        return
    for name, pairing in active(book, ctx):
        mentee, mentor = book.people.get(pairing.mentee), book.people.get(pairing.mentor)
        if mentor is not None and mentee is not None:
            yield from mismatch(
                ctx, name, ctx.words["school"], "school", setting, mentee.school, mentor.school
            )


RULE = ProgramRule("mentor-school", "error", check)
