"""What counts of a pairing in the place of what somebody wrote who may not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mentorctl.model.recorded import PairingFacts
from mentorctl.trail.ledger.displaced import displaced, proven, settle, stood, stood_mark
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
