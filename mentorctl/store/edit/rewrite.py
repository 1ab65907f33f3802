"""Bring a record's text to other values, line by line as little as possible."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from mentorctl.store.edit.set_value import EditError, append_item, set_value
from mentorctl.store.edit.yaml_text import Value, entries, flow
from mentorctl.store.parse import nodes
from mentorctl.store.parse.positions import TextSpan, lay_out, line_after, line_end, line_start

if TYPE_CHECKING:
    from mentorctl.model.finding import Where
    from mentorctl.store.parse.nodes import Plain

__all__ = ["Names", "rewrite"]

# what tells the items of two versions of a list apart: a name for each item of each
Names = Callable[[Sequence["Plain"], Sequence["Plain"]], tuple[Sequence[str], Sequence[str]]]

_NUMBER = re.compile(r"0|-?[1-9][0-9]{0,17}")


def rewrite(text: str, wanted: Mapping[str, Plain], names: Names) -> str:
    """Write other values into a record; comments and layout of what stays are kept.

    Args:
        text: A readable record.
        wanted: The values that it shall hold.
        names: Tells which item of a list is which.

    Returns:
        The text; written wholly anew where nothing else gives these values.
    """
    now = _values(text)
    into = _Change(names).into
    for change in (partial(into, text, (), now), partial(_fields, text, now)):
        try:
            after = change(dict(wanted))
            if _values(after) == wanted:
                return after
        except EditError:
            continue
    return "".join(f"{line}\n" for line in entries(_spelled(dict(wanted)), 0)) or "{}\n"


class _Change:
    """Changes a text value by value."""

    def __init__(self, names: Names) -> None:
        self._names = names

    def into(self, text: str, where: Where, now: Plain, wanted: Plain) -> str:
        """The text with the value at a place as wanted.

        Raises:
            EditError: That cannot be done there.
        """
        if now == wanted:
            return text
        if isinstance(now, dict) and isinstance(wanted, dict) and now and wanted:
            return self._mapping(text, where, now, wanted)
        if isinstance(now, list) and isinstance(wanted, list) and now and wanted:
            return self._list(text, where, now, wanted)
        return set_value(text, where, _spelled(wanted))

    def _mapping(
        self, text: str, where: Where, now: dict[str, Plain], wanted: dict[str, Plain]
    ) -> str:
        for name in now:
            if name not in wanted:
                text = _without_field(text, where, name)
        for name, value in wanted.items():
            if name not in now:
                text = set_value(text, (*where, name), _spelled(value))
            else:
                text = self.into(text, (*where, name), now[name], value)
        return text

    def _list(self, text: str, where: Where, now: list[Plain], wanted: list[Plain]) -> str:
        before, after = self._names(now, wanted)
        kept = [(at, name) for at, name in enumerate(before) if name in after]
        if [name for _, name in kept] != list(after[: len(kept)]) or not kept:
            return set_value(text, where, _spelled(wanted))
        left = list(now)
        for at in reversed(range(len(now))):
            if before[at] not in after:
                del left[at]
                text = _without(text, (*where, at), left)
        for at, value in enumerate(wanted):
            if at < len(left):
                text = self.into(text, (*where, at), left[at], value)
            else:
                text = append_item(text, where, _spelled(value))
        return text


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
