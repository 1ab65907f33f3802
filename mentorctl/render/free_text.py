"""Free text of records on forms: every character that was typed, in the order it was typed.

What is recognised, and nothing else: paragraphs, parted by an empty line; the ends of lines; and
web and mail addresses, which become links and stay readable. Stars, numbers and marks at the
start of lines stay what they are: whoever types `2*3*4` or numbers lines 7 and 12 means it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from markupsafe import Markup

__all__ = ["to_html"]

# what a person can follow from a page or a mailbox
_ADDRESS = re.compile(r"(?:https?://|mailto:)[^\s<>\"]*[^\s<>\"'.,;:!?(){}\[\]*_~`]", re.IGNORECASE)
_PARTED = re.compile(r"\n[ \t]*(?:\n[ \t]*)+")


def to_html(text: str, label: str = "") -> Markup:
    """Turn free text into HTML that holds nothing but p, br and a.

    Args:
        text: What a person wrote.
        label: What to set before it, in the first line; escaped unless it is HTML already.
    """
    from markupsafe import Markup, escape  # noqa: PLC0415 - comes with Jinja2

    paragraphs = [each for each in _PARTED.split(text.strip("\n")) if each.strip()]
    made = [
        Markup("<br />\n").join(Markup("").join(_pieces(line.strip())) for line in each.split("\n"))
        for each in paragraphs
    ]
    if label:
        opening = escape(label)
        made = [opening + " " + made[0], *made[1:]] if made else [opening]
    return Markup("\n").join(Markup("<p>") + each + Markup("</p>") for each in made)


def _pieces(line: str) -> Iterator[Markup]:
    """A line's text and links."""
    from markupsafe import Markup, escape  # noqa: PLC0415 - comes with Jinja2

    at = 0
    for found in _ADDRESS.finditer(line):
        yield escape(line[at : found.start()])
        yield Markup('<a href="{0}">{0}</a>').format(found[0])
        at = found.end()
    yield escape(line[at:])
