"""Letters that look like others, or like nothing, where only ordinary ones may stand."""

from __future__ import annotations

import unicodedata

__all__ = ["mended", "odd_letter"]

_NAMES = {
    "\u00a0": "a no-break space",
    "\u2007": "a figure space",
    "\u202f": "a narrow no-break space",
    "\u3000": "a wide blank",
    "\u00ad": "a soft hyphen, which nobody sees",
    "\u200c": "a mark that nobody sees",
    "\u200d": "a mark that nobody sees",
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\uff0d", "a dash that is no hyphen"),
    **dict.fromkeys("\u2018\u2019\u201a\u201c\u201d\u201e\u00ab\u00bb", "a curly quote"),
}
_DASHES = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\uff0d"), "-")
_NOTHING = dict.fromkeys(
    map(ord, "\u00ad\u200c\u200d\u2018\u2019\u201a\u201c\u201d\u201e\u00ab\u00bb")
)


def odd_letter(text: str) -> str:
    """What the first such letter of a text is called; nothing where it has none.

    Letters with accents are none: people see them.
    """
    for letter in text:
        if letter.isascii():
            continue
        said = unicodedata.name(letter, "").lower()
        if letter in _NAMES:
            return f"{_NAMES[letter]} (U+{ord(letter):04X})"
        if not said.startswith("latin"):
            return f"a letter of its own kind (U+{ord(letter):04X}{said and f', {said}'})"
    return ""


def mended(text: str) -> str:
    """The text with ordinary letters in the place of those that have one."""
    plain = unicodedata.normalize("NFKC", text.translate(_DASHES).translate(_NOTHING)).strip()
    return "".join(
        str(unicodedata.decimal(each)) if each.isdecimal() and not each.isascii() else each
        for each in plain
    )
