"""What a page for the first day says, and what it never does."""

from __future__ import annotations

import msgspec
from render.people import CONTEXT, TEAM

from mentorctl.forms.first_day import FIRST_DAY, of_pairing, of_program
from mentorctl.model.team import Team

ADDRESS = "git@server.example:program.git"
NOBODY = Team(id="", year="2026-2027", folder="")


def test_each_of_a_pair_has_a_page_with_the_other_on_it() -> None:
    context = msgspec.structs.replace(CONTEXT, address=ADDRESS, teams=lambda: (TEAM, TEAM))
    made = of_program(context)
    assert TEAM.pairing is not None
    assert [each.about for each in made] == [TEAM.pairing.mentee, TEAM.pairing.mentor]
    first, second = (each.sheets[0].values for each in made)
    assert (first["name"], first["partner"]) == (second["partner"], second["name"])
    assert first["join"] == f"mentorctl join {ADDRESS} --as {TEAM.pairing.mentee}"
    assert first["signs"] == f"mentorctl sign {TEAM.id}"
    assert not first["capitals"]


def test_what_is_not_known_is_a_word_in_capitals() -> None:
    blank = msgspec.structs.replace(CONTEXT, mode="blank")
    made = of_pairing(NOBODY, blank)
    assert [each.name for each in made] == ["first-day-mentee", "first-day-mentor"]
    values = made[0].sheets[0].values
    assert values["join"] == "mentorctl join ADDRESS --as YOUR-NAME"
    assert values["capitals"]
    assert values["name"] == values["partner"] == ""


def test_no_foot_tells_of_commits() -> None:
    assert all(each.sheets[0].records == () for each in of_pairing(TEAM, CONTEXT))


def test_it_is_of_people() -> None:
    assert FIRST_DAY.of_people is not None
