"""A visit, or a meeting of a pairing, was planned for a day that passed, and is not reported.

What it finds
    A visit that pairing.yaml has under planned, for a day before today, without a report of a
    visit on that day or later; or a meeting of the pairing without such an entry in its log.

Why it matters
    The advisor hears of a visit by its report. What was put off without a word stands in
    everybody's calendar as if it had been.

Example
    planned:
      - {id: 20261110-1, kind: visit, on: 2026-11-10}     in pairing.yaml, and no visits/

How to mend it
    Report it if it took place. If it was put off, plan another day; if nothing comes of it, take
    the plan out: mentorctl schedule PAIRING visit --cancel

Source
    Career Education Mentoring Manual, On-Site Visit and Report: the mentor completes a report
    after the visit is made.
"""

from __future__ import annotations

from mentorctl.model.passed_plans import unreported
from mentorctl.model.paths import PAIRING_FILE
from mentorctl.rules.base import Context, Hit, Hits, Team, TeamRule

REPORT = {
    "visit": "new {team} visits/{on}",
    "meeting": "log {team} --kind meeting --on {on} --from HH:MM --until HH:MM",
}


def check(team: Team, ctx: Context) -> Hits:
    """Find what was planned for a day before today, and nothing tells of."""
    if team.pairing is None or not ctx.look(team).standings.is_under_way:
        return
    for each in unreported(team, ctx.program, ctx.today):
        report = REPORT[each.kind].format(team=team.id, on=each.on)
        yield Hit(
            PAIRING_FILE,
            ("planned", team.pairing.planned.index(each)),
            f"a {each.kind} was planned for {each.on}, and nothing says that it took place",
            f"if it did: mentorctl {report}; if not: mentorctl schedule {team.id} {each.kind} "
            "--on DATE, or --cancel",
            about=(each.id,),
        )


RULE = TeamRule("visit-not-reported", "warning", check)
