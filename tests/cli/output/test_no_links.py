"""No command writes through a link that came with a program folder."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

import pytest
from support.run import mentorctl

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(os.name == "nt", reason="links take a right of their own there")


@pytest.fixture
def elsewhere(program: Path, tmp_path: Path) -> Path:
    """A folder of the user's own, to which `forms` in the program folder leads."""
    place = tmp_path / "elsewhere"
    place.mkdir()
    shutil.rmtree(program / "forms", ignore_errors=True)
    (program / "forms").symlink_to(place)
    return place


@pytest.mark.parametrize(
    "words",
    [
        ["render", "plan"],
        ["render", "plan", "--out", "forms/deeper"],
        ["render", "completers"],
        ["completers", "--format", "pdf", "--out", "forms/completers.pdf"],
    ],
    ids=" ".join,
)
def test_what_a_link_leads_to_stays_as_it_was(
    program: Path, elsewhere: Path, words: list[str]
) -> None:
    pairing = next((program / "pairings/2026-2027").iterdir()).name
    extra = [pairing] if words[1] == "plan" else []
    result = mentorctl(*words[:2], *extra, *words[2:], cwd=program)
    assert result.code == 3, result.err
    assert "forms is a link out of the program's own files" in result.err
    assert "delete the link" in result.err
    assert list(elsewhere.iterdir()) == []


def test_a_link_on_the_way_to_the_folder_is_the_users_own(program: Path, tmp_path: Path) -> None:
    way = tmp_path / "way"
    way.symlink_to(program)
    out = tmp_path / "desk"
    out.mkdir()
    (tmp_path / "desktop").symlink_to(out)
    pairing = next((program / "pairings/2026-2027").iterdir()).name
    made = mentorctl("render", "plan", pairing, "--to", "html", cwd=way)
    assert made.code == 0, made.err
    assert list((program / "forms").glob("*.html"))
    made = mentorctl(
        "render", "plan", pairing, "--to", "html", "--out", tmp_path / "desktop", cwd=way
    )
    assert made.code == 0, made.err
    assert list(out.glob("*.html"))
