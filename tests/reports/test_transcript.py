from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from support.folders import PRESET
from support.trails import covered, recorded_as

from mentorctl.model.words import Words
from mentorctl.reports.transcript import transcript
from mentorctl.store.folder import Folder
from mentorctl.trail.signatures.signature_states import signable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from mentorctl.model.canonical import Data

SAMPLE = PRESET.parents[3] / "sample-program"
PAIRINGS = Folder(SAMPLE).pairing_ids
ROLES = ("mentee", "mentor", "advisor", "supervisor")


def leaves(content: Data | None) -> Iterator[str]:
    if isinstance(content, str):
        yield content
    elif content is not None:
        for each in content.values() if isinstance(content, dict) else content:
            yield from leaves(each)


@pytest.mark.parametrize("pairing", PAIRINGS)
def test_it_shows_every_value_that_is_signed_and_no_other(pairing: str) -> None:
    folder = Folder(SAMPLE)
    for _, _, record in signable(folder.team(pairing).recorded):
        for role in ROLES:
            lines = transcript(record, role, folder.program, folder.words, folder.people)
            shown = [line.value for line in lines if line.value]
            assert sorted(shown) == sorted(leaves(covered(record, role)))


def test_it_speaks_the_programs_words(program: Path) -> None:
    folder = Folder(program)
    team = folder.team("amara-okafor-teo-lindqvist")
    assert team.plan is not None
    assert team.focal_points is not None

    plan = transcript(recorded_as(team.plan), "advisor", folder.program, Words(), folder.people)
    points = transcript(
        recorded_as(team.focal_points), "mentee", folder.program, Words(), folder.people
    )

    assert ("Experience #", "7") in [(line.label, line.value) for line in plan]
    number = next(line for line in plan if line.label == "Experience #")
    assert number.stands_for == "Course syllabus in the district's format"
    rated = next(line for line in points if line.label.startswith("Writing a syllabus"))
    assert rated.stands_for.endswith("level of concern or interest")


def test_an_empty_record_has_no_lines(program: Path) -> None:
    from mentorctl.model.plan import Plan

    folder = Folder(program)
    assert (
        transcript(recorded_as(Plan()), "advisor", folder.program, folder.words, folder.people)
        == []
    )
