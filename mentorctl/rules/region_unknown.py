"""Somebody's region is none of those that the program has.

What it finds
    A person whose `region` is none of the regions that program.yaml lists under grievance. A
    program that lists none takes any, and a person without one is left alone.

Why it matters
    The region says whose step a grievance is. In a region that does not exist nobody is there for
    it, and the form has no such region to tick.

Example
    program.yaml has the regions Central and Southwest, and a person's file says
    region: South West

How to mend it
    Write the region as program.yaml has it: mentorctl edit people/ID --set region=…

Source
    Mentoring Program Grievance Process, the form's twelve regions.
"""

from __future__ import annotations

from mentorctl.model.paths import person_file
from mentorctl.rules._lookups import Guesses
from mentorctl.rules.base import Book, Context, Hit, Hits, ProgramRule


def check(book: Book, ctx: Context) -> Hits:
    """Look at everybody's region, where the program has a list of them."""
    regions = ctx.program.grievance.regions
    if not regions:
        return
    guesses = Guesses(regions)
    for name, person in book.people.items():
        if not person.region or person.region in regions:
            continue
        guess = guesses.of(person.region)
        remedy = "write it" if guess else f"choose one of {', '.join(regions)}"
        yield Hit(
            person_file(name),
            ("region",),
            f"{person.region} is none of the {len(regions)} regions of this program",
            f'{remedy}: mentorctl edit people/{name} --set "region={guess or regions[0]}"',
        )


RULE = ProgramRule("region-unknown", "error", check)
