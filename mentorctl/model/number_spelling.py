"""How YAML 1.2 spells numbers: `012`, `0xC`, `+12` and `12.0` are all twelve."""

from __future__ import annotations

import math
import re

__all__ = ["usual"]

# what is longer is no number of a record
LONGEST = 15
_WHOLE = re.compile(r"[-+]?[0-9]+")
_BASED = re.compile(r"0(?:o(?P<octal>[0-7]+)|x(?P<hex>[0-9a-fA-F]+))")
_NUMBER = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]{1,3})?")


def usual(text: str) -> str | None:
    """The usual spelling of a number; None for what is none."""
    if len(text) > LONGEST:
        return None
    based = _BASED.fullmatch(text)
    if based is not None:
        return str(int(based["octal"], 8) if based["octal"] else int(based["hex"], 16))
    if _WHOLE.fullmatch(text):
        return str(int(text))
    number = float(text) if _NUMBER.fullmatch(text) else math.nan
    if not math.isfinite(number):
        return None
    return str(int(number)) if number.is_integer() else repr(number)
