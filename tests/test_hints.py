"""Every command that is offered can be pasted: it exists, and its words and options are right."""

from __future__ import annotations

import re
import shlex
from typing import TYPE_CHECKING, Any

from support.run import mentorctl
from typer.core import TyperGroup

from mentorctl.cli.app import loaded
from mentorctl.cli.commands import COMMANDS

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

DAYS = ("2026-10-01", "2027-04-27", "2027-06-15")
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
FILLED = {
    "DATE": "2027-05-01",
    "DAY": "2027-05-01",
    "PAIRING": "kayla-dunning-denise-abernathy",
    "PERSON": "theodore-runge",
    "MENTEE": "theodore-runge",
    "MENTOR": "gail-thornhill",
    "ROLE": "mentor",
    "TEXT": "x",
    "FILE": "program.yaml",
    "PATH": "program.yaml",
    "HH:MM": "14:00",
    "N": "1",
}
PLACEHOLDER = re.compile(r"(?<![\w:])([A-Z][A-Z:]*)(?!\w)")


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
    refused = {line: why for line in offered if (why := _refusal(line))}
    assert not refused


def test_a_command_that_there_is_not_is_found_out() -> None:
    assert _refusal("mentorctl chek")
    assert _refusal("mentorctl hand-in kayla 1 --at 2027-01-01")
    assert _refusal("mentorctl extend kayla comments-3-4")
    assert _refusal("mentorctl check --today NEVER")
    assert not _refusal("mentorctl hand-in kayla 1 --on DATE")


def _refusal(line: str) -> str:
    """Why the command line is refused; empty where it is accepted as far as usage goes."""
    unknown: list[str] = []

    def fill(found: re.Match[str]) -> str:
        if found[1] not in FILLED:
            unknown.append(found[1])
        return FILLED.get(found[1], "")

    _, name, *words = shlex.split(PLACEHOLDER.sub(fill, line))
    if unknown:
        return f"nobody knows what {unknown[0]} is"
    entry = next((each for each in COMMANDS if each.name == name), None)
    if entry is None:
        return f"there is no command {name}"
    command: Any = loaded(entry)
    try:
        with command.make_context(name, words, resilient_parsing=True) as context:
            while isinstance(command, TyperGroup):
                command = command.get_command(context, words[0])
                if command is None:
                    return f"there is no {name} {words[0]}"
                words = words[1:]
        with command.make_context(name, list(words)):
            return ""
    except Exception as error:  # noqa: BLE001 - whatever it is, it cannot be pasted
        return error.format_message() if hasattr(error, "format_message") else str(error)
