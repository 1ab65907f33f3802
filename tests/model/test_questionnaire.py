"""A sheet is read, kept and read back as the questionnaire says, and as nothing else."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st
from support.questionnaires import groups, questionnaires, sheets_of

from mentorctl.model.question import AskedQuestion
from mentorctl.model.questionnaire import (
    AskedWhen,
    Questionnaire,
    packed,
    read_sheet,
    sheet_size,
    unpacked,
)

DAY = AskedWhen(date="04-01")
SURVEY = Questionnaire(
    id="survey",
    title="Survey",
    purpose="To know",
    asked=("mentee",),
    opens=DAY,
    closes=DAY,
    questions=(
        AskedQuestion(id="again", text="Again?", type="yes-no", required="yes"),
        AskedQuestion(id="why", text="Why?", type="text"),
    ),
)


@given(data=st.data())
def test_a_sheet_is_packed_and_unpacked_within_its_size(data: st.DataObject) -> None:
    asked, known = data.draw(questionnaires()), data.draw(groups)
    sheet = data.draw(sheets_of(asked, known))
    content = packed(sheet, asked)
    assert unpacked(content, asked, known) == sheet
    assert len(content) <= sheet_size(asked, known)


def test_every_fault_of_a_sheet_is_named_once() -> None:
    given_ = {"name": "Ana Ruiz", "group": "Sales", "answers": {"again": "perhaps", "whi": "x"}}
    sheet, faults = read_sheet(SURVEY, ["Business"], given_)
    assert sheet is None
    assert [each.where for each in faults] == [
        ("name",),
        ("group",),
        ("answers", "whi"),
        ("answers", "again"),
    ]


def test_a_sheet_with_nothing_in_it_is_none() -> None:
    assert read_sheet(SURVEY, [], None)[0] is None
    asked = Questionnaire(
        id="open", title="Open", purpose="To know", asked=("mentee",), opens=DAY, closes=DAY,
        questions=(AskedQuestion(id="why", text="Why?", type="text"),),
    )  # fmt: skip
    sheet, faults = read_sheet(asked, [], {"answers": {"why": " "}})
    assert sheet is None
    assert faults[0].message == "nothing is answered"


def test_what_another_hand_packed_is_no_sheet() -> None:
    # an order, a blank or a way of writing that is somebody's own could tell whose it is
    for content in (
        {"answers": {"again": "yes"}, "group": None},
        {"group": None, "answers": {"again": "Yes"}},
        {"group": None, "answers": {"again": "yes", "why": " because"}},
        {"group": "Sales", "answers": {"again": "yes"}},
    ):
        text = json.dumps(content, separators=(",", ":")).encode()
        assert unpacked(text, SURVEY, []) is None
    good = b'{"group":null,"answers":{"again":"yes"}}'
    assert unpacked(good, SURVEY, []) is not None
    assert unpacked(good + b" ", SURVEY, []) is None
    assert unpacked(b"[" * 100_000, SURVEY, []) is None
