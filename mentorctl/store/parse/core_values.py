"""What YAML 1.2 makes of plain values, where a record holds a number, a choice or nothing.

An editor reads `012` as 12 and `~` as nothing before any schema sees it. Texts stay what was typed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import inspect as types

from mentorctl.model.number_spelling import usual
from mentorctl.model.single_values import choices

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mentorctl.store.parse.nodes import Node

__all__ = ["NOTHING", "is_nothing", "settle"]

# besides an empty place and `null`
NOTHING = frozenset(("~", "Null", "NULL"))
_NUMBERS = types.IntType | types.FloatType | types.BoolType | types.DateTimeType


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
    elif any(map(_holds_numbers, kinds)):
        node.value = usual(text) or text


def _is_any_text(kind: types.Type) -> bool:
    return isinstance(kind, types.StrType) and not kind.pattern


def _holds_numbers(kind: types.Type) -> bool:
    return isinstance(kind, _NUMBERS) or any(isinstance(each, int) for each in choices(kind))
