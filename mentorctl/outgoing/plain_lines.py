"""Values of the folder as they may stand in a header or a calendar: text, and no more."""

from __future__ import annotations

import re
import unicodedata

__all__ = ["clean_text", "one_line"]

# control characters and invisible marks: they could break a line, or turn the text around
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028\u2029\u202a-\u202e\u2060-\u2069\ufeff"
    "\ufff9-\ufffb\ud800-\udfff]"
)


def one_line(text: str) -> str:
    """A text in one line, without what a program would obey and nobody sees."""
    return " ".join(clean_text(text).split())


def clean_text(text: str) -> str:
    """A text with its line ends, and nothing else that is no letter, mark, sign or blank."""
    ends = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n")
    return unicodedata.normalize("NFC", _UNSEEN.sub("\N{REPLACEMENT CHARACTER}", ends))
