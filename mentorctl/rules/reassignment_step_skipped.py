"""A search for another mentor left a step out, and gives no reason.

What it finds
    A search in reassignments/ that went on to a later step of program.yaml while the record does
    not say that an earlier one was passed; or that says so with nobody asked and no reason.

Why it matters
    The steps are tried in their order, so that the people nearest to hand are asked first and
    nobody is passed over. Whoever left one out for a good reason says so.

Example
    contacts:
      - step: administrator
        on: 2027-01-20
    while nothing says that everybody was written to first

How to mend it
    Do what was left out, or say why: mentorctl reassign skip SEARCH STEP --reason TEXT. The reason
    can be read by all; why a change was asked for does not belong there.
"""

from __future__ import annotations

from pathlib import PurePosixPath

from mentorctl.model.outreach import unreasoned
from mentorctl.rules._searches import searches_of_year
from mentorctl.rules.base import Book, Context, Hit, Hits, ProgramRule


def check(book: Book, ctx: Context) -> Hits:
    """Follow the steps of every search."""
    steps = ctx.program.reassignment.steps
    for path, record in searches_of_year(book, ctx):
        name = PurePosixPath(path).stem
        for step, later in unreasoned(steps, record):
            if later == step:
                message = f"{step.id} was passed with nobody asked and no reason"
            else:
                message = f"{later.id} was begun, and {step.id}, which comes before it, was not"
            yield Hit(
                path,
                ("passed",),
                message,
                f"say why: mentorctl reassign skip {name} {step.id} --reason TEXT; or do it first",
            )


RULE = ProgramRule("reassignment-step-skipped", "error", check)
