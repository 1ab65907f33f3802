"""A name that the record does not have.

What it finds
    A field that is misspelt, or that belongs to another record.

Why it matters
    A misspelt field is lost without a word: the work would count as not done.

Example
    sent_to_mentr: 2026-12-10

How to mend it
    Take the name that is offered, or run  mentorctl schema  to have your editor offer the names.
"""

from __future__ import annotations

from mentorctl.rules.base import FileRule

RULE = FileRule("unknown-field", "error")
