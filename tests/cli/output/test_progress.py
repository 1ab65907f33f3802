"""What takes longer than a second says so on a terminal, and leaves nothing behind."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING
from unittest.mock import Mock

import pytest
from support.run import mentorctl
from support.screen import raw

from mentorctl.cli.output import progress

if TYPE_CHECKING:
    from pathlib import Path

SLOW = """
import multiprocessing, time
from mentorctl.cli.output import progress
from mentorctl.cli.output.progress import working
from mentorctl.store.parse.fast import quiet_parser

# nobody here need wait for a second
progress.PATIENCE = progress.EVERY = 0.2
with working("reading the history"), quiet_parser():
    {work}
print("done")
"""
WAITING = "time.sleep({seconds})"
# as large folders are read: in processes that are copies of this one
COPIED = (
    "process = multiprocessing.get_context('fork').Process(target=time.sleep, args=({seconds},));"
    " process.start(); process.join()"
)


@pytest.mark.parametrize("work", [WAITING, COPIED], ids=["waiting", "copied"])
def test_what_takes_long_is_told_and_wiped(tmp_path: Path, work: str) -> None:
    said = raw(tmp_path, _script(tmp_path, work, 0.7))
    assert "\rreading the history … 0 s" in said
    assert said.split("\r\n")[0].endswith(" \rdone")
    assert said.count("done") == 1


def test_what_is_quick_says_nothing(tmp_path: Path) -> None:
    assert raw(tmp_path, _script(tmp_path, WAITING, 0)).strip() == "done"


def test_a_pipe_gets_nothing(tmp_path: Path) -> None:
    command = _script(tmp_path, WAITING, 0.4)
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("done\n", "")


TODAY = ("--today", "2027-05-03")
SLOW_PARTS = {
    "making the calendar": ("calendar", "--out", "../year.ics", *TODAY),
    "writing the workbook": ("completers", "--out", "../list.xlsx", *TODAY),
    "writing the drafts": (
        "remind",
        "--within",
        "12m",
        "--out",
        "../drafts",
        "--today",
        "2026-10-01",
    ),
    "checking the new year": ("rollover", "2027-2028", "--dry-run", "--today", "2027-06-20"),
    "making forms": ("render", "completers", "--to", "html", "--out", "../forms", *TODAY),
}


@pytest.mark.parametrize("label", SLOW_PARTS)
def test_what_takes_long_in_a_large_folder_says_so(
    label: str, program: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []

    def line(label: str) -> Mock:
        said.append(label)
        return Mock()

    monkeypatch.setattr(progress, "_is_seen", lambda: True)
    monkeypatch.setattr(progress, "_Line", line)
    monkeypatch.setattr(progress, "_ticking", lambda _: lambda: None)
    mentorctl(*SLOW_PARTS[label], cwd=program)
    assert label in said


def _script(folder: Path, work: str, seconds: float) -> list[str]:
    path = folder / "slow.py"
    path.write_text(SLOW.format(work=work.format(seconds=seconds)), encoding="utf-8")
    return [sys.executable, "-X", "dev", "-W", "error", str(path)]
