"""A record as labelled lines: exactly what a role's signature covers."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from msgspec import inspect as types

from mentorctl.model.formats import forward, record_format
from mentorctl.model.kinds import kind_named, part_model
from mentorctl.model.schema import narrowed
from mentorctl.model.structure import bare, structure

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mentorctl.model.canonical import Data
    from mentorctl.model.person import Person
    from mentorctl.model.program import Program
    from mentorctl.model.record import Record
    from mentorctl.model.recorded import Recorded
    from mentorctl.model.words import Words

__all__ = ["TranscriptLine", "lines_of", "transcript"]

_TEXT = types.StrType()


class TranscriptLine(NamedTuple):
    """One line of a record.

    Attributes:
        depth: How far it is indented: 0 for the record's own fields.
        label: What the form calls it.
        value: What is filled in; empty where the lines below it are its value.
        stands_for: What a number or an id in it stands for; empty where it says all.
    """

    depth: int
    label: str
    value: str = ""
    stands_for: str = ""


def transcript(
    record: Recorded, role: str, program: Program, words: Words, people: Mapping[str, Person]
) -> list[TranscriptLine]:
    """What a role's signature on a record covers, every value of it and nothing else.

    Args:
        record: The record.
        role: The role that signs.
        program: What numbers and ids of the record stand for.
        words: The program's terms, for labels.
        people: Everybody by id, for names.
    """
    content, items = record.covered(role), record_format(record.kind, record.format).items
    whole = forward(record.kind, {items: [content]} if items else content, record.format)
    now = kind_named(record.kind).model.signed_by_item
    return lines_of(
        whole[now][0] if now else whole, part_model(record.kind), program, words, people
    )


def lines_of(
    content: Data | None,
    model: type[Record],
    program: Program,
    words: Words,
    people: Mapping[str, Person],
) -> list[TranscriptLine]:
    """Canonical data, every value of it, with the labels of a model; else as in `transcript`."""
    writer = _Writer(program, words, people)
    return list(writer.fields(content, structure(model), 0))


class _Writer:
    """Writes canonical data with the labels of its model."""

    def __init__(self, program: Program, words: Words, people: Mapping[str, Person]) -> None:
        self._words = words
        self._people = people
        self._known = narrowed(program)

    def fields(
        self, content: Data | None, kind: types.StructType, depth: int
    ) -> Iterator[TranscriptLine]:
        """The lines of a group of fields."""
        filled = content if isinstance(content, dict) else {}
        for field in kind.fields:
            value = filled.get(field.encode_name)
            if value is not None:
                label = self._words.say(_title(field.type) or field.encode_name)
                place = (kind.cls, field.encode_name)
                yield from self._value(label, value, bare(field.type), place, depth)
        known = {field.encode_name for field in kind.fields}
        for name, value in filled.items():
            # fields that today's models do not know are signed as well
            if name not in known:
                yield from self._value(name, value, _TEXT, (kind.cls, name), depth)

    def _value(
        self, label: str, value: Data, kind: types.Type, place: tuple[type, str], depth: int
    ) -> Iterator[TranscriptLine]:
        if isinstance(value, str):
            yield TranscriptLine(depth, label, value, self._stands_for(value, place))
        elif isinstance(kind, types.StructType):
            yield TranscriptLine(depth, label)
            yield from self.fields(value, kind, depth + 1)
        elif isinstance(value, dict):
            yield TranscriptLine(depth, label)
            names = self._known.names.get(place, {})
            inner = bare(kind.value_type) if isinstance(kind, types.DictType) else kind
            for name, each in value.items():
                title = self._words.say(names[name]) if name in names else name
                yield from self._value(title, each, inner, place, depth + 1)
        else:
            yield TranscriptLine(depth, label)
            item = bare(kind.item_type) if isinstance(kind, types.VarTupleType) else kind
            for number, each in enumerate(value, 1):
                yield from self._value(f"{number}.", each, item, place, depth + 1)

    def _stands_for(self, value: str, place: tuple[type, str]) -> str:
        titles = {str(name): title for name, title in self._known.values.get(place, {}).items()}
        if value in titles:
            title = self._words.say(titles[value])
            return "" if title.casefold() == value.casefold() else title
        # a field that holds a person's id says so, in no program's words
        of_person = place[1] in {"by", "person"}
        person = self._people.get(value) if of_person else None
        return person.name if person else ""


def _title(kind: types.Type) -> str:
    """The label of a field, the outermost that its model gives."""
    if not isinstance(kind, types.Metadata):
        return ""
    title = (kind.extra_json_schema or {}).get("title")
    return title if isinstance(title, str) else _title(kind.type)
