"""What commands keep for the next time: little, never needed, and nothing once they have ended."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest
from support.folders import copied
from support.run import mentorctl
from support.signers import lay_registered

from mentorctl import caches
from mentorctl.cli.output import answer_cache

if TYPE_CHECKING:
    from pathlib import Path

    from support.folders import Once

DAY = ("--today", "2027-04-27")
COMMANDS = (("check",), ("status",), ("due",), ("completers",), ("audit",), ("invoices",))


@pytest.fixture
def signed(once: Once, base_program: Path) -> Path:
    """A program in which everybody has a key, so that its history has something to prove."""
    place = once(
        "registered", lambda folder: lay_registered(copied(base_program, folder / "program"))
    )
    return place / "program"


def _all_below(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_nothing_is_kept_where_that_is_switched_off(
    signed: Path, home: Path, words: tuple[str, ...]
) -> None:
    first = mentorctl(*words, *DAY, cwd=signed)
    kept = _all_below(home / "cache")
    for path in kept:
        path.unlink()
    # what an audit has seen of a program is no cache: it warns when the history is rewritten
    again = mentorctl(*words, *DAY, cwd=signed, env={"MENTORCTL_CACHE": "none"})
    assert (again.code, again.out) == (first.code, first.out)
    assert kept
    assert not _all_below(home / "cache")


@pytest.mark.skipif(os.name == "nt", reason="other places are read-only there")
@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_a_home_that_cannot_be_written_is_enough(signed: Path, words: tuple[str, ...]) -> None:
    known = mentorctl(*words, *DAY, cwd=signed)
    nowhere = dict.fromkeys(
        ("HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME"), "/dev/null/home"
    )
    assert mentorctl(*words, *DAY, cwd=signed, env=nowhere)[:2] == known[:2]


def test_all_together_is_never_more_than_there_is_room_for(
    signed: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answer_cache, "SLACK_NS", 0)  # the folder may have been laid just now
    folder = home / "cache" / "mentorctl"
    for words in COMMANDS:
        mentorctl(*words, *DAY, cwd=signed)
    assert {each.name for each in folder.iterdir()} == {"answers", "check", "trail"}
    room = min(path.stat().st_size for path in _all_below(folder)) - 1
    shutil.rmtree(folder)
    monkeypatch.setattr(caches, "MOST_BYTES", room)
    for words in COMMANDS:
        mentorctl(*words, *DAY, cwd=signed)
        time.sleep(0.01)
        assert sum(path.stat().st_size for path in _all_below(folder)) <= room


@pytest.mark.skipif(os.name == "nt", reason="handles are inherited otherwise there")
# one that reads the records, and one that reads the history
@pytest.mark.parametrize("words", [("status",), ("audit",)], ids=" ".join)
def test_nothing_outlives_a_command(demo: Path, home: Path, words: tuple[str, ...]) -> None:
    """What a command inherits is free once it ends, and no file comes after it."""
    reading, writing = os.pipe()
    done = subprocess.Popen(
        [sys.executable, "-m", "mentorctl", "-C", demo, *words, *DAY],
        pass_fds=(writing,), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    os.close(writing)
    done.wait()
    if sys.platform == "win32":
        pytest.skip("handles are inherited otherwise there")
    os.set_blocking(reading, False)
    assert os.read(reading, 1) == b""
    os.close(reading)
    before = {path: path.stat().st_mtime_ns for path in _all_below(home)}
    time.sleep(0.2)
    assert {path: path.stat().st_mtime_ns for path in _all_below(home)} == before
