"""The sample year: what check finds in it is what it is there to show, and nothing else."""

from __future__ import annotations

import datetime as dt
import shutil
from collections import Counter
from pathlib import Path

import pytest
from support.run import mentorctl

from mentorctl.cli.commands.demo import SAMPLE_DAY
from mentorctl.reports.check import check_folder
from mentorctl.store.folder import Folder

SAMPLE = Path(__file__).parents[1] / "sample-program"
PAIRINGS = "pairings/2026-2027"
KAYLA = f"{PAIRINGS}/kayla-dunning-denise-abernathy"
TASHA = f"{PAIRINGS}/tasha-green-marguerite-oduya"
TYLER = f"{PAIRINGS}/tyler-brandt-ruth-ann-castleberry"
FINDINGS = [
    (f"{KAYLA}/experiences/4.yaml:6", "milestone-missed", "note"),
    (f"{KAYLA}/experiences/4.yaml:10", "milestone-missed", "error"),
    (f"{KAYLA}/experiences/4.yaml:17", "milestone-missed", "error"),
    (f"{KAYLA}/pairing.yaml:1", "milestone-missed", "note"),
    (f"{PAIRINGS}/priya-raman-gail-thornhill/experiences/3.yaml:6", "milestone-due-soon", "note"),
    (f"{TASHA}/pairing.yaml:1", "milestone-missed", "note"),
    (f"{TYLER}/experiences/4.yaml:11", "milestone-late", "warning"),
    (f"{TYLER}/pairing.yaml:1", "milestone-missed", "note"),
    ("years/2026-2027.yaml:12", "program-milestone-due-soon", "note"),
    ("years/2026-2027.yaml:17", "program-milestone-due-soon", "note"),
]


def test_check_finds_exactly_what_the_sample_shows() -> None:
    report = check_folder(SAMPLE, SAMPLE_DAY)
    assert [(f"{f.path}:{f.line}", f.code, f.severity) for f in report.findings] == FINDINGS


def test_the_sample_is_a_believable_year() -> None:
    folder = Folder(SAMPLE)
    teams = list(folder.teams())
    states = Counter(team.pairing.state for team in teams if team.pairing)
    areas = {team.pairing.content_area for team in teams if team.pairing}
    advisors = {team.pairing.advisor for team in teams if team.pairing}
    assert len(teams) >= 14
    assert set(states) == {"active", "completed", "withdrawn", "reassigned"}
    assert len(areas) == 3
    assert len(advisors) == 2
    names = "".join(folder.people[name].name for name in folder.people)
    assert "'" in names
    assert any("CYRILLIC" in _name(letter) for letter in names)
    assert "Jr." in names


def _name(letter: str) -> str:
    import unicodedata

    return unicodedata.name(letter, "")


def test_reading_commands_leave_the_folder_as_it_is(tmp_path: Path) -> None:
    folder = tmp_path / "sample"
    shutil.copytree(SAMPLE, folder)
    before = _digest(folder)
    for words in (["check"], ["status"], ["due"], ["completers", "--explain"]):
        mentorctl(*words, "--today", SAMPLE_DAY.isoformat(), cwd=folder)
    assert _digest(folder) == before


def _digest(folder: Path) -> dict[str, tuple[int, bytes]]:
    return {
        path.relative_to(folder).as_posix(): (path.stat().st_mtime_ns, path.read_bytes())
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.mark.parametrize("day", [dt.date(2026, 7, 1), dt.date(2026, 12, 15), dt.date(2027, 6, 30)])
def test_any_day_of_the_year_can_be_looked_at(day: dt.date) -> None:
    for words in (["check"], ["status"], ["due"], ["completers"]):
        result = mentorctl("-C", SAMPLE, *words, "--today", day.isoformat())
        assert result.code in (0, 1), result.err
