"""A history made in this process is one that git itself takes for its own."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from support.histories import plain
from support.keys import key_of

from mentorctl.trail.git.command import Git
from mentorctl.trail.git.fast_import import HistoryWriter
from mentorctl.trail.git.objects import commits
from mentorctl.trail.ssh import sshsig

if TYPE_CHECKING:
    from pathlib import Path

NOON = dt.datetime(2026, 9, 1, 12, tzinfo=dt.timezone(-dt.timedelta(hours=5)))
KEY = key_of("iris-nakamura")


@pytest.mark.parametrize("form", ["sha1", "sha256"])
def test_git_finds_nothing_wrong_with_it(tmp_path: Path, form: str) -> None:
    plain(tmp_path, "init", "-q", "-b", "main", f"--object-format={form}")
    laying = HistoryWriter(tmp_path)
    steps = [
        {"a.yaml": b"one\n", "b/c.yaml": b"two\n", "b-c.yaml": b"", "b.yaml": b"3" * 5000},
        {"b/c.yaml": b"other\n"},
        {"b/d/e/f.yaml": "näher\n".encode()},
    ]
    files: dict[str, bytes] = {}
    for number, changes in enumerate(steps):
        when = NOON + dt.timedelta(days=number)
        laying.commit(changes, f"step {number}", ("Iris", "iris@x.example"), when, KEY.sign_commit)
        files |= changes
    for path, content in files.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(content)
    laying.write()
    assert plain(tmp_path, "fsck", "--strict", "--no-dangling") == ""
    assert plain(tmp_path, "status", "--porcelain") == ""
    assert plain(tmp_path, "log", "--format=%s %ad", "--date=iso").splitlines() == [
        f"step {number} 2026-09-0{number + 1} 12:00:00 -0500" for number in (2, 1, 0)
    ]
    (last,) = commits(Git(tmp_path), [laying.tip])
    assert sshsig.verify_commit(last.raw) == KEY.public
