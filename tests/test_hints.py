"""Every command that is offered can be pasted: it exists, and its words and options are right."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from support.examples import EXAMPLES
from support.offered import refusal
from support.run import mentorctl

from mentorctl.cli.app import loaded
from mentorctl.cli.commands import COMMANDS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import pytest

DAYS = ("2026-10-01", "2027-06-15")
ASKED = [
    *(
        (*words, "--today", day)
        for day in DAYS
        for words in (
            ("check",),
            ("due", "--within", "3m"),
            ("status",),
            ("status", "kayla"),
            ("audit",),
            ("completers", "--explain"),
            ("standards", "--holes"),
        )
    ),
    ("key", "doctor"),
    ("history", "kayla"),
    ("explain", "future-date"),
]
# a command that stands behind a colon is one to be pasted
OFFERED = re.compile(r": (mentorctl (?:[^;,\n]|,(?! ))+)")


def test_every_command_that_is_offered_is_accepted(
    known_demo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(known_demo)
    offered: dict[str, tuple[str, ...]] = {}
    for words in ASKED:
        done = mentorctl(*words, cwd=known_demo)
        assert done.code in {0, 1}, done.err
        for line in OFFERED.findall(f"{done.out}\n{done.err}"):
            offered.setdefault(line.strip(), words)
    assert len(offered) > len(ASKED)
    refused = {line: why for line in offered if (why := refusal(line))}
    assert not refused


def test_every_command_that_a_finding_offers_is_accepted() -> None:
    said = [path.read_text(encoding="utf-8") for path in sorted(EXAMPLES.glob("*/said.txt"))]
    offered = {line.strip() for text in said for line in OFFERED.findall(text)}
    assert len(offered) > 100
    refused = {line: why for line in offered if (why := refusal(line))}
    assert not refused
    # what a log asks for besides depends on the kind, and is asked after the words are read
    assert not {
        line for line in offered if line.startswith("mentorctl log ") and "--from HH:MM" not in line
    }


def _examples(command: Any, path: str) -> Iterator[tuple[str, str]]:
    for line in (command.epilog or "").splitlines():
        yield path, line
    for name, each in getattr(command, "commands", {}).items():
        yield from _examples(each, f"{path} {name}")


def test_every_example_fits_a_screen_where_a_refusal_shows_it() -> None:
    found = [each for entry in COMMANDS for each in _examples(loaded(entry), entry.name)]
    assert len(found) > len(COMMANDS) / 2
    # a refusal shows it four columns in
    assert not [each for each in found if len(each[1]) > 80 - 4]


def test_a_command_that_there_is_not_is_found_out() -> None:
    assert refusal("mentorctl chek")
    assert refusal("mentorctl hand-in kayla 1 --at 2027-01-01")
    assert refusal("mentorctl extend kayla comments-3-4")
    assert refusal("mentorctl check --today NEVER")
    assert not refusal("mentorctl hand-in kayla 1 --on DATE")
