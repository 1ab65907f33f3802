"""JSON Schemas of the records, so that an editor helps while a person types.

They are made from the models that `check` reads with, and narrowed to one program: its roles,
milestones, meetings, catalogue and checklist items. Draft 7, which editors know best.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import msgspec
from msgspec import inspect as types

from mentorctl.model.agreement import GuideTask, Training
from mentorctl.model.checklists import FocalPoints
from mentorctl.model.experience import Experience
from mentorctl.model.kinds import KINDS, RECORD_KINDS, RecordKind
from mentorctl.model.log import LogEntry
from mentorctl.model.meeting import Meeting
from mentorctl.model.pairing import Extension, Waiver
from mentorctl.model.paths import SCHEMAS
from mentorctl.model.person import Person
from mentorctl.model.plan import PlannedExperience
from mentorctl.model.program import Program
from mentorctl.model.record import PATTERNS
from mentorctl.model.single_values import asked, choices
from mentorctl.model.structure import structure

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from mentorctl.model.words import Words

__all__ = [
    "EXTENSIONS_FILE", "SETTINGS_FILE", "Schema", "editor_extensions", "editor_files",
    "editor_settings", "narrowed", "schema_of",
    "schemas",
]  # fmt: skip

Schema = dict[str, Any]
T = TypeVar("T")
# a record, or a part of one, and a field of it
Place = tuple[type, str]

SETTINGS_FILE = ".vscode/settings.json"
EXTENSIONS_FILE = ".vscode/extensions.json"
DRAFT = "http://json-schema.org/draft-07/schema#"

# the year is any four digits; February has up to 29 days: a pattern cannot know leap years
DAY = (
    "^[0-9]{4}-((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])"
    "|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|[12][0-9]))$"
)
WHOLE_NUMBER = "^-?(0|[1-9][0-9]*)$"
NUMBER = r"^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?$"
TRUE_OR_FALSE = "^([Tt]rue|TRUE|[Ff]alse|FALSE|0|1)$"
_CLOCK = r"([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\.[0-9]+)?([Zz]|[-+][0-9]{2}:?[0-9]{2})?$"
# of numbers; one in quotes is held to them by `check` alone
BOUNDS = {
    "minimum": "ge", "exclusiveMinimum": "gt", "maximum": "le", "exclusiveMaximum": "lt",
    "multipleOf": "multiple_of",
}  # fmt: skip
TIME = f"^{_CLOCK}"
MOMENT = f"^[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}[Tt ]{_CLOCK}"


class Narrowed(NamedTuple):
    """What one program allows where the models allow any.

    Attributes:
        values: For a field, its values and what each stands for.
        names: For a field that is a mapping, the names in it and what each stands for.
        offered: For a field, values that an editor offers without insisting on them.
    """

    values: Mapping[Place, Mapping[Any, str]]
    names: Mapping[Place, Mapping[str, str]]
    offered: Mapping[Place, Iterable[str]]


def schemas(program: Program, words: Words) -> dict[str, Schema]:
    """The schema of every kind of record in a program, by the kind's name.

    Args:
        program: What is allowed: its roles, milestones, meetings, catalogue, items and slots.
        words: The program's terms, for titles and descriptions.

    Returns:
        One schema a kind. It refuses the fields and the values of enumerations that `check`
        refuses, and nothing that `check` accepts, but for this: `~` and `Null` without quotes
        are text to `check` and nothing to an editor, and a whole
        number in quotes must be written in plain digits.
    """
    return {kind.name: schema_of(kind, program, words) for kind in KINDS}


def schema_of(kind: RecordKind, program: Program, words: Words) -> Schema:
    """The schema of one kind of record in a program (see `schemas`)."""
    return _Maker(words, narrowed(program)).record(kind)


def editor_files(program: Program, words: Words) -> dict[str, str]:
    """The schema files of a program folder: path, relative to it, and text."""
    return {
        f"{SCHEMAS}/{name}.json": _json(schema) for name, schema in schemas(program, words).items()
    }


def editor_settings(now: str = "") -> str | None:
    """The settings with which an editor finds the schema of every file.

    Args:
        now: The settings that the folder has already; what is in them stays.

    Returns:
        The whole file, or None where the present one cannot be added to: it is no plain JSON.
    """
    try:
        settings = json.loads(now or "{}")
    except ValueError:
        return None
    known = settings.get("yaml.schemas", {}) if isinstance(settings, dict) else None
    if not isinstance(known, dict):
        return None
    ours = {f"{SCHEMAS}/{kind.name}.json": _files(kind) for kind in KINDS}
    wanted = {**settings, "yaml.yamlVersion": "1.2", "yaml.schemas": {**known, **ours}}
    return now if wanted == settings else _json(wanted)


def editor_extensions() -> str:
    """The file by which Visual Studio Code offers what reads the schemas: the YAML extension."""
    return _json({"recommendations": ["redhat.vscode-yaml"]})


def _json(data: Schema) -> str:
    return msgspec.json.format(msgspec.json.encode(data), indent=2).decode() + "\n"


def _files(kind: RecordKind) -> str:
    """The files of a kind, as a pattern relative to the program folder."""
    return f"pairings/*/*/{kind.path('*')}" if kind.of_pairing else kind.path("*")


def narrowed(program: Program) -> Narrowed:
    """What a program allows where the models allow any."""
    slots = {number: f"Experience {number}" for number in range(1, program.experiences.count + 1)}
    catalogue = {entry.number: entry.title for entry in program.experiences.catalogue}
    semesters = {entry.number: entry.title for entry in program.experiences.semesters}
    values: dict[Place, Mapping[Any, str]] = {
        (Person, "roles"): {role.id: role.title for role in program.roles},
        (Meeting, "meeting"): {meeting.id: meeting.title for meeting in program.meetings},
        (Extension, "milestone"): {entry.id: entry.title for entry in program.calendar},
        (PlannedExperience, "slot"): slots,
        (PlannedExperience, "semester"): semesters,
        (PlannedExperience, "catalogue"): catalogue,
        (Experience, "slot"): slots,
        (LogEntry, "who"): {role.id: role.title for role in program.roles},
        (Training, "code"): {training.code: training.title for training in program.trainings},
        (FocalPoints, "ratings"): {
            rating.value: rating.title for rating in program.focal_points.ratings
        },
    }
    names: dict[Place, Mapping[str, str]] = {
        place: {name: title for _, items in lines for name, title in items.items()}
        for kind in KINDS
        for place, lines in kind.model.checklists(program).items()
    }
    names[Program, "records"] = {kind.name: kind.title for kind in RECORD_KINDS}
    needs = [need for entry in program.calendar for need in entry.needs]
    needs += [entry.need for entry in program.completion.needs]
    positions = [each for role in program.roles for each in role.positions]
    offered: dict[Place, Iterable[str]] = {
        (Waiver, "need"): dict.fromkeys(needs),
        (Person, "position"): dict.fromkeys(positions),
        (GuideTask, "id"): [task.id for task in program.guide.tasks],
    }
    return Narrowed(_listed(values), _listed(names), offered)


def _listed(found: dict[Place, T]) -> dict[Place, T]:
    """The fields for which the program lists anything."""
    return {place: each for place, each in found.items() if each}


class _Maker:
    """Makes schemas from what msgspec knows of the models."""

    def __init__(self, words: Words, narrowed: Narrowed) -> None:
        self.words = words
        self.narrowed = narrowed

    def record(self, kind: RecordKind) -> Schema:
        """The schema of one kind of record."""
        title = self.words.say(kind.title)
        schema = self._struct(structure(kind.model))
        if not schema.get("required"):
            schema["type"] = ["object", "null"]
        return {"$schema": DRAFT, "title": f"{title[:1].upper()}{title[1:]}", **schema}

    def _struct(self, kind: types.Type) -> Schema:
        assert isinstance(kind, types.StructType)
        required = [field.encode_name for field in kind.fields if field.required]
        return {
            "type": "object",
            "properties": {
                field.encode_name: self._field(field, (kind.cls, field.encode_name))
                for field in kind.fields
            },
            **({"required": required} if required else {}),
            "additionalProperties": False,
        }

    def _field(self, field: types.Field, place: Place) -> Schema:
        """The schema of a field; what may be left out may be left empty."""
        said: Schema = {}
        kind = field.type
        if isinstance(kind, types.Metadata):
            said, kind = self._said(kind), kind.type
        schema = self._type(kind, place)
        may_be_none = isinstance(kind, types.UnionType) and types.NoneType() in kind.types
        return {**said, **(schema if field.required or may_be_none else _or_empty(schema))}

    def _type(self, kind: types.Type, place: Place) -> Schema:
        """The schema of a value.

        Args:
            kind: What the model says of it.
            place: The record and the field that it belongs to.
        """
        if isinstance(kind, types.Metadata):
            return self._type(kind.type, place)
        if isinstance(kind, types.UnionType):
            options = [each for each in kind.types if not isinstance(each, types.NoneType)]
            schema = self._either([self._type(each, place) for each in options])
            return schema if len(options) == len(kind.types) else _or_empty(schema)
        if isinstance(kind, types.StructType):
            return self._struct(kind)
        if isinstance(kind, types.VarTupleType):
            return {"type": "array", "items": self._type(kind.item_type, place)}
        if isinstance(kind, types.DictType):
            return self._mapping(kind, place)
        return self._single(kind, place)

    def _said(self, kind: types.Metadata) -> Schema:
        """What a field is called, what to write there, and who does."""
        notes, by = kind.extra_json_schema or {}, (kind.extra or {}).get("by")
        said = {name: self.words.say(text) for name, text in notes.items()}
        if said.get("description") == said.get("title"):
            said.pop("description", None)
        if by:
            filled = f"Filled in by the {self.words[by]}."
            told = said.get("description")
            said["description"] = f"{told}\n\n{filled}" if told else filled
        return said

    def _either(self, options: list[Schema]) -> Schema:
        return options[0] if len(options) == 1 else {"anyOf": options}

    def _mapping(self, kind: types.DictType, place: Place) -> Schema:
        value = self._type(kind.value_type, place)
        names = self.narrowed.names.get(place)
        if names is None:
            return {"type": "object", "additionalProperties": value}
        said = {name: self.words.say(title) for name, title in names.items()}
        return {
            "type": "object",
            "properties": {name: {"title": title, **value} for name, title in said.items()},
            "additionalProperties": False,
        }

    def _single(self, kind: types.Type, place: Place) -> Schema:
        titles = self.narrowed.values.get(place)
        if choices(kind):
            return _choice({value: (titles or {}).get(value, "") for value in choices(kind)})
        if titles is not None and isinstance(kind, types.IntType | types.StrType):
            return _choice(titles)
        schema = SINGLE[type(kind)](kind)
        offered = self.narrowed.offered.get(place)
        return {**schema, "examples": list(offered)} if offered else schema


def _or_empty(schema: Schema) -> Schema:
    """The same, or nothing. An editor that read `type: null` would offer the word null to type."""
    if schema.get("type") in ("object", "array"):
        return {**schema, "type": [schema["type"], "null"]}
    nothing = _none_of("string", "number", "boolean", "object", "array")
    return {"anyOf": [*schema.get("anyOf", [schema]), nothing]}


def _choice(titles: Mapping[Any, str]) -> Schema:
    """One of several values; numbers may stand in quotes as well."""
    enum = {"enum": [_as_editors_read(value) for value in titles]}
    if any(titles.values()):
        enum["enumDescriptions"] = list(titles.values())
    quoted = [str(value) for value, read in zip(titles, enum["enum"], strict=True) if value != read
              or not isinstance(read, str)]  # fmt: skip
    if not quoted:
        return enum
    return {
        "anyOf": [enum, {"type": "string", "pattern": f"^({'|'.join(map(re.escape, quoted))})$"}]
    }


def _as_editors_read(value: str | int) -> str | int | float | bool | None:
    """What YAML 1.2 makes of a value that `check` reads as text, where it stands without quotes."""
    if not isinstance(value, str):
        return value
    if value in ("true", "false"):
        return value == "true"
    if value == "null":
        return None
    if re.fullmatch("[0-9]+", value):
        return int(value)
    return value


def _text(kind: types.Type) -> Schema:
    """Text; what YAML would read as a number or the like is text for `check`, too."""
    assert isinstance(kind, types.StrType)
    rules = {
        "minLength": kind.min_length,
        "maxLength": kind.max_length,
        "pattern": kind.pattern and kind.pattern.replace('\\"', '"'),
        "patternErrorMessage": kind.pattern and f"Write {PATTERNS[kind.pattern]}.",
    }
    text = {"type": "string", **{name: rule for name, rule in rules.items() if rule is not None}}
    if kind.pattern is not None and not re.search(kind.pattern, "10"):
        return text
    # an editor that read `type: boolean` would offer true and false to type
    number = _none_of("string", "object", "array", "null")
    return {"anyOf": [text, {"minimum": 0, **number} if kind.pattern else number]}


def _none_of(*kinds: str) -> Schema:
    return {"not": {"type": list(kinds)}}


def _written(*kinds: str, pattern: str) -> Callable[[types.Type], Schema]:
    """Values that an editor reads as one of these kinds, or in quotes as a text like that."""

    def schema(kind: types.Type) -> Schema:
        bounds = {name: getattr(kind, at, None) for name, at in BOUNDS.items()}
        return {
            "type": [*kinds, "string"] if kinds else "string",
            "pattern": pattern,
            "patternErrorMessage": f"Write {asked(kind)}.",
            **{name: bound for name, bound in bounds.items() if bound is not None},
        }

    return schema


def _true_or_false(kind: types.Type) -> Schema:
    return {"anyOf": [{"enum": [True, False, 0, 1]}, _written(pattern=TRUE_OR_FALSE)(kind)]}


SINGLE: Mapping[type[types.Type], Callable[[types.Type], Schema]] = {
    types.StrType: _text,
    types.DateType: _written(pattern=DAY),
    types.IntType: _written("integer", pattern=WHOLE_NUMBER),
    types.FloatType: _written("number", pattern=NUMBER),
    types.BoolType: _true_or_false,
    types.TimeType: _written(pattern=TIME),
    types.DateTimeType: _written("number", pattern=f"{MOMENT}|{NUMBER}"),
}
