"""A mentor has fewer years of experience than the program asks for.

What it finds
    A mentor of an active pairing whose experience_years is below mentors: years in program.yaml
    (an error) or below recommended_years (a warning), or whose years nobody has filled in
    although the program asks for some (a warning).

Why it matters
    The program says how much experience a mentor brings, and in some states the rules do.

Example
    experience_years: 1     in the mentor's file, and   years: 4   under mentors in program.yaml

How to mend it
    Fill in or correct experience_years in the mentor's file. Where the number is right, find
    another mentor or have the program's number changed.
"""

from __future__ import annotations

from mentorctl.model.paths import person_file
from mentorctl.rules._lookups import active
from mentorctl.rules.base import Book, Context, Hit, Hits, ProgramRule


def check(book: Book, ctx: Context) -> Hits:
    """Look at the experience of every mentor of an active pairing, once each."""
    least, wanted = ctx.program.mentors.years, ctx.program.mentors.recommended_years
    if not least and not wanted:
        return
    for mentor in dict.fromkeys(pairing.mentor for _, pairing in active(book, ctx)):
        person = book.people.get(mentor)
        if person is None:
            continue
        years = person.experience_years
        record, where = person_file(mentor), ("experience_years",)
        if years is None:
            yield Hit(
                record,
                where,
                f"years of experience of {ctx.words['mentor']} {mentor} are not known, the"
                f" program asks for {least or wanted}",
                f"write it down: mentorctl person edit {mentor} --set experience_years=N",
                "warning",
            )
        elif years < least:
            yield _short(record, mentor, years, f"requires {least}", ctx)
        elif years < wanted:
            hit = _short(record, mentor, years, f"recommends {wanted}", ctx)
            yield hit._replace(severity="warning")


def _short(record: str, mentor: str, years: int, limit: str, ctx: Context) -> Hit:
    word = ctx.words["mentor"]
    has = "1 year" if years == 1 else f"{years} years"
    return Hit(
        record,
        ("experience_years",),
        f"{word} {mentor} has {has} of experience, the program {limit}",
        f"correct the years where they are wrong, or find their pairings another {word}",
    )


RULE = ProgramRule("mentor-short-of-years", "error", check)
