"""The program's handouts: sheets to read, as program.yaml has them."""

from __future__ import annotations

from typing import Any

import msgspec
from render.people import BLANK, CONTEXT, NOBODY, PROGRAM, TEAM

from mentorctl.data import data
from mentorctl.forms import form_named
from mentorctl.forms.printable import lack_of
from mentorctl.store.folder import Folder

FORM = form_named("handouts")
PRESET = Folder(data("templates", "programs", "missouri-career-education")).program


def made(program: Any) -> dict[str, Any]:
    """The values of each sheet, by the name of its document."""
    assert FORM.of_program is not None
    found = FORM.of_program(msgspec.structs.replace(CONTEXT, program=program))
    return {document.name: document.sheets[0].values for document in found}


def test_each_is_a_document_of_its_own() -> None:
    assert list(made(PRESET)) == [f"handouts-{each.id}" for each in PRESET.handouts]


def test_the_manuals_lists_have_as_many_lines_as_there() -> None:
    sheets = made(PRESET)
    counts = {name: [len(part["items"]) for part in sheets[name]["parts"]] for name in sheets}
    # seventeen tips, nine suggestions for a visit, four intents of an experience
    assert counts["handouts-tips"] == [17]
    assert counts["handouts-visit"][-1] == 9
    assert counts["handouts-experiences"][1] == 4


def test_it_says_whose_words_they_are() -> None:
    (said,) = made(PRESET)["handouts-tips"]["origin"]
    assert said.startswith("Text in this program’s own words, after: Career Education Mentoring")
    own = msgspec.structs.replace(PRESET.handouts[0], source=None)
    (said,) = made(msgspec.structs.replace(PRESET, handouts=(own,)))["handouts-experiences"][
        "origin"
    ]
    assert said == "Text is this program’s own."


def test_a_program_without_any_says_where_they_go() -> None:
    bare = msgspec.structs.replace(CONTEXT, program=msgspec.structs.replace(PROGRAM, handouts=()))
    assert made(bare.program) == {}
    assert "write them under handouts" in lack_of(FORM, TEAM, bare).hint


def test_a_blank_packet_is_the_manual_and_a_pairings_has_none_of_it() -> None:
    packet = form_named("packet").of_pairing
    assert packet is not None
    for team, context, count in ((NOBODY, BLANK, len(PRESET.handouts)), (TEAM, CONTEXT, 0)):
        around = msgspec.structs.replace(context, program=PRESET)
        (document,) = packet(team, around)
        forms = [sheet.form for sheet in document.sheets]
        assert forms.count("handouts") == count
        assert forms.count("phases") == bool(count)
