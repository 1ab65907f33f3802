"""A field that the record cannot do without.

What it finds
    A field that must be there and is not, or is empty: who is paired with whom, the date of a
    log entry, the slot of an experience.

Why it matters
    Without it nobody can say what the rest of the record is about.

Example
    - slot:
      catalogue: 7

How to mend it
    Write the value.
"""

from __future__ import annotations

from mentorctl.rules.base import FileRule

RULE = FileRule("missing-field", "error")
