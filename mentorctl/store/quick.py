"""The fast path of reading: accept a good file at once, doubt every other.

A file that passes the gate is parsed by rapidyaml, which leaves text as it was typed, and is
turned into its record by the record's own model. Nothing is ever refused here: whatever is
doubtful goes to `exact`, which alone gives verdicts, lines and columns.
"""

from __future__ import annotations

import contextlib
import os
import re
import sys
from typing import TYPE_CHECKING, TypeVar

import msgspec
import ryml

from mentorctl.model.base import Record

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["accept", "quiet_parser"]

R = TypeVar("R", bound=Record)

LARGEST_QUICK = 1 << 17
MANY_BRACKETS = 400

_PLAIN = bytes(sorted(set(range(0x20, 0x7F)) - set(b"&*!%|>@`"))) + b"\n"
_INDICATORS = b"&*!%|>@`"
_BEFORE_A_TOKEN = b" \n[{,"
_DEEP = b"\n" + b" " * 24
# the C1 controls, the bidirectional marks, the line separators and the byte order mark
_DOUBTFUL_LETTERS = re.compile(
    "[\x80-\x9f\xad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ud800-\udfff\ufdd0-\ufdef"
    "\ufeff\ufff9-\uffff]"
)

_untyped = msgspec.json.Decoder()
_encode = msgspec.json.Encoder().encode
_parse = ryml.parse_in_arena
_to_json = ryml.emit_json


def accept(data: bytes, model: type[R]) -> R | None:
    """Read a file that is beyond doubt.

    Args:
        data: The file's content.
        model: The record it should be.

    Returns:
        The record, or None when there is any doubt about the file.
    """
    if b"\r" in data:
        data = data.replace(b"\r\n", b"\n")
    if _is_doubtful(data):
        return None
    try:
        text = _to_json(_parse(data))
        tree = _untyped.decode(text)
        # the parser keeps both of two equal keys in its JSON, a mapping only one
        if text.count('":') != _encode(tree).count(b'":'):
            return None
        return msgspec.convert(tree, model, strict=False)
    except (msgspec.MsgspecError, ryml.ExceptionBasic, TypeError, UnicodeError):
        return None


def _is_doubtful(data: bytes) -> bool:
    unusual = data.translate(None, _PLAIN)
    if unusual:
        letters = unusual.translate(None, _INDICATORS)
        if letters and _has_doubtful_letters(letters):
            return True
        if len(letters) != len(unusual) and _has_indicators(data, unusual):
            return True
    return (
        _DEEP in data
        or b"- - " in data
        or b"\n---" in data
        or b"\n=======" in data
        or b".N" in data  # .NaN and .Inf come out of the parser in small letters
        or b".I" in data
        or data.startswith(b"---")
        or len(data) > LARGEST_QUICK
        or data.count(b"[") + data.count(b"{") > MANY_BRACKETS
    )


def _has_indicators(data: bytes, unusual: bytes) -> bool:
    """Whether an anchor, alias, tag, directive or a block scalar with a stated indentation."""
    for indicator in set(unusual).intersection(_INDICATORS):
        at = data.find(indicator)
        while at >= 0:
            if indicator in b"|>":
                if data[at + 1 : at + 3].strip(b"+-\n ")[:1].isdigit():
                    return True
            elif (not at or data[at - 1] in _BEFORE_A_TOKEN) and data[at + 1 : at + 2].strip():
                return True
            at = data.find(indicator, at + 1)
    return False


def _has_doubtful_letters(letters: bytes) -> bool:
    try:
        text = letters.decode()
    except UnicodeDecodeError:
        return True
    return not text.isprintable() or _DOUBTFUL_LETTERS.search(text) is not None


@contextlib.contextmanager
def quiet_parser() -> Iterator[None]:
    """Keep rapidyaml's own words about a broken file off the terminal.

    Its C++ core writes them straight to the process's standard error; `exact` says the same
    in the program's words.
    """
    try:
        kept = os.dup(2)
    except OSError:
        yield
        return
    sys.stderr.flush()
    try:
        with open(os.devnull, "wb") as nowhere:  # noqa: PTH123 - a device, not a path
            os.dup2(nowhere.fileno(), 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
