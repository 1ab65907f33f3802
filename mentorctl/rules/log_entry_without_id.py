"""An entry of the log has no id yet.

What it finds
    An entry of the log without an `id`, as one is that somebody typed into the file.

Why it matters
    Nothing is wrong with it, and it counts. But each entry is signed by its id, so that nobody
    can sign this one before it has got one.

Example
    log.yaml:

        - {on: 2026-09-22, from: "15:30", to: "16:15", kind: meeting}

How to mend it
    Invent none: `mentorctl save` gives every such entry its id.

Source
    5 CSR 20-400.380, mentoring program standards: log entries are signed one by one.
"""

from __future__ import annotations

from mentorctl.rules.base import Context, Hit, Hits, Team, TeamRule


def check(team: Team, ctx: Context) -> Hits:  # noqa: ARG001 - every rule is called alike
    """Find entries that have no id."""
    for index, entry in enumerate(team.log.entries if team.log is not None else ()):
        if not entry.id:
            yield Hit(
                "log.yaml",
                ("entries", index),
                f"the entry of {entry.on} has no id yet, and cannot be signed before it has one",
                "nobody has to invent one, saving gives it one: mentorctl save",
            )


RULE = TeamRule("log-entry-without-id", "note", check)
