"""Which file a fact stands in, and on which day."""

from __future__ import annotations

import datetime as dt

import pytest

from mentorctl.store.recorded_files import program_facts
from mentorctl.trail.ledger.dated_facts import Facts, kind_in, pointers

HOME = "pairings/2026-2027/ana-bo"
ONE, YEAR = f"{HOME}/experiences/1.yaml", "years/2026-2027.yaml"
ASKED = (
    "experiences/1:achieved",
    "experiences/*:sent_to_mentor",
    "plan:sent",
    "meetings/kickoff:on",
    "year:closed",
    "nothing that anybody could ask",
)


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        (ONE, [("achieved",), ("sent_to_mentor",)]),
        (f"{HOME}/experiences/2.yaml", [("sent_to_mentor",)]),
        (f"{HOME}/plan.yaml", [("sent",)]),
        (f"{HOME}/log.yaml", []),
        ("meetings/2026-2027-kickoff.yaml", [("on",)]),
        ("meetings/2026-2027-mid-year.yaml", []),
        (YEAR, [("closed",)]),
        ("people/year.yaml", []),
        ("program.yaml", []),
    ],
)
def test_a_file_holds_what_is_asked_of_it(path: str, fields: list[tuple[str, ...]]) -> None:
    assert [each.field for each in Facts(ASKED).asked(path)] == fields


def test_a_fact_is_a_day_at_its_name() -> None:
    facts = Facts(("experiences/1:comment.on", "experiences/1:achieved"))
    said = {"comment": {"on": "2026-11-13"}, "achieved": "soon", "sent_to_mentor": "2026-11-09"}
    assert facts.of(ONE, said) == {("comment.on", dt.date(2026, 11, 13))}


@pytest.mark.parametrize(
    ("path", "kind"), [(ONE, "experience"), (f"{HOME}/plan.yaml", "plan"), (YEAR, "year")]
)
def test_what_kind_of_record_it_is(path: str, kind: str) -> None:
    assert kind_in(path) == kind


def test_calendar_and_completion_rest_on_facts() -> None:
    text = """
id: mp-1
timezone: UTC
calendar:
  - id: plan
    needs:
      - plan:sent
      - log:on
completion:
  needs:
    - title: The plan is sent
      need: plan:sent
    - title: All is handed over
      need: experiences/4:sent_to_mentor
"""
    program = program_facts(text.encode())
    assert program is not None
    assert pointers(program) == ("plan:sent", "log:on", "experiences/4:sent_to_mentor")


EXTENDED = {"milestone": "plan", "on": "2026-11-05"}


@pytest.mark.parametrize(
    ("tree", "days"),
    [
        ({"extensions": [EXTENDED]}, {("extensions.plan", dt.date(2026, 11, 5))}),
        ({"extensions": [EXTENDED, "soon", {"milestone": "plan"}, {"milestone": "log", "on": "x"}]},
         {("extensions.plan", dt.date(2026, 11, 5))}),
        ({"extensions": "soon"}, set()),
        ({"extensions": 5}, set()),
        ({"extensions": None}, set()),
        ([EXTENDED], set()),
        (None, set()),
    ],
)  # fmt: skip
def test_a_decision_has_a_day_where_it_says_one(
    tree: object, days: set[tuple[str, dt.date]]
) -> None:
    assert Facts(()).of(f"{HOME}/pairing.yaml", tree) == days
