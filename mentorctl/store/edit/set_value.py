"""Edit the text of a record in place: only what changes is written anew.

Comments, order, quoting, indentation and line endings around the changed value stay as a person
wrote them, byte for byte.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from mentorctl.store.edit.yaml_text import STEP, Value, entries, flow, scalar, spell, tree_of
from mentorctl.store.errors import StoreError
from mentorctl.store.parse import nodes
from mentorctl.store.parse.positions import (
    TextSpan,
    lay_out,
    line_after,
    line_end,
    line_ending,
    line_start,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mentorctl.model.finding import Where

__all__ = ["EditError", "Value", "append_item", "scalar", "set_value"]


class EditError(StoreError):
    """A text that cannot be edited without changing more than was asked."""


def set_value(text: str, where: Where, value: Value) -> str:
    """Set one value of a record.

    Args:
        text: The whole file.
        where: Keys and indexes that lead to the value; mappings that are missing on the way are
            made, and so is the item right behind a list's last.
        value: What stands there afterwards; None leaves the field blank.

    Returns:
        The whole file, changed in nothing else.

    Raises:
        EditError: The text is no readable record, something else already stands on the way, or
            the change cannot be made without touching anything else.
    """
    before = _read(text)
    wanted = _changed(before, where, tree_of(value))
    span, missing = _find(lay_out(text), where)
    try:
        return _first_that_reads(_candidates(text, span, missing, value), wanted, where)
    except EditError:
        whole = text + line_ending(text)
        if text.endswith(("\n", "\r")) or _read(whole) == before:
            raise
        # a block of text that ends with the file: its last line break was never typed
        return set_value(whole, where, value)


def append_item(text: str, where: Where, value: Value) -> str:
    """Add an item to the end of a list; a list that is missing or blank is made.

    Args:
        text: The whole file.
        where: Keys and indexes that lead to the list.
        value: The new item.

    Returns:
        The whole file, changed in nothing else.

    Raises:
        EditError: As for `set_value`, or what stands there is no list.
    """
    found: Any = _read(text)
    for step in where:
        try:
            found = found[step]
        except (KeyError, IndexError, TypeError):
            found = None
    if found:
        if not isinstance(found, list):
            raise EditError(f"{_name(where)} is no list", "write each of its values after a '- '")
        return set_value(text, (*where, len(found)), value)
    return set_value(text, where, [value])


@lru_cache(maxsize=4)
def _read(text: str) -> nodes.Plain:
    # what one change leaves is what the next one begins with
    top, faults = nodes.compose(text.encode("utf-8", "surrogatepass"))
    if faults:
        first = faults[0]
        raise EditError(f"line {first.line}: {first.message}", first.hint)
    return nodes.plain(top)


def _changed(before: nodes.Plain, where: Where, value: object) -> object:
    """The values as they should be afterwards."""
    if not where:
        raise EditError("the record as a whole cannot be set", "name one of its fields")
    after: Any = copy.deepcopy({} if before is None else before)
    spot = after
    *way, last = where
    for place, step in enumerate(way):
        _make_room(spot, step, where[:place])
        if spot[step] is None:
            spot[step] = {}
        spot = spot[step]
    _make_room(spot, last, where[:-1])
    spot[last] = value
    return after


def _make_room(spot: Any, step: str | int, way: Where) -> None:
    """Add a missing key, or the item right behind a list's last, as a blank."""
    if isinstance(step, str) and isinstance(spot, dict):
        spot.setdefault(step, None)
    elif isinstance(step, int) and isinstance(spot, list) and 0 <= step <= len(spot):
        if step == len(spot):
            spot.append(None)
    else:
        raise EditError(
            f"{_name(way) or 'the record'} cannot hold {_name((step,))}",
            "compare it with a record made by mentorctl new",
        )


def _find(top: TextSpan | None, where: Where) -> tuple[TextSpan | None, Where]:
    """The deepest value on the way that exists, and the steps that lead on from there."""
    span = top
    for place, step in enumerate(where):
        if span is None or step not in span.children:
            return span, where[place:]
        span = span.children[step]
    return span, ()


def _candidates(text: str, span: TextSpan | None, missing: Where, value: Value) -> Iterator[str]:
    """The ways to write the change, the best first.

    The second keeps the value on one line: a comment below a field may not follow a block of
    text, which would swallow it.
    """
    for step in reversed(missing[1:]):
        value = {str(step): value}
    entry: Value = [value]
    if missing and isinstance(missing[0], str):
        entry = {missing[0]: value}
    for flat in (False, True):
        if span is None:
            yield _with_lines(text, entries(entry, 0, flat=flat), "")
        elif not missing:
            yield _with_value(text, span, value, flat=flat)
        elif not span.children:
            yield _with_value(text, span, entry, flat=flat)
        elif span.is_flow:
            end = span.last.end
            yield f"{text[:end]}, {flow(entry)[1:-1]}{text[end:]}"
        else:
            below = line_after(text, span.last.end)
            lines = entries(entry, span.column, flat=flat)
            yield _with_lines(text[:below], lines, text[below:])


def _first_that_reads(candidates: Iterator[str], wanted: object, where: Where) -> str:
    """The first text that holds exactly the values it should."""
    problem = EditError(
        f"{_name(where)} cannot be changed without touching other lines",
        "change it in an editor: mentorctl edit",
    )
    for after in candidates:
        try:
            if _read(after) == wanted:
                return after
        except EditError as error:
            problem = error
    raise problem


def _with_value(text: str, span: TextSpan, value: Value, *, flat: bool) -> str:
    """Put a new value in the place of another."""
    if span.in_flow:
        return f"{text[: span.start]}{_flow_lead(text, span)}{flow(value)}{text[span.end :]}"
    head, body = spell(value, _indent(span, value), flat=flat)
    is_text = bool(head and body)
    start, end, below, after = _regions(text, span, keep_comments=not is_text)
    if span.in_list and body and not head and not span.stands_below(text):
        head, body = body[0].lstrip(" "), body[1:]
    if start == span.anchor:
        head = head and f" {head}"
    elif not head:
        start = len(text[:start].rstrip(" "))
    return _with_lines(f"{text[:start]}{head}{text[end:below]}", body, text[after:])


def _regions(text: str, span: TextSpan, *, keep_comments: bool) -> tuple[int, int, int, int]:
    """What a new value takes the place of.

    Returns:
        From where to where in the line of the name, and from where to where in the lines below.
    """
    after = line_after(text, span.end)
    if span.stands_below(text):
        below = line_start(text, span.start) if keep_comments else line_after(text, span.anchor)
        return span.anchor, span.anchor, below, after
    if span.is_block:
        return span.start, line_end(text, span.end), after, after
    if span.header:
        return span.start, span.header, line_after(text, span.header), after
    if span.start == span.end:
        rest = text[span.anchor : line_end(text, span.anchor)]
        end = span.anchor if rest.strip(" ") else span.anchor + len(rest)
        return span.anchor, end, after, after
    return span.start, span.end, after, after


def _indent(span: TextSpan, value: Value) -> int:
    """The column at which the lines of a new value begin."""
    is_list = span.is_list and not isinstance(value, Mapping)
    if span.is_block and (span.column > span.outer or is_list):
        return span.column
    if span.in_list and span.start != span.end:
        return span.column
    return span.outer + STEP


def _flow_lead(text: str, span: TextSpan) -> str:
    """What must stand between a blank field inside `{…}` and its value."""
    if span.start != span.end or text[span.start - 1] == " ":
        return ""
    return " " if text[span.start - 1] == ":" else ": "


def _with_lines(before: str, lines: Sequence[str], after: str) -> str:
    if not lines:
        return before + after
    ending = line_ending(before + after)
    if before and not before.endswith(("\n", "\r")):
        before += ending
    return "".join((before, *(line + ending for line in lines), after))


def _name(where: Where) -> str:
    return ".".join(map(str, where))
