"""A file that cannot be read as a record.

What it finds
    A file with a quote or bracket left open, lines that are not indented like their neighbours,
    two versions of a change side by side (<<<<<<<), text that is not UTF-8, a link in place of a
    file, or a file larger than any record (1 MiB, 50,000 values, 32 levels).

Why it matters
    Nothing in the file can be known until it is mended: its pairing may look as if work were
    missing.

Example
    notes: "bring the syllabus

How to mend it
    Go to the line that is named. Close the quote, line the text up with the lines above it, or
    choose one of the two versions.
"""

from __future__ import annotations

from mentorctl.rules.base import FileRule

RULE = FileRule("unreadable-file", "error")
