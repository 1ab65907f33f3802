"""No warning of a library reaches the screen, and none needs a home of its own to look around."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

DAY = ("--today", "2027-05-03")
COMMANDS = [
    ("status", *DAY),
    ("check", *DAY),
    ("key", "doctor"),
    ("render", "plan", "amara", "--to", "html,pdf", "--draft", *DAY),
]
PLACES: dict[str, dict[str, str | None]] = {
    "as usual": {},
    "no home": {"HOME": None, "USER": None, "LOGNAME": None},
    "an empty home": {"HOME": ""},
    "a home that cannot be": {"HOME": "{file}/home"},
    "no place for temporary files": {"TMPDIR": "{file}/tmp"},
}
STRANGE = re.compile(r"Warning|Traceback|site-packages|bug in mentorctl|File \"")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps its folders elsewhere")
@pytest.mark.parametrize("words", COMMANDS, ids=lambda words: words[0])
@pytest.mark.parametrize("place", PLACES)
def test_only_our_own_words_reach_the_screen(
    program: Path, tmp_path: Path, place: str, words: tuple[str, ...]
) -> None:
    (tmp_path / "file").touch()
    environment = {**os.environ, "PYTHONWARNINGS": "default"}
    for name, value in PLACES[place].items():
        environment.pop(name, None)
        if value is not None:
            environment[name] = value.format(file=tmp_path / "file")
    if "file" in environment.get("HOME", ""):
        for name in [each for each in environment if each.startswith("XDG_")]:
            del environment[name]
    done = subprocess.run(
        [sys.executable, "-X", "dev", "-m", "mentorctl", *words],
        cwd=program, env=environment, capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert done.returncode in {0, 1}, done.stderr
    assert not STRANGE.search(done.stdout + done.stderr)
