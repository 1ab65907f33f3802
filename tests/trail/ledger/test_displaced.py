"""What counts of a pairing in the place of what somebody wrote who may not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mentorctl.model.recorded import PairingFacts
from mentorctl.trail.ledger.displaced import (
    displaced,
    is_of_value,
    last_right,
    proven,
    right_in,
    right_mark,
    settle,
    stood,
    stood_mark,
)
from mentorctl.trail.ledger.merged_values import mark_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mentorctl.model.field_owners import Way

PAIRING = "pairings/2026-2027/amara-teo/pairing.yaml"
MENTOR: Way = ("mentor",)
STATE: Way = ("state",)
WAIVER: Way = ("waivers", "1", "need")
ROLE: Way = ("roles", "mentor")
KEY: Way = ("keys", "ssh-ed25519 A", "added")


@pytest.mark.parametrize(
    ("path", "befores", "doubted", "found"),
    [
        (PAIRING, [{MENTOR: "teo", STATE: "active"}], (), {MENTOR: "teo", STATE: "active"}),
        (PAIRING, [{MENTOR: "teo", STATE: "ended"}], (), {MENTOR: "teo"}),
        (PAIRING, [{MENTOR: "teo"}, {MENTOR: "noor"}], (), {MENTOR: "teo"}),
        (PAIRING, [{MENTOR: "teo"}, {MENTOR: "bo"}], (), {MENTOR: "bo"}),
        (PAIRING, [{MENTOR: "teo"}], [mark_of(MENTOR, "teo")], {}),
        (PAIRING, [{MENTOR: "teo"}], [mark_of(STATE, "teo")], {MENTOR: "teo"}),
        (PAIRING, [{MENTOR: "noor"}, {}], (), {}),
        (PAIRING, [{WAIVER: "plan"}], (), {}),
        (PAIRING, [{}], (), {}),
        (PAIRING.replace("pairing.yaml", "plan.yaml"), [{MENTOR: "teo"}], (), {}),
        ("program.yaml", [{MENTOR: "teo"}], (), {}),
        ("people/teo.yaml", [{MENTOR: "teo", WAIVER: "plan"}], (), {MENTOR: "teo", WAIVER: "plan"}),
        ("people/teo.yaml", [{MENTOR: "teo"}], [mark_of(MENTOR, "teo")], {}),
        ("people/teo.yaml", [{ROLE: "mentor", KEY: "2026-08-04"}], (), {}),
    ],
)
def test_what_stood_is_what_was_rightly_said_before(
    path: str,
    befores: list[dict[Way, str]],
    doubted: tuple[str, ...],
    found: Mapping[Way, str],
) -> None:
    after: dict[Way, str] = {MENTOR: "noor", STATE: "ended"}
    assert displaced(path, (MENTOR, STATE, WAIVER, ROLE, KEY), befores, after, doubted) == found


def test_what_stood_is_read_as_it_was_written() -> None:
    marks = [stood_mark(MENTOR, "teo"), stood_mark(WAIVER, "plan: on"), mark_of(STATE, "ended")]
    assert stood(marks) == {MENTOR: "teo", WAIVER: "plan: on"}


@pytest.mark.parametrize("name", ["\x1ementor\x1enoor", "\x1ementor", "\x1ementor\x1fof\x1enoor"])
def test_no_name_of_a_field_says_what_stood(name: str) -> None:
    assert stood([mark_of((name,), "noor")]) == {}


@pytest.mark.parametrize(
    ("named", "marks", "mentor"),
    [
        ("noor", [], "noor"),
        ("noor", [mark_of(MENTOR, "noor")], None),
        ("noor", [mark_of(MENTOR, "noor"), stood_mark(MENTOR, "teo")], "teo"),
        ("noor", [mark_of(("advisor",), "noor"), stood_mark(MENTOR, "teo")], "noor"),
        (None, [stood_mark(MENTOR, "teo")], "teo"),
        (None, [], None),
    ],
)
def test_who_rightly_was_in_a_pairing_is_in_it(
    named: str | None, marks: list[str], mentor: str | None
) -> None:
    found = proven(PairingFacts(mentee="amara", mentor=named), marks)
    assert (found.mentee, found.mentor) == ("amara", mentor)


@pytest.mark.parametrize(
    ("held", "places", "may", "left"),
    [
        ({MENTOR: "noor"}, [], True, {"stood"}),
        ({MENTOR: "noor"}, [], False, {"value", "stood"}),
        ({MENTOR: "bo"}, [], True, {"value", "stood"}),
        ({}, [MENTOR], True, {"value"}),
        ({}, [MENTOR], False, {"value", "stood"}),
        ({}, [STATE], True, {"value", "stood"}),
        ({}, None, True, {"value"}),
        ({}, None, False, {"value", "stood"}),
    ],
)
def test_what_somebody_keeps_or_writes_who_may_counts(
    held: Mapping[Way, str], places: list[Way] | None, may: bool, left: set[str]
) -> None:
    doubted = {mark_of(MENTOR, "noor"): "value", stood_mark(MENTOR, "teo"): "stood"}
    settle(doubted, held, places, lambda way: may and way != STATE)
    assert set(doubted.values()) == left


ONE, OTHER = "1" * 40, "2" * 64


@pytest.mark.parametrize(
    ("befores", "doubted", "found"),
    [
        ([(ONE, {MENTOR: "teo"})], (), {MENTOR: ONE}),
        # as it is now, it was nowhere else
        ([(ONE, {MENTOR: "noor"})], (), {}),
        ([(ONE, {MENTOR: "noor"}), (OTHER, {MENTOR: "teo"})], (), {MENTOR: OTHER}),
        ([(ONE, {MENTOR: "teo"}), (OTHER, {MENTOR: "bo"})], (), {MENTOR: ONE}),
        # nor did it rightly stand where somebody had written it who may not
        ([(ONE, {MENTOR: "teo"})], [mark_of(MENTOR, "teo")], {}),
        ([(ONE, {MENTOR: "teo"})], [mark_of(STATE, "teo")], {MENTOR: ONE}),
        # what stood before that is known already
        ([(ONE, {MENTOR: "bo"})], [right_mark(MENTOR, OTHER)], {}),
        ([(ONE, {WAIVER: "plan"})], (), {WAIVER: ONE}),
        ([(None, {})], (), {}),
    ],
)
def test_what_was_right_is_in_the_file_before(
    befores: list[tuple[str | None, dict[Way, str]]],
    doubted: tuple[str, ...],
    found: Mapping[Way, str],
) -> None:
    assert last_right((MENTOR, WAIVER), befores, {MENTOR: "noor"}, doubted) == found


@pytest.mark.parametrize(
    ("befores", "found"),
    [([(ONE, {})], ONE), ([(None, {})], ""), ([(None, {}), (ONE, {})], ONE)],
)
def test_a_file_as_a_whole_was_right_or_was_not_there(
    befores: list[tuple[str | None, dict[Way, str]]], found: str
) -> None:
    assert last_right([()], befores, {}, ()) == {(): found}


def test_where_it_was_right_is_read_as_it_was_written() -> None:
    marks = [right_mark(MENTOR, ONE), right_mark(WAIVER, OTHER), right_mark((), "")]
    assert right_in([*marks, mark_of(STATE, "ended"), stood_mark(STATE, "on")]) == {
        MENTOR: ONE, WAIVER: OTHER, (): "",
    }  # fmt: skip
    assert [*map(is_of_value, [*marks, mark_of(STATE, "ended"), stood_mark(STATE, "on")])] == [
        False, False, False, True, True,
    ]  # fmt: skip


@pytest.mark.parametrize(
    "name", [f"\x1cmentor\x1c{ONE}", f"\x1c\x1c{ONE}", "\x1cmentor\x1c", "\x1c"]
)
def test_no_field_is_called_so_that_its_mark_is_one_of_these(name: str) -> None:
    assert right_in([mark_of((name,), "noor")]) == {}


def test_who_may_settles_what_was_taken_out_where_they_write() -> None:
    kept = {right_mark(MENTOR, ONE): "c", right_mark(WAIVER, ONE): "c", right_mark((), ONE): "c"}
    doubted = dict(kept)
    settle(doubted, {STATE: "ended"}, [STATE], lambda _: True)
    assert doubted == kept
    settle(doubted, {MENTOR: "teo"}, [MENTOR], lambda way: way == MENTOR)
    assert [*right_in(doubted)] == [WAIVER, ()]
    settle(doubted, {}, None, lambda _: True)
    assert doubted == {}
