"""A mentor has more pairings under way than the program wants.

What it finds
    More active pairings of one mentor than mentors: most_pairings in program.yaml (an error),
    or than recommended_pairings (a warning).

Why it matters
    Meetings, comment forms and visits take time. Past a certain load they come late for every
    one of that mentor's teams.

Example
    mentors:
      recommended_pairings: 2
      most_pairings: 4
    and five pairings that are active with   mentor: teo-lindqvist

How to mend it
    Find another mentor for one of the teams, or change the numbers in program.yaml where the
    program means to allow it.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from mentorctl.model.paths import pairing_file, person_file
from mentorctl.rules._lookups import active, listed
from mentorctl.rules.base import Book, Context, Hit, Hits, ProgramRule

if TYPE_CHECKING:
    from mentorctl.model.finding import Severity


def check(book: Book, ctx: Context) -> Hits:
    """Count the active pairings of every mentor."""
    setting = ctx.program.mentors
    loads = defaultdict(list)
    for name, pairing in active(book, ctx):
        loads[pairing.mentor].append(name)
    severity: Severity | None
    for mentor, pairings in loads.items():
        count = len(pairings)
        if setting.most_pairings is not None and count > setting.most_pairings:
            limit, severity = f"the program allows {setting.most_pairings}", None
        elif setting.recommended_pairings is not None and count > setting.recommended_pairings:
            limit, severity = f"the program recommends {setting.recommended_pairings}", "warning"
        else:
            continue
        known = mentor in book.people
        yield Hit(
            person_file(mentor) if known else pairing_file(ctx.program.year, pairings[0]),
            () if known else ("mentor",),
            f"{mentor} is {ctx.words['mentor']} of {count} active pairings at once, {limit}:"
            f" {listed(pairings)}",
            f"find another {ctx.words['mentor']} for one of them, or change the number under"
            " mentors in program.yaml",
            severity,
            tuple(pairings),
        )


RULE = ProgramRule("mentor-overloaded", "error", check)
