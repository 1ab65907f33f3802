"""The folder was written by a newer mentorctl.

What it finds
    A format in program.yaml that this mentorctl does not know.

Why it matters
    What only the newer one knows is passed over here: what it means for dates, signatures and
    completion nobody can say. Nothing is written into such a folder.

Example
    format: 9

How to mend it
    Install the mentorctl that the folder needs. Never lower the number.
"""

from __future__ import annotations

from mentorctl.rules.base import FileRule

RULE = FileRule("newer-format", "error")
