"""The curve of the phases, for any program's phases."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

import msgspec
import pytest

from mentorctl.data import data
from mentorctl.forms.drawings.phase_curve import phase_curve, phases_told
from mentorctl.model.program_settings import Phase
from mentorctl.model.years import ProgramYear
from mentorctl.store.folder import Folder

PROGRAM = Folder(data("templates", "programs", "missouri-career-education")).program

YEAR = ProgramYear("2026-2027", "07-01")


def test_higher_and_lower_are_said() -> None:
    told = phases_told(
        msgspec.structs.replace(
            PROGRAM,
            phases=(
                Phase("Up", "07-01", "08-31", height=9),
                Phase("Down", "09-01", "12-31", height=1),
                Phase("Level", "01-01", "06-30", height=1),
            ),
        ),
        YEAR,
    )
    assert told == (
        "A curve over the months of the year: Up, July to August;"
        " Down, September to December, lower than before; Level, January to June."
    )


@pytest.mark.parametrize("height", [None, -5, 0, 10, 400])
def test_nothing_leaves_the_drawing(height: int | None) -> None:
    odd = Phase("A phase with <signs> & a long name", "06-30", "06-30", height=height)
    for phases in ((odd,), (odd, *PROGRAM.phases), (*PROGRAM.phases, odd)):
        drawn = phase_curve(msgspec.structs.replace(PROGRAM, phases=phases), YEAR)
        ET.fromstring(drawn)  # noqa: S314 - our own
        for x, y in re.findall(r'cx="(-?\d+)" cy="(-?\d+)"', drawn):
            assert 0 < int(x) < 900
            assert 0 < int(y) < 320
