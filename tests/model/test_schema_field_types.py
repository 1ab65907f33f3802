"""A field of any type, in any record: everything that follows the models follows it."""

from __future__ import annotations

import datetime as dt
import enum
from functools import cache
from typing import Annotated, Any, Literal, NamedTuple

import jsonschema
import msgspec
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from ruamel.yaml import YAML
from support.documents import core
from support.folders import PRESET
from support.schemas import record_check

from mentorctl.model.canonical import canonical, data
from mentorctl.model.kinds import RecordKind
from mentorctl.model.program import Program
from mentorctl.model.record import Clock, Day, Money, Record, Slug, Text, YesNo, says
from mentorctl.model.schema import schema_of
from mentorctl.model.words import Words
from mentorctl.reports.history.field_diff import between
from mentorctl.reports.transcript import lines_of
from mentorctl.store.edit.assignment import Assignment, assign
from mentorctl.store.edit.yaml_text import entries
from mentorctl.store.parse.fast import accept
from mentorctl.store.parse.nodes import compose, plain
from mentorctl.store.parse.reader import examine
from mentorctl.store.record_merge import merge
from mentorctl.store.scaffold import record_text

WORDS = Words()


class Level(enum.Enum):
    LOW = "low"
    HIGH = "high"


class Inner(Record, frozen=True):
    """A part of a record."""

    identity = ("name",)
    name: Annotated[Slug, says("Name")]
    share: Annotated[float | None, says("Share")] = None
    done: Annotated[bool | None, says("Done")] = None


class Case(NamedTuple):
    """A type, and what may and may not be written for it."""

    type: Any
    good: tuple[Any, ...]
    bad: tuple[Any, ...] = ()


# what is written: texts stand for single values as they are typed
CASES = {
    "text": Case(Text, ("soil", "no", "7")),
    "slug": Case(Slug, ("ana-ruiz",), ("Ana Ruiz",)),
    "whole number": Case(int, ("3", "-4"), ("three", "2.5")),
    "bounded": Case(Annotated[int, msgspec.Meta(ge=1, le=5)], ("1", "5"), ("0", "6")),
    "number": Case(float, ("3", "2.5", "-0.25", "1e3"), ("half", "1,5")),
    "true or false": Case(bool, ("true", "false"), ("yes", "2")),
    "yes or no": Case(YesNo, ("yes", "no"), ("true", "maybe")),
    "number of some": Case(Literal[1, 2, 3], ("1", "3"), ("4", "x")),
    "one of an enumeration": Case(Level, ("low", "high"), ("middle",)),
    "day": Case(Day, ("2026-12-14",), ("2026-02-30", "soon")),
    "clock": Case(Clock, ("15:30",), ("25:00",)),
    "time": Case(dt.time, ("15:30:00",), ("15h",)),
    "moment": Case(dt.datetime, ("2026-12-14T15:30:00-06:00",), ("soon",)),
    "money": Case(Money, ("612.50",), ("-1",)),
    # not `int | Text`: a number is a text, too, and which of them it is nobody could tell
    "number or none": Case(Literal["none"] | int, ("none", "4"), ("soon",)),
    "group": Case(Inner, ({"name": "ana", "share": "0.5", "done": "true"},), ({"name": "A"}, "x")),
    "texts": Case(tuple[Text, ...], (["a", "b"],), ("a", {"a": "b"})),
    "numbers": Case(tuple[float, ...], (["1.5", "2"],), (["x"],)),
    "lists": Case(tuple[tuple[int, ...], ...], ([["1", "2"], ["3"]],), (["1"],)),
    "groups": Case(
        tuple[Inner, ...], ([{"name": "ana"}, {"name": "bo", "share": "1.5"}],), (["x"],)
    ),
    "text or list": Case(Text | tuple[Slug, ...], ("mentor", ["mentor", "mentee"]), ({"a": "b"},)),
    "by name": Case(dict[Slug, float | None], ({"ana": "1.5"},), ({"ana": "x"}, ["x"])),
    "groups by name": Case(dict[Slug, Inner | None], ({"ana": {"name": "bo"}},), ({"ana": "x"},)),
}  # fmt: skip


def model_of(case: Case, *, required: bool = False) -> type[Record]:
    """A record with a field of that type, as a model declares it."""
    held: Any = case.type if required else case.type | None
    fields: list[Any] = [
        ("field", Annotated[held, says("Field")], *(() if required else (None,))),
        ("other", Annotated[Text | None, says("Other")], None),
    ]
    made: Any = msgspec.defstruct("Made", fields, bases=(Record,), frozen=True, kw_only=True)
    return made  # type: ignore[no-any-return] # a Record, which mypy cannot see


def program() -> Program:
    found, faults = examine(PRESET.read_bytes(), Program, WORDS)
    assert found is not None, faults
    return found


PROGRAM = program()


def written(value: Any) -> bytes:
    """The record as a person types it: single values bare."""
    return ("".join(f"{line}\n" for line in entries({"field": value}, 0))).replace('"', "").encode()


def values(text: str | bytes) -> Any:
    top, faults = compose(text if isinstance(text, bytes) else text.encode())
    assert faults == []
    return plain(top) or {}


def as_editor_reads(text: bytes) -> Any:
    """What an editor makes of a file: YAML 1.2, days and times as texts."""
    yaml = YAML(typ="safe", pure=True)
    yaml.constructor.add_constructor(
        "tag:yaml.org,2002:timestamp", lambda loader, node: loader.construct_scalar(node)
    )
    return yaml.load(text)


GOOD = [
    pytest.param(name, value, id=f"{name}-{value}")
    for name, case in CASES.items()
    for value in case.good
]
BAD = [
    pytest.param(name, value, id=f"{name}-{value}")
    for name, case in CASES.items()
    for value in case.bad
]


@pytest.mark.parametrize("required", [True, False])
@pytest.mark.parametrize(("name", "value"), GOOD)
def test_a_good_value_is_good_everywhere(name: str, value: Any, required: bool) -> None:
    model = model_of(CASES[name], required=required)
    content = written(value)
    record, faults = examine(content, model, WORDS)
    assert faults == []
    assert accept(content, model) in (record, None)
    kind = RecordKind("made", "made", model)
    schema = schema_of(kind, PROGRAM, WORDS)
    jsonschema.Draft7Validator.check_schema(schema)
    record_check(schema).validate(as_editor_reads(content))
    # what is signed is what was typed, and reads as the same record
    assert record is not None
    signed = data(record)
    assert canonical(signed)
    assert msgspec.convert(signed, model, strict=False) == record
    assert signed == {"field": value} or value == "1e3"
    (first, *_) = lines_of(signed, model, PROGRAM, WORDS, {})
    assert first.label == "Field"
    # a new file with it
    text = record_text(kind, "made.yaml", PROGRAM, WORDS, {"field": value})
    assert examine(text.encode(), model, WORDS) == (record, [])
    # two people's changes
    merged = merge(b"other: x\n", b"other: y\n", b"other: x\n" + content, model=model).content
    assert merged is not None
    assert values(merged) == {"other": "y", "field": value}
    if isinstance(value, str):
        (told,) = between(None, values(content), model, None)
        assert told.what == f"field → {value}"


@pytest.mark.parametrize(("name", "value"), BAD)
def test_a_bad_value_is_refused_with_words(name: str, value: Any) -> None:
    model = model_of(CASES[name])
    content = written(value)
    assert accept(content, model) is None
    record, faults = examine(content, model, WORDS)
    assert record is None
    assert [fault.code for fault in faults] == ["wrong-value"]
    assert faults[0].message
    assert faults[0].hint
    kind = RecordKind("made", "made", model)
    if name != "money":
        validator = jsonschema.Draft7Validator(schema_of(kind, PROGRAM, WORDS))
        assert not validator.is_valid(as_editor_reads(content))


@pytest.mark.parametrize("required", [True, False])
@pytest.mark.parametrize("name", CASES)
def test_a_new_file_leaves_it_empty(name: str, required: bool) -> None:
    model = model_of(CASES[name], required=required)
    text = record_text(RecordKind("made", "made", model), "made.yaml", PROGRAM, WORDS, {})
    record, faults = examine(text.encode(), model, WORDS)
    assert record is not None or {fault.code for fault in faults} == {"missing-field"}


@pytest.mark.parametrize(("name", "value"), GOOD)
def test_a_single_value_is_set_by_its_name(name: str, value: Any) -> None:
    model = model_of(CASES[name])
    if not isinstance(value, str):
        return
    text = assign("other: x\n", model, [Assignment.parse(f"field={value}")], Words())
    assert values(text) == {"other": "x", "field": value}
    assert examine(text.encode(), model, WORDS)[1] == []


# how people, and programs, write numbers, days, times, words for nothing and yes and no
SPELLED = st.one_of(
    st.sampled_from(
        ["2027-02-29", "2028-02-29", "1900-02-29", "2000-02-29", "0000-01-01", "2026-04-31", "~",
         "Null", "NULL", "null", "", "012", "+5", "-0", "5.0", "5.", ".5", "1e1", "1E1", "1e400",
         "0x1F", "0o17", "1_000", "true", "True", "yes", "No", "on", "7:00", "07:00", "24:00",
         "19:00", "12-14", "2026-2027", "a@b.example", "Ana Ruiz", "ana-ruiz", "1", "4", ".inf"]
    ),
    st.integers(-999, 9999).map(str),
    st.floats(-99, 99).map(lambda each: f"{each:.3g}"),
    st.dates().map(str),
    st.text("0123456789+-.eExo:_", min_size=1, max_size=6),
)  # fmt: skip
# a number without quotes is to an editor what it is worth, and to such a text what was typed
BY_SPELLING = {"slug", "money"}
TYPES = {
    name: case.type
    for name, case in CASES.items()
    if name not in BY_SPELLING and not any(isinstance(each, (list, dict)) for each in case.good)
}


def _plain(text: str) -> bool:
    """Whether a text can stand without quotes, and is no more than itself there."""
    found = plain(compose(f"field: {text}\n".encode())[0])
    return found in ({"field": text}, {"field": None})


@cache
def editor_s(name: str, required: bool) -> tuple[type[Record], Any]:
    """A record with a field of a type, and what an editor judges it by."""
    model = model_of(CASES[name], required=required)
    return model, record_check(schema_of(RecordKind("made", "made", model), PROGRAM, WORDS))


@pytest.mark.parametrize("required", [True, False])
@pytest.mark.parametrize("name", TYPES)
@given(text=SPELLED.filter(_plain), quoted=st.booleans())
@example(text="2027-02-29", quoted=False)
@example(text="~", quoted=False)
@example(text="Null", quoted=False)
@example(text="012", quoted=False)
@example(text="1e1", quoted=False)
@example(text="a\x07b", quoted=True)
@example(text="a\u200bb", quoted=True)
def test_an_editor_and_check_agree_on_every_value(
    name: str, required: bool, text: str, quoted: bool
) -> None:
    # how large a number in quotes may be, no pattern says
    assume(not quoted or not isinstance(core(text), int | float))
    model, judge = editor_s(name, required)
    value = f'"{text.encode("unicode_escape").decode()}"' if quoted else text
    content = f"field: {value}\n".encode()
    record, faults = examine(content, model, WORDS)
    quick = accept(content, model)
    assert quick in (None, record)
    read = {"field": text if quoted else core(text)}
    assert judge.is_valid(read) is (record is not None), (value, faults)
