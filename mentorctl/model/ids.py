"""Ids that people and pairings get when nobody has chosen one."""

from __future__ import annotations

import re
import shlex
import unicodedata
from typing import TYPE_CHECKING

from mentorctl.model.record import SLUG_LENGTHS, SLUG_PATTERN

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Iterable

__all__ = [
    "entry_id",
    "is_alike",
    "is_id",
    "pairing_id",
    "pasteable",
    "person_id_of",
    "slug",
    "unaccented",
]

# no vowels, which could form words, and no look-alike characters
_ENTRY_LETTERS = "bcdfghjkmnpqrstvwxz23456789"
_ENTRY_LENGTH = 4
# Latin letters that no decomposition takes apart
_LETTERS = str.maketrans({
    "ß": "ss", "ẞ": "ss", "æ": "ae", "Æ": "ae", "œ": "oe", "Œ": "oe", "ø": "o", "Ø": "o",
    "đ": "d", "Đ": "d", "ð": "d", "Ð": "d", "þ": "th", "Þ": "th", "ł": "l", "Ł": "l",
    "ħ": "h", "Ħ": "h", "ı": "i", "ŋ": "n", "Ŋ": "n", "ŧ": "t", "Ŧ": "t",
})  # fmt: skip
# understood where they are first asked for: most acts take no name apart
_IN_BRACKETS = r"\([^()]*\)|（[^（）]*）"
_NICKNAME = (
    r"\"[^\"]*\"|“[^”]*”|„[^“”]*[“”]|«[^»]*»|(?<!\w)'[^']*'(?!\w)|(?<!\w)‘[^’]*’(?!\w)"
    r"|\([^()]*\)|（[^（）]*）|\[[^\[\]]*\]"
)
_TITLE = (
    r"(?i)^(?:(?:dr|mr|mrs|ms|miss|mx|prof|professor|rev|fr|sr|sister|coach|hon)\.?\s+)+"
    r"(?=\S+\s+\S)"
)
# what somebody has studied, behind a comma, and may or may not write
_DEGREE = (
    r"(?i)(?:,\s*(?:ph\.?\s?d|ed\.?\s?[ds]|m\.?\s?ed|m\.?\s?[as]|m\.?\s?s\.?\s?w|l?csw|lmsw|m\.?d|j\.?d|nbct|mba"
    r"|bsw|b\.?[as])\.?)+\s*$"
)
_INITIALS = r"(?<![^\W_])([^\W\d_])\.(?=[^\W\d_]\.)"
_NO_LETTERS = str.maketrans("", "", "'’‘ʻʼ`´.")
_id = re.compile(SLUG_PATTERN).fullmatch
_taken_apart = re.compile(r"[^\w.,/#@%+=:-]").search


def is_alike(one: str, other: str) -> bool:
    """Whether two texts are the same but for capitals and blanks."""
    return one.casefold().split() == other.casefold().split()


def is_id(text: str) -> bool:
    """Whether a text can be an id."""
    return SLUG_LENGTHS[0] <= len(text) <= SLUG_LENGTHS[1] and _id(text) is not None


def pasteable(text: str, names: Iterable[str]) -> str:
    """A text whose commands do what they say when they are pasted, whatever somebody has named.

    Args:
        text: Words for a person, with `mentorctl …` somewhere in them.
        names: What pairings, people and files are called; those that no shell takes apart, and
            that stand in quotes already, stay as they are.
    """
    before, command, after = text.partition("mentorctl ")
    for name in sorted(names, key=len, reverse=True) if command else ():
        if _taken_apart(name) and name in after:
            # with the path or the field that it is a part of
            word = rf"(?<![^\s=(])(?:[\w./=-]*/)?{re.escape(name)}(?:[/#.][\w./#-]*\w)?"
            after = re.sub(word, lambda found: shlex.quote(found[0]), after)
    return before + command + after


def slug(name: str) -> str | None:
    """The id that a person's name makes: `Zoë O'Brien Jr.` is `zoe-obrien-jr`.

    Returns:
        The id, or None where the name has letters of another script than Latin (outside of
        brackets), or is too short or too long for an id.
    """
    kept = name
    if not _is_latin(name):
        kept = re.sub(_IN_BRACKETS, lambda part: part[0] if _is_latin(part[0]) else " ", name)
        if not _is_latin(kept):
            return None
    letters = unaccented(kept).translate(_NO_LETTERS).encode("ascii", "ignore").decode().lower()
    found = re.sub("[^a-z0-9]+", "-", letters).strip("-")
    return found if is_id(found) else None


def unaccented(text: str) -> str:
    """A text whose letters have lost their accents: `protégé` is `protege`."""
    parted = unicodedata.normalize("NFKD", text.translate(_LETTERS))
    return "".join(letter for letter in parted if not unicodedata.combining(letter))


def person_id_of(name: str) -> str | None:
    """The id that a person gets: without nickname, title and degree, which may come or go.

    Returns:
        As `slug` has it: `Dr. Renée "Ren" Castle, Ed.D.` is `renee-castle`.
    """
    spaced = re.sub(_INITIALS, r"\1. ", re.sub(_DEGREE, "", name))
    plain = " ".join(re.sub(_NICKNAME, " ", spaced).split())
    return slug(re.sub(_TITLE, "", plain)) or slug(plain) or slug(name)


def pairing_id(mentee: str, mentor: str) -> str | None:
    """The id that two people's ids make, or None where it would be too long."""
    found = f"{mentee}-{mentor}"
    return found if is_id(found) else None


def entry_id(day: dt.date | str, taken: Collection[str]) -> str:
    """An id that no entry of a list has, nor one that somebody else adds elsewhere that day."""
    import secrets  # noqa: PLC0415 - takes long to load, and few commands make ids

    while True:
        made = f"{day}-{''.join(secrets.choice(_ENTRY_LETTERS) for _ in range(_ENTRY_LENGTH))}"
        if made not in taken:
            return made


def _is_latin(text: str) -> bool:
    return all(
        unicodedata.name(letter, "").startswith("LATIN")
        for letter in text.translate(_NO_LETTERS)
        if letter.isalpha()
    )
