"""The flowchart of grievances: its ways, and what it says to those who do not see it."""

from __future__ import annotations

import re

from mentorctl.data import data
from mentorctl.forms.drawings.flowchart import described, flowchart
from mentorctl.store.folder import Folder

PROGRAM = Folder(data("templates", "programs", "missouri-school-counseling")).program
STEPS = len(PROGRAM.grievance.steps)


def test_every_step_has_a_way_to_settled() -> None:
    drawn = flowchart(PROGRAM)
    assert len(re.findall(r">settled</text>", drawn)) == STEPS
    assert len(re.findall(r">not settled</text>", drawn)) == STEPS - 1


def test_whoever_does_not_see_it_is_told_of_every_way_and_of_the_skip() -> None:
    told = described(PROGRAM)
    assert told.count("Settled: it ends.") == STEPS
    assert "Not settled, and with the Regional Mentoring Chair: past step 2, on to step 3." in told
    assert "on to step 5" not in told
