"""Weekly reflection: whose it is, and the sheet for the weeks to come."""

from __future__ import annotations

from typing import Any

import msgspec
from render.every import REFLECTED, context_of
from render.sample_year import NOBODY, sample_team
from support.teams import having

from mentorctl.forms import form_named
from mentorctl.model.field_owners import filled_by
from mentorctl.model.reflections import Reflections

FORM = form_named("reflections")
TEAM = having(sample_team(), reflections=REFLECTED)


def made(team: Any, mode: Any = "filled") -> dict[str, Any]:
    assert FORM.of_pairing is not None
    return {each.name: each.sheets[0].values for each in FORM.of_pairing(team, context_of(mode))}


def test_each_of_the_two_has_a_sheet_of_their_own() -> None:
    sheets = made(TEAM)
    assert list(sheets) == ["reflections-mentee", "reflections-mentor"]
    assert sheets["reflections-mentee"]["whose"] == "Protégé"
    (entry,) = sheets["reflections-mentee"]["entries"]
    assert entry["parts"] == ["The lab ran without me.", "", "They help."]
    (entry,) = sheets["reflections-mentor"]["entries"]
    assert (entry["date"], entry["about"]) == ("October 9, 2026", "Our first visit")


def test_who_wrote_nothing_has_none() -> None:
    alone = msgspec.structs.replace(REFLECTED, mentor=())
    assert list(made(having(TEAM, reflections=alone))) == ["reflections-mentee"]
    assert made(having(TEAM, reflections=None)) == {}


def test_a_blank_one_is_for_either_and_has_the_columns_of_the_program() -> None:
    (sheet,) = made(NOBODY, "blank").values()
    assert sheet["whose"] == "Protégé or Mentor"
    assert [each["title"] for each in sheet["parts"]] == ["P+", "M-", "I*"]
    assert sheet["entries"] == []


def test_a_list_is_written_by_the_one_whose_it_is() -> None:
    for role in ("mentee", "mentor"):
        assert filled_by(Reflections, (role, "2026-10-02", "plus")) == role
