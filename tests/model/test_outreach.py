"""The order in which somebody is looked for, and that every order of answers ends where it must."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.folders import PRESET
from support.run import mentorctl

from mentorctl.model.outreach import MentorFacts, current, listed, order, outreach, unreasoned
from mentorctl.model.program import Program
from mentorctl.model.reassignment import Contact, Passed, Reassignment, Wanted
from mentorctl.model.words import Words
from mentorctl.store.parse.reader import examine

if TYPE_CHECKING:
    from pathlib import Path

    from mentorctl.model.reassignment import OutreachStep

SOUTH_BAY = PRESET.parents[1] / "south-bay-induction" / "program.yaml"
DAY = dt.date(2027, 1, 13)


def _steps() -> tuple[OutreachStep, ...]:
    program, faults = examine(SOUTH_BAY.read_bytes(), Program, Words())
    assert program is not None, faults
    return program.reassignment.steps


STEPS = _steps()
GROUPS = STEPS[0].groups
REQUEST = Reassignment(pairing="a-b", requested_on=DAY, requested_by="a")


def _facts(person: str, load: int, **more: object) -> MentorFacts:
    told = {"is_open": False, "before": False, "shared": {}, **more}
    return MentorFacts(person, load, **told)  # type: ignore[arg-type]  # the rest is made by hand


def test_the_steps_are_those_of_the_policy() -> None:
    assert [(step.how, step.groups) for step in STEPS] == [
        ("one-by-one", ("one-only", "open-to-more", "mentored-before")),
        ("everyone", ()),
        ("outside", ()),
        ("leader", ()),
    ]


def test_groups_come_in_the_order_of_the_policy_and_the_nearest_first_in_each() -> None:
    wanted = Wanted(content_area="Art", district="Bluff Unified")
    art, both = {"content_area": "art "}, {"content_area": "Art", "district": "bluff  unified"}
    found = listed(
        GROUPS,
        [
            _facts("before-near", 0, before=True, shared=both),
            _facts("more-busy", 3, is_open=True, shared=art),
            _facts("more-free", 2, is_open=True, shared=art),
            _facts("one-far", 1),
            _facts("one-near", 1, shared=both),
            _facts("one-and-more", 1, is_open=True, shared=art),
            _facts("new", 0),
            _facts("two", 2, before=True),
        ],
        wanted,
    )
    assert order(found) == (
        "one-near", "one-and-more", "one-far", "more-free", "more-busy", "before-near",
    )  # fmt: skip
    assert [each.distance for each in found] == [0, 1, 2, 1, 1, 0]
    assert found[1].same == ("content_area",)
    assert found[1].differs == ("district",)


def _searched(people: list[str], answers: dict[str, str], late: list[str | None]) -> str:
    """Go through a search as its leader does, one act at a time; how it ends."""
    record = REQUEST
    contacts: list[Contact] = []
    passed: list[Passed] = []
    for _ in range(50):
        record = msgspec.structs.replace(record, contacts=tuple(contacts), passed=tuple(passed))
        standings = outreach(STEPS, record, {STEPS[0].id: people})
        assert not unreasoned(STEPS, record)
        at = current(standings)
        assert at is not None
        if at.willing:
            return at.willing[0]
        for earlier in standings[: standings.index(at)]:
            if earlier.step.id not in {each.step for each in passed}:
                nobody = not any(each.step == earlier.step.id for each in contacts)
                passed.append(Passed(earlier.step.id, DAY, "nobody" if nobody else None))
        if at.step.how == "leader":
            return "leader"
        if at.step.how == "one-by-one":
            who: str | None = at.left[0]
            said = answers[at.left[0]]
        elif not at.is_sent:
            who, said = None, ""
        else:
            who = late[0 if at.step.how == "everyone" else 1]
            said = "yes" if who else "no"
        contacts.append(
            Contact(step=at.step.id, person=who, on=DAY, answer=said or None)  # type: ignore[arg-type]  # one of its words
        )
    raise AssertionError("it never ends")


@given(
    st.lists(st.sampled_from(["yes", "no", "no-answer"]), max_size=6),
    st.sampled_from([None, "late-one"]),
    st.sampled_from([None, "recommended"]),
)
def test_every_order_of_answers_ends_in_the_outcome_of_the_policy(
    said: list[str], everyone: str | None, outside: str | None
) -> None:
    people = [f"mentor-{number}" for number in range(len(said))]
    answers = dict(zip(people, said, strict=True))
    first = next((who for who in people if answers[who] == "yes"), None)
    assert _searched(people, answers, [everyone, outside]) == (
        first or everyone or outside or "leader"
    )


@given(st.lists(st.integers(0, 3), min_size=1, max_size=4), st.booleans())
def test_a_step_left_out_is_always_found(order_of_steps: list[int], with_reason: bool) -> None:
    contacts = tuple(Contact(step=STEPS[index].id, on=DAY) for index in order_of_steps)
    last = max(order_of_steps)
    gone = {index for index in range(last) if index not in order_of_steps}
    passed = tuple(
        Passed(STEPS[index].id, DAY, "for a reason" if index in gone and with_reason else None)
        for index in range(last)
    )
    record = msgspec.structs.replace(REQUEST, contacts=contacts, passed=passed)
    missing = [] if with_reason else [STEPS[index].id for index in sorted(gone)]
    assert [step.id for step, _ in unreasoned(STEPS, record)] == missing
    bare = msgspec.structs.replace(record, passed=())
    assert len(unreasoned(STEPS, bare)) == last


def test_somebody_who_was_called_and_has_not_answered_keeps_the_step_open() -> None:
    asked = Contact(step=STEPS[0].id, person="m", on=DAY)
    record = msgspec.structs.replace(REQUEST, contacts=(asked,))
    at = current(outreach(STEPS, record, {}))
    assert at is not None
    assert (at.step.id, at.left) == (STEPS[0].id, ("m",))


@pytest.mark.parametrize("command", ["start", "candidates", "contact", "assign", "status", "skip"])
def test_each_act_has_a_help_of_its_own(command: str, tmp_path: Path) -> None:
    assert f"reassign {command}" in mentorctl("reassign", command, "--help", cwd=tmp_path).out
