"""An answer on a standard has no evidence.

What it finds
    An answer in standards/YEAR.yaml that says met: yes or met: partly and names no evidence at
    all.

Why it matters
    Nothing is met without evidence: `mentorctl standards` counts such an item as open, unless
    the records themselves show it.

Example
    a-4:
      met: yes
      evidence:

How to mend it
    Name the evidence: a file, a link or a person, with the day. Leave met empty until there is
    some.
"""

from __future__ import annotations

from mentorctl.model.paths import answers_file, record_name
from mentorctl.rules._standards import answers_of
from mentorctl.rules.base import Book, Context, Hit, Hits, ProgramRule


def check(book: Book, ctx: Context) -> Hits:
    """Find answers that claim something and name nothing."""
    record = answers_file(ctx.program.year)
    for item, answer in answers_of(book, ctx):
        if answer.met in {"yes", "partly"} and not answer.evidence:
            name = record_name(record)
            yield Hit(
                record,
                ("answers", item, "met"),
                f"{item} says met: {answer.met}, and names no evidence",
                f"name it: mentorctl edit {name} --set answers.{item}.evidence.+.file=PATH"
                f" --set answers.{item}.evidence.+.on=DATE",
            )


RULE = ProgramRule("standard-without-evidence", "warning", check)
