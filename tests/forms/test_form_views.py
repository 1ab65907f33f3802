"""What a template gets to see."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import msgspec
import pytest
from render.people import BLANK, CONTEXT, DRAFT, NOBODY, PEOPLE, PROGRAM, TEAM
from support.teams import having

from mentorctl.forms import FORMS, Form, FormContext, FormDocument, Gap, SignatureLine, form_named
from mentorctl.forms.comment import COMMENT
from mentorctl.forms.decision_points import DECISION_POINTS
from mentorctl.forms.focal_points import FOCAL_POINTS
from mentorctl.forms.plan import PLAN
from mentorctl.model.checklists import DecisionPoint, DecisionPoints, FocalPoints
from mentorctl.model.experience import Comment, Experience
from mentorctl.model.plan import Plan, PlannedExperience
from mentorctl.model.program import Checklist

if TYPE_CHECKING:
    from mentorctl.forms import Sheet
    from mentorctl.model.team import Team

MINE = (PLAN, COMMENT, FOCAL_POINTS, DECISION_POINTS)
FIRST = PROGRAM.focal_points.items[0]


def documents_of(form: Form, team: Team, context: FormContext = CONTEXT) -> list[FormDocument]:
    assert form.of_pairing is not None
    return form.of_pairing(team, context)


def sheet_of(form: Form, team: Team, context: FormContext = CONTEXT) -> Sheet:
    """The one sheet of a form that makes one."""
    (document,) = documents_of(form, team, context)
    (sheet,) = document.sheets
    return sheet


def lines_of(sheet: Sheet) -> list[dict[str, object]]:
    """The lines of a checklist, without their groups."""
    groups = sheet.values["groups"]
    assert isinstance(groups, list)
    return [line for group in groups for line in group["lines"]]


@pytest.mark.parametrize(
    ("address", "street", "city"),
    [
        ("12 Main St, Sedalia, MO 65301", "12 Main St", "Sedalia, MO 65301"),
        ("12 Main St, Sedalia, MO, 65301-0102", "12 Main St", "Sedalia, MO, 65301-0102"),
        ("12 Main St, Apt 4, Sedalia, MO 65301", "12 Main St, Apt 4", "Sedalia, MO 65301"),
        ("PO Box 9\nSedalia, MO 65301\n", "PO Box 9", "Sedalia, MO 65301"),
        ("Sedalia", "Sedalia", ""),
        (None, "", ""),
    ],
)
def test_an_address_falls_into_street_and_city(address: str | None, street: str, city: str) -> None:
    person = msgspec.structs.replace(PEOPLE["ines-marsh"], address=address)
    context = msgspec.structs.replace(CONTEXT, people=PEOPLE | {"ines-marsh": person})
    advisor = sheet_of(PLAN, TEAM, context).values["advisor"]
    assert isinstance(advisor, dict)
    assert (advisor["street"], advisor["city"]) == (street, city)


def kinds(value: object) -> set[type]:
    """The types of a value and of everything in it."""
    held: list[object] = []
    if isinstance(value, dict):
        held = [*value, *value.values()]
    elif isinstance(value, list):
        held = value
    return {type(value)}.union(*map(kinds, held))


@pytest.mark.parametrize("context", [CONTEXT, DRAFT, BLANK], ids=lambda context: context.mode)
@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_a_template_sees_plain_values_only(form: Form, context: FormContext) -> None:
    documents = documents_of(form, TEAM, context) if form.of_pairing else []
    for document in documents:
        for sheet in document.sheets:
            assert kinds(dict(sheet.values)) <= {dict, list, str, bool}


def test_more_experiences_than_a_page_is_wide_go_on_in_another_table() -> None:
    planned = tuple(PlannedExperience(slot=slot, catalogue=slot) for slot in range(1, 7))
    team = having(TEAM, plan=Plan(experiences=planned))
    tables = sheet_of(PLAN, team).values["tables"]
    assert isinstance(tables, list)
    assert [[column["number"] for column in table] for table in tables] == [
        ["1", "2", "3", "4"],
        ["5", "6"],
    ]


def test_an_experience_that_nobody_commented_on_has_no_comment_form() -> None:
    done = {
        "1": Experience(slot=1),
        "2": Experience(slot=2, comment=Comment()),
        "10": Experience(slot=10, comment=Comment(text="Thorough.")),
        "9": Experience(slot=9, comment=Comment(on=dt.date(2026, 11, 4))),
    }
    documents = documents_of(COMMENT, having(TEAM, experiences=done))
    assert [document.name for document in documents] == ["comment-9", "comment-10"]


def test_comment_forms_to_fill_by_hand_are_one_an_experience_and_one_for_anybody() -> None:
    named = [document.name for document in documents_of(COMMENT, TEAM, BLANK)]
    assert named == ["comment-1", "comment-2", "comment-3", "comment-4"]
    assert [document.name for document in documents_of(COMMENT, NOBODY, BLANK)] == ["comment"]


@pytest.mark.parametrize("form", MINE, ids=lambda form: form.name)
def test_a_pairing_without_the_record_has_nothing_to_print(form: Form) -> None:
    bare = having(TEAM, plan=None, experiences={}, focal_points=None, decision_points=None)
    assert documents_of(form, bare) == []
    assert documents_of(form, bare, DRAFT) == []
    assert documents_of(form, bare, BLANK) != []


@pytest.mark.parametrize("form", MINE, ids=lambda form: form.name)
def test_a_complete_record_has_no_gap_and_a_blank_form_never(form: Form) -> None:
    for team, context in ((TEAM, CONTEXT), (TEAM, BLANK), (NOBODY, BLANK)):
        for document in documents_of(form, team, context):
            assert [sheet.gaps for sheet in document.sheets] == [()]


def test_an_item_that_is_not_rated_is_a_gap_at_its_place() -> None:
    ratings = {item.id: 2 for item in PROGRAM.focal_points.items if item != FIRST}
    record = msgspec.convert({"ratings": ratings}, FocalPoints)
    sheet = sheet_of(FOCAL_POINTS, having(TEAM, focal_points=record))
    path = "pairings/2026-2027/okafor-lindqvist/focal-points.yaml"
    assert sheet.gaps == (Gap(path, ("ratings", FIRST.id), FIRST.title),)
    assert [line["rating"] for line in lines_of(sheet)] == [{"gap": FIRST.title}] + ["2"] * 35


def test_a_rating_that_the_program_does_not_have_is_a_gap() -> None:
    checklist = PROGRAM.focal_points
    narrow = Checklist(ratings=checklist.ratings[:2], groups=checklist.groups)
    program = msgspec.structs.replace(PROGRAM, focal_points=narrow)
    sheet = sheet_of(FOCAL_POINTS, TEAM, msgspec.structs.replace(CONTEXT, program=program))
    assert len(sheet.gaps) == 12


def test_an_item_that_the_program_has_given_up_is_not_shown() -> None:
    checklist = PROGRAM.decision_points
    shorter = Checklist(groups=checklist.groups[:1])
    program = msgspec.structs.replace(PROGRAM, decision_points=shorter)
    sheet = sheet_of(DECISION_POINTS, TEAM, msgspec.structs.replace(CONTEXT, program=program))
    assert [line["title"] for line in lines_of(sheet)] == [
        item.title for item in checklist.groups[0].items
    ]


def test_a_point_is_a_gap_until_it_has_a_yes_or_a_no() -> None:
    first, second, third, *_ = PROGRAM.decision_points.items
    points = {
        first.id: DecisionPoint(discussed="no"),
        second.id: DecisionPoint(notes="Fridays."),
        third.id: None,
    }
    team = having(TEAM, decision_points=DecisionPoints(points=points))
    sheet = sheet_of(DECISION_POINTS, team)
    assert sheet.gaps[0].where == ("points", second.id, "discussed")
    assert [gap.label for gap in sheet.gaps] == [
        item.title for item in PROGRAM.decision_points.items[1:]
    ]
    assert lines_of(sheet)[1]["notes"] == "Fridays."


def test_a_program_without_a_checklist_has_no_form_of_it() -> None:
    program = msgspec.structs.replace(
        PROGRAM, focal_points=Checklist(), decision_points=Checklist()
    )
    context = msgspec.structs.replace(BLANK, program=program)
    assert documents_of(FOCAL_POINTS, TEAM, context) == []
    assert documents_of(DECISION_POINTS, TEAM, context) == []


def test_what_is_missing_in_a_plan_is_named_where_it_belongs() -> None:
    planned = (PlannedExperience(slot=2, catalogue=7),)
    sheet = sheet_of(PLAN, having(TEAM, plan=Plan(experiences=planned)))
    assert [(gap.where, gap.label) for gap in sheet.gaps][:3] == [
        (("experiences",), "Experience Planned 1"),
        (("experiences",), "Target Date 1"),
        (("experiences", 0, "target_date"), "Target Date 2"),
    ]


def test_a_comment_without_a_date_or_words_names_the_field() -> None:
    half = Experience(slot=1, comment=Comment(text="Thorough."))
    sheet = sheet_of(COMMENT, having(TEAM, experiences={"1": half}))
    path = "pairings/2026-2027/okafor-lindqvist/experiences/1.yaml"
    assert sheet.gaps == (Gap(path, ("comment", "on"), "Date"),)


@pytest.mark.parametrize(
    ("state", "signed"),
    [("valid", True), ("attested", True), ("stale", False), ("declined", False)],
)
def test_a_comment_form_says_who_signed_when_and_how(state: str, signed: bool) -> None:
    asked = []

    def known(path: str, role: str) -> SignatureLine:
        asked.append((path, role))
        return SignatureLine(
            state, "teo-lindqvist", dt.date(2026, 11, 5), "with the key SHA256:abc"
        )

    (first, _) = documents_of(COMMENT, TEAM, msgspec.structs.replace(CONTEXT, signed=known))
    line = first.sheets[0].values["signature_line"]
    assert isinstance(line, dict)
    assert asked[0] == ("pairings/2026-2027/okafor-lindqvist/experiences/1.yaml", "mentor")
    assert line["label"] == "Mentor Signature"
    assert line["signed"] == ("Teo Lindqvist, Jr., November 5, 2026" if signed else "")
    assert "with the key SHA256:abc" in str(line)


def test_a_form_is_found_by_its_name() -> None:
    assert form_named("plan") is PLAN
    with pytest.raises(KeyError):
        form_named("plans")
