"""How a value is written in YAML, so that every reader gives the same text back."""

from __future__ import annotations

import datetime as dt
import enum
import re
from collections.abc import Mapping, Sequence
from typing import TypeGuard

from mentorctl.model.canonical import text_of
from mentorctl.model.record import day_written

__all__ = ["STEP", "Value", "entries", "flow", "scalar", "spell", "tree_of"]

Value = (
    str | float | dt.date | dt.time | enum.Enum | None | Mapping[str, "Value"] | Sequence["Value"]
)

STEP = 2

# what the YAML 1.2 core schema, and ruamel.yaml beyond it, take for something other than text
_OTHER_TYPE = re.compile(
    r"null|Null|NULL|~|true|True|TRUE|false|False|FALSE|<<|="
    r"|[-+]?(0o?[0-7_]+|0x[0-9a-fA-F_]+|0b[01_]+|[0-9_]+)"
    r"|[-+]?(\.[0-9_]+|[0-9][0-9_]*(\.[0-9_]*)?)([eE][-+]?[0-9]+)?"
    r"|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)"
)
# what YAML 1.1 takes for something else: PyYAML reads yes as True, and 19:00 as 1140
_OTHER_IN_YAML_1_1 = re.compile(
    r"(?i:y|yes|n|no|on|off)"
    r"|[-+]?[0-9][0-9_]*(:[0-5]?[0-9])+(\.[0-9_]*)?"
    r"|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(([Tt]|[ \t]+)[0-9]{1,2}:.*)?"
)
_SPECIAL_START = re.compile(r"[-?:,\[\]{}#&*!|>'\"%@`]|\.\.\.")
_SPECIAL_INSIDE = re.compile(r": | #|:$")
_SPECIAL_IN_FLOW = re.compile(r"[,\[\]{}:?]")
# control characters, separators, bidirectional and other invisible marks
_UNSEEN = (
    "[\x00-\x1f\x7f-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f"
    "\ud800-\udfff\ufdd0-\ufdef\ufeff\ufff0-\ufffb\ufffe\uffff]"
)
_TO_ESCAPE = rf'["\\]|{_UNSEEN}'
_SHORT_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}


def scalar(value: Value, *, in_flow: bool = False) -> str:
    """Write a single value on one line.

    Text, and a time of day, is left plain where YAML 1.1, YAML 1.2 and reading as text all give
    exactly this text back, and is put in double quotes otherwise; a blank is written as nothing.

    Args:
        value: What to write; no mapping and no list.
        in_flow: Whether it will stand inside `{…}` or `[…]`.
    """
    if value is None:
        return ""
    text = value if isinstance(value, str) else text_of(value)
    if not isinstance(value, str | dt.time | enum.Enum):
        return text
    is_plain = _may_be_plain(text, in_flow=in_flow) and not _is_other_in_1_1(text)
    return text if is_plain else _quoted(text)


def _is_other_in_1_1(text: str) -> bool:
    """Whether YAML 1.1 makes something else of a text; a day is a day there, too."""
    return _OTHER_IN_YAML_1_1.fullmatch(text) is not None and day_written(text) is None


def _key(text: str) -> str:
    """Write a name; `on` stays plain, as people write it and as every record has it."""
    return text if _may_be_plain(text, in_flow=True) else _quoted(text)


def flow(value: Value) -> str:
    """Write any value on one line, collections as `{…}` and `[…]`."""
    if isinstance(value, Mapping):
        pairs = (f"{_key(key)}: {flow(each)}" for key, each in value.items())
        return f"{{{', '.join(pairs)}}}"
    if _is_list(value):
        return f"[{', '.join(map(flow, value))}]"
    return scalar(value, in_flow=True)


def spell(value: Value, indent: int, *, flat: bool = False) -> tuple[str, list[str]]:
    """Write a value that follows `name:` in block style.

    Args:
        value: What to write.
        indent: The column at which the lines below begin.
        flat: Whether to keep everything on the line of the name.

    Returns:
        What stands on the line of the name, and the whole lines below it.
    """
    if isinstance(value, str) and not flat and _may_be_literal(value):
        pad = " " * indent
        lines = value.removesuffix("\n").split("\n")
        return ("|" if value.endswith("\n") else "|-"), [
            pad + line if line else "" for line in lines
        ]
    if isinstance(value, Mapping) or _is_list(value):
        if flat or not value:
            return flow(value), []
        return "", entries(value, indent)
    return scalar(value), []


def entries(value: Value, indent: int, *, flat: bool = False) -> list[str]:
    """Write the pairs of a mapping or the items of a list, one below the other.

    Args:
        value: A mapping or a list that is not empty.
        indent: The column at which each begins.
        flat: Whether to keep each on one line.

    Returns:
        Whole lines.
    """
    pad = " " * indent
    lines: list[str] = []
    if isinstance(value, Mapping):
        for key, each in value.items():
            head, body = spell(each, indent + STEP, flat=flat)
            lines.append(f"{pad}{_key(key)}: {head}".rstrip(" "))
            lines += body
    elif _is_list(value):
        for each in value:
            head, body = spell(each, indent + STEP, flat=flat)
            if body and not head:
                head, *body = body
                head = head[indent + STEP :]
            lines.append(f"{pad}- {head}".rstrip(" "))
            lines += body
    return lines


def tree_of(value: Value) -> object:
    """What reading as text gives for a value once it is written.

    Raises:
        TypeError: It is of a type that no record holds.
    """
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, Mapping):
        return {str(key): tree_of(each) for key, each in value.items()}
    if _is_list(value):
        return [tree_of(each) for each in value]
    if isinstance(value, dt.date | dt.time | enum.Enum | float | int):
        return text_of(value)
    raise TypeError(type(value).__name__)


def _is_list(value: Value) -> TypeGuard[Sequence[Value]]:
    return isinstance(value, Sequence) and not isinstance(value, str)


def _may_be_plain(text: str, *, in_flow: bool) -> bool:
    return not (
        not text
        or text != text.strip()
        or _SPECIAL_START.match(text)
        or _SPECIAL_INSIDE.search(text)
        or _has_unseen(text)
        or _OTHER_TYPE.fullmatch(text)
        or (in_flow and _SPECIAL_IN_FLOW.search(text))
    )


def _may_be_literal(text: str) -> bool:
    """Whether text of several lines survives as a block that an editor tidies up."""
    return (
        "\n" in text
        and not text[0].isspace()
        and not text.removesuffix("\n")[-1].isspace()
        and not _has_unseen(text.replace("\n", ""))
    )


def _has_unseen(text: str) -> bool:
    # the pattern takes long to be understood, and hardly any text needs it
    return not text.isprintable() and re.search(_UNSEEN, text) is not None


def _quoted(text: str) -> str:
    if text.isprintable():
        text = text.replace("\\", r"\\").replace('"', r"\"")
    else:
        text = re.sub(_TO_ESCAPE, _escape, text)
    return f'"{text}"'


def _escape(found: re.Match[str]) -> str:
    letter = found[0]
    return _SHORT_ESCAPES.get(letter) or f"\\u{ord(letter):04x}"
