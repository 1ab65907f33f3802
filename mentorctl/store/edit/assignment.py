"""Applies `FIELD=VALUE`, as typed for `--set`, to the text of a record."""

from __future__ import annotations

import difflib
import re
from typing import TYPE_CHECKING, Any, NamedTuple

from msgspec import inspect as types

from mentorctl.model.single_values import choices, is_single
from mentorctl.model.spoken import plain as spoken
from mentorctl.model.structure import label_of, options
from mentorctl.store.edit.set_value import EditError, append_item, set_value
from mentorctl.store.errors import StoreError
from mentorctl.store.parse.nodes import compose, plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mentorctl.model.finding import Where
    from mentorctl.model.record import Record
    from mentorctl.model.words import Words

__all__ = ["Assignment", "FieldError", "assign"]

NEW = "+"
EXPERIENCES = "experiences"
_of_experience = re.compile(
    r"(?:(.+) of )?exp(?:erience)?s?[ /#]+0*([1-9][0-9]?)", re.IGNORECASE
).fullmatch
_whole_number = re.compile(r"-?(0|[1-9][0-9]*)").fullmatch
_decimal = re.compile(r"-?[0-9]+\.[0-9]+").fullmatch


class FieldError(StoreError):
    """A field that the record does not have."""


class Assignment(NamedTuple):
    """A field, as the names that lead to it, and what shall stand there."""

    names: tuple[str, ...]
    value: str

    @classmethod
    def parse(cls, text: str) -> Assignment:
        """Read `FIELD=VALUE`.

        Raises:
            FieldError: It is not written like that.
        """
        field, sign, value = text.partition("=")
        names = tuple(field.strip().split("."))
        if not sign or not all(names):
            raise FieldError(f"{text!r} sets nothing", "write FIELD=VALUE, as in approved.by=ana")
        return cls(names, value)

    def spelled(self, model: type[Record]) -> Assignment:
        """The same, by its fields, where it says an experience as the form and our answers do.

        `experience 1` is the first of the record's experiences, and `Notes of experience 1` what
        this one says there.
        """
        if not hasattr(model, EXPERIENCES):
            return self
        first, *below = self.names
        named = _of_experience(first)
        if not named:
            return self
        field = (named[1],) if named[1] else ()
        return self._replace(names=(EXPERIENCES, named[2], *field, *below))


def assign(text: str, model: type[Record], assignments: Sequence[Assignment], words: Words) -> str:
    """Set fields of a record, one after the other.

    A field is named by the names that lead to it, with dots between them; each of them may be what
    the form calls the field: `Date Achieved` for `achieved`. An item of a list has
    its number, from 1, or `+`, which adds one; further assignments with `+` in the same place
    go to the item that the first has added. An empty value leaves the field blank.

    Args:
        text: The whole file.
        model: The record it is.
        assignments: What to set.
        words: The program's terms.

    Returns:
        The whole file, changed in nothing else. Whether the values are good is not looked at.

    Raises:
        FieldError: The record has no such field.
        EditError: The text is no readable record.
    """
    added: dict[Where, int] = {}
    for assignment in (each.spelled(model) for each in assignments):
        top, faults = compose(text.encode("utf-8", "surrogatepass"))
        if faults:
            raise EditError(f"line {faults[0].line}: {faults[0].message}", faults[0].hint)
        start = types.type_info(model)
        where, kind, new_at = _walk(assignment.names, start, plain(top), added, words)
        value = _typed(kind, assignment.value, ".".join(assignment.names))
        if new_at is None:
            text = set_value(text, where, value)
        else:
            text = append_item(text, where[:new_at], _nested(where[new_at + 1 :], value))
    return text


def _walk(
    names: tuple[str, ...], kind: types.Type, spot: Any, added: dict[Where, int], words: Words
) -> tuple[Where, types.Type, int | None]:
    """Follow the names through the record.

    Returns:
        Keys and indexes, what belongs there, and which of the steps is a list's new item.
    """
    where: Where = ()
    new_at = None
    for place, name in enumerate(names):
        group = _group(kind, ".".join(names[:place]))
        step: str | int = name
        if isinstance(group, types.StructType):
            step, kind = _field(group, name, words)
        elif isinstance(group, types.DictType):
            kind = group.value_type
        else:
            items = spot if isinstance(spot, list) else []
            is_last = place == len(names) - 1
            step = _index(name, len(items), ".".join(names[:place]), where, added, last=is_last)
            kind = group.item_type
            if step == len(items) and new_at is None:
                new_at = place
        spot = _below(spot, step)
        where = (*where, step)
    return where, kind, new_at


def _below(spot: Any, step: str | int) -> Any:
    try:
        return spot[step]
    except (KeyError, IndexError, TypeError):
        return None


def _index(
    name: str, count: int, of: str, where: Where, added: dict[Where, int], *, last: bool
) -> int:
    """The index that a number or `+` stands for in a list of so many items."""
    if name == NEW:
        if last:
            return count
        return added.setdefault(where, count)
    if name.isdecimal() and 1 <= int(name) <= count:
        return int(name) - 1
    items = f"{count} item{'' if count == 1 else 's'}"
    raise FieldError(f"{of} has {items}, and none is {name}", f"{of}.{NEW} adds one")


def _group(kind: types.Type, name: str) -> types.StructType | types.DictType | types.VarTupleType:
    """The mapping or list type among the types of a value."""
    for option in options(kind):
        if isinstance(option, types.StructType | types.DictType | types.VarTupleType):
            return option
    raise FieldError(f"{name} is a single value", f"write {name}=VALUE")


def _field(group: types.StructType, name: str, words: Words) -> tuple[str, types.Type]:
    fields = {each.encode_name: each.type for each in group.fields}
    if name not in fields:
        said = spoken(name)
        labels = {each: label_of(group.cls, (each,), words) for each in fields}
        called = [each for each in fields if said in {spoken(each), spoken(labels[each])}]
        if said and len(called) == 1:
            return called[0], fields[called[0]]
        close = _deeper(fields, name) or difflib.get_close_matches(name, fields, n=1)
        hint = f"did you mean {close[0]}?" if close else f"known here are: {', '.join(fields)}"
        raise FieldError(f"{name} is no field here", hint)
    return name, fields[name]


def _deeper(fields: dict[str, types.Type], name: str) -> list[str]:
    """Where a field of that name stands a step further down, as one writes it."""
    found = []
    for field, kind in fields.items():
        for option in options(kind):
            is_list = isinstance(option, types.VarTupleType)
            inner = option.item_type if isinstance(option, types.VarTupleType) else option
            if isinstance(inner, types.StructType) and any(
                each.encode_name == name for each in inner.fields
            ):
                found.append(f"{field}.1.{name}" if is_list else f"{field}.{name}")
    return found


def _typed(kind: types.Type, text: str, name: str) -> str | float | None:
    """The value as it is to be written: a number where a number belongs, else the text."""
    if not text.strip():
        return None
    kinds = options(kind)
    if not any(map(is_single, kinds)):
        group = _group(kind, name)
        if isinstance(group, types.StructType):
            below = [f"{name}.{each.encode_name}" for each in group.fields]
        else:
            item = group.item_type if isinstance(group, types.VarTupleType) else None
            if item is not None and any(map(is_single, options(item))):
                raise FieldError(f"{name} holds several values", f"add one: {name}.{NEW}={text}")
            inner = next(
                (each for each in options(item or kind) if isinstance(each, types.StructType)), None
            )
            one = f"{name}.{NEW if item is not None else 'NAME'}"
            below = [f"{one}.{each.encode_name}" for each in inner.fields] if inner else [one]
        raise FieldError(f"{name} holds several values", f"set one: {', '.join(below)}")
    is_number = any(
        isinstance(kind, types.IntType) or any(isinstance(each, int) for each in choices(kind))
        for kind in kinds
    )
    if is_number and _whole_number(text):
        return int(text)
    is_decimal = any(isinstance(kind, types.FloatType) for kind in kinds)
    # what a float would write otherwise stays as it was typed, in quotes
    return float(text) if is_decimal and _decimal(text) and str(float(text)) == text else text


def _nested(where: Where, value: Any) -> Any:
    for step in reversed(where):
        value = [value] if isinstance(step, int) else {step: value}
    return value
