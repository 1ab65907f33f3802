"""Streams that are closed, left or full: no command does anything else, nor ends otherwise."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from support.facts import FOLDER
from support.folders import copied, history
from support.run import Result

if TYPE_CHECKING:
    from collections.abc import Callable

DAY = ("--today", "2027-05-03")
LOG = (
    "log", "amara", "--on", "2027-03-02", "--from", "15:30", "--until", "16:15",
    "--kind", "meeting", "--topics", "soil", *DAY,
)  # fmt: skip
# one of each kind: a table, a history, what asks, wrong words
COMMANDS = [
    ("status", *DAY),
    ("audit", *DAY),
    ("edit", "amara", "plan"),
    ("chek",),
]
pytestmark = pytest.mark.skipif(os.name == "nt", reason="a shell that can close streams")


def _named(words: tuple[str, ...]) -> str:
    return "-".join(words[:2]) or "nothing"


@pytest.fixture(scope="module")
def said_whole(
    base_program: Path, tmp_path_factory: pytest.TempPathFactory
) -> Callable[..., Result]:
    """What a command says to somebody who hears all of it, in a folder that was seen before."""

    @cache
    def said(*words: str) -> Result:
        root = copied(base_program, tmp_path_factory.mktemp("whole") / "program")
        _seen_before(root, words)
        return _through(root, "", *words)

    return said


def _seen_before(root: Path, words: tuple[str, ...]) -> None:
    """An audit tells of the first look at a folder, once."""
    if words[:1] == ("audit",):
        _through(root, "", *words)


@pytest.mark.one_in(2)
@pytest.mark.parametrize("words", COMMANDS, ids=_named)
def test_closed_streams_change_nothing(
    program: Path, words: tuple[str, ...], said_whole: Callable[..., Result]
) -> None:
    whole = said_whole(*words)
    assert whole.code != 4
    _seen_before(program, words)
    for closing in ("2>&-", ">&-", "<&-", "<&- >&- 2>&-"):
        done = _through(program, closing, *words)
        assert done.code == whole.code, closing
        assert done.out == ("" if ">&-" in closing.split() else whole.out), closing
        assert done.err == ("" if "2>&-" in closing else whole.err), closing


@pytest.mark.one_in(2)
@pytest.mark.parametrize("words", COMMANDS, ids=_named)
def test_a_reader_who_leaves_changes_nothing(
    program: Path, words: tuple[str, ...], said_whole: Callable[..., Result]
) -> None:
    whole = said_whole(*words)
    _seen_before(program, words)
    reading, writing = os.pipe()
    os.close(reading)
    try:
        left = _run(program, words, stdout=writing, stderr=subprocess.PIPE)
        deaf = _run(program, words, stdout=subprocess.PIPE, stderr=writing)
    finally:
        os.close(writing)
    assert (left.returncode, left.stderr) == (whole.code, whole.err)
    assert (deaf.returncode, deaf.stdout) == (whole.code, whole.out)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="nothing here is always full")
@pytest.mark.one_in(2)
@pytest.mark.parametrize("words", COMMANDS, ids=_named)
def test_only_an_answer_that_finds_no_room_is_a_fault(
    program: Path, words: tuple[str, ...], said_whole: Callable[..., Result]
) -> None:
    whole = said_whole(*words)
    _seen_before(program, words)
    done = _through(program, "2>/dev/full", *words)
    assert (done.code, done.out) == (whole.code, whole.out)
    done = _through(program, ">/dev/full", *words)
    assert done.code == (3 if whole.out and whole.code in {0, 1} else whole.code)
    assert ("the answer cannot be written" in done.err) == bool(whole.out)


@pytest.mark.parametrize("closing", [">&-", "2>&-", "<&- >&- 2>&-", ">/dev/full 2>/dev/full"])
def test_a_change_is_made_whole_whoever_listens(program: Path, closing: str) -> None:
    if "full" in closing and not Path("/dev/full").exists():
        pytest.skip("nothing here is always full")
    before = len(history(program))
    assert _through(program, closing, *LOG).code == 0
    assert len(history(program)) == before + 1
    assert "soil" in (program / FOLDER / "log.yaml").read_text(encoding="utf-8")


def test_no_file_takes_the_place_of_a_closed_stream(program: Path) -> None:
    # what rapidyaml says of a broken file goes to descriptor 2, whoever has it
    plan = program / FOLDER / "plan.yaml"
    plan.write_text("a: [1\nb: }\n", encoding="utf-8")
    _through(program, "<&- >&- 2>&-", "check", *DAY)
    assert plan.read_text(encoding="utf-8") == "a: [1\nb: }\n"


def test_a_kept_answer_is_given_into_closed_streams_too(program: Path) -> None:
    long_ago = time.time() - 3600
    for place, _, names in os.walk(program):
        for name in (*names, ""):
            os.utime(Path(place, name), (long_ago, long_ago))
    words = ("status", "--format", "csv", *DAY)
    first = _through(program, "", *words)
    assert _through(program, "2>&-", *words)[:2] == first[:2]
    assert _through(program, ">&-", *words) == Result(0, "", first.err)


def test_output_is_utf_8_whatever_the_surroundings_say(program: Path) -> None:
    person = program / "people" / "amara-okafor.yaml"
    person.write_text(
        person.read_text(encoding="utf-8").replace("Amara Okafor", "Åmara Ökafor 羽"),
        encoding="utf-8",
    )
    whole = _through(program, "", "person", "list")
    assert "Åmara Ökafor 羽" in whole.out
    for settings in ("LC_ALL=C", "LC_ALL=POSIX", "PYTHONIOENCODING=latin-1", "PYTHONUTF8=0"):
        assert _through(program, "", "person", "list", settings=settings) == whole
    assert _through(program, "", "person", "list", settings="TERM=dumb") == whole


def _through(folder: Path, closing: str, *words: str, settings: str = "A=b") -> Result:
    """Run `mentorctl` with streams as a shell is told."""
    script = f'exec env {settings} "$0" -m mentorctl "$@" {closing}'
    done = subprocess.run(
        ["/bin/sh", "-c", script, sys.executable, *words],
        cwd=folder,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    return Result(done.returncode, done.stdout, done.stderr)


def _run(
    folder: Path, words: tuple[str, ...], *, stdout: int, stderr: int
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "mentorctl", *words],
        cwd=folder, stdin=subprocess.DEVNULL, stdout=stdout, stderr=stderr,
        encoding="utf-8", check=False,
    )  # fmt: skip


def test_without_a_buffer_both_streams_keep_their_order(program: Path) -> None:
    both = _through(program, "2>&1", "key", "doctor", settings="PYTHONUNBUFFERED=1")
    assert both.out.index("ok  ") < both.out.index("You cannot sign yet")
