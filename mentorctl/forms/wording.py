"""Values as people write them, the same in every locale."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

__all__ = ["abbreviation", "headlines", "month_day", "paragraphs", "written"]

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
BLANK_LINES = re.compile(r"\n[^\S\n]*\n\s*")


def written(day: dt.date | None) -> str:
    """A day as it is written on a form, `December 14, 2026`; nothing for no day."""
    return f"{MONTHS[day.month - 1]} {day.day}, {day.year}" if day else ""


def month_day(day: dt.date) -> str:
    """A day of any year, `December 14`."""
    return f"{MONTHS[day.month - 1]} {day.day}"


def paragraphs(text: str | None) -> list[str]:
    """The paragraphs of a free text, which blank lines part from each other."""
    return [part for part in BLANK_LINES.split((text or "").strip()) if part]


def headlines(terms: Mapping[str, str]) -> dict[str, str]:
    """The program's terms with each word's first letter a capital: `Content Advisor`."""
    return {name: _headline(term) for name, term in terms.items()}


def abbreviation(term: str) -> str:
    """The short form of a term of several words, `IMP`; a single word stays as it is."""
    words = term.split()
    return "".join(word[0] for word in words).upper() if len(words) > 1 else term


def _headline(term: str) -> str:
    return " ".join(word[:1].upper() + word[1:] for word in term.split())
