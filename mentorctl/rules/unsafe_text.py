"""Something in a file that could mean other than it shows.

What it finds
    Invisible or direction-turning characters, control characters, a byte order mark, and the
    parts of YAML that stand for a value written elsewhere: anchors (&), aliases (*), tags (!),
    merge keys (<<), a line of three dashes.

Why it matters
    What a person reads in a record must be what is there: somebody signs it, and somebody is
    paid by it.

Example
    name: &mentor Teo Lindqvist

How to mend it
    Delete the character or write the value out where it belongs.
"""

from __future__ import annotations

from mentorctl.rules.base import FileRule

RULE = FileRule("unsafe-text", "error")
