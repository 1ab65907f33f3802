"""What a packet puts together, in which order, and what its cover and contents say."""

from __future__ import annotations

from typing import Any

import pytest
from render.sample_year import KAYLA, NOBODY, sample_context, sample_team
from support.teams import having

from mentorctl.forms import FORMS, form_named
from mentorctl.forms.packet import packet_of
from mentorctl.model.plan import Plan

FORM = form_named("packet")


def sheets(team: Any, context: Any) -> Any:
    assert FORM.of_pairing is not None
    (document,) = FORM.of_pairing(team, context)
    return document.sheets


def test_a_packet_has_all_forms_of_a_pairing_in_the_order_of_the_year() -> None:
    names = list(dict.fromkeys(sheet.form for sheet in sheets(sample_team(), sample_context())))
    order = ("calendar", "focal-points", "decision-points", "suggestions", "plan",
             "comment", "log", "visit")  # fmt: skip
    assert names[:9] == ["packet", *order]
    everything = [form.name for form in FORMS if form.of_pairing or form.in_packet]
    assert set(names) <= set(everything)


def test_a_form_with_nothing_to_print_is_left_out() -> None:
    without = having(sample_team(), log=None, visits={})
    assert {"log", "visit"}.isdisjoint(sheet.form for sheet in sheets(without, sample_context()))


def test_the_contents_lead_to_every_sheet_behind_them() -> None:
    made = sheets(sample_team(), sample_context())
    entries = made[1].values["entries"]
    assert [entry["sheet"] for entry in entries] == [str(n) for n in range(3, len(made) + 1)]
    assert [entry["title"] for entry in entries] == [sheet.title for sheet in made[2:]]
    dated = {entry["title"]: entry["date"] for entry in entries}
    assert dated["Mentor Comment Form 1"] == "November 10, 2026"
    assert dated["Mentor/Protégé Visit Report"] == "October 29, 2026"
    assert dated["Focal Points Checklist"] == "September 17, 2026"


def test_the_cover_says_whose_year_it_is_and_how_it_stands() -> None:
    cover = sheets(sample_team(), sample_context())[0].values
    assert [(each["role"], each["name"]) for each in cover["people"]] == [
        ("mentee", "Oksana Kovalenko (Оксана Коваленко)"),
        ("mentor", "Jolene Fitzwater"),
        ("advisor", "Patricia Nakamura"),
    ]
    assert cover["people"][0]["place"] == "Locust Creek High School, Locust Creek R-VIII"
    assert [row["text"] for row in cover["state"]] == [
        "since September 1, 2026, completed",
        "11 of 11 requirements met, the last on April 14, 2027",
    ]
    lacking = sheets(sample_team(KAYLA), sample_context("draft"))[0].values
    assert lacking["state"][1]["text"] == "9 of 11 requirements met"


def test_what_any_of_its_forms_lacks_a_packet_lacks() -> None:
    without = having(sample_team(), plan=Plan())
    gaps = [gap.label for sheet in sheets(without, sample_context()) for gap in sheet.gaps]
    assert "Target Date 1" in gaps


@pytest.mark.parametrize("team", [NOBODY, sample_team()], ids=["anybody", "a pairing"])
def test_a_blank_packet_has_every_blank_form(team: Any) -> None:
    made = sheets(team, sample_context("blank"))
    names = {sheet.form for sheet in made}
    assert {"calendar", "focal-points", "plan", "comment", "log", "visit"} <= names
    assert [gap for sheet in made for gap in sheet.gaps] == []
    assert made[0].values["state"] == []


def test_a_pairing_that_cannot_be_read_has_no_packet() -> None:
    without = having(sample_team(), pairing=None)
    assert FORM.of_pairing is not None
    assert FORM.of_pairing(without, sample_context()) == []


def test_a_packet_of_no_forms_is_a_cover_with_empty_contents() -> None:
    of_pairing = packet_of(()).of_pairing
    assert of_pairing is not None
    (document,) = of_pairing(sample_team(), sample_context())
    assert document.sheets[0].values["count"] == "0 forms"
    assert document.sheets[1].values["entries"] == []
