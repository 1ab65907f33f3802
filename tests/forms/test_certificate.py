"""What a certificate says, and who has one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import pytest
from render.people import CONTEXT, PROGRAM, TEAM
from support.completed import entry, listed, open_reason

from mentorctl.forms.certificate import CERTIFICATE
from mentorctl.model.program import Role
from mentorctl.model.team import Team

if TYPE_CHECKING:
    from mentorctl.forms import FormContext, FormDocument
    from mentorctl.model.completer_list import CompleterEntry

DONE = entry("amara-okafor--teo-lindqvist")._replace(pairing=TEAM.id)


def about(found: CompleterEntry) -> FormContext:
    return msgspec.structs.replace(CONTEXT, completers=lambda: listed(found))


def made(context: FormContext, team: Team = TEAM) -> list[FormDocument]:
    assert CERTIFICATE.of_pairing is not None
    return CERTIFICATE.of_pairing(team, context)


def test_both_of_a_pairing_that_completed_have_one() -> None:
    mentees, mentors = made(about(DONE))
    assert (mentees.name, mentors.name) == ("certificate-mentee", "certificate-mentor")
    values = mentees.sheets[0].values
    assert (values["name"], values["partner"]) == ("Amara O’Kafor-Núñez", "Teo Lindqvist, Jr.")
    assert values["completed_on"] == "April 5, 2027"
    assert mentors.sheets[0].values["name"] == "Teo Lindqvist, Jr."
    assert all(sheet.landscape and sheet.framed for sheet in (*mentees.sheets, *mentors.sheets))


@pytest.mark.parametrize(
    ("experiences", "meetings", "said"),
    [
        (4, 2, "four experiences and two required meetings"),
        (1, 1, "one experience and one required meeting"),
        (0, 2, "two required meetings"),
        (13, 0, "13 experiences"),
        (0, 0, ""),
    ],
)
def test_it_tells_what_was_done_and_not_what_was_waived(
    experiences: int, meetings: int, said: str
) -> None:
    row = DONE.row._replace(experiences=experiences, meetings=meetings)
    mentees, _ = made(about(DONE._replace(row=row)))
    assert mentees.sheets[0].values["done"] == said


@pytest.mark.parametrize("mode", ["filled", "draft"])
@pytest.mark.parametrize("reasons", [("late",), ("late", "missed")])
def test_nobody_else_has_one_and_the_reason_is_named(mode: str, reasons: tuple[str, ...]) -> None:
    open_one = DONE._replace(reasons=tuple(map(open_reason, reasons)))
    context = msgspec.structs.replace(about(open_one), mode=mode)
    assert made(context) == []
    assert CERTIFICATE.lacking is not None
    message, hint = CERTIFICATE.lacking(TEAM, context)
    assert message.startswith("okafor-lindqvist has not completed 2026-2027: late")
    assert ("1 more" in message) == (len(reasons) > 1)
    assert ("mentorctl status okafor-lindqvist" in hint) == (len(reasons) > 1)


def test_a_pairing_that_nobody_judged_has_none() -> None:
    assert made(CONTEXT) == []
    assert CERTIFICATE.lacking is not None
    assert "has not completed" in CERTIFICATE.lacking(TEAM, CONTEXT).message


def test_it_is_signed_by_who_leads_the_program() -> None:
    roles = (*PROGRAM.roles, Role(id="coordinator", title="Program Coordinator"))
    program = msgspec.structs.replace(PROGRAM, roles=roles, coordinators=("ines-marsh",))
    context = msgspec.structs.replace(about(DONE), program=program)
    values = made(context)[0].sheets[0].values
    lines = [values["coordinator_line"], values["staff_line"]]
    assert [(line["label"], line["note"]) for line in lines if isinstance(line, dict)] == [
        ("Program Coordinator", "Inés Marsh"),
        ("DESE Staff", "Dana Boone"),
    ]


def test_a_blank_one_is_for_the_pairing_or_for_anybody() -> None:
    blank = msgspec.structs.replace(CONTEXT, mode="blank")
    assert [document.sheets[0].values["name"] for document in made(blank)] == [
        "Amara O’Kafor-Núñez",
        "Teo Lindqvist, Jr.",
    ]
    nobody = Team(id="", year="2026-2027", folder="")
    assert [document.sheets[0].values["name"] for document in made(blank, nobody)] == ["", ""]
