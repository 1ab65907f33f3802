"""Characters that nobody sees, and texts that a spreadsheet would take for a formula."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mentorctl.store.sheets.cells import Cell

__all__ = ["cleaned_cell"]

# no width, and no say in how the letters around them look
_WEIGHTLESS = re.compile(
    "[\u00ad\u200b\u200e\u200f\u061c\u2060-\u2064\ufeff\u202a-\u202c\u2066-\u2069]"
)
# they join or part letters of some scripts, and say nothing at an end
_JOINERS_OUTSIDE = re.compile(
    r"^[\u200c\u200d]+|(?<![^\s])[\u200c\u200d]+|[\u200c\u200d]+(?![^\s])"
)
_DANGEROUS = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u202d\u202e\ud800-\udfff\ufff9-\ufffc\uffff]"
)
# how workbooks write a character that XML cannot hold
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_LINE = re.compile(r"\s*[\r\n\x0b\x0c\x85\u2028\u2029]+\s*")
_PHONE = r"[\d\s().,/-]*(?:(?:ext\.?|extension|x|#)[\s.:]*\d+)?$"
_FORMULA = re.compile(rf"[=@]|[+-](?!{_PHONE})", re.IGNORECASE)
# how programs keep a spreadsheet from taking a text for a number: ="01234", '01234
_KEPT_AS_TEXT = re.compile(r"=\"([^\"]*)\"|'(\+?\d[\d\s().-]{2,})")
_GUARDED = "=+-@＝＋－＠\t"


def cleaned_cell(cell: Cell, *, of_workbook: bool = False) -> tuple[Cell, tuple[str, ...]]:
    """A cell without blanks around its text, and what else was taken out of it, by name.

    Lines within it stay. Characters without any width, which make no difference to what one sees,
    are taken out; one that could make a text look like another is a fault of the cell, and so is a
    text that a spreadsheet would take for a formula: a workbook knows the two apart.
    """
    if cell.kind in ("error", "formula") or not cell.text:
        return cell, ()
    text = _ESCAPED.sub(_unescaped, cell.text)
    names = tuple(dict.fromkeys(_name(each) for each in _WEIGHTLESS.findall(text)))
    text = _JOINERS_OUTSIDE.sub("", _WEIGHTLESS.sub("", text))
    text = "\n".join(" ".join(line.split()) for line in _LINE.split(text.strip()))
    if len(text) > 1 and text[0] == "'" and text[1] in _GUARDED:
        return cell._replace(text=text[1:]), names  # how our own lists guard a text
    kept = None if of_workbook else _KEPT_AS_TEXT.fullmatch(text)
    if kept:
        text = (kept[1] or kept[2] or "").strip()
    dangerous = _DANGEROUS.search(text)
    if dangerous:
        return cell._replace(text=_name(dangerous[0]), kind="unseen"), names
    if cell.kind == "text" and not of_workbook and _FORMULA.match(text):
        return cell._replace(kind="looks-formula"), names
    return cell._replace(text=text), names


def _unescaped(found: re.Match[str]) -> str:
    character = chr(int(found[1], 16))
    return " " if character in "\r\n\t" or character.isspace() else found[0]


def _name(character: str) -> str:
    code = f"U+{ord(character):04X}"
    name = unicodedata.name(character, "")
    return f"{code} ({name.lower()})" if name else code
