"""Characters that a file does without: those that steer a terminal, and those that nobody sees."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["hidden"]

# beside controls and line separators: what Unicode calls default ignorable, assigned or not, but
# for the two that join and part letters; and the blank of braille
_CONTROLS = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
_BIDI = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_UNSEEN = (
    "\xad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u2028\u2029\u2060-\u2065\u206a-\u206f"
    "\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0000-\U000e0fff"
)
_HIDDEN = re.compile(f"[{_CONTROLS}]|(?P<bidi>[{_BIDI}])|(?P<unseen>[{_UNSEEN}])")
# hardly any text has one, and looking for all at once is four times as fast
_ANY = re.compile(f"[{_CONTROLS}{_BIDI}{_UNSEEN}]")
_BRAILLE = re.compile("[\u2801-\u28ff]")
_MONGOLIAN = re.compile("[\u180b-\u180d\u180f\u1820-\u18aa]")
_LAST_VOWELS = frozenset("\u1820\u1821")
# the flags of England, Scotland and Wales are spelled with tags
_OF_A_FLAG = re.compile("[\U0001f3f4\U000e0020-\U000e007e]")
_TAGS = re.compile("[\U000e0020-\U000e007f]")
# scripts of whose letters Unicode knows several shapes that a mark behind them chooses from
_OF_SEVERAL_SHAPES = frozenset({"MANICHAEAN", "MONGOLIAN", "MYANMAR", "PHAGS-PA"})


def hidden(text: str) -> Iterator[re.Match[str]]:
    """The characters of a text that show nothing, or something else than there is.

    Yields:
        Each, with the group `bidi` where it turns the direction of writing, and `unseen` where it
        is there and changes nothing that anybody sees.
    """
    first = _ANY.search(text)
    return (each for each in (_HIDDEN.finditer(text, first.start()) if first else ())
            if not each["unseen"] or not _is_seen(text, each.start()))  # fmt: skip


def _is_seen(text: str, at: int) -> bool:
    """Whether a character without a shape of its own has a part in how those beside it look."""
    letter, before, after = text[at], text[at - 1 : at], text[at + 1 : at + 2]
    if letter == "\xad":  # shown where a line ends within a word
        return _is_in_a_word(before) and _is_in_a_word(after)
    if letter == "\u034f":
        return unicodedata.category(after or " ").startswith("M")
    if letter == "\u180e":
        return _MONGOLIAN.match(before) is not None and after in _LAST_VOWELS
    if letter == "\u2800":
        return _BRAILLE.search(before + after) is not None
    if _TAGS.match(letter):
        return _OF_A_FLAG.match(before) is not None
    return unicodedata.name(letter, "").find("VARIATION SELECTOR") >= 0 and _has_shapes(before)


def _is_in_a_word(letter: str) -> bool:
    return unicodedata.category(letter or " ")[0] in "LM"


def _has_shapes(letter: str) -> bool:
    """Whether a character may be one that has several shapes, as signs and ideographs do."""
    if unicodedata.category(letter or " ")[0] in "CMZ":
        return False
    words = unicodedata.name(letter, "").split()
    return "LETTER" not in words or words[0] in _OF_SEVERAL_SHAPES
