"""Two entries have the same id.

What it finds
    Two entries of the log, or two tasks of the learning guide, with the same `id`.

Why it matters
    Each entry is signed by its id. With two of them nobody can say which one was signed.

Example
    log.yaml:

        - {id: 2026-09-22-1, on: 2026-09-22, from: 15:30, to: 16:15, kind: meeting}
        - {id: 2026-09-22-1, on: 2026-09-29, from: 15:30, to: 16:00, kind: meeting}

How to mend it
    Give the newer entry an id of its own: its day and a number that is still free. An entry
    added by `mentorctl log PAIRING` gets one by itself.

Source
    5 CSR 20-400.380, mentoring program standards: log entries are signed one by one.
"""

from __future__ import annotations

from mentorctl.rules.base import Context, Hit, Hits, Team, TeamRule


def check(team: Team, ctx: Context) -> Hits:  # noqa: ARG001 - every rule is called alike
    """Find ids that are there twice."""
    if team.log is not None:
        ids = [entry.id for entry in team.log.entries]
        if len(set(ids)) < len(ids):
            yield from _twice("log.yaml", "entries", ids)
    if team.guide is not None:
        ids = [task.id for task in team.guide.tasks]
        if len(set(ids)) < len(ids):
            yield from _twice("guide.yaml", "tasks", ids)


def _twice(record: str, field: str, ids: list[str]) -> Hits:
    seen: set[str] = set()
    for index, name in enumerate(ids):
        if name and name in seen:
            yield Hit(
                record,
                (field, index, "id"),
                f"the id {name} is there twice",
                "give the newer one an id of its own, its day and a number that is still free",
            )
        seen.add(name)


RULE = TeamRule("duplicate-entry-id", "error", check)
