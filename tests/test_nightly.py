"""The nightly job of docs/nightly/: three programs of different presets, one list."""

from __future__ import annotations

import csv
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from support.folders import commit_all, copied, lay_base
from support.run import mentorctl

if TYPE_CHECKING:
    from collections.abc import Sequence

duckdb = pytest.importorskip("duckdb", reason="duckdb is not installed here")
NIGHTLY = Path(__file__).parents[1] / "docs" / "nightly"
# the programs are recorded today, whenever that is
DAY = "2027-05-03"
# the command line of duckdb, for the script: it is given one file to read
DUCKDB = """\
#!{python}
import sys, duckdb, pathlib
duckdb.sql(pathlib.Path(sys.argv[2].removeprefix(".read ")).read_text(encoding="utf-8"))
"""


def run(place: Path, programs: Sequence[Path]) -> subprocess.CompletedProcess[str]:
    tools = place.parent / "bin"
    tools.mkdir(exist_ok=True)
    (tools / "duckdb").write_text(DUCKDB.format(python=sys.executable), encoding="utf-8")
    (tools / "mentorctl").write_text(
        f'#!/bin/sh\nexec "{sys.executable}" -m mentorctl "$@"\n', encoding="utf-8"
    )
    for tool in tools.iterdir():
        tool.chmod(0o755)
    path = f"{tools}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(
        ["sh", NIGHTLY / "nightly.sh", *programs], cwd=place, check=False, capture_output=True,
        encoding="utf-8", env={**os.environ, "PATH": path, "DAY": DAY},
    )  # fmt: skip


@pytest.fixture
def programs(demo: Path, tmp_path: Path) -> list[Path]:
    """The sample, a small program, and one without completers, each of another preset."""
    copied(demo, tmp_path / "sample")
    lay_base(tmp_path / "small")
    counseling = tmp_path / "counseling"
    made = mentorctl(
        "init", counseling, "--preset", "missouri-school-counseling", "--year", "2026-2027"
    )
    assert made.code == 0, made.err
    for person, role in (("ana-ruiz", "mentee"), ("bo-lee", "mentor")):
        name = person.replace("-", " ").title()
        done = mentorctl("person", "add", person, "--name", name, "--role", role, cwd=counseling)
        assert done.code == 0, done.err
    assert mentorctl("pair", "ana-ruiz", "bo-lee", cwd=counseling).code == 0
    commit_all_there(counseling)
    return [tmp_path / "sample", tmp_path / "small", counseling]


def commit_all_there(root: Path) -> None:
    saved = subprocess.run(
        ["git", "-C", root, "status", "--porcelain"], check=True, capture_output=True
    )
    if saved.stdout:
        commit_all(root, "all of it")


@pytest.mark.skipif(os.name == "nt", reason="the script is for a Unix shell")
def test_three_programs_are_one_list(programs: list[Path], tmp_path: Path) -> None:
    place = tmp_path / "office"
    place.mkdir()
    done = run(place, programs)
    assert done.returncode == 0, done.stderr
    with (place / "completers.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len({row["program_id"] for row in rows}) == 3
    assert {row["year"] for row in rows} == {"2026-2027"}
    by_program = {row["program"]: [] for row in rows}  # type: dict[str, list[dict[str, str]]]
    for row in rows:
        by_program[row["program"]].append(row)
    assert sorted(map(len, by_program.values())) == [1, 1, 16]
    assert all(row["pairing"] and row["mentee_id"] and row["mentor_id"] for row in rows)
    assert all((row["completed"] == "true") == (row["reasons"] == "[]") for row in rows)


@pytest.mark.skipif(os.name == "nt", reason="the script is for a Unix shell")
def test_no_list_is_written_where_one_is_short(programs: list[Path], tmp_path: Path) -> None:
    place = tmp_path / "office"
    place.mkdir()
    person = next((programs[1] / "people").iterdir())
    person.write_text("a: [\n", encoding="utf-8")
    commit_all(programs[1], "a slip")
    done = run(place, programs)
    assert done.returncode == 1
    assert person.name in done.stderr
    assert not (place / "completers.csv").exists()
    shutil.rmtree(programs[1] / ".git")
    assert run(place, programs).returncode == 3
