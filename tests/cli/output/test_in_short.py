"""What is longer than the screen is told in short, the worst first, and whole on demand."""

from __future__ import annotations

import json
import re
import shlex
from typing import TYPE_CHECKING

import pytest
from support.run import mentorctl
from support.screen import screens, seen

if TYPE_CHECKING:
    from pathlib import Path


# what was recorded in the year that follows lies ahead on this day
EARLY = ("--today", "2026-10-01")
LATE = ("--today", "2027-05-27")
MUCH = [
    ("check", *EARLY),
    ("due", "--within", "12m", *EARLY),
    ("status", "--today", "2026-12-15"),
    ("remind", "--within", "12m", *EARLY),
    ("audit", *EARLY),
    ("standards", *LATE),
    ("standards", "--holes", *LATE),
]
LINES = 24


def test_much_is_at_most_a_screen_that_ends_with_how_to_see_each(known_demo: Path) -> None:
    commands = [each for words in MUCH for each in (words, (*words, "--all"))]
    shown = screens(known_demo, commands, 80)
    for words, short, whole in zip(MUCH, shown[::2], shown[1::2], strict=True):
        assert len(short.splitlines()) < LINES, words
        command = next(line for line in short.splitlines() if line.endswith(" --all"))
        assert shlex.split(command) == ["mentorctl", *words, "--all"]
        assert len(whole.splitlines()) > LINES, words


def test_findings_of_one_kind_are_counted_with_their_pairings_errors_first(
    known_demo: Path,
) -> None:
    found = json.loads(mentorctl("check", "--format", "json", *EARLY, cwd=known_demo).out)[
        "findings"
    ]
    ahead = [each for each in found if each["code"] == "future-date"]
    pairings = {each["path"].split("/")[2] for each in ahead}
    short = seen(known_demo, "check", *EARLY, PAGER="cat", columns=200)
    assert short.startswith(f"error: {len(ahead)} in {len(pairings)} pairings: a record says that")
    severities = re.findall(r"^(error|warning|note): ", short, re.MULTILINE)
    assert severities == sorted(severities, key=("error", "warning", "note").index)


def test_what_is_required_comes_before_reminders_and_the_most_overdue_first(
    known_demo: Path,
) -> None:
    told = re.findall(
        r"^(\d{4}-\d\d-\d\d)[^:]*:[^(]*\((?:optional\) \()?(reminder)?",
        seen(known_demo, "due", *LATE, PAGER="cat", columns=200),
        re.MULTILINE,
    )
    assert len(told) > 3
    assert told == sorted(told, key=lambda each: (bool(each[1]), each[0]))


@pytest.mark.one_in(2)
@pytest.mark.parametrize("words", MUCH, ids=" ".join)
def test_a_pipe_gets_each(known_demo: Path, words: tuple[str, ...]) -> None:
    piped, whole = mentorctl(*words, cwd=known_demo), mentorctl(*words, "--all", cwd=known_demo)
    assert "each of them" not in piped.out
    assert len(piped.out.splitlines()) > 16  # at least a line for each pairing
    assert len(whole.out) >= len(piped.out)
    assert whole.code == piped.code


def test_one_pairing_that_is_asked_for_is_shown_whole(known_demo: Path) -> None:
    shown = seen(known_demo, "check", "kayla", *EARLY, PAGER="cat")
    assert len(shown.splitlines()) > LINES
    assert "each of them" not in shown


def test_what_fits_the_screen_is_shown_whole(known_demo: Path) -> None:
    shown = seen(known_demo, "check", *LATE, PAGER="cat", lines=400)
    assert "--all" not in shown
    assert "→" in shown
