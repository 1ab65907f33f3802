"""Content apart from layout: what a digest is made of and a signature covers."""

from __future__ import annotations

import datetime as dt
import json
from random import Random
from typing import TYPE_CHECKING

import pytest
import rfc8785
from hypothesis import example, given
from hypothesis import strategies as st
from support.styles import made_up, written
from support.trails import covered

from mentorctl.model.canonical import Data, canonical, data, digest
from mentorctl.model.content_diff import differences
from mentorctl.model.experience import Comment, Experience
from mentorctl.model.kinds import PAIRING_KINDS, RecordKind
from mentorctl.model.list_identity import Shape
from mentorctl.model.plan import Initials, OwnApproval, OwnExperience, Plan, PlannedExperience
from mentorctl.model.words import Words
from mentorctl.store.parse.reader import examine

if TYPE_CHECKING:
    from mentorctl.model.record import Record

SIGNED = [kind for kind in PAIRING_KINDS if kind.by_hand]

seeds = st.integers(0, 2**48).map(Random)
trees = st.recursive(
    st.text(min_size=1, max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=8,
)


def read(content: bytes, model: type[Record]) -> Record:
    record, faults = examine(content, model, Words())
    assert record is not None, faults
    return record


@pytest.mark.parametrize("kind", SIGNED, ids=lambda kind: kind.name)
@given(random=seeds)
def test_another_layout_is_the_same_content(kind: RecordKind, random: Random) -> None:
    tree = made_up(kind.model, random)
    one, other = (read(written(tree, random), kind.model) for _ in range(2))
    assert digest(data(one)) == digest(data(other))


def leaves(content: Data | None) -> int:
    if isinstance(content, dict):
        return sum(map(leaves, content.values()))
    if isinstance(content, list):
        return sum(map(leaves, content))
    return 1


def changed(content: Data, at: int) -> tuple[Data, tuple[str | int, ...]]:
    """The data with one value changed, and the way to it."""
    if isinstance(content, str):
        return content + "!", ()
    items = content.items() if isinstance(content, dict) else enumerate(content)
    for name, each in items:
        if at < leaves(each):
            inner, way = changed(each, at)
            copy: Data = dict(content) if isinstance(content, dict) else list(content)
            copy[name] = inner  # type: ignore[index] # a name or a place, as the copy has it
            return copy, (name, *way)
        at -= leaves(each)
    raise AssertionError(content)


@pytest.mark.parametrize("kind", SIGNED, ids=lambda kind: kind.name)
@given(random=seeds)
def test_each_changed_value_is_another_content_and_is_named(
    kind: RecordKind, random: Random
) -> None:
    # most records that are made up at random hold something, but not all
    made = (data(read(written(made_up(kind.model, random), random), kind.model)) for _ in range(99))
    content = next(each for each in made if each is not None and leaves(each))
    other, way = changed(content, random.randrange(leaves(content)))
    assert digest(content) != digest(other)
    # what tells an item apart is another where the item is
    found = {each.way for each in differences(content, other, Shape.of(kind.model))}
    assert way in found or any(way[: len(each)] == each for each in found)


@given(trees)
@example(
    {"\uffff": "a", "\U0001f600": ['\x00\x1f\x7f\u2028"\\/\b\f\n\r\t', {"\ue000": "b", "🙂": "c"}]}
)
def test_canonical_json_is_that_of_the_standard_to_the_byte(content: Data) -> None:
    text = canonical(content)
    assert text == rfc8785.dumps(content)
    assert json.loads(text) == content


def test_what_nobody_has_filled_in_is_not_there() -> None:
    assert data(Plan()) is None
    assert canonical(data(Plan(approved=Initials()))) == b"{}"
    assert data(Plan(experiences=(PlannedExperience(slot=2),))) == {"experiences": [{"slot": "2"}]}


PLAN = Plan(
    content_area="Agriculture",
    experiences=(
        PlannedExperience(slot=1, own=OwnExperience(title="Greenhouse", approved=OwnApproval())),
    ),
)
DAY = dt.date(2026, 12, 14)


@pytest.mark.parametrize(
    "later",
    [
        Plan(content_area="Agriculture", experiences=PLAN.experiences, approved=Initials(on=DAY)),
        Plan(content_area="Agriculture", experiences=PLAN.experiences, received=Initials(on=DAY)),
        Plan(
            content_area="Agriculture",
            experiences=(
                PlannedExperience(
                    slot=1,
                    own=OwnExperience(title="Greenhouse", approved=OwnApproval(by="ines", on=DAY)),
                ),
            ),
        ),
    ],
)
def test_sending_a_signed_plan_on_leaves_its_signatures(later: Plan) -> None:
    assert data(later) != data(PLAN)
    assert digest(covered(later, "mentor")) == digest(covered(PLAN, "mentor"))


def test_who_hands_work_over_does_not_sign_what_is_written_about_it() -> None:
    before = Experience(slot=1, achieved=DAY)
    after = Experience(slot=1, achieved=DAY, comment=Comment(text="Thorough.", on=DAY))
    sent = Experience(
        slot=1, achieved=DAY, comment=Comment(text="Thorough.", on=DAY, sent_to_advisor=DAY)
    )
    assert digest(covered(before, "mentee")) == digest(covered(after, "mentee"))
    assert digest(covered(before, "mentor")) != digest(covered(after, "mentor"))
    assert digest(covered(after, "mentor")) == digest(covered(sent, "mentor"))
