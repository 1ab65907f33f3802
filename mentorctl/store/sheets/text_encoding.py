"""Which letters the bytes of a text stand for."""

from __future__ import annotations

import codecs
import re
import unicodedata
from typing import NamedTuple

from mentorctl.store.sheets.cells import TableError

__all__ = ["ENCODINGS", "AmbiguousEncoding", "Decoded", "decoded"]

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# what a person can name, and what Python calls it
ENCODINGS = {
    "utf-8": "utf-8",
    "utf-16": "utf-16",
    "windows-1252": "cp1252",
    "mac-roman": "mac_roman",
    "windows-1250": "cp1250",
    "windows-1251": "cp1251",
    "dos-437": "cp437",
    "dos-850": "cp850",
}
# of the computers that rosters are made on; the others are asked about
_USUAL = ("windows-1252", "mac-roman")
_OTHERS = ("windows-1250", "windows-1251", "dos-437", "dos-850")
_WORD = re.compile(r"[^\s,;|\"]*[^\x00-\x7f][^\s,;|\"]*")
_IN_TEXT = "‘’‚“”„–—…•·°©®™€£§¿¡ºª«» "
SHOWN = 3


class Decoded(NamedTuple):
    """A text, and what to tell of how it was read (empty where it is UTF-8)."""

    text: str
    remark: str = ""


class AmbiguousEncoding(TableError):
    """Letters that can be read in several ways.

    Attributes:
        choices: The ways, by the name of each: a few words as they would read.
    """

    def __init__(self, message: str, hint: str, choices: dict[str, str]) -> None:
        super().__init__(message, hint)
        self.choices = choices


def decoded(data: bytes, name: str, wanted: str | None = None) -> Decoded:
    """The text that a file holds.

    Args:
        data: Its bytes.
        name: What it is called, for messages.
        wanted: One of `ENCODINGS`, where a person has said it.

    Raises:
        AmbiguousEncoding: It can be read in several ways.
        TableError: It cannot be read as text.
    """
    if wanted is not None:
        return _as_wanted(data, name, wanted)
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            said = "" if encoding == "utf-8" else f"read as {encoding[:6].upper()}"
            return Decoded(_strict(data[len(mark) :], name, encoding), said)
    encoding = _without_mark(data)
    if encoding:
        return Decoded(_strict(data, name, encoding), "read as UTF-16")
    if b"\0" in data:
        raise TableError(f"{name} is no text: it holds bytes that no letter has",
                         "in the spreadsheet, save it as .xlsx or as 'CSV UTF-8'")  # fmt: skip
    try:
        return Decoded(data.decode("utf-8"))
    except UnicodeDecodeError:
        return _guessed(data, name)


def _as_wanted(data: bytes, name: str, wanted: str) -> Decoded:
    encoding = ENCODINGS.get(wanted.lower())
    if encoding is None:
        raise TableError(f"{wanted!r} is no encoding that is known here",
                         f"name one of: {', '.join(ENCODINGS)}")  # fmt: skip
    try:
        text = data.decode(encoding).removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        raise TableError(f"{name} cannot be read as {wanted}", "leave --encoding out") from error
    return Decoded(text, f"read as {wanted}, as you said")


def _strict(data: bytes, name: str, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise TableError(
            f"{name}: line {line} is not {encoding[:6].rstrip('-').upper()} text, as its first"
            " bytes say it is",
            "in the spreadsheet, save it once more as 'CSV UTF-8'",
        ) from error


def _without_mark(data: bytes) -> str:
    """UTF-16 whose mark was lost: of letters from A to Z, every other byte is nothing."""
    start = data[:2000]
    if len(start) % 2:
        start = start[:-1]
    even, odd = start[::2], start[1::2]
    if len(even) > 1 and odd.count(0) > 0.6 * len(odd) and even.count(0) == 0:
        return "utf-16-le"
    if len(even) > 1 and even.count(0) > 0.6 * len(even) and odd.count(0) == 0:
        return "utf-16-be"
    return ""


def _guessed(data: bytes, name: str) -> Decoded:
    readings = _likely(data, _USUAL)
    if len(readings) == 1:
        ((encoding, text),) = readings.items()
        return Decoded(text, f"no UTF-8; read as {encoding}: {_sample(text)}")
    readings = readings or _likely(data, _OTHERS)
    line = _first_line(data)
    choices = {encoding: _sample(text) for encoding, text in readings.items()}
    listed = ", or ".join(f"--encoding {each}: {sample}" for each, sample in choices.items())
    hint = listed or "in the spreadsheet, save it as 'CSV UTF-8'"
    message = f"{name}: line {line} is not UTF-8, and it cannot be told for sure what it is"
    raise AmbiguousEncoding(message, hint, choices)


def _first_line(data: bytes) -> int:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        return data.count(b"\n", 0, error.start) + 1
    return 1


def _likely(data: bytes, encodings: tuple[str, ...]) -> dict[str, str]:
    """The readings in which every letter stands where such a letter can stand."""
    found: dict[str, str] = {}
    for encoding in encodings:
        try:
            text = data.decode(ENCODINGS[encoding])
        except UnicodeDecodeError:
            continue
        likely = all(_is_likely(word) for word in set(_WORD.findall(text)))
        if likely and text not in found.values():
            found[encoding] = text
    return found


def _is_likely(word: str) -> bool:
    """Whether a word with letters beyond A to Z looks like one."""
    scripts = set()
    for before, letter, after in zip(" " + word, word, word[1:] + " ", strict=False):
        if letter.isascii():
            if letter.isalpha():
                scripts.add("LATIN")
            continue
        if not letter.isalpha() or letter in "ºª":
            inside = before.isalpha() and after.isalpha()
            if letter not in _IN_TEXT or (inside and letter not in "‘’–—· "):
                return False
            continue
        scripts.add(unicodedata.name(letter, "?").split()[0])
        # no capital stands right behind a small letter or between a letter and a small one
        if letter.isupper() and before.isalpha() and (before.islower() or after.islower()):
            return False
        if letter.islower() and after.isupper() and after.isascii():
            return False
        if letter.islower() and before.isupper() and after.isupper():
            return False
    return len(scripts) < 2  # noqa: PLR2004 - a word has one script


def _sample(text: str) -> str:
    words = dict.fromkeys(
        re.sub(r"^\W+|\W+$", "", word)
        for part in _WORD.findall(text)
        for word in re.split(r"[,;|\t\"]", part)
        if not word.isascii()
    )
    return ", ".join(list(words)[:SHOWN])
