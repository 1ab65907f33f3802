"""The documentation, held to the code."""

from __future__ import annotations

import re
import runpy
import sys
from pathlib import Path

import pytest
from support.run import mentorctl

from mentorctl.cli.commands import COMMANDS

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_every_command_is_on_a_page() -> None:
    pages = [path.read_text(encoding="utf-8") for path in (ROOT / "docs").glob("*.md")
             if path.stem not in {"errors", "findings", "outputs"}]  # fmt: skip
    text = "\n".join([README, *pages])
    missing = [each.name for each in COMMANDS if not re.search(rf"mentorctl {each.name}\b", text)]
    assert missing == []


def test_every_command_has_a_help_of_its_own() -> None:
    for entry in COMMANDS:
        result = mentorctl(entry.name, "--help")
        assert result.code == 0, entry.name
        assert "Usage: mentorctl" in result.out


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminal to look at")
@pytest.mark.parametrize("name", ["status", "due", "remind"])
def test_a_picture_is_what_one_sees(name: str) -> None:
    draw = runpy.run_path(str(ROOT / "docs" / "pictures" / "draw.py"))
    picture = (ROOT / "docs" / "pictures" / f"{name}.svg").read_text(encoding="utf-8")
    assert picture == draw["drawn"](name, draw["seen"](name))
    assert f"](docs/pictures/{name}.svg)" in (ROOT / "README.md").read_text(encoding="utf-8")


def test_every_module_that_architecture_names_is_there() -> None:
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`([a-z_]+/[a-z_0-9/]+\.py|model/formats/)`", text))
    assert len(named) > 30
    places = (ROOT / "mentorctl", ROOT)
    assert [path for path in named if not any((at / path).exists() for at in places)] == []


def test_a_first_day_is_as_many_commands_as_its_page_says() -> None:
    page = (ROOT / "docs/first-day.md").read_text(encoding="utf-8")
    typed = re.findall(r"(?m)^\$ mentorctl ([a-z]+)", page)
    assert "Five commands" in page
    # to look is no step on the way
    assert [each for each in typed if each != "status"] == ["join", "join", "edit", "sign", "sync"]
