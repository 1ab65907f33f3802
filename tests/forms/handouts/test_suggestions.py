"""The Experience Suggestions: the catalogue as a form of its own, and in the packet."""

from __future__ import annotations

import msgspec
from render.people import BLANK, CONTEXT, NOBODY, PROGRAM

from mentorctl.forms import form_named
from mentorctl.forms.handouts.suggestions import SUGGESTIONS
from mentorctl.model.program import Experiences


def test_every_entry_of_the_catalogue_is_on_it_with_its_number() -> None:
    assert SUGGESTIONS.of_program is not None
    (document,) = SUGGESTIONS.of_program(CONTEXT)
    entries = document.sheets[0].values["entries"]
    numbers = [entry["number"] for entry in entries]  # type: ignore[index, union-attr, call-overload] # mappings
    assert numbers == [str(entry.number) for entry in PROGRAM.experiences.catalogue]


def test_a_program_without_a_catalogue_has_none() -> None:
    assert SUGGESTIONS.of_program is not None
    bare = msgspec.structs.replace(PROGRAM, experiences=Experiences())
    assert SUGGESTIONS.of_program(msgspec.structs.replace(CONTEXT, program=bare)) == []


def test_a_blank_packet_has_the_suggestions_and_a_comment_form_for_each_experience() -> None:
    packet = form_named("packet").of_pairing
    assert packet is not None
    (document,) = packet(NOBODY, BLANK)
    forms = [sheet.form for sheet in document.sheets]
    assert forms.count("suggestions") == 1
    assert forms.count("comment") == PROGRAM.experiences.count
