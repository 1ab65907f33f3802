"""What lies in `.git` may come from others, too: nothing there leads away or makes git wait."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import pytest
from support.histories import Made, lay_history
from support.run import mentorctl

from mentorctl.trail.errors import GitError
from mentorctl.trail.git import command
from mentorctl.trail.git.command import Git

if TYPE_CHECKING:
    from pathlib import Path

PLACES = (
    "config",
    "index",
    "packed-refs",
    "shallow",
    "logs/HEAD",
    "refs/heads/other",
    "refs/remotes/origin/deep/one",
    "objects/info/alternates",
    "objects/pack/pack-1.idx",
    "info/grafts",
)


def _pipe(place: Path) -> None:
    place.unlink(missing_ok=True)
    place.parent.mkdir(parents=True, exist_ok=True)
    if sys.platform == "win32":
        pytest.skip("Windows has no such files")
    os.mkfifo(place)


@pytest.mark.parametrize("name", PLACES)
def test_nobody_waits_for_a_pipe_in_the_place_of_gits_own_files(tmp_path: Path, name: str) -> None:
    lay_history(tmp_path, [Made({"a": b""})])
    _pipe(tmp_path / ".git" / name)
    with pytest.raises(GitError, match=f"{name} is a pipe or a device, which is never followed"):
        Git(tmp_path)


def test_a_command_says_so_and_ends(program: Path) -> None:
    _pipe(program / ".git" / "packed-refs")
    result = mentorctl("save", cwd=program)
    assert result.code == 3
    assert "error: .git/packed-refs is a pipe or a device" in result.err
    assert "get a fresh copy of the program folder" in result.err


def test_git_is_ended_when_it_does_not_come_to_an_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lay_history(tmp_path, [Made({"a": b""})])
    git = Git(tmp_path)
    assert git.settings
    monkeypatch.setattr(command, "PATIENCE", 0.2)
    pipe = tmp_path / "pipe"
    _pipe(pipe)
    with pytest.raises(GitError, match="git hash-object was not done after"):
        git("hash-object", "--no-filters", "--", str(pipe))
