"""A record names a person who has no file in people/.

What it finds
    An id in pairing.yaml (mentee, mentor, advisor, supervisor, who confirmed the mentor, and who
    approved an extension or a waiver), in the attendance of a meeting or in the facts of the
    year, for which there is no people/ID.yaml.

Why it matters
    Forms, reminders and lists take names, schools and addresses from the person's file. A
    misspelt id also takes attendance away from the person it was meant for.

Example
    mentor: teo-lindquist     while the file is people/teo-lindqvist.yaml

How to mend it
    Correct the id, or add the person with mentorctl person add.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentorctl.model.meeting import OFFICE
from mentorctl.model.paths import pairing_file, year_file
from mentorctl.model.roles import SIDES
from mentorctl.model.structure import noted
from mentorctl.rules._lookups import Guesses, is_known, of_this_year
from mentorctl.rules._shared import add_person
from mentorctl.rules.base import Book, Context, Hit, Hits, ProgramRule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mentorctl.model.finding import Where
    from mentorctl.model.meeting import YearFacts
    from mentorctl.model.pairing import Pairing
    from mentorctl.model.words import Words


def check(book: Book, ctx: Context) -> Hits:
    """Look up everybody whom a pairing, a meeting or the year's facts name."""
    guesses = Guesses(book.people)
    for record, where, person, what in _named(book, ctx):
        if not is_known(book, person):
            guess = guesses.of(person)
            meant = f"did you mean {guess}? Otherwise" if guess else "correct the id, or"
            yield Hit(
                record,
                where,
                f"{person} ({what}) has no file in people/",
                f"{meant} {add_person(person)}",
            )


def _named(book: Book, ctx: Context) -> Iterator[tuple[str, Where, str, str]]:
    for name, pairing in book.pairings.items():
        record = pairing_file(ctx.program.year, name)
        for where, person, what in _in_pairing(pairing, ctx.words):
            yield record, where, person, what
    for path, meeting in book.meetings.items():
        if of_this_year(path, ctx):
            for index, person in enumerate(meeting.attended):
                yield path, ("attended", index), person, "attendant"
    record = year_file(ctx.program.year)
    facts = book.years.get(record)
    for where, person, what in _in_year(facts) if facts is not None else ():
        yield record, where, person, what


def _in_year(facts: YearFacts) -> Iterator[tuple[Where, str, str]]:
    for field, what in (
        ("completers_sent", "sender of a list of completers"),
        ("invoices_sent", "sender of an invoice"),
        ("invoices_dated", "payee of an invoice"),
    ):
        yield from (((field, person), person, what) for person in getattr(facts, field))
    for way, person, _ in noted(facts, "person"):
        if way[0] in OFFICE:
            yield way, person, str(way[0]).replace("_", " ")


def _in_pairing(pairing: Pairing, words: Words) -> Iterator[tuple[Where, str, str]]:
    for side in SIDES:
        person = getattr(pairing, side)
        if person:
            yield (side,), person, words[side]
    confirmed = pairing.mentor_confirmed
    if confirmed is not None and confirmed.by:
        yield ("mentor_confirmed", "by"), confirmed.by, f"who confirmed the {words['mentor']}"
    for name, person in pairing.dates_by.items():
        yield ("dates_by", name), person, f"who it was of {name}"
    for index, case in enumerate(pairing.cases):
        if case.approved_by:
            yield ("cases", index, "approved_by"), case.approved_by, "who approved these cases"
    for field, what in (("extensions", "extension"), ("waivers", "waiver")):
        for index, leave in enumerate(getattr(pairing, field)):
            if leave.approved_by:
                where = (field, index, "approved_by")
                yield where, leave.approved_by, f"who approved this {what}"


RULE = ProgramRule("unknown-person", "error", check)
