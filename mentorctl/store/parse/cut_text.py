"""Text that YAML takes for a remark: ` #` and what follows it, behind a text without quotes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import inspect as types

from mentorctl.model.structure import options, structure
from mentorctl.store.parse.nodes import Fault, Mapping, Node, Sequence, compose

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mentorctl.model.record import Record

__all__ = ["cut_texts"]

CODE = "text-cut-off"
SHOWN = 40
_REMARK = re.compile(r"[ \t]+#")
_ALL_CUT = re.compile(r"[ \t]*#[^\s#]")
# how a remark is written that is meant as one: set off by two blanks, and a blank behind the mark
_MEANT = re.compile(r"(?:[ ]{2,}|[ ]*\t[ \t]*)#[ \t]")


def cut_texts(data: bytes, model: type[Record]) -> Iterator[Fault]:
    """The free texts of a readable file of which a part is lost as a remark.

    Args:
        data: The file's content.
        model: The record it is.
    """
    top, faults = compose(data)
    if top is None or faults:
        return
    lines = data.decode("utf-8").removeprefix("\ufeff").splitlines()
    for name, node in _texts(top, structure(model), ""):
        text = str(node.value or "")
        number, start, end = _end(lines, node, text)
        rest = lines[number - 1][end:] if number else ""
        # of an empty value only what can hardly be a remark: `school: #12`
        cut = _REMARK if text else _ALL_CUT
        if _MEANT.match(rest) is None and cut.match(rest) is not None:
            lost = rest.strip()
            whole = _quoted(lines[number - 1][start:].strip()) if number == node.line else '"…"'
            yield Fault(
                CODE,
                number,
                end + len(rest) - len(rest.lstrip()) + 1,
                f"{_short(lost)} is taken for a remark, and {name} is "
                + (f"{_short(text)} only" if text else "empty"),
                f"if it belongs to the text, put all of it in quotes: {whole}; else "
                "put the remark on a line of its own",
            )


def _end(lines: list[str], node: Node, text: str) -> tuple[int, int, int]:
    """The last line of a text without quotes, and where its part begins and ends there.

    Returns:
        Line (1-based), first column and the one behind the last (0-based); line 0 where the text
        is in quotes or a block.
    """
    number, start = node.line, node.column - 1
    if number > len(lines) or lines[number - 1][start : start + 1] in {'"', "'", "|", ">"}:
        return 0, 0, 0
    while number <= len(lines):
        line = lines[number - 1]
        start += len(line[start:]) - len(line[start:].lstrip(" \t")) if text else 0
        if line.startswith(text, start):
            return number, start, start + len(text)
        part = line[start:].rstrip()
        if part and not text.startswith(part):
            break
        text = text[len(part) :].lstrip()
        number, start = number + 1, 0
    return 0, 0, 0


def _texts(node: Node, kind: types.Type, name: str) -> Iterator[tuple[str, Node]]:
    """The free texts below a node, each with the name of its field."""
    for each in options(kind):
        if isinstance(each, types.StructType) and isinstance(node, Mapping):
            fields = {field.encode_name: field.type for field in each.fields}
            for key, value in node.value:
                if str(key.value) in fields:
                    yield from _texts(value, fields[str(key.value)], str(key.value))
        elif isinstance(each, types.DictType) and isinstance(node, Mapping):
            for key, value in node.value:
                yield from _texts(value, each.value_type, str(key.value))
        elif isinstance(each, types.VarTupleType) and isinstance(node, Sequence):
            for item in node.value:
                yield from _texts(item, each.item_type, name)
        elif (
            isinstance(each, types.StrType)
            and not each.pattern
            and (node.value is None or isinstance(node.value, str))
        ):
            yield name, node
            return


def _short(text: str) -> str:
    return repr(text if len(text) <= SHOWN else f"{text[:SHOWN]}…")


def _quoted(text: str) -> str:
    escaped = text.rstrip().replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"' if len(escaped) <= SHOWN * 2 else '"…"'
