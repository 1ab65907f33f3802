from __future__ import annotations

import csv
import io
import json

from support.run import mentorctl

from mentorctl.data import data

PRESETS = sorted(path.name for path in data("templates", "programs").iterdir())


def test_every_preset_is_shown_in_every_form() -> None:
    table = mentorctl("presets")
    assert all(preset in table.out for preset in PRESETS)
    rows = list(csv.DictReader(io.StringIO(mentorctl("presets", "--format", "csv").out)))
    assert [row["preset"] for row in rows] == PRESETS
    found = json.loads(mentorctl("presets", "--format", "json").out)["presets"]
    assert [{key: str(row[key]) for key in rows[0]} for row in found] == rows
    needs = {row["preset"]: row["needs"] for row in found}
    assert needs["missouri-school-counseling"] == 0
    assert needs["missouri-career-education"] > 0


def test_the_standards_that_there_are_need_no_program() -> None:
    listed = mentorctl("standards", "--list", "--format", "json")
    assert listed.code == 0, listed.err
    (standard,) = json.loads(listed.out)["standards"]
    assert standard["standard"] == "missouri-5-csr-20-400-380"
    assert "missouri-5-csr-20-400-380" in mentorctl("standards", "--list").out
