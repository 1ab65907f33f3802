"""JSON Schemas of the records, so that an editor helps while a person types.

They are made from the models that `check` reads with, and narrowed to one program: its roles,
milestones, meetings, catalogue and checklist items. Draft 7, which editors know best.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import msgspec
from msgspec import inspect as types

from mentorctl.model.agreement import GuideTask, Training
from mentorctl.model.checklists import FocalPoints
from mentorctl.model.experience import Experience
from mentorctl.model.kinds import KINDS, RECORD_KINDS, RecordKind
from mentorctl.model.log import LOG_KINDS, LogEntry
from mentorctl.model.meeting import Meeting
from mentorctl.model.needs import waivable
from mentorctl.model.pairing import Extension, Pairing, Waiver
from mentorctl.model.paths import PEOPLE_SCHEMA, SCHEMAS
from mentorctl.model.person import Person
from mentorctl.model.plan import PlannedExperience
from mentorctl.model.program import Program
from mentorctl.model.roles import SIDES
from mentorctl.model.single_values import asked, choices, is_single
from mentorctl.model.structure import bare, notes, options, structure
from mentorctl.model.value_schemas import Schema, choice, either, or_empty, single
from mentorctl.model.visit import LOCATIONS, Visit

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from mentorctl.model.words import Words

__all__ = [
    "EXTENSIONS_FILE",
    "SETTINGS_FILE",
    "Schema",
    "editor_extensions",
    "editor_files",
    "editor_settings",
    "narrowed",
    "offered_people",
    "schema_of",
    "schemas",
]  # fmt: skip

T = TypeVar("T")
# a record, or a part of one, and a field of it
Place = tuple[type, str]

SETTINGS_FILE = ".vscode/settings.json"
EXTENSIONS_FILE = ".vscode/extensions.json"
DRAFT = "http://json-schema.org/draft-07/schema#"


_OFFERED = PEOPLE_SCHEMA.rpartition("/")[2]
# where ids of people stand, besides the fields of `PersonId`
_PEOPLE = frozenset(
    {(Pairing, side) for side in SIDES} | {(Meeting, "attended"), (Program, "coordinators")}
)


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
        refuses, and nothing that `check` accepts, as far as an editor can see it (see
        `value_schemas`).
    """
    return {kind.name: schema_of(kind, program, words) for kind in KINDS}


def schema_of(kind: RecordKind, program: Program, words: Words) -> Schema:
    """The schema of one kind of record in a program (see `schemas`)."""
    return _Maker(words, narrowed(program)).record(kind)


def editor_files(
    program: Program, words: Words, people: Mapping[str, Person] | None = None
) -> dict[str, str]:
    """The schema files of a program folder: path, relative to it, and text.

    Args:
        program: What is allowed.
        words: The program's terms.
        people: Who is offered where the id of a person belongs.
    """
    made = {
        f"{SCHEMAS}/{name}.json": _json(schema) for name, schema in schemas(program, words).items()
    }
    return {**made, PEOPLE_SCHEMA: offered_people(people or {})}


def offered_people(people: Mapping[str, Person]) -> str:
    """The file of what an editor offers for the id of a person; insisting is left to `check`."""
    return _json(
        {
            "$schema": DRAFT,
            "defaultSnippets": [
                {
                    "label": name,
                    "body": name,
                    "description": ", ".join(filter(None, (person.name, person.school))),
                }
                for name, person in sorted(people.items())
            ],
        }
    )


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
        (Person, "region"): dict.fromkeys(program.grievance.regions, ""),
        (Meeting, "meeting"): {meeting.id: meeting.title for meeting in program.meetings},
        (Waiver, "need"): waivable(program),
        (LogEntry, "kind"): LOG_KINDS,
        (Visit, "location"): LOCATIONS,
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
    positions = [each for role in program.roles for each in role.positions]
    offered: dict[Place, Iterable[str]] = {
        (Person, "position"): dict.fromkeys(positions),
        (GuideTask, "id"): [task.id for task in program.guide.tasks],
    }
    return Narrowed(_listed(values), _listed(names), offered)


def _behind_a_name(schema: Schema) -> Schema:
    """The same, so that yaml-language-server writes a colon when it completes the name.

    It does with `anyOf` and not with `oneOf`; but it says its help once for each in an `anyOf`.
    """
    return {"anyOf": [schema]} if "oneOf" in schema else schema


def _names_people(kind: types.Type, place: Place) -> bool:
    """Whether ids of people stand in a field."""
    return place in _PEOPLE or bool(notes(kind).get("person"))


def _takes_text(kind: types.Type) -> bool:
    """Whether any text, or one of a pattern, can stand there."""
    return any(isinstance(each, types.StrType) for each in options(kind))


def _example(kind: types.Type) -> str:
    """A value of a field whose type says what one looks like."""
    each = bare(kind)
    return asked(each).partition(" like ")[2].partition(" or ")[0] if is_single(each) else ""


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
            said, kind = self._said(kind, place), kind.type
        schema = self._type(kind, place)
        if _names_people(kind, place) and "items" in schema:
            schema["items"] = {**schema["items"], "allOf": [{"$ref": _OFFERED}]}
        elif _names_people(kind, place):
            said["allOf"] = [{"$ref": _OFFERED}]
        may_be_none = isinstance(kind, types.UnionType) and types.NoneType() in kind.types
        if not field.required and not may_be_none:
            schema = or_empty(schema, is_text=_takes_text(kind))
        return {**said, **_behind_a_name(schema)}

    def _type(self, kind: types.Type, place: Place) -> Schema:
        """The schema of a value.

        Args:
            kind: What the model says of it.
            place: The record and the field that it belongs to.
        """
        kind = kind.type if isinstance(kind, types.Metadata) else kind
        if isinstance(kind, types.UnionType):
            some = [each for each in kind.types if not isinstance(each, types.NoneType)]
            schema = either([self._type(each, place) for each in some])
            if len(some) == len(kind.types):
                return schema
            return or_empty(schema, is_text=_takes_text(kind))
        if isinstance(kind, types.StructType):
            return self._struct(kind)
        if isinstance(kind, types.DictType):
            return self._mapping(kind, place)
        if isinstance(kind, types.VarTupleType):
            return {"type": "array", "items": self._type(kind.item_type, place)}
        return self._single(kind, place)

    def _said(self, kind: types.Metadata, place: Place) -> Schema:
        """What the form calls a field, what it is for, who fills it in, an example: each once."""
        notes, extra = kind.extra_json_schema or {}, kind.extra or {}
        said = {name: self.words.say(text) for name, text in notes.items()}
        told = []
        if said.get("description") != said.get("title"):
            told.append(said["description"])
        if extra.get("use"):
            told.append(self.words.say(extra["use"]))
        if extra.get("by"):
            told.append(f"Filled in by the {self.words[extra['by']]}.")
        example = extra.get("example") or _example(kind)
        if _names_people(kind, place):
            example = example or "ana-ruiz"
        if example:
            told.append(f"Example: {example}")
        if "title" not in said:
            return {}
        return {"title": said["title"], **({"description": "\n\n".join(told)} if told else {})}

    def _mapping(self, kind: types.DictType, place: Place) -> Schema:
        value = self._type(kind.value_type, place)
        names = self.narrowed.names.get(place)
        if names is None:
            return {"type": "object", "additionalProperties": value}
        said = {name: self.words.say(title) for name, title in names.items()}
        return {
            "type": "object",
            "properties": {
                name: {"description": title, **_behind_a_name(value)}
                for name, title in said.items()
            },
            "additionalProperties": False,
        }

    def _single(self, kind: types.Type, place: Place) -> Schema:
        titles = self.narrowed.values.get(place)
        if choices(kind):
            named = {value: (titles or {}).get(value, "") for value in choices(kind)}
            return choice({value: self.words.say(title) for value, title in named.items()})
        if titles is not None and isinstance(kind, types.IntType | types.StrType):
            return choice(titles)
        schema = single(kind)
        offered = self.narrowed.offered.get(place)
        return {**schema, "examples": list(offered)} if offered else schema
