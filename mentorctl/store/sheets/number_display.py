"""A number as the sheet shows it: leading zeros and dashes of its format."""

from __future__ import annotations

import re

__all__ = ["as_shown"]

_QUOTED = re.compile(r'"([^"]*)"|\\(.)|_.|\*.|\[[^\]]*\]')
_CONDITION = re.compile(r"\[(<=?|>=?)(\d+)\]")
# only zeros, marks for digits and what stands between them: ZIP codes, phones
_OF_DIGITS = re.compile(r"[0#][0#\-() ./]*")
LONGEST = 15


def as_shown(value: float, number_format: str) -> str:
    r"""A number with the zeros and dashes of its format; plain where the format is another.

    Args:
        value: The number.
        number_format: Of the cell, such as `00000` or `[<=9999999]###\-####;(###) ###\-####`.
    """
    plain = _plain(value)
    if not plain.isdigit() or len(plain) > LONGEST:
        return plain
    pattern = _QUOTED.sub(lambda found: found[1] or found[2] or "", _section(value, number_format))
    pattern = pattern.strip()
    places = sum(pattern.count(mark) for mark in "0#")
    if places < 2 or "." in pattern or not _OF_DIGITS.fullmatch(pattern.lstrip("(+ ")):  # noqa: PLR2004
        return plain
    digits = list(plain.rjust(pattern.count("0"), "0"))
    shown = ""
    for mark in reversed(pattern):
        if mark not in "0#":
            shown = mark + shown
        elif digits:
            shown = digits.pop() + shown
    return "".join(digits) + shown.lstrip("- ") if digits else shown


def _plain(value: float) -> str:
    if isinstance(value, float) and value.is_integer() and abs(value) < 10**LONGEST:
        return str(int(value))
    return str(value)


def _section(value: float, number_format: str) -> str:
    """The part of a format that is for this number."""
    for part in number_format.split(";"):
        condition = _CONDITION.search(part)
        if condition is None:
            return part
        limit = float(condition[2])
        if {"<": value < limit, "<=": value <= limit, ">": value > limit, ">=": value >= limit}[
            condition[1]
        ]:
            return part
    return ""
