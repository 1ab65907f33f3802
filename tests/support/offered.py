"""Whether a command line that is shown to people would be accepted."""

from __future__ import annotations

import re
import shlex
from typing import Any

from typer.core import TyperGroup

from mentorctl.cli.app import loaded
from mentorctl.cli.commands import COMMANDS

__all__ = ["refusal"]

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
    "CASE": "1",
    "MILESTONE": "plan",
    "NAME": "x",
    "ADDRESS": "x@y.example",
    "REPLY": "yes",
    "CHANGE": "0123456789",
    "YOUR-ID": "x",
}
PLACEHOLDER = re.compile(r"(?<![\w:])([A-Z][A-Z:-]*)(?!\w)")


def refusal(line: str) -> str:
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
