"""A log entry does not say when it began and ended.

What it finds
    An entry of the log that lacks `from` or `to`, and is of a kind that needs them; an entry of
    any kind that has one of the two alone.

Why it matters
    Such an entry counts for no standard. The log shows with dates and times when two people met.

Example
    log.yaml:

        - id: 2026-09-22-1
          on: 2026-09-22
          kind: meeting

How to mend it
    Write from and to, as HH:MM. Which kinds need no times, such as email, program.yaml says
    under records: log: untimed.

Source
    5 CSR 20-400.380, mentoring program standards: a written record of observations and meetings
    that includes dates and times.
"""

from __future__ import annotations

from mentorctl.model.log import needs_times
from mentorctl.rules.base import Context, Hit, Hits, Team, TeamRule


def check(team: Team, ctx: Context) -> Hits:
    """Find entries without times that need them."""
    setting = ctx.program.records.get("log")
    untimed = setting.untimed if setting else ()
    for index, entry in enumerate(team.log.entries if team.log else ()):
        if needs_times(entry, untimed):
            lacking = " and ".join(
                name for name, time in (("from", entry.from_), ("to", entry.to)) if time is None
            )
            yield Hit(
                "log.yaml",
                ("entries", index),
                f"entry {entry.called} ({entry.kind}) has no {lacking}",
                "write when it began and ended, as HH:MM",
                about=(entry.id or str(index),),
            )


RULE = TeamRule("log-entry-without-times", "error", check)
