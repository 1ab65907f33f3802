"""What an invoice shows, and whose there are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from render.people import CONTEXT, PEOPLE, PROGRAM, TEAM
from support.completed import entry, listed, open_reason

from mentorctl.forms.invoice import INVOICE
from mentorctl.model.payments import Payments, Rate
from mentorctl.model.team import Team

if TYPE_CHECKING:
    from mentorctl.forms import FormContext, FormDocument
    from mentorctl.model.completer_list import CompleterList

DONE = entry("amara-okafor--teo-lindqvist")._replace(pairing=TEAM.id)
NOBODY = Team(id="", year="2026-2027", folder="")


def about(found: CompleterList, *rates: Rate) -> FormContext:
    program = msgspec.structs.replace(PROGRAM, payments=Payments(rates=rates))
    return msgspec.structs.replace(CONTEXT, program=program, completers=lambda: found)


def of_team(context: FormContext, team: Team = TEAM) -> list[FormDocument]:
    assert INVOICE.of_pairing is not None
    return INVOICE.of_pairing(team, context)


def of_program(context: FormContext) -> list[FormDocument]:
    assert INVOICE.of_program is not None
    return INVOICE.of_program(context)


def test_everybody_who_is_owed_has_one() -> None:
    found = listed(DONE, entry("ben-oduya--teo-lindqvist"))
    documents = of_program(about(found, Rate("mentor", "600")))
    assert [document.about for document in documents] == ["ines-marsh", "teo-lindqvist"]
    values = documents[1].sheets[0].values
    assert (values["number"], values["total"]) == ("2026-2027-teo-lindqvist", "$1,200.00")
    assert not values["by_hand"]


def test_a_pairings_invoice_is_its_mentors_with_all_that_they_are_owed() -> None:
    found = listed(DONE, entry("ben-oduya--teo-lindqvist"), entry("cy-marsh--di-poe"))
    assert of_team(about(found)) == of_program(about(found))[-1:]


def test_amounts_that_program_yaml_does_not_give_are_left_to_write_in() -> None:
    values = of_team(about(listed(DONE)))[0].sheets[0].values
    lines = values["lines"]
    assert isinstance(lines, list)
    assert [(line["service"], line["amount"]) for line in lines] == [("Mentor", "")]
    assert (values["total"], values["by_hand"]) == ("", True)


def test_a_pairing_that_has_not_completed_says_what_it_lacks() -> None:
    open_one = DONE._replace(reasons=(open_reason("plan.yaml has no approval"),))
    context = about(listed(open_one))
    assert of_team(context) == []
    assert INVOICE.lacking is not None
    assert INVOICE.lacking(TEAM, context) == (
        "okafor-lindqvist has not completed 2026-2027: plan.yaml has no approval",
        "mend plan.yaml has no approval",
    )


def test_a_blank_one_knows_the_mentor_or_nobody() -> None:
    blank = msgspec.structs.replace(CONTEXT, mode="blank")
    (mentors,) = of_team(blank)
    assert mentors.about == "teo-lindqvist"
    payee = mentors.sheets[0].values["payee"]
    assert isinstance(payee, dict)
    assert payee["name"] == PEOPLE["teo-lindqvist"].name
    assert mentors.sheets[0].values["number"] == ""
    (anybodys,) = of_program(blank)
    assert (anybodys.about, of_team(blank, NOBODY)) == ("", [anybodys])
