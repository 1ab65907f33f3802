"""The ways of people to say that there is nothing."""

from __future__ import annotations

import re

__all__ = ["says_nothing"]

_NOTHING = re.compile(
    r"#?n\s*[/.]?\s*a\.?|#n/a n/a|[-–—_.?~]+|none|nil|null|nan|tbd|t\.b\.d\.?|tba|to be determined"
    r"|to be announced|not applicable|not available|unknown|pending|no data|\(blank\)|empty|#null!",
    re.IGNORECASE,
)
# the others of them are surnames of people
_NO_NAME = re.compile(
    r"#?n/a|n\.a\.|#n/a n/a|[-–—_.?~]+|tbd|t\.b\.d\.?|tba|to be determined"
    r"|not applicable|\(blank\)",
    re.IGNORECASE,
)


def says_nothing(text: str, *, of_name: bool = False) -> bool:
    """Whether a cell says in words that nothing is known: N/A, TBD, a dash.

    Args:
        text: What the cell shows.
        of_name: Whether it is a name: there are people called Null, Na and None.
    """
    return (_NO_NAME if of_name else _NOTHING).fullmatch(text.strip()) is not None
