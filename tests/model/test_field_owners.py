"""What a record says, by the way to each value."""

from __future__ import annotations

from mentorctl.model.field_owners import leaves
from mentorctl.model.plan import Plan


def test_a_group_is_a_value_of_its_own_only_while_nothing_is_in_it() -> None:
    slot = {"slot": "1", "own": {"title": "", "description": None}}
    empty = leaves(Plan, {"experiences": [slot]})
    assert empty == {("experiences", "1", "slot"): "1", ("experiences", "1", "own"): ""}
    full = leaves(Plan, {"experiences": [{"slot": "1", "own": {"title": "A unit"}}]})
    assert full == {
        ("experiences", "1", "slot"): "1",
        ("experiences", "1", "own", "title"): "A unit",
    }
