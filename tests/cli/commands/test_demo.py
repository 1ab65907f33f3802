"""`mentorctl demo`: what a newcomer sees first."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest
from support.run import Result, mentorctl

from mentorctl.cli.commands import COMMANDS

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Result]:
    place = tmp_path_factory.mktemp("demo")
    (place / "mentorctl-demo").mkdir()  # an empty folder is filled
    return place, mentorctl("demo", cwd=place)


def test_it_builds_a_repository_and_nothing_beside_it(demo: tuple[Path, Result]) -> None:
    place, result = demo
    assert result.code == 0, result.err
    assert [path.name for path in place.iterdir()] == ["mentorctl-demo"]
    status = subprocess.run(
        ["git", "status", "--porcelain"],
        cwd=place / "mentorctl-demo",
        capture_output=True,
        check=True,
    )
    assert status.stdout == b""


def test_it_shows_the_years_main_jobs(demo: tuple[Path, Result]) -> None:
    _, result = demo
    for job in ("check", "status", "due", "completers", "render plan", "render --packet"):
        assert f"$ mentorctl {job}" in result.out
    assert "milestone-missed" in result.out
    assert "Marcus T. Whitfield Jr." in result.out
    assert "11 of 16 pairings have completed" in result.err


def test_it_ends_with_a_packet_to_print_and_a_form_to_open(demo: tuple[Path, Result]) -> None:
    place, _ = demo
    made = sorted(path.name for path in (place / "mentorctl-demo" / "forms").iterdir())
    pairing = "2026-2027_devon-marsh-robert-szymanski"
    assert made == [f"{pairing}_packet.docx", f"{pairing}_packet.pdf", f"{pairing}_plan.html"]


def test_every_command_it_suggests_exists(demo: tuple[Path, Result]) -> None:
    _, result = demo
    tail = result.out.partition("Look around:")[2]
    words = [line.split()[1] for line in tail.splitlines() if line.split()[:1] == ["mentorctl"]]
    assert len(words) >= 5
    assert set(words) <= {entry.name for entry in COMMANDS}


@pytest.mark.parametrize("what", ["folder", "file"])
def test_it_refuses_a_place_that_is_taken(tmp_path: Path, what: str) -> None:
    taken = tmp_path / "taken"
    if what == "folder":
        taken.mkdir()
        (taken / "letter.txt").write_text("mine", encoding="utf-8")
    else:
        taken.write_text("mine", encoding="utf-8")
    result = mentorctl("demo", taken)
    assert result.code == 3
    assert "holds something" in result.err
    assert not result.out
