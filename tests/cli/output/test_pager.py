"""Long answers go through a pager, on a terminal at which somebody sits."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest
from support.facts import take_away
from support.run import mentorctl
from support.screen import seen

if TYPE_CHECKING:
    from pathlib import Path

DAY = ("--today", "2027-05-03")
LONG = ("status", "amara", *DAY)
SHOWING = "import os, sys; print('LESS', os.environ['LESS']); print('|' + sys.stdin.read())"


@pytest.fixture
def pager(tmp_path: Path) -> str:
    script = tmp_path / "pager.py"
    script.write_text(SHOWING, encoding="utf-8")
    return f"{sys.executable} {script}"


def test_a_long_answer_goes_through_the_pager_with_what_is_said_beside_it(
    program: Path, pager: str
) -> None:
    take_away(program, "meetings/midyear:attended")
    said = seen(program, "check", *DAY, PAGER=pager, lines=4)
    assert said.startswith("LESS FRX\n|")
    assert "explain CODE says what a finding means" in said.partition("|")[2]
    assert said.count("meeting") >= 1


def test_settings_of_less_stay_the_users_own(program: Path, pager: str) -> None:
    assert seen(program, *LONG, PAGER=pager, LESS="R").startswith("LESS R\n|")


def test_an_answer_that_fits_the_screen_is_shown_as_it_is(program: Path, pager: str) -> None:
    whole = seen(program, *LONG, PAGER=pager, lines=99)
    assert whole.startswith("Amara Okafor and Teo Lindqvist\n")
    assert "LESS" not in whole


@pytest.mark.parametrize("at", [0, 2])
def test_no_pager_may_stand_anywhere(program: Path, pager: str, at: int) -> None:
    words = [*LONG[:at], "--no-pager", *LONG[at:]]
    assert seen(program, *words, PAGER=pager) == seen(program, *LONG, PAGER=pager, lines=99)


@pytest.mark.parametrize(
    "settings",
    [{"PAGER": "cat"}, {"PAGER": ""}, {"PAGER": "no-such-program-here"}, {"TERM": "dumb"}],
    ids=["cat", "nothing", "missing", "dumb"],
)
def test_there_is_no_pager_where_none_is_wanted_or_found(
    program: Path, pager: str, settings: dict[str, str]
) -> None:
    said = seen(program, *LONG, **{"PAGER": pager, **settings})  # type: ignore[arg-type]
    assert said == seen(program, *LONG, PAGER=pager, lines=99)


def test_a_pager_that_ends_at_once_is_no_fault(program: Path) -> None:
    assert seen(program, *LONG, PAGER="true") == ""


def test_nothing_is_paged_in_a_pipe(program: Path, pager: str) -> None:
    done = mentorctl("--no-pager", *LONG, cwd=program)
    assert mentorctl(*LONG, cwd=program, env={"PAGER": pager}, terminal=True) == done
