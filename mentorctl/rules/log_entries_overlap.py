"""Two entries of a log overlap.

What it finds
    Two entries of which one starts before the other has ended.

Why it matters
    One team cannot be in two places. Usually one contact was written down twice, or a time is
    a slip; counted hours would be too many.

Example
    log.yaml:

        - {id: 2026-09-22-1, on: 2026-09-22, from: 15:30, to: 16:15, kind: meeting}
        - {id: 2026-09-22-2, on: 2026-09-22, from: 16:00, to: 16:20, kind: phone}

How to mend it
    Remove the entry that is there twice, or correct the times.

Source
    5 CSR 20-400.380, mentoring program standards: a log with dates and times.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentorctl.model.log import DAY
from mentorctl.rules.base import Context, Hit, Hits, Team, TeamRule

if TYPE_CHECKING:
    from mentorctl.model.log import LogEntry


def check(team: Team, ctx: Context) -> Hits:  # noqa: ARG001 - every rule is called alike
    """Find entries that overlap."""
    if team.log is None or len(team.log.entries) < 2:  # noqa: PLR2004 - it takes two to overlap
        return
    entries = sorted(enumerate(team.log.entries), key=_start)
    before: LogEntry | None = None
    for index, entry in entries:
        if not entry.is_timed or entry.ends_before_start:
            continue
        if before is not None and _since(entry, before) < before.minutes:
            yield Hit(
                "log.yaml",
                ("entries", index, "from"),
                f"entry {entry.called} on {entry.on} starts at {entry.from_}, while entry"
                f" {before.called} goes on until {before.to}",
                "remove the entry that is there twice, or correct the times",
            )
        if before is None or _since(entry, before) + entry.minutes > before.minutes:
            before = entry


def _since(entry: LogEntry, before: LogEntry) -> int:
    """How many minutes after another one an entry starts."""
    return (entry.on - before.on).days * DAY + entry.starts - before.starts


def _start(numbered: tuple[int, LogEntry]) -> tuple[object, ...]:
    index, entry = numbered
    return entry.on, entry.starts, index


RULE = TeamRule("log-entries-overlap", "error", check)
