"""Names, addresses, phones and years of people, as sheets have them."""

from __future__ import annotations

import re

__all__ = [
    "BadCell",
    "email",
    "is_vacant",
    "joined_name",
    "phone",
    "spoken_name",
    "suspicious_text",
    "total_words",
    "whole_years",
    "yes_or_no",
    "zip_code",
]

YES = frozenset({"yes", "y", "true", "t", "x", "1", "✓", "✔", "☑", "☒", "✅", "on", "checked", "sí",
                 "si", "yes.", "wahr", "1.0"})  # fmt: skip
NO = frozenset({"no", "n", "false", "f", "0", "☐", "✗", "✘", "off", "unchecked", "no.", "0.0",
                "falsch"})  # fmt: skip
MOST_YEARS = 70
SUFFIXES = re.compile(
    r"(?:jr|sr|ii|iii|iv|v|esq|ph\.?\s?d|ed\.?\s?d|ed\.?\s?s|m\.?\s?ed|m\.?\s?a|m\.?\s?s|m\.?\s?s\.?\s?w"
    r"|l?csw|lmsw|lcsw|md|m\.?d|j\.?d|nbct|rn|cpa|mba|bsw|b\.?a|b\.?s)\.?",
    re.IGNORECASE,
)
_TWO_PEOPLE = re.compile(r"\s(?:&|and)\s|[;/+]", re.IGNORECASE)
_ADDRESS = re.compile(r"[^<>]*<\s*(?:mailto:)?([^<>\s]+@[^<>\s]+)\s*>[\s;,.]*", re.IGNORECASE)
_BARE_ADDRESS = re.compile(r"(?:mailto:)?\s*(\S+@\S+?)[\s;,.]*", re.IGNORECASE)
_TEL = re.compile(r"^(?:tel|phone|ph|cell|mobile|c|p|t|m|w|h|o)\s*[:.]\s*", re.IGNORECASE)
_LABEL = re.compile(r"\s*[(\[]?\b(?:cell|home|work|mobile|school|office|c|h|w|m|o)\b\.?[)\]]?\s*$",
                    re.IGNORECASE)  # fmt: skip
_EXTENSION = re.compile(r"[\s,;]*(?:ext(?:ension)?\.?|x|#)\s*[:.]?\s*\d{1,6}\s*$", re.IGNORECASE)
_PHONE = re.compile(r"\+?[\d\s().\-–‑/]+")
_YEARS = re.compile(r"(-?\d+)(?:\.0+)?\s*(?:years?|yrs?\.?|y)?\.?", re.IGNORECASE)
_LETTERS_LOST = re.compile(r"[^\W\d_]\?[^\W\d_]|^\?+[^\W\d_]{2}")
_TOTAL = re.compile(
    r"(?:grand\s+|sub[\s-]?)?totals?|sum|count|average|avg|mean|(?:total|number|count)\s+(?:of\s+)?"
    r"(?:people|mentors|mentees|teachers|participants|records|rows|staff|count|prot[eé]g[eé]s)",
    re.IGNORECASE,
)


_VACANT = re.compile(
    r"vacan(?:t|cy)(?:\s+position)?|(?:open|unfilled|vacant)(?:\s+(?:position|slot))?|position\s+open"
    r"|new\s+(?:hire|teacher|mentor|mentee)|to\s+be\s+(?:hired|named|filled|assigned|determined)"
    r"|unassigned|not\s+(?:yet\s+)?assigned|unknown|(?:long[\s-]?term\s+)?sub(?:stitute)?",
    re.IGNORECASE,
)


class BadCell(ValueError):
    """A cell that cannot be taken: what is wrong, and what to do."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.message, self.hint = message, hint


def yes_or_no(text: str) -> str:
    """`yes` or `no` for every common way to say it; any other text as it is."""
    said = text.strip().casefold()
    return "yes" if said in YES else "no" if said in NO else text


def whole_years(text: str) -> str:
    """A number of full years.

    Raises:
        BadCell: It is none, or nobody has worked so long.
    """
    found = _YEARS.fullmatch(text.strip())
    if found is None:
        if re.search(r"\d[.,]\d|\d\s*½|¼|¾", text) and not re.search(r"[eE]", text):
            raise BadCell(f"experience_years is {text!r}, and only whole years count",
                          "write the full years, a whole number")  # fmt: skip
        raise BadCell(f"experience_years is {text!r}, not a whole number of years",
                      "write a whole number, in digits: 5")  # fmt: skip
    digits = found[1].lstrip("-0") or "0"
    if found[1].startswith("-") and digits != "0":
        raise BadCell(f"experience_years is {text!r}, less than 0", "write the full years: 5")
    if len(digits) > 2 or int(digits) > MOST_YEARS:  # noqa: PLR2004 - digits of 70
        raise BadCell(f"experience_years is {text!r}, more than {MOST_YEARS} years",
                      "write the full years in the profession: 5")  # fmt: skip
    return digits


def zip_code(text: str) -> str:
    """A ZIP code, or another country's code as it is.

    Raises:
        BadCell: The spreadsheet has taken it for a number, and a zero in front is lost.
    """
    if re.fullmatch(r"\d{1,4}(?:-\d{4})?", text):
        digits, _, more = text.partition("-")
        whole = f"{digits.zfill(5)}{'-' if more else ''}{more}"
        raise BadCell(f"{text!r} is too short for a ZIP code; the sheet may have lost a zero",
                      f"write {whole} if it is that, in a column formatted as text")  # fmt: skip
    return text


def phone(text: str) -> str:
    """A phone number as it is written, without what says that it is one.

    Raises:
        BadCell: It is none.
    """
    number = _TEL.sub("", text.strip())
    number = re.sub(r"\.0$", "", number) if re.fullmatch(r"\d{7,}\.0", number) else number
    kept = _LABEL.sub("", number)
    bare = _EXTENSION.sub("", kept)
    digits = sum(letter.isdigit() for letter in bare)
    only = re.fullmatch(r"(?:ext(?:ension)?\.?|x)\s*[:.]?\s*\d{1,6}", kept, re.IGNORECASE)
    if only or (_PHONE.fullmatch(bare) and 3 <= digits <= 15 and not bare.startswith("-")):  # noqa: PLR2004
        return kept
    if re.fullmatch(r"\d(?:\.\d+)?E\+?\d+", kept, re.IGNORECASE):
        raise BadCell(f"{text!r} is a number that the spreadsheet has shortened, and no phone",
                      "widen the column, format it as text, and type the number again")  # fmt: skip
    if digits > 15 or re.search(r"\d{3}.*[;,/&]|\bor\b", bare):  # noqa: PLR2004
        raise BadCell(f"{text!r} is more than one phone number",
                      "keep one in this column")  # fmt: skip
    raise BadCell(f"{text!r} is no phone number",
                  "write it like 573-555-0142, 573-555-0142 x5, or clear the cell")  # fmt: skip


def email(text: str) -> str:
    """An address without the name, brackets or `mailto:` around it.

    Raises:
        BadCell: There are several.
    """
    if text.count("@") > 1:
        raise BadCell(f"{text!r} is more than one email address", "keep one in this column")
    found = _ADDRESS.fullmatch(text) or _BARE_ADDRESS.fullmatch(text)
    return found[1] if found else text


def joined_name(first: str, middle: str, last: str, suffix: str) -> str:
    """A name from the columns that it is spread over."""
    if "," in last and not suffix:
        last, _, suffix = (part.strip() for part in last.partition(","))
    return " ".join(part for part in (first, middle, last, suffix) if part)


def spoken_name(text: str) -> str:
    """A name in the order in which it is spoken: `Castle, Renee` is `Renee Castle`.

    Raises:
        BadCell: It is more than one person, or has letters that were lost.
    """
    name = re.sub(r"\s+", " ", text).strip(" ,;")
    if "@" in name:
        raise BadCell(f"{text!r} is an email address, and no name", "write the person's name")
    if _TWO_PEOPLE.search(re.sub(r"[\"“”(\[].*?[\"“”)\]]", "", name)):
        raise BadCell(f"{text!r} may be two people", "give each a row of their own")
    if name[:1] in "=+@" or not any(letter.isalpha() for letter in name):
        raise BadCell(f"{text!r} is no name", "write the person's name")
    parts = [part.strip() for part in name.split(",") if part.strip()]
    after = [part for part in parts[1:] if SUFFIXES.fullmatch(part)]
    given = [part for part in parts[1:] if part not in after]
    if not given:
        return name
    if len(given) > 1:
        raise BadCell(f"{text!r} has more commas than a name: Last, First",
                      "write it as it is spoken: Ana Ruiz")  # fmt: skip
    return " ".join((given[0], parts[0], *after))


def suspicious_text(text: str, *, of_name: bool = False) -> BadCell | None:
    """What is wrong with a text whose letters were read in the wrong way once, or lost.

    Args:
        text: What the cell shows.
        of_name: Whether it is a name, in which no question mark stands for itself.
    """
    if text.isascii() and "?" not in text:
        return None
    if "\ufffd" in text or (of_name and _LETTERS_LOST.search(text)):
        return BadCell(f"{text!r} has letters that were lost on the way here",
                       "type it again, or export the sheet once more as 'CSV UTF-8'")  # fmt: skip
    if text.isascii():
        return None
    import ftfy  # noqa: PLC0415 - only for letters beyond A to Z

    mended: str = ftfy.fix_encoding(text)
    if mended == text:
        return None
    return BadCell(f"{text!r} has garbled letters: it was once read in the wrong encoding",
                   f"it should perhaps be {mended!r}; export the sheet again as 'CSV UTF-8', or"
                   " correct the cell")  # fmt: skip


def is_vacant(text: str) -> bool:
    """Whether a name is none, but says that nobody has the place yet."""
    return _VACANT.fullmatch(text.strip(" ()[]*-")) is not None


def total_words(text: str) -> bool:
    """Whether a text begins a line of totals."""
    bare = re.sub(r"[\s:=()#]*\d*[\s:=().]*$", "", text.strip())
    return _TOTAL.fullmatch(bare.strip()) is not None
