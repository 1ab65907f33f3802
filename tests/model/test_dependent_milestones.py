from __future__ import annotations

from support.folders import PRESET

from mentorctl.model.calendar import Calendar
from mentorctl.model.dependent_milestones import dependents
from mentorctl.model.program import Program
from mentorctl.model.words import Words
from mentorctl.store.parse.reader import examine


def test_what_comes_later_in_the_same_record_rests_on_what_comes_before() -> None:
    program, _ = examine(PRESET.read_bytes(), Program, Words())
    assert program is not None
    calendar = Calendar(program)
    found = {row.id: [each.id for each in dependents(calendar, row.id)]
             for row, _ in calendar.of_pairing}  # fmt: skip
    assert found["target-1"] == ["experiences-1-2", "comments-1-2"]
    assert found["experiences-1-2"] == ["comments-1-2"]
    assert found["experiences-3-4"] == ["comments-3-4"]
    assert found["comments-3-4"] == []
    assert found["kickoff"] == []
