"""A value of the wrong kind.

What it finds
    A date that the calendar does not have, a word where a number belongs, a choice that is not
    offered, a single value where a list belongs.

Why it matters
    Deadlines and completion are worked out from these values.

Example
    target_date: 2026-02-30

How to mend it
    Write the value as the hint shows. A field that is not known yet stays empty.
"""

from __future__ import annotations

from mentorctl.rules.base import FileRule

RULE = FileRule("wrong-value", "error")
