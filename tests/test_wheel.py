"""The wheel carries what the toolkit needs, and works outside the checkout."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(out)],
        cwd=CHECKOUT,
        check=True,
        capture_output=True,
    )
    (built,) = out.glob("*.whl")
    return built


def _tracked(folder: str) -> set[str]:
    return {
        path.relative_to(CHECKOUT).as_posix()
        for path in (CHECKOUT / folder).rglob("*")
        if path.is_file()
    }


def test_the_wheel_carries_templates_and_the_sample_whole(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    wanted = _tracked("templates") | _tracked("sample-program")
    assert {f"mentorctl/_data/{path}" for path in wanted} <= names
    assert "sample-program/.gitignore" in wanted


def test_an_unpacked_wheel_runs_away_from_the_checkout(wheel: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    zipfile.ZipFile(wheel).extractall(site)
    started = subprocess.run(
        [
            *(sys.executable, "-P", "-m", "mentorctl"),
            *("init", "ours", "--preset", "missouri-career-education", "--year", "2026-2027"),
        ],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(site)},
        capture_output=True,
        check=False,
    )
    assert started.returncode == 0, started.stderr.decode()
    assert (tmp_path / "ours" / "program.yaml").is_file()


def test_the_wheel_says_which_commit_it_is_and_shows_the_pages(wheel: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    zipfile.ZipFile(wheel).extractall(site)

    def said(*words: str) -> str:
        return subprocess.run(
            [sys.executable, "-P", "-m", "mentorctl", *words],
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(site)},
            capture_output=True,
            check=True,
            encoding="utf-8",
        ).stdout

    commit = subprocess.run(
        ["git", "rev-parse", "--short=10", "HEAD"],
        cwd=CHECKOUT, check=True, capture_output=True, text=True,
    ).stdout.strip()  # fmt: skip
    first, *found = said("--version").splitlines()
    assert f"(commit {commit}" in first
    assert [line.partition(" ")[0] for line in found] == ["Python", "git", "OpenSSH"]
    assert said("help", "first-hour").startswith("First hour\n")
