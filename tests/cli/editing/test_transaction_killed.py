"""A writing command that is killed leaves the old or the new, never half, and can be run again."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest
from support.run import mentorctl

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL")

TODAY = ("--today", "2026-09-08")
ROWS = 8
KILLS = 4


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    words = ("init", "p", "--preset", "missouri-career-education", "--year", "2026-2027")
    assert mentorctl(*words, cwd=tmp_path).code == 0
    people = ["id,name,roles,email,content_area,experience_years"]
    pairings = ["mentee,mentor,starts"]
    for number in range(ROWS):
        people.append(f"mentee-{number},Mentee {number},mentee,e{number}@s.example,Agriculture,0")
        people.append(f"mentor-{number},Mentor {number},mentor,m{number}@s.example,Agriculture,9")
        pairings.append(f"mentee-{number},mentor-{number},2026-09-08")
    for name, lines in (("people", people), ("pairings", pairings)):
        (tmp_path / f"{name}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert mentorctl("import", "../people.csv", *TODAY, cwd=tmp_path / "p").code == 0
    return tmp_path / "p"


def _pairings(folder: Path) -> int:
    """How many pairings a reader sees."""
    result = mentorctl("status", "--format", "json", *TODAY, cwd=folder)
    assert result.code == 0, result.err
    return len(json.loads(result.out)["pairings"])


def test_an_import_that_is_killed_is_seen_whole_or_not_at_all(folder: Path) -> None:
    command = [sys.executable, "-m", "mentorctl", "import", "../pairings.csv", *TODAY]
    started = time.monotonic()
    fresh = subprocess.run([*command, "--dry-run"], cwd=folder, check=True, capture_output=True)
    assert b"would be imported: 8 pairings" in fresh.stderr
    usual = time.monotonic() - started
    chance = random.Random(7)  # noqa: S311 - moments, not secrets
    seen = set()
    for _ in range(KILLS):
        process = subprocess.Popen(
            command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        time.sleep(usual * chance.uniform(0.5, 1.6))
        process.kill()
        process.wait()
        seen.add(_pairings(folder))
    assert seen <= {0, ROWS}
    again = mentorctl("import", "../pairings.csv", *TODAY, cwd=folder)
    assert again.code == 0, again.err
    assert _pairings(folder) == ROWS
    checked = mentorctl("check", "--format", "json", *TODAY, cwd=folder)
    broken = {f["code"] for f in json.loads(checked.out)["findings"] if f["severity"] == "error"}
    assert not broken
    assert mentorctl("save", *TODAY, cwd=folder).code == 0
    for words in (["fsck", "--strict"], ["diff", "--quiet", "HEAD"]):
        subprocess.run(["git", *words], cwd=folder, check=True, capture_output=True)
    status = subprocess.run(
        ["git", "status", "--porcelain"], cwd=folder, check=True, capture_output=True
    )
    assert status.stdout == b""
