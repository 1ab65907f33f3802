"""The demo's evaluation, as everybody reads it: it stands as it was signed, and names nobody."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from support.keys import needs_openssh
from support.run import mentorctl

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = needs_openssh

DAY = ("--today", "2027-04-27")


def test_the_year_s_page_has_what_people_answered(known_demo: Path) -> None:
    page = json.loads(mentorctl("report", "--format", "json", *DAY, cwd=known_demo).out)
    (found,) = page["evaluations"]
    assert (found["answered"], found["title"]) == (19, "Mentoring Program Evaluation")
    told = {each["id"] for each in found["results"] if each["told"]}
    assert {"relationship", "learning", "materials", "again"} <= told
    found = mentorctl("evaluate", "summary", cwd=known_demo)
    assert (found.code, "One page that says which form goes to whom." in found.out) == (0, True)


def test_it_stands_as_it_was_signed_and_nobody_can_be_told(known_demo: Path) -> None:
    said = json.loads(mentorctl("check", "--format", "json", *DAY, cwd=known_demo).out)
    assert not [each for each in said["findings"] if "evaluations/" in each["path"]]
    sheets = list((known_demo / "evaluations/sheets").rglob("*.sealed"))
    assert (len(sheets), len({each.stat().st_size for each in sheets})) == (19, 1)
    told = mentorctl("evaluate", "open", cwd=known_demo)
    assert "closed, 19 answers" in told.err
