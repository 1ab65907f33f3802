"""The same name twice in one group of values.

What it finds
    A field, an item of a checklist or any other name that stands twice in the same group.

Why it matters
    Only one of the two can count, and nobody can see which.

Example
    target_date: 2026-11-13
    target_date: 2026-12-04

How to mend it
    Keep the right line and delete the other.
"""

from __future__ import annotations

from mentorctl.rules.base import FileRule

RULE = FileRule("duplicate-key", "error")
