"""Rewrites a record's text for new values, changing as few lines as possible."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from mentorctl.model.list_identity import Shape, pairs
from mentorctl.store.edit.set_value import EditError, append_item, set_value
from mentorctl.store.edit.yaml_text import Value, entries, flow
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
    from mentorctl.model.finding import Where
    from mentorctl.store.parse.nodes import Plain

__all__ = ["rewrite", "without_items"]

_NUMBER = re.compile(r"0|-?[1-9][0-9]{0,17}")


def rewrite(text: str, wanted: Mapping[str, Plain], shape: Shape) -> str:
    """Write other values into a record; the layout of what stays is kept where that can be.

    Args:
        text: A readable record.
        wanted: The values that it shall hold.
        shape: What its model says, which tells the items of its lists apart.

    Returns:
        The text; written wholly anew where nothing else gives these values.
    """
    now = _values(text)
    for change in (partial(_into, text, (), now, shape=shape), partial(_fields, text, now)):
        try:
            after = change(dict(wanted))
            if _values(after) == wanted:
                return after
        except EditError:
            continue
    return "".join(f"{line}\n" for line in entries(_spelled(dict(wanted)), 0)) or "{}\n"


def without_items(text: str, where: Where, gone: Collection[Plain]) -> str:
    """Take items out of a list; the lines of the others stay as they are.

    Args:
        text: A readable record.
        where: The list.
        gone: The items; one that the list does not have is none of it already.

    Raises:
        EditError: That cannot be done there.
    """
    left = _at(text, where)
    assert isinstance(left, list)
    for at in reversed(range(len(left))):
        if left[at] in gone:
            left = [*left[:at], *left[at + 1 :]]
            text = _without(text, (*where, at), left) if left else set_value(text, where, [])
    return text


def _into(text: str, where: Where, now: Plain, wanted: Plain, shape: Shape) -> str:
    """The text with the value at a place as wanted.

    Raises:
        EditError: That cannot be done there.
    """
    if now == wanted:
        return text
    if isinstance(now, dict) and isinstance(wanted, dict) and now and wanted:
        return _mapping(text, where, now, wanted, shape)
    if isinstance(now, list) and isinstance(wanted, list) and now and wanted:
        return _list(text, where, now, wanted, shape)
    return set_value(text, where, _spelled(wanted))


def _mapping(
    text: str, where: Where, now: dict[str, Plain], wanted: dict[str, Plain], shape: Shape
) -> str:
    for name in now:
        if name not in wanted:
            text = _without_field(text, where, name)
    for name, value in wanted.items():
        if name not in now:
            text = set_value(text, (*where, name), _spelled(value))
        else:
            text = _into(text, (*where, name), now[name], value, shape.field(name))
    return text


def _list(text: str, where: Where, now: list[Plain], wanted: list[Plain], shape: Shape) -> str:
    known = {new: old for old, new in pairs(now, wanted, shape) if new is not None}
    kept = [old for old in known.values() if old is not None]
    if kept != sorted(kept) or not kept:
        return set_value(text, where, _spelled(wanted))
    left = list(now)
    for at in reversed(range(len(now))):
        if at not in kept:
            del left[at]
            text = _without(text, (*where, at), left)
    for at, value in enumerate(wanted):
        if known[at] is not None:
            text = _into(text, (*where, at), left[at], value, shape.item)
        elif at == len(left):
            text = append_item(text, where, _spelled(value))
        else:
            text = _with_item(text, (*where, at), value)
        left[at : at + (known[at] is not None)] = [value]
    return text


def _with_item(text: str, where: Where, value: Plain) -> str:
    """The text with a new item before another one; comments above that one stay above it.

    Raises:
        EditError: That cannot be done there.
    """
    around, spot = _span(text, where[:-1]), _span(text, where)
    assert around is not None
    assert spot is not None
    if spot.in_flow:
        return f"{text[: spot.start]}{flow(_spelled(value))}, {text[spot.start :]}"
    if not around.stands_below(text):
        raise EditError("an item cannot be put in", "put it in in an editor")
    before = around.children.get(int(where[-1]) - 1)
    start = line_after(text, before.end if before else around.anchor)
    lines = entries([_spelled(value)], spot.outer)
    return text[:start] + "".join(line + line_ending(text) for line in lines) + text[start:]


def _fields(text: str, now: Plain, wanted: Plain) -> str:
    """The text with every field of the record that differs written anew as a whole."""
    assert isinstance(wanted, dict)
    held = now if isinstance(now, dict) else {}
    for name in held:
        if name not in wanted:
            text = _without_field(text, (), name)
    for name, value in wanted.items():
        if name not in held or held[name] != value:
            text = set_value(text, (name,), _spelled(value))
    return text


def _without_field(text: str, where: Where, name: str) -> str:
    held = _at(text, where)
    assert isinstance(held, dict)
    rest = {key: each for key, each in held.items() if key != name}
    return _without(text, (*where, name), rest)


def _without(text: str, where: Where, left: Mapping[str, Plain] | Sequence[Plain]) -> str:
    """The text without one field or item, whose lines are taken out where they are its own.

    Args:
        text: The text.
        where: The way to the field or item.
        left: What its mapping or list then holds.

    Raises:
        EditError: Neither can that be done nor can the mapping or list be written anew.
    """
    outer, inner = _span(text, where[:-1]), _span(text, where)
    if outer is not None and outer.is_flow:
        return f"{text[: outer.start]}{flow(_spelled(left))}{text[outer.end :]}"
    if outer is not None and inner is not None and left:
        start = line_start(text, inner.anchor - 1)
        end = line_after(text, max(inner.end, line_end(text, inner.anchor)))
        after = text[:start] + text[end:]
        try:
            if _at(after, where[:-1]) == left:
                return after
        except EditError:
            pass
    if not where[:-1]:
        raise EditError("a field cannot be taken out", "take it out in an editor")
    return set_value(text, where[:-1], _spelled(left) if left else None)


def _span(text: str, where: Where) -> TextSpan | None:
    found = lay_out(text)
    for step in where:
        found = found.children.get(step) if found else None
    return found


def _values(text: str) -> dict[str, Plain]:
    top, faults = nodes.compose(text.encode("utf-8", "surrogatepass"))
    if faults:
        raise EditError(f"line {faults[0].line}: {faults[0].message}", faults[0].hint)
    found = nodes.plain(top)
    return found if isinstance(found, dict) else {}


def _at(text: str, where: Where) -> Plain:
    found: Plain = _values(text)
    for step in where:
        found = found[step]  # type: ignore[index] # the way was walked before
    return found


def _spelled(value: Plain | Mapping[str, Plain] | Sequence[Plain]) -> Value:
    """The value as a person would write it: a number bare, not as a text in quotes."""
    if isinstance(value, str):
        return int(value) if _NUMBER.fullmatch(value) else value
    if isinstance(value, Mapping):
        return {name: _spelled(each) for name, each in value.items()}
    return None if value is None else [_spelled(each) for each in value]
