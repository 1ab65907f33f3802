from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from mentorctl.model.checklists import FocalPoints
from mentorctl.model.hidden_letters import hidden
from mentorctl.model.person import Person
from mentorctl.model.plan import Plan
from mentorctl.model.program import Program
from mentorctl.model.words import Words
from mentorctl.store.edit.assignment import Assignment, FieldError, assign
from mentorctl.store.parse.nodes import compose, plain

PLAN = """\
# our plan
experiences:
  - slot: 1
    catalogue: 3   # number three
  - slot: 2
revisions: []
"""


def put(text: str, model: type, *words: str) -> str:
    return assign(text, model, [Assignment.parse(each) for each in words], Words())


def values(text: str) -> object:
    top, faults = compose(text.encode())
    assert not faults
    return plain(top)


@pytest.mark.parametrize(
    ("word", "old", "new"),
    [
        ("experiences.1.catalogue=7", "catalogue: 3 ", "catalogue: 7 "),
        ("experiences.1.catalogue=", "catalogue: 3   #", "catalogue:   #"),
        ("experiences.2.planned=012", "- slot: 2\n", '- slot: 2\n    planned: "012"\n'),
        ("experiences.2.target_date=2026-12-04", "- slot: 2\n",
         "- slot: 2\n    target_date: 2026-12-04\n"),
        ("experiences.2.own.approved.by=ana", "- slot: 2\n",
         "- slot: 2\n    own:\n      approved:\n        by: ana\n"),
        ("experiences.+.slot=3", "- slot: 2\n", "- slot: 2\n  - slot: 3\n"),
    ],
)  # fmt: skip
def test_only_the_field_changes(word: str, old: str, new: str) -> None:
    assert put(PLAN, Plan, word) == PLAN.replace(old, new)


@pytest.mark.parametrize("start", ["revisions: []\n", "revisions:\n", "content_area: x\n"])
def test_plus_in_one_command_is_one_item(start: str) -> None:
    text = put(start, Plan, "revisions.+.on=2026-11-04", "revisions.+.what=later")
    assert "revisions:\n  - on: 2026-11-04\n    what: later\n" in text


def test_plus_in_two_commands_is_two_items() -> None:
    once = put("revisions: []\n", Plan, "revisions.+.on=2026-11-04")
    assert values(put(once, Plan, "revisions.+.on=2026-11-05")) == {
        "revisions": [{"on": "2026-11-04"}, {"on": "2026-11-05"}]
    }


def test_plus_at_the_end_adds_a_value_each_time() -> None:
    text = put("name: Ana\nroles: [mentor]\n", Person, "roles.+=advisor", "roles.+=staff")
    assert values(text) == {"name": "Ana", "roles": ["mentor", "advisor", "staff"]}


def test_an_item_in_an_item_that_is_new() -> None:
    text = put("name: x\n", Program, "roles.+.id=coach", "roles.+.duties.+=listens")
    assert values(text) == {"name": "x", "roles": [{"id": "coach", "duties": ["listens"]}]}


def test_the_lines_of_a_checklist_are_named_by_their_ids() -> None:
    text = put("ratings:\n  ctso:\n", FocalPoints, "ratings.ctso=2", "ratings.isolation=3")
    assert text == "ratings:\n  ctso: 2\n  isolation: 3\n"


def test_a_value_that_may_be_one_or_several() -> None:
    text = "calendar:\n  - id: kickoff\n    owner: mentee\n"
    assert "owner: mentor\n" in put(text, Program, "calendar.1.owner=mentor")


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("experience.1.slot=1", "did you mean experiences?"),
        ("colour=red", "known here are: content_area"),
        ("experiences.0.slot=1", "2 items"),
        ("experiences.3.slot=1", "experiences.+ adds one"),
        ("experiences.one.slot=1", "none is one"),
        ("experiences.1=x", "experiences.1.slot"),
        ("experiences=x", "experiences.+"),
        ("content_area.name=x", "content_area=VALUE"),
    ],
)
def test_a_field_that_is_not_there(word: str, said: str) -> None:
    with pytest.raises(FieldError) as raised:
        put(PLAN, Plan, word)
    assert said in f"{raised.value.message}; {raised.value.hint}"


@pytest.mark.parametrize("word", ["", "content_area", "=x", ".=x", "a..b=x"])
def test_what_sets_nothing(word: str) -> None:
    with pytest.raises(FieldError):
        Assignment.parse(word)


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cf", "Cn"]), min_size=1))
def test_any_text_is_read_back_as_it_was_typed(value: str) -> None:
    assume(not any(hidden(value)))
    text = put("content_area:\n", Plan, f"content_area={value}")
    assert values(text) == {"content_area": value if value.strip() else None}
