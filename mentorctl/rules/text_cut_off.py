"""A part of a text is lost: what follows " #" in its line is a remark to YAML.

What it finds
    A free text without quotes, such as a name, a school or a topic, with " #" and more behind it
    in the same line. A remark that is set off as one, by two blanks and a blank behind the #, is
    left alone.

Why it matters
    The record holds the text up to there only: so it is shown in lists, printed on forms and
    signed, and nobody sees that something is missing.

Example
    school: Public School #12    is read as   Public School

How to mend it
    Put the text in quotes: school: "Public School #12". A remark that is meant as one goes on a
    line of its own, beginning with #.
"""

from __future__ import annotations

from mentorctl.rules.base import FileRule

RULE = FileRule("text-cut-off", "warning")
