from __future__ import annotations

from mentorctl.model.agreement import Trainings
from mentorctl.model.field_owners import leaves, restored
from mentorctl.model.list_order import (
    ORDER,
    in_order,
    is_order,
    is_reordered,
    order_value,
    stands_as_before,
)
from mentorctl.model.plan import Plan


def order(names: str) -> str:
    return order_value(names.split())


def test_what_is_added_or_taken_out_says_nothing_of_the_order() -> None:
    assert not is_reordered(order("b n c m"), [order("a b c")])
    assert is_reordered(order("c b"), [order("a b c")])


def test_a_list_of_one_item_has_no_order() -> None:
    assert not is_reordered(None, [order("a b")])
    assert not is_reordered(order("a b"), [None])
    assert ("content_area", ORDER) not in leaves(Plan, {"experiences": [{"slot": "1"}]})


def test_of_very_long_lists_that_two_put_in_order_one_order_stands_whole() -> None:
    names = [str(each) for each in range(2000)]
    here, there = [names[1], names[0], *names[2:]], [*names[:-2], names[-1], names[-2]]
    both = [*here[:-2], *there[-2:]]
    sides = [order_value(here), order_value(there)]
    assert not is_reordered(order_value(here), sides)
    assert not is_reordered(order_value([each for each in here if each != "7"]), sides)
    assert is_reordered(order_value(both), sides)


def test_where_one_alone_moved_something_the_other_has_it_as_before() -> None:
    assert stands_as_before(order("a b n"), order("b a"), [order("a b")])
    assert stands_as_before(order("a b n"), order("b a n"), [order("a b")])
    assert not stands_as_before(order("b a"), order("a b n"), [order("a b")])
    assert not stands_as_before(order("a b"), order("a b n"), [order("a b")])


def test_what_both_are_the_first_to_have_is_in_neither_as_before() -> None:
    assert not stands_as_before(order("n a"), order("a n"), [order("a")])
    assert not stands_as_before(order("n a"), order("a n"), [None])
    assert not stands_as_before(order("n a"), order("a n"), [])


def test_what_is_no_list_any_more_is_in_no_order() -> None:
    assert not stands_as_before(order("a b"), None, [order("a b")])
    assert not stands_as_before(None, order("b a"), [order("a b")])


def test_it_is_as_before_only_where_all_that_both_come_from_have_it_so() -> None:
    assert not stands_as_before(order("a b"), order("b a"), [order("a b"), order("b a")])


def test_what_an_order_does_not_name_stays_at_the_end() -> None:
    assert in_order({"new": 1, "a": 2, "b": 3}, order("b gone a")) == ["b", "a", "new"]


def test_the_order_of_another_version_is_put_back_alone() -> None:
    items = {name: {"title": name, "needs": name} for name in "abc"}
    here = {"planned": [items["b"] | {"needs": "more"}, items["a"], items["c"]]}
    there = {"planned": [items["a"], items["b"]]}
    found = restored(Trainings, here, there, [("planned", ORDER)])
    assert found == {"planned": [items["a"], items["b"] | {"needs": "more"}, items["c"]]}


def test_an_order_stays_that_is_not_taken_back() -> None:
    here = {"planned": [{"title": "b", "needs": "mine"}, {"title": "a"}]}
    there = {"planned": [{"title": "a"}, {"title": "b"}]}
    found = restored(Trainings, here, there, [("planned", "b", "needs")])
    assert found == {"planned": [{"title": "b", "needs": None}, {"title": "a"}]}


def test_what_is_back_stands_where_it_stood() -> None:
    here = {"planned": [{"title": "a"}, {"title": "new"}, {"title": "c"}]}
    there = {"planned": [{"title": name} for name in "abc"]}
    found = restored(Trainings, here, there, [("planned", "b", "title")])
    assert [each["title"] for each in found["planned"]] == ["a", "new", "b", "c"]


def test_what_is_there_twice_has_two_values() -> None:
    item = {"what": "Moved"}
    held = [leaves(Plan, {"revisions": [item] * many}) for many in (1, 2, 3)]
    assert [sum(not is_order(way) for way in each) for each in held] == [1, 2, 3]
