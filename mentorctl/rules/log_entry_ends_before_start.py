"""A log entry ends before it starts.

What it finds
    An entry of the log whose `to` is an earlier time than its `from`. One that ends in the night
    after, less than twelve hours later (22:30 to 00:15), goes past midnight and is well.

Why it matters
    The log shows when the team met and for how long. Such an entry has no length.

Example
    log.yaml:

        - id: 2026-09-22-1
          on: 2026-09-22
          from: 15:30
          to: 04:15

    The end is meant to be 16:15.

How to mend it
    Write times with 24 hours, 16:15 for a quarter past four in the afternoon.

Source
    5 CSR 20-400.380, mentoring program standards: a log with dates and times.
"""

from __future__ import annotations

from mentorctl.rules.base import Context, Hit, Hits, Team, TeamRule


def check(team: Team, ctx: Context) -> Hits:  # noqa: ARG001 - every rule is called alike
    """Find entries that end before they start."""
    if team.log is None:
        return
    for index, entry in enumerate(team.log.entries):
        if entry.ends_before_start:
            yield Hit(
                "log.yaml",
                ("entries", index, "to"),
                f"entry {entry.called} ends at {entry.to}, before it starts at {entry.from_}",
                "write the time with 24 hours: 16:15 is a quarter past four in the afternoon",
            )


RULE = TeamRule("log-entry-ends-before-start", "error", check)
