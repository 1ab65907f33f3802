"""What YAML 1.2 makes of plain values, where a record holds a number, a choice or nothing.

An editor reads `012` as 12 and `~` as nothing before any schema sees it. Texts stay what was typed.
"""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING

from msgspec import inspect as types

from mentorctl.model.single_values import choices

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mentorctl.store.parse.nodes import Node

__all__ = ["NOTHING", "is_nothing", "settle"]

# besides an empty place and `null`
NOTHING = frozenset(("~", "Null", "NULL"))
LONGEST = 15
_NUMBERS = types.IntType | types.FloatType | types.BoolType | types.DateTimeType
_WHOLE = re.compile(r"[-+]?[0-9]+")
_BASED = re.compile(r"0(?:o(?P<octal>[0-7]+)|x(?P<hex>[0-9a-fA-F]+))")
_NUMBER = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]{1,3})?")


def is_nothing(node: Node) -> bool:
    """Whether a text without quotes is one of YAML's words for nothing."""
    return node.is_plain and node.value in NOTHING


def settle(node: Node, kinds: Sequence[types.Type]) -> None:
    """Put the value that YAML reads in the place of another spelling of it.

    Args:
        node: What is written; it becomes empty for a word for nothing.
        kinds: What it may be; where that is any text, all stays as it is.
    """
    text = node.value
    if not node.is_plain or not isinstance(text, str) or any(map(_is_any_text, kinds)):
        return
    if text in NOTHING:
        node.value = None
    elif len(text) <= LONGEST and any(map(_holds_numbers, kinds)):
        node.value = _number(text) or text


def _is_any_text(kind: types.Type) -> bool:
    return isinstance(kind, types.StrType) and not kind.pattern


def _holds_numbers(kind: types.Type) -> bool:
    return isinstance(kind, _NUMBERS) or any(isinstance(each, int) for each in choices(kind))


def _number(text: str) -> str | None:
    """The usual spelling of a number; None for what is none."""
    based = _BASED.fullmatch(text)
    if based is not None:
        return str(int(based["octal"], 8) if based["octal"] else int(based["hex"], 16))
    if _WHOLE.fullmatch(text):
        return str(int(text))
    number = float(text) if _NUMBER.fullmatch(text) else math.nan
    if not math.isfinite(number):
        return None
    return str(int(number)) if number.is_integer() else repr(number)
