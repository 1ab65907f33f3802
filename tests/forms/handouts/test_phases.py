"""The phases of a first year: a picture that says in words what it shows."""

from __future__ import annotations

import base64
from xml.etree import ElementTree as ET

import msgspec
from render.people import CONTEXT

from mentorctl.data import data
from mentorctl.forms import form_named
from mentorctl.store.folder import Folder

PROGRAM = Folder(data("templates", "programs", "missouri-career-education")).program

FORM = form_named("phases")
assert FORM.of_program is not None
(DOCUMENT,) = FORM.of_program(msgspec.structs.replace(CONTEXT, program=PROGRAM))
VALUES = DOCUMENT.sheets[0].values


def test_each_phase_has_its_days_and_what_it_is_like() -> None:
    rows = [dict(row) for row in VALUES["phases"]]  # type: ignore[union-attr, arg-type] # rows are mappings
    assert [row["title"] for row in rows] == [phase.title for phase in PROGRAM.phases]
    assert rows[2]["days"] == "October 15 to January 4"
    assert all(row["note"] for row in rows)


def test_the_picture_has_every_phase_and_is_told_to_those_who_do_not_see_it() -> None:
    drawn = base64.b64decode(str(VALUES["picture"])).decode()
    root = ET.fromstring(drawn)  # noqa: S314 - our own
    words = {each.text for each in root.iter() if each.tag.endswith("}text")}
    told = str(VALUES["told"])
    for phase in PROGRAM.phases:
        assert phase.title in words
        assert phase.title in told
    assert {"Jul", "Dec", "Jun"} <= words
    assert "Disillusionment, October to January" in told


def test_a_program_without_phases_has_none() -> None:
    bare = msgspec.structs.replace(PROGRAM, phases=())
    assert FORM.of_program is not None
    assert FORM.of_program(msgspec.structs.replace(CONTEXT, program=bare)) == []
