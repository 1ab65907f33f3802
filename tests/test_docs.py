"""The documentation, held to the code."""

from __future__ import annotations

import contextlib
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from support.run import mentorctl
from typer.main import get_command

from mentorctl.cli.app import build
from mentorctl.cli.commands import COMMANDS

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
PICTURES = re.findall(r"```console\n\$ (mentorctl .*)\n([^`]*)```", README)


def test_every_command_is_in_the_table() -> None:
    rows = re.findall(r"^\| `([a-z-]+)` \| (.*) \|$", README, re.MULTILINE)
    assert rows == [(entry.name, entry.line) for entry in COMMANDS]


def test_every_command_has_a_help_of_its_own() -> None:
    for entry in COMMANDS:
        result = mentorctl(entry.name, "--help")
        assert result.code == 0, entry.name
        assert "Usage: mentorctl" in result.out


def test_the_year_uses_commands_and_options_that_exist() -> None:
    year = (
        README.partition("## A coordinator's year")[2].partition("```sh\n")[2].partition("```")[0]
    )
    lines = [line for line in year.splitlines() if line.startswith("mentorctl ")]
    assert len(lines) >= 12
    group = get_command(build())
    for line in lines:
        name, *words = shlex.split(line, comments=True)[1:]
        help_text = mentorctl(name, "--help").out
        assert group.get_command(None, name) is not None, name  # type: ignore[attr-defined]
        for option in (word for word in words if word.startswith("--")):
            assert re.search(rf"{option}\b", help_text), f"{name} has no {option}"


@pytest.mark.parametrize(("command", "shown"), PICTURES, ids=[name for name, _ in PICTURES])
def test_pictures_are_what_one_sees(command: str, shown: str) -> None:
    said = _on_a_terminal(shlex.split(command)[1:])
    assert len(shown.splitlines()) >= 5
    for part in re.split(r"^…\n", shown, flags=re.MULTILINE):
        assert part.rstrip("\n") in said


def _on_a_terminal(words: list[str]) -> str:
    """What `mentorctl` shows on a terminal of 80 columns, in the sample's folder."""
    if sys.platform == "win32":
        pytest.skip("Windows has no pseudo-terminal to look at")
    import pty

    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "mentorctl", *words],
        cwd=ROOT / "sample-program",
        env={**os.environ, "COLUMNS": "80", "NO_COLOR": "1"},
        stdout=theirs,
        stderr=theirs,
    ):
        os.close(theirs)
        said = b""
        with contextlib.suppress(OSError):  # Linux says with an error that the other side is gone
            while data := os.read(ours, 4096):
                said += data
    os.close(ours)
    return said.decode().replace("\r\n", "\n")


def test_every_module_that_architecture_names_is_there() -> None:
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`([a-z_]+/[a-z_0-9/]+\.py|model/formats/)`", text))
    assert len(named) > 30
    places = (ROOT / "mentorctl", ROOT)
    assert [path for path in named if not any((at / path).exists() for at in places)] == []
