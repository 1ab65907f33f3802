"""The fast path of reading: accept a good file at once, doubt every other.

A file that passes the gate is parsed by rapidyaml, which leaves text as it was typed, and is
turned into its record by the record's own model. Nothing is ever refused here: whatever is
doubtful goes to the exact path (`nodes`, `validation`), which alone gives verdicts, lines and
columns.
"""

from __future__ import annotations

import _thread
import contextlib
import functools
import gc
import io
import os
import re
import sys
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec
import ryml

from mentorctl.model.record import Record

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["DOUBTFUL", "accept", "accept_both", "may_cut", "plain", "quiet_parser", "reading"]

R = TypeVar("R", bound=Record)

DOUBTFUL = object()
LARGEST_QUICK = 1 << 17
BLANK = 0x20
# with which some editors begin a file
MARK = b"\xef\xbb\xbf"

_INDICATORS = b"&*!%|>@`?"
_PLAIN = bytes(sorted(set(range(0x20, 0x7F)) - set(_INDICATORS))) + b"\n"
_BEFORE_A_VALUE = b"\n:-?"
_BLOCK_BEGINS = re.compile(rb"[|>][+-]?\n")
_DOUBTFUL_LINE = re.compile(
    rb"""
    \n (?: --- | \.\.\. | =======
      # what begins with a quote and is a name, or runs over lines and so may become one; but not
      # the number of a step that has its words behind it
      | (?! \ *"[0-9]{1,3}":\ [A-Za-z] ) [ -]*
        (?: "[^"\\\n]* (?: "\ *: | \n | \\ ) | '[^'\n]* (?: '\ *: | \n | '' ) )
    )
    """,
    re.VERBOSE,
)
# words for nothing, which are no text for an editor
_NOTHING = re.compile(rb"(?:[:-]|\n) +(?:~|Null|NULL) *(?:\n|#)")
# ids, and names of fields as settings have them
_LIST_OF_IDS = re.compile(
    rb": \[(?:[a-z][a-z0-9_.-]*|[0-9][a-z0-9-]*)(?:, (?:[a-z][a-z0-9_.-]*|[0-9][a-z0-9-]*))*\]\n"
)
# what has brackets of its own and no list: a remark, a text that does not begin with one, and a
# text of lines that stand further in than its name does
_IN_A_TEXT = re.compile(
    rb"""
    \n (?: \ * \#[^\n]*
      | (?: (\ *) [a-z] | (\ *) -\ [a-z] ) [a-z0-9_-]* :\ [|>][+-]?
        (?= \n (?(1) \1\ | \2\ \ \ ) ) (?: \n (?: (?(1) \1\ | \2\ \ \ ) [^\n]* | (?=\n) ) )*
      | [ -]* [a-z][a-z0-9_-]* :\ (?: [A-Za-z][^\n]* | "[^"\\\n]*" (?=\n) )
    )
    """,
    re.VERBOSE,
)
# what may be there to show nothing, and is none of those that Python will not print
_DOUBTFUL_LETTERS = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0"
    "\U000e0100-\U000e01ef]"
)

# all but the line break, the tab and what stands for itself
_DOUBTFUL_ESCAPES = re.compile(rb"\\[^nt\\\"]")


def _doubt(number: str) -> float:
    # the parser writes 1. as 1.0, and .5 as 0.5
    raise msgspec.DecodeError(number)


_untyped = msgspec.json.Decoder(float_hook=_doubt)
_encode = msgspec.json.Encoder().encode
# one tree and one place for its JSON serve all files: making them anew costs as much as parsing;
# but a tree that has held a large file stays large, and takes long to clear. Who uses them, or
# puts the parser's words away, holds the lock: threads take turns
_turn = _thread.allocate_lock()
LARGEST_FOR_THE_TREE = 1 << 13
_tree = ryml.Tree()
_json = bytearray(8 * LARGEST_QUICK)
# what the parser made of the files that were read last: a command reads its program's file
# several times, as it is, as it was signed and as it will be
MOST_KEPT, LARGEST_KEPT = 256, 1 << 16
_kept: dict[bytes, bytes] = {}


class _Quiet:
    """Whether the parser's words go nowhere already."""

    on = False


def accept(data: bytes, model: type[R]) -> R | None:
    """Read a file that is beyond doubt.

    Args:
        data: The file's content.
        model: The record it should be.

    Returns:
        The record, or None when there is any doubt about the file.
    """
    found = accept_both(data, model)
    return found[0] if found is not None else None


def accept_both(data: bytes, model: type[R]) -> tuple[R, Any] | None:
    """The same, with what the file says as its record was made of it."""
    tree = plain(data)
    try:
        return (
            None
            if tree is DOUBTFUL or not tree
            else (msgspec.convert(tree, model, strict=False), tree)
        )
    except msgspec.MsgspecError:
        return None


def plain(data: bytes) -> Any:
    """What a file that is beyond doubt says: mappings, lists, texts, and bare numbers.

    Returns:
        `DOUBTFUL` when there is any doubt about the file.
    """
    if (kept := _kept.get(data)) is not None:
        return _untyped.decode(kept)
    whole, data = data, data.removeprefix(MARK)
    if b"\r" in data:
        data = data.replace(b"\r\n", b"\n")
    if data[-1:] != b"\n":
        # the last line is a line like any other: what stands in it does not follow from its end
        data += b"\n"
    if _is_doubtful(data):
        return DOUBTFUL
    try:
        with _turn:
            text = _as_json(data) if _Quiet.on else _unheard(data)
        if b'.nan"' in text or b'.inf"' in text:
            return DOUBTFUL  # what comes of .NaN, inf and the like
        tree = _untyped.decode(text)
        # the parser keeps both of two equal keys in its JSON, a mapping only one
        if text.count(b'":') != _encode(tree).count(b'":'):
            return DOUBTFUL
    except (msgspec.MsgspecError, ryml.ExceptionBasic, TypeError, UnicodeError):
        return DOUBTFUL
    if len(whole) <= LARGEST_KEPT:
        with _turn:
            if len(_kept) >= MOST_KEPT:
                del _kept[next(iter(_kept))]
            _kept[whole] = text
    return tree


def may_cut(data: bytes) -> bool:
    """Whether a remark stands behind something in its line, which may be meant as text."""
    if data.count(b" #") == data.count(b"\n  #") and b"\t#" not in data:
        return False  # each has its line to itself, as far in as the toolkit writes it
    for mark in (b" #", b"\t#"):
        at = data.find(mark)
        while at >= 0:
            start = data.rfind(b"\n", 0, at) + 1
            before = data[start:at].strip()
            if before and not before.startswith(b"#"):
                return True
            at = data.find(mark, at + 1)
    return False


def _unheard(data: bytes) -> bytes:
    """The same as `_as_json`, for a single file."""
    try:
        kept = os.dup(2)
    except OSError:
        return _as_json(data)  # there is no standard error that anything could reach
    try:
        os.dup2(_nowhere(), 2)
        return _as_json(data)
    finally:
        os.dup2(kept, 2)
        os.close(kept)


@functools.cache
def _nowhere() -> int:
    return os.open(os.devnull, os.O_WRONLY)


def _as_json(data: bytes) -> bytes:
    """What rapidyaml makes of a file; nothing that is JSON when it does not fit."""
    if len(data) > LARGEST_FOR_THE_TREE:
        tree = ryml.Tree()
    else:
        tree = _tree
        tree.clear()
        tree.clear_arena()
    ryml.parse_csubstr(data, tree)
    failed, size = ryml.emit_json_to_substr(tree, tree.root_id(), _json)
    return b"" if failed else bytes(memoryview(_json)[:size])


def _is_doubtful(data: bytes) -> bool:
    unusual = data.translate(None, _PLAIN)
    if unusual:
        letters = unusual.translate(None, _INDICATORS)
        if letters and _has_doubtful_letters(data, letters):
            return True
        if len(letters) != len(unusual) and _has_indicators(data, unusual):
            return True
    return (
        len(data) > LARGEST_QUICK
        or _DOUBTFUL_LINE.search(data) is not None
        or ((b"~" in data or b" N" in data) and _NOTHING.search(data) is not None)
        or data.startswith((b"---", b"...", b'"', b"'", b" ", b"- "))
        or ((b"[" in data or b"]" in data) and _has_odd_lists(data))
        or ((b"{" in data or b"}" in data) and _has_odd_groups(data))
        or (b"\\" in data and _DOUBTFUL_ESCAPES.search(data) is not None)
    )


def _has_odd_lists(data: bytes) -> bool:
    """Whether brackets hold anything but ids: parsers differ on what may stand in others."""
    return _is_odd(data) and _is_odd(_IN_A_TEXT.sub(b"", data))


def _is_odd(data: bytes) -> bool:
    lists, simple = data.count(b"["), data.count(b": []\n")
    if lists != simple:
        simple += len(_LIST_OF_IDS.findall(data))
    return lists != simple or data.count(b"]") != simple


def _has_odd_groups(data: bytes) -> bool:
    """Whether braces hold anything at all; likewise."""
    return not data.count(b"{") == data.count(b"}") == data.count(b": {}\n")


def _has_indicators(data: bytes, unusual: bytes) -> bool:
    """Whether an anchor, alias, tag, directive or explicit key is there.

    Or anything but `-` or `+` after a `|` or `>`.
    """
    for indicator in set(unusual).intersection(_INDICATORS):
        at = data.find(indicator)
        while at >= 0:
            if _begins_a_value(data, at) and (
                indicator not in b"|>" or _BLOCK_BEGINS.match(data, at) is None
            ):
                return True
            at = data.find(indicator, at + 1)
    return False


def _begins_a_value(data: bytes, at: int) -> bool:
    at -= 1
    while at >= 0 and data[at] == BLANK:
        at -= 1
    if at >= 0 and data[at] not in _BEFORE_A_VALUE:
        return False
    # nothing begins in a remark, nor in a text that has lines like one
    start = data.rfind(b"\n", 0, at + 1) + 1
    return not data[start : at + 1].lstrip(b" ").startswith(b"#")


def _has_doubtful_letters(data: bytes, letters: bytes) -> bool:
    try:
        data.decode()  # what is left of two broken letters can look like a whole one
        text = letters.decode()
    except UnicodeDecodeError:
        return True
    return not text.isprintable() or _DOUBTFUL_LETTERS.search(text) is not None


@contextlib.contextmanager
def quiet_parser() -> Iterator[None]:
    """Keep rapidyaml's own words about broken files off the terminal while many are read.

    Its core writes them straight to the process's standard error, and its Python package gives
    no way to another place; the exact path says the same in the program's words. `accept` does
    this by itself for a single file. For many it costs a tenth of the reading, so whoever reads
    many does it once around all of them. What we ourselves say meanwhile is said at its end.
    """
    if _Quiet.on:
        yield
        return
    try:
        kept = os.dup(2)
    except OSError:
        yield
        return
    own, said = sys.stderr, io.StringIO()
    if own is not None:
        own.flush()
        sys.stderr = said
    try:
        os.dup2(_nowhere(), 2)
        _Quiet.on = True
        yield
    finally:
        _Quiet.on = False
        os.dup2(kept, 2)
        os.close(kept)
        if own is not None:
            sys.stderr = own
            own.write(said.getvalue())


@contextlib.contextmanager
def reading() -> Iterator[None]:
    """Read many records at once: nothing is collected, and what is said is said at the end."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        with quiet_parser():
            yield
    finally:
        if was_enabled:
            gc.enable()
