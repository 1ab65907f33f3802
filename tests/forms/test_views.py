"""What a template gets to see."""

from __future__ import annotations

import datetime as dt

import msgspec
import pytest
from render.people import CONTEXT, PEOPLE, TEAM

from mentorctl.forms import FORMS, Form, form_named
from mentorctl.forms.comment import COMMENT
from mentorctl.forms.plan import PLAN
from mentorctl.model.experience import Comment, Experience
from mentorctl.model.plan import Plan, PlannedExperience


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
    (document,) = PLAN.view(TEAM, context)
    advisor = document.values["advisor"]
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


@pytest.mark.parametrize("form", FORMS)
def test_a_template_sees_plain_values_only(form: Form) -> None:
    for document in form.view(TEAM, CONTEXT):
        assert kinds(document.values) <= {dict, list, str, bool}


def test_more_experiences_than_a_page_is_wide_go_on_in_another_table() -> None:
    planned = tuple(PlannedExperience(slot=slot, catalogue=slot) for slot in range(1, 7))
    team = msgspec.structs.replace(TEAM, plan=Plan(experiences=planned))
    (document,) = PLAN.view(team, CONTEXT)
    tables = document.values["tables"]
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
    documents = COMMENT.view(msgspec.structs.replace(TEAM, experiences=done), CONTEXT)
    assert [document.name for document in documents] == ["comment-9", "comment-10"]


def test_a_form_is_found_by_its_name() -> None:
    assert form_named("plan") is PLAN
    with pytest.raises(KeyError):
        form_named("plans")
