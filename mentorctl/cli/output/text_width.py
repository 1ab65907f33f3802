"""How many columns of a terminal a text takes: wide letters two, combining marks none."""

from __future__ import annotations

import re

__all__ = ["columns", "cut", "padded", "wrapped"]

# stands for a colour, and takes no room; \x02 stands for a blank where no line may end
_COLOUR, _BLANK = "\x01", "\ue002"
# what takes one column without a doubt; measuring anything else costs an import of 25 ms
_is_narrow = re.compile("[\x01\x02\x20-\x7e\xa0-\xac\xae-\u02ff–—‘’“”…→✓✗]*").fullmatch


def columns(text: str) -> int:
    """How many columns a text of one line takes."""
    if _is_narrow(text):
        return len(text) - text.count(_COLOUR)
    from wcwidth import width  # noqa: PLC0415 - only for letters that need measuring

    return width(text)


def padded(text: str, room: int) -> str:
    """A text with blanks behind it, so that it takes so many columns."""
    return text + " " * (room - columns(text))


def cut(text: str, room: int) -> str:
    """A text that takes so many columns at most; the last of them says that there was more."""
    if columns(text) <= room:
        return text
    from wcwidth import clip  # noqa: PLC0415 - as above

    return f"{clip(text, 0, room - 1).rstrip()}…"


def wrapped(text: str, room: int, *, break_words: bool = False) -> list[str]:
    """A text in lines that take so many columns at most.

    Args:
        text: The text, its own line ends included.
        room: The columns of a line.
        break_words: Whether a word that is longer than a line is broken; else it stands out.
    """
    lines: list[str] = []
    for line in text.split("\n"):
        if columns(line) <= room:
            lines.append(line)
        elif _is_narrow(line):
            import textwrap  # noqa: PLC0415 - only for long texts

            lines += textwrap.wrap(line, room, break_long_words=break_words, break_on_hyphens=False)
        else:
            import wcwidth  # noqa: PLC0415 - as above

            # where a language puts no blanks between its words, a line may end anywhere
            found = wcwidth.wrap(
                line.replace("\x02", _BLANK),
                room,
                break_long_words=break_words or _is_wide(line),
                break_on_hyphens=False,
            )
            lines += [each.replace(_BLANK, "\x02") for each in found]
    return lines


def _is_wide(text: str) -> bool:
    return columns(text) * 2 > 3 * len(text)
