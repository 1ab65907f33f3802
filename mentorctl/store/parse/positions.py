"""Finds the position of every value in the text of a readable record."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import msgspec

__all__ = ["TextSpan", "lay_out", "line_after", "line_end", "line_ending", "line_start"]

BYTE_ORDER_MARK = "\ufeff"

_LINE_BREAK = re.compile("\r\n|[\n\r\x85]")
_BLOCK_HEADER = re.compile(r"[|>][-+0-9]*")
_DASH = re.compile(r"^ *-", re.MULTILINE)


class TextSpan(msgspec.Struct):
    """Where one value stands. All places are indexes into the text.

    Attributes:
        start: Its first character.
        end: Behind its last one; comments and blank lines below a value are none of it.
        column: The column of `start`.
        anchor: Behind the `:` or `-` that it follows.
        outer: The column of the mapping or the list that it stands in.
        in_flow: Whether it stands inside `{…}` or `[…]`.
        in_list: Whether it stands behind the `-` of a list, or is the whole record.
        is_flow: Whether it is a `{…}` or `[…]` itself.
        is_list: Whether it is a list.
        header: Behind the `|` or `>` of a block of text; 0 for every other value.
        children: The values in it, by key or index.
    """

    start: int
    end: int
    column: int
    anchor: int
    outer: int
    in_flow: bool = False
    in_list: bool = False
    is_flow: bool = False
    is_list: bool = False
    header: int = 0
    children: dict[str | int, TextSpan] = msgspec.field(default_factory=dict)

    @property
    def last(self) -> TextSpan:
        """The last value in it."""
        return next(reversed(self.children.values()))

    @property
    def is_block(self) -> bool:
        """Whether it is a mapping or a list in lines of its own."""
        return bool(self.children) and not self.is_flow

    def stands_below(self, text: str) -> bool:
        """Whether it is one and begins below the line of its name."""
        return self.is_block and line_start(text, self.start) > self.anchor


def lay_out(text: str) -> TextSpan | None:
    """Find every value of a text.

    Args:
        text: A record that `nodes.compose` has no fault with (so it is not too deep either).

    Returns:
        The whole record, or None when the text holds no value.
    """
    plain = text.removeprefix(BYTE_ORDER_MARK)
    parser = _parser()(plain)
    try:
        top = parser.get_single_node()
    finally:
        parser.dispose()
    if top is None:
        return None
    whole = TextSpan(0, 0, 0, top.start_mark.index, -2, in_list=True)
    _measure(plain, top, whole)
    if plain != text:
        _shift(whole, len(BYTE_ORDER_MARK))
    return whole


@cache
def _parser() -> Any:
    """A parser that asks no value what it is: only where each stands is wanted."""
    from _ruamel_yaml import CParser  # noqa: PLC0415 - only commands that write come here

    class Parser(CParser):  # type: ignore[misc] # it carries no types
        def descend_resolver(self, *_: object) -> None: ...

        def ascend_resolver(self) -> None: ...

        def resolve(self, *_: object) -> str:
            return "tag:yaml.org,2002:str"

    return Parser


def line_ending(text: str) -> str:
    """The line ending a text uses."""
    found = _LINE_BREAK.search(text)
    return "\r\n" if found and found[0] == "\r\n" else "\n"


def line_start(text: str, place: int) -> int:
    """The beginning of the line that a place lies in."""
    return max(text.rfind(each, 0, place) for each in "\n\r\x85") + 1


def line_end(text: str, place: int) -> int:
    """The end of the line that a place lies in, before its line break."""
    found = _LINE_BREAK.search(text, place)
    return found.start() if found else len(text)


def line_after(text: str, place: int) -> int:
    """The beginning of the line after the one that a place lies in."""
    found = _LINE_BREAK.search(text, place)
    return found.end() if found else len(text)


def _shift(span: TextSpan, by: int) -> None:
    """Move a span and all in it further into the text."""
    span.start, span.end, span.anchor = span.start + by, span.end + by, span.anchor + by
    span.header += by if span.header else 0
    for child in span.children.values():
        _shift(child, by)


def _measure(text: str, node: Any, span: TextSpan) -> None:
    """Fill in a span from the parser's node, and all that is inside it."""
    span.start, span.column = node.start_mark.index, node.start_mark.column
    if isinstance(node.value, str):
        span.end = node.end_mark.index
        if node.style in ("|", ">"):
            _measure_block(text, span)
        return
    span.is_flow = bool(node.flow_style)
    span.is_list = not node.value or not isinstance(node.value[0], tuple)
    if span.is_list:
        _measure_items(text, node.value, span)
    else:
        for key, value in node.value:
            colon = text.find(":", key.end_mark.index) + 1
            child = TextSpan(0, 0, 0, colon, span.column, in_flow=span.is_flow or span.in_flow)
            _measure(text, value, child)
            span.children[key.value] = child
    span.end = node.end_mark.index if span.is_flow else span.last.end


def _measure_items(text: str, nodes: list[Any], span: TextSpan) -> None:
    place = span.start
    for index, node in enumerate(nodes):
        in_flow = span.is_flow or span.in_flow
        if not in_flow:
            dash = _DASH.search(text, place)
            place = dash.end() if dash and index else span.start + 1
        child = TextSpan(0, 0, 0, place, span.column, in_flow=in_flow, in_list=not in_flow)
        _measure(text, node, child)
        span.children[index] = child
        place = child.end


def _measure_block(text: str, span: TextSpan) -> None:
    """A block of text: blank lines below it are not part of it, unless its header keeps them."""
    header = _BLOCK_HEADER.match(text, span.start)
    span.header = header.end() if header else span.start
    body = text[span.start : span.end]
    keeps_blanks = header is not None and "+" in header[0]
    span.end = span.start + len(body if keeps_blanks else body.rstrip("\r\n"))
