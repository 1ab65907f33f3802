"""A case was given to a mentee as the program does not want it.

What it finds
    Under `cases` in pairing.yaml: a case that nobody approved, one of a type that program.yaml does
    not list, and more cases in all than program.yaml wants, where it says how many.

Why it matters
    The supervisor approves each new case and watches how many there are, and of which types, so
    that neither mentee nor mentor has too many.

Example
    pairing.yaml:
        cases:
          - {on: 2026-11-16, type: assessment, number: 2}

How to mend it
    Once it is approved: mentorctl edit PAIRING pairing --set cases.1.approved_by=PERSON

Source
    The program's cases; for Nebraska the child welfare mentoring agreement, workload of mentors and
    Supervisor Roles and Responsibilities.
"""

from __future__ import annotations

from mentorctl.model.paths import PAIRING_FILE
from mentorctl.rules._lookups import Guesses
from mentorctl.rules._shared import did_you_mean
from mentorctl.rules.base import Context, Hit, Hits, Team, TeamRule


def check(team: Team, ctx: Context) -> Hits:
    """Look at the cases of a pairing."""
    setting, pairing = ctx.program.cases, team.pairing
    if setting is None or pairing is None:
        return
    guesses, supervisor = Guesses(setting.types), ctx.words["supervisor"]
    for index, each in enumerate(pairing.cases):
        if each.approved_by is None:
            yield Hit(
                PAIRING_FILE,
                ("cases", index),
                f"nothing says that the {supervisor} approved the cases of {each.on}",
                f"once it is approved: mentorctl edit {team.id} pairing"
                f" --set cases.{index + 1}.approved_by=PERSON",
            )
        if setting.types and each.type is not None and each.type not in setting.types:
            listed = f"write one of {', '.join(setting.types)}"
            yield Hit(
                PAIRING_FILE,
                ("cases", index, "type"),
                f"program.yaml lists no cases of the type {each.type}",
                did_you_mean(guesses, each.type, listed),
            )
    given = sum(each.number for each in pairing.cases if each.on <= ctx.today)
    if setting.most is not None and given > setting.most:
        yield Hit(
            PAIRING_FILE,
            ("cases",),
            f"{given} cases were given, and the program wants {setting.most} at the most",
            f"the {supervisor} sees to it, or changes most under cases in program.yaml",
        )


RULE = TeamRule("case-not-approved", "warning", check)
