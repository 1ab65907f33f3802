"""What msgspec knows of a record's fields, worked out once for each model."""

from __future__ import annotations

from collections import Counter
from functools import cache
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import msgspec
from msgspec import inspect as types

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from mentorctl.model.finding import Where
    from mentorctl.model.words import Words

__all__ = ["Noted", "bare", "full_label", "label_of", "noted", "notes", "options", "part_at",
           "structure"]  # fmt: skip

# what a value is found by: a note in the type of its field, see `says` and `PersonId`
Note = Literal["date", "person"]
# the way to a value in a record, the value, and what the note says
Noted = tuple[tuple[str | int, ...], Any, Any]


_KNOWN: dict[type, types.StructType] = {}


def structure(model: type) -> types.StructType:
    """The fields of a record, or of a part of one, with their types and notes."""
    if model not in _KNOWN:
        info = types.type_info(model)
        assert isinstance(info, types.StructType)
        _know(info)
    return _KNOWN[model]


def _know(info: types.StructType) -> None:
    """Keep what was worked out, also of the parts of a record, which come with it."""
    if info.cls in _KNOWN:
        return
    _KNOWN[info.cls] = info
    for field in info.fields:
        for each in _within(field.type):
            if isinstance(each, types.StructType):
                _know(each)


def _within(kind: types.Type) -> Iterator[types.Type]:
    """The types that a value may have, and what it may hold."""
    for each in options(kind):
        yield each
        if isinstance(each, types.VarTupleType):
            yield from options(each.item_type)
        elif isinstance(each, types.DictType):
            yield from options(each.value_type)


def bare(kind: types.Type) -> types.Type:
    """The first type that a value may have other than nothing, without notes."""
    return next(each for each in options(kind) if not isinstance(each, types.NoneType))


def options(kind: types.Type) -> tuple[types.Type, ...]:
    """The types that a value may have, without notes."""
    if isinstance(kind, types.Metadata):
        return options(kind.type)
    if isinstance(kind, types.UnionType):
        return tuple(option for each in kind.types for option in options(each))
    return (kind,)


def noted(record: msgspec.Struct, note: Note) -> list[Noted]:
    """The values of a record that are filled in and have a note, in the order of its fields.

    Args:
        record: The record.
        note: `date` finds the days, and what each says; `person` finds the ids of people.
    """
    # a list that grows, not generators: this runs for every record at every check
    found: list[Noted] = []
    _collect(found, (), record, _parts(type(record), note))
    return found


class _Part(NamedTuple):
    """A field that holds what is looked for, or has it inside.

    Attributes:
        attribute: The field in Python.
        name: The field in the file.
        says: What the note says; None where what is looked for lies further inside.
        inside: The fields to look at in the record that it holds, or in each item.
    """

    attribute: str
    name: str
    says: Any
    inside: tuple[_Part, ...]


@cache
def _parts(model: type, note: Note) -> tuple[_Part, ...]:
    return tuple(
        _Part(field.name, field.encode_name, says, inside)
        for field in structure(model).fields
        for says, inside in _found(field.type, note)
    )


def _found(kind: types.Type, note: Note) -> Iterator[tuple[Any, tuple[_Part, ...]]]:
    """What the note of a field says, and where to look inside of it; nothing when nowhere."""
    said, kinds = notes(kind), options(kind)
    for option in kinds:
        if isinstance(option, types.VarTupleType):
            said, kinds = {**said, **notes(option.item_type)}, options(option.item_type)
        elif isinstance(option, types.DictType):
            said, kinds = {**said, **notes(option.value_type)}, options(option.value_type)
    if any(isinstance(each, types.DateType) for each in kinds) or note == "person":
        says = said.get(note)
        if says is not None:
            yield says, ()
    for each in kinds:
        if isinstance(each, types.StructType) and (inside := _parts(each.cls, note)):
            yield None, inside


def notes(kind: types.Type) -> Mapping[str, Any]:
    """What the notes of a type say, the outer ones first."""
    if isinstance(kind, types.Metadata):
        return {**notes(kind.type), **(kind.extra or {})}
    if isinstance(kind, types.UnionType):
        return {name: said for each in kind.types for name, said in notes(each).items()}
    return {}


def _collect(
    found: list[Noted], way: tuple[str | int, ...], record: object, parts: tuple[_Part, ...]
) -> None:
    for attribute, name, says, inside in parts:
        value = getattr(record, attribute)
        if value is None:
            continue
        values: Iterable[tuple[str | int | None, Any]] = ((None, value),)
        if isinstance(value, tuple):
            values = enumerate(value)
        elif isinstance(value, dict):
            values = value.items()
        for key, each in values:
            here = (*way, name) if key is None else (*way, name, key)
            if inside:
                if each is not None:
                    _collect(found, here, each, inside)
            elif each is not None:
                found.append((here, each, says))


def label_of(model: type, way: Where, words: Words) -> str:
    """What the official form calls a field of a record, in the program's terms; else its name.

    Args:
        model: The record.
        way: The names and places that lead to the field. The day of a group is called as the group
            is, which is what the form asks for: "Approved".
        words: The program's terms.
    """
    if len(way) > 1 and way[-1] == "on" and isinstance(way[-2], str):
        way = way[:-1]
    names, label = [each for each in way if isinstance(each, str)], ""
    inside: object = model
    for number, name in enumerate(names):
        field = _field(inside, name)
        if field is None:
            # a key of a mapping, or nothing that the form has
            is_key = label and number == len(names) - 1
            return f"{label} ({name})" if is_key else ".".join(names)
        label, inside = words.say(_title(field.type) or name), _inside(field.type)
    return label


def full_label(model: object, names: Sequence[str], words: Words) -> str:
    """What the official form calls a field, so that it is told from others: `Reviewed, By`.

    What several groups of a record have, or a single word, says little without its group.

    Args:
        model: The record, or the part of one, in which the first name is a field.
        names: The names that lead to the field, one at least, without places in lists.
        words: The program's terms.
    """
    if len(names) > 1 and names[-1] == "on":
        names = names[:-1]
    said: list[str] = []
    inside = model
    for name in names:
        field = _field(inside, name)
        if field is not None:
            said.append(words.say(_title(field.type)) or _spaced(name, words))
        elif said:
            # a key of a mapping
            said[-1] += f" ({name})"
        else:
            said.append(_spaced(name, words))
        inside = _inside(field.type) if field is not None else None
    is_telling = " " in said[-1] and isinstance(model, type) and not _is_repeated(model, names[-1])
    return said[-1] if is_telling else ", ".join(said)


def _is_repeated(model: type, name: str) -> bool:
    """Whether several parts of a record have a field of this name."""
    return _names(model)[name] > 1


@cache
def _names(model: type) -> Counter[str]:
    """How often each name stands in a record and its groups."""
    found: Counter[str] = Counter()
    for field in _fields(model):
        found[field.encode_name] += 1
        inside = _inside(field.type)
        found += _names(inside) if isinstance(inside, type) else Counter()
    return found


def part_at(model: object, names: Sequence[str]) -> object:
    """The record that lies at a field, or that each item of its list is; None where none does."""
    for name in names:
        field = _field(model, name)
        model = _inside(field.type) if field is not None else None
    return model


def _field(kind: object, name: str) -> types.Field | None:
    return next((each for each in _fields(kind) if each.encode_name == name), None)


def _spaced(name: str, words: Words) -> str:
    return " ".join(words[part] for part in name.split("_"))


def _fields(kind: object) -> tuple[types.Field, ...]:
    return structure(kind).fields if isinstance(kind, type) else ()


def _inside(kind: types.Type) -> object:
    """The record that a field holds, or that each item of its list is; None for a plain value."""
    held = bare(kind)
    if isinstance(held, types.VarTupleType):
        held = bare(held.item_type)
    return held.cls if isinstance(held, types.StructType) else None


def _title(kind: types.Type) -> str:
    if isinstance(kind, types.Metadata):
        return (kind.extra_json_schema or {}).get("title") or _title(kind.type)
    if isinstance(kind, types.UnionType):
        return next(filter(None, map(_title, kind.types)), "")
    return ""
