from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import inspect as types
from support.contents import values

from mentorctl.model.content_diff import differences
from mentorctl.model.grievance import GrievanceSetting, GrievanceStep
from mentorctl.model.kinds import KINDS
from mentorctl.model.list_identity import Shape, name_of, pairs
from mentorctl.model.look import Look
from mentorctl.model.meeting import Meeting
from mentorctl.model.person import Person
from mentorctl.model.plan import Plan, PlannedExperience
from mentorctl.model.reassignment import MidYear
from mentorctl.model.structure import options
from mentorctl.reports.history.field_diff import between

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mentorctl.model.record import Record

SEVERAL = {types.StructType, types.VarTupleType, types.DictType}


class Field(NamedTuple):
    """A list that a record has, or that is in one of its lists or groups."""

    model: type[Record]
    shape: Shape
    wrapped: Callable[[Any], Any]


def fields(
    model: type[Record], shape: Shape, name: str, wrap: Callable[[Any], Any]
) -> Iterator[tuple[str, Field]]:
    if shape.item.kinds:
        told_by = dict.fromkeys(shape.identity or required(shape), "it")
        yield name, Field(model, shape, wrap)
        yield from fields(model, shape.item, f"{name}[]", lambda held: wrap([told_by | held]))
    for kind in shape.kinds:
        if isinstance(kind, types.DictType):
            yield from fields(model, shape.field(""), f"{name}.*", lambda held: wrap({"a": held}))
        for field in kind.fields if isinstance(kind, types.StructType) else ():
            at = field.encode_name
            yield from fields(model, shape.field(at), f"{name}.{at}", _named(at, wrap))


def required(shape: Shape) -> list[str]:
    """The single values that every item of a list has."""
    kinds = [kind for kind in shape.item.kinds if isinstance(kind, types.StructType)]
    return [
        each.encode_name for kind in kinds for each in kind.fields
        if each.required and not set(map(type, options(each.type))) & SEVERAL
    ]  # fmt: skip


def _named(field: str, wrap: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return lambda held: wrap({field: held})


LISTS = dict(
    each for kind in KINDS
    for each in fields(kind.model, Shape.of(kind.model), kind.name, lambda held: held)
)  # fmt: skip


def filled(value: Any) -> Any:
    """As `history` looks at contents: without what is blank."""
    if isinstance(value, dict):
        kept = {name: filled(each) for name, each in value.items()}
        return {name: each for name, each in kept.items() if each not in (None, {}, [])}
    return [filled(each) for each in value] if isinstance(value, list) else value


def items(field: Field) -> st.SearchStrategy[Any]:
    """Items of a list, none of which is blank."""
    return values(field.shape.item.kinds).map(filled).filter(bool)


def told(field: Field, before: list[Any], after: list[Any]) -> list[tuple[Any, Any]]:
    """What was there before each change that is told, and what is there after it."""
    found = between(field.wrapped(before), field.wrapped(after), field.model, None)
    return [(each.before, each.after) for each in found]


def by_value(found: list[tuple[Any, Any]]) -> list[tuple[Any, Any]]:
    # whatever the order of their keys
    return sorted(found, key=lambda each: json.dumps(each, sort_keys=True, default=str))


@given(st.sampled_from(sorted(LISTS)), st.data())
def test_what_is_put_in_or_taken_out_is_never_told_as_a_change_of_its_neighbour(
    name: str, data: st.DataObject
) -> None:
    field = LISTS[name]
    before = data.draw(st.lists(items(field), max_size=5))
    new = data.draw(st.lists(items(field), min_size=1, max_size=3))
    after = list(before)
    for each in new:
        after.insert(data.draw(st.integers(0, len(after))), each)
    assert by_value(told(field, before, after)) == by_value([(None, each) for each in new])
    assert by_value(told(field, after, before)) == by_value([(each, None) for each in new])


SHARED = "shared on of revision"
KEYED = sorted(
    name for name, field in LISTS.items()
    if name.count(".") == 1 and "[" not in name and len(field.shape.identity) == 1
)  # fmt: skip


def single(field: Field) -> list[str]:
    """The names of the single values in an item of a list, but for what tells it apart."""
    kinds = [kind for kind in field.shape.item.kinds if isinstance(kind, types.StructType)]
    return [
        each.encode_name for kind in kinds for each in kind.fields
        if not set(map(type, options(each.type))) & SEVERAL
        and each.encode_name not in field.shape.identity
    ]  # fmt: skip


@given(st.sampled_from(KEYED), st.data())
def test_told_changes_made_again_give_the_new_list(name: str, data: st.DataObject) -> None:
    field, (key,) = LISTS[name], LISTS[name].shape.identity
    texts = st.sampled_from(["ana", "7", "soil"])
    item = st.fixed_dictionaries(
        {key: st.sampled_from(["a-1", "a-2", "a-3", "a-4", "b", "c"])},
        optional=dict.fromkeys(single(field)[:3], texts),
    )
    both = st.lists(item, max_size=6, unique_by=lambda each: each[key])
    before, after = data.draw(both), data.draw(both)
    held = {each[key]: dict(each) for each in before}
    of = name.partition(".")[2]
    spots = {
        name_of([(of, each[key]), (at, "")], None): (each[key], at)
        for each in (*before, *after) for at in single(field)
    }  # fmt: skip
    for each in between(field.wrapped(before), field.wrapped(after), field.model, None):
        if isinstance(each.after, list):
            assert sorted(each.after, key=repr) == sorted(after, key=repr)
        elif each.field in spots:
            which, at = spots[each.field]
            assert held[which].get(at) == each.before
            held[which] = {n: v for n, v in (held[which] | {at: each.after}).items() if v}
        elif each.after is None:
            assert held.pop(each.before[key]) == each.before
        else:
            assert each.before is None
            held[each.after[key]] = each.after
    assert held == {each[key]: each for each in after}


@given(st.sampled_from(sorted(LISTS)), st.data())
def test_every_item_of_two_versions_is_accounted_for_once(name: str, data: st.DataObject) -> None:
    field = LISTS[name]
    before = data.draw(st.lists(items(field), max_size=5))
    after = data.draw(st.lists(items(field) | st.sampled_from(before or ["x"]), max_size=6))
    found = pairs(before, after, field.shape)
    assert [new for _, new in found if new is not None] == list(range(len(after)))
    assert sorted(old for old, _ in found if old is not None) == list(range(len(before)))


@pytest.mark.parametrize(
    ("before", "after", "sentences"),
    [
        ("A", "NA", ["revision 1 added (on 2026-10-01, what N)"]),
        ("AB", "NaB", ["revision 1 added (on 2026-10-01, what N)", f"{SHARED} 2 → 2026-12-01"]),
        ("ABC", "AC", ["revision 2 deleted"]),
        ("ABC", "CAB", ["revisions: put in another order"]),
        ("AB", "AbN", [f"{SHARED} 2 → 2026-12-01", "revision 3 added (on 2026-10-01, what N)"]),
    ],
)
def test_items_that_nothing_names_are_told_by_what_they_hold(
    before: str, after: str, sentences: list[str]
) -> None:
    def revisions(letters: str) -> dict[str, Any]:
        """A capital letter is a revision, and its small letter the same, shared."""
        made: list[dict[str, str]] = [
            {"on": "2026-10-01", "what": each.upper()} for each in letters
        ]
        for one, letter in zip(made, letters, strict=True):
            if letter.islower():
                one["shared_on"] = "2026-12-01"
        return {"revisions": made}

    found = between(revisions(before), revisions(after), Plan, None)
    assert [each.what for each in found] == sentences


def test_a_stale_signature_names_an_experience_by_its_slot_wherever_it_stands() -> None:
    signed = {"experiences": [{"slot": "7", "target_date": "2026-12-04"}, {"slot": "2"}]}
    now = {"experiences": [{"slot": "2"}, {"slot": "7", "target_date": "2026-12-11"}]}
    first, second = differences(signed, now, Shape.of(Plan))
    assert first.way == ("experiences", 1, "target_date")
    assert name_of(first.steps, None) == "target date of experience 7"
    assert (name_of(second.steps, None), second.what) == ("experiences", "moved")


@pytest.mark.parametrize(
    ("model", "field", "value", "tells"),
    [
        # a text, and a list, that are something else as long as nobody names them
        (GrievanceSetting, "flowchart", "", True),
        (GrievanceSetting, "flowchart", None, False),
        (GrievanceSetting, "opened_by", [], True),
        (GrievanceSetting, "opened_by", None, False),
        (GrievanceSetting, "regions", [], False),
        (GrievanceStep, "title", "", False),
        (PlannedExperience, "notes", "", False),
        # a group that says something by being there, and others
        (PlannedExperience, "own", {}, True),
        (PlannedExperience, "own", None, False),
        (Person, "mentoring", {}, False),
        # what no record can have there
        (Person, "mentoring", [], True),
        (Meeting, "attended", {}, True),
        (MidYear, "answers", {}, False),
        (Look, "margins", {}, False),
        (Person, "nothing_of_a_person", {}, False),
    ],
)
def test_what_says_something_by_being_there_empty(
    model: type[Record], field: str, value: object, *, tells: bool
) -> None:
    assert Shape.of(model).tells_empty(field, value) is tells
