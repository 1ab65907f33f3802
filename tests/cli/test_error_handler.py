"""What a run leaves behind: its exit code, and one fault with its remedy."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path
from typing import IO

import pytest
from support.facts import FOLDER
from support.folders import contents, history
from support.run import mentorctl

from mentorctl.trail.git.index_lock import held_index

LOG = ("--on", "2026-10-06", "--from", "15:30", "--until", "16:15", "--kind", "meeting")
NEEDS_POSIX = pytest.mark.skipif(os.name == "nt", reason="Windows has no such streams")


@pytest.mark.parametrize(
    ("words", "fault", "remedy"),
    [
        (("chek",), "no such command 'chek'", "did you mean 'check', 'schema'?"),
        (
            ("log", "amara"),
            "missing option '--kind'",
            "for example: mentorctl log okafor --on",
        ),
        (
            ("log", "amara", "--form"),
            "no such option: --form",
            "possible options: --format",
        ),
        (("check", "--today", "32.5.2027"), "--today: '32.5.2027' is no day", "like 2026-12-14"),
        (
            ("check", "--today", "1.5.2027"),
            "--today: '1.5.2027' could be two",
            "2027-01-05 or",
        ),
        (("log", "amara", "--date", "x"), "no such option: --date", "it is called --on here"),
        (("explain", "--on"), "no such option: --on", "see mentorctl explain --help"),
        (("person", "edit", "teo", "--phone", "5"), "no such option: --phone", "--set FIELD=VAL"),
        (
            ("status", "amara", "okafor"),
            "got unexpected extra arg",
            "that belong together",
        ),
        (("hand-in", "amara", "x"), "no experience of amara-okafor-teo", "its plan has 1"),
        (("hand-in", "amara", "9"), "there is no experience 9", "they are numbered 1 to 4"),
        (("status", "one", "two"), "got unexpected extra argument(s) (two)", "--help"),
        (("import", "nix.csv"), "file 'nix.csv' does not exist", "--help"),
        (("import", "plans", "nix.csv"), "file 'nix.csv' does not exist", "--help"),
        (("import", "plans"), "the file of the sheet is missing", "import plans FILE"),
        (("import", "plans", "meetings"), "'meetings' is a folder", "name the file in it"),
        (("import", "nix", "program.yaml"), "'nix' is nothing that a sheet lists", "attendance"),
        (("import", "program.yaml", "program.yaml"), "one sheet at a time", "import program"),
        (("log", "amara", "--kind", "chess"), "--kind: 'chess' is no kind", "one of: meeting,"),
        (("log", "amara", "--minutes", "9"), "no such option: --minutes", "called --until here"),
        (("check", "--today", "9/15"), "--today: '9/15' has no year", "like 2026-12-14"),
        (
            ("edit", "amara", "plan", "--set", "catalogue=7"),
            "catalogue is no field here",
            "did you mean experiences.1.catalogue?",
        ),
        (
            ("edit", "program", "--set", "coordinators=amara-okafor"),
            "coordinators holds several",
            "add one: coordinators.+=amara-okafor",
        ),
        (("reassign", "amara"), "no such command 'amara'", "say first what to do: start, skip"),
        (("reassign", "strat"), "no such command 'strat'", "did you mean 'start'"),
        (("withdraw", "amara", "--last-day", "x"), "no such option: --last-day", "called --on"),
        (("withdraw", "amara", "12/14/2026"), "got unexpected extra arg", "--on 2026-12-14"),
        (("status", "okafer"), "no pairing is called 'okafer'", "did you mean amara-okafor-teo"),
    ],
)
def test_wrong_words_are_one_fault_and_its_remedy(
    program: Path, words: tuple[str, ...], fault: str, remedy: str
) -> None:
    done = mentorctl(*words, cwd=program)
    assert done.code == 2
    assert not done.out
    first, second = done.err.splitlines()
    assert first.startswith(f"error: {fault}")
    assert second.startswith("  → ")
    assert remedy in second


def test_a_command_that_needs_another_word_shows_its_help(program: Path) -> None:
    for words in ((), ("person",)):
        done = mentorctl(*words, cwd=program)
        assert done.code == 2
        assert done.err.startswith("Usage: mentorctl")
        assert "error" not in done.err


def test_leaving_a_question_unanswered_is_an_interruption(program: Path) -> None:
    words = ("attend", "kickoff", "--all", "--on", "2026-09-30", "--today", "2027-05-03")
    before = history(program)
    done = mentorctl(*words, cwd=program, terminal=True)
    assert done.code == 130
    assert history(program) == before


@NEEDS_POSIX
@pytest.mark.parametrize("words", [("status",), ("completers", "--explain"), ("explain",)])
def test_a_reader_who_has_seen_enough_is_no_fault(program: Path, words: tuple[str, ...]) -> None:
    done = _into_closed_pipe(program, *words)
    assert done.returncode == 0
    assert "error" not in done.stderr
    assert "Traceback" not in done.stderr


@NEEDS_POSIX
def test_a_remembered_answer_into_a_closed_pipe_is_no_fault(program: Path) -> None:
    _age(program)
    first = _into_closed_pipe(program, "status", "--today", "2027-05-03", "--format", "csv")
    assert mentorctl("status", "--today", "2027-05-03", "--format", "csv", cwd=program).code == 0
    _wait_for_memory()
    again = _into_closed_pipe(program, "status", "--today", "2027-05-03", "--format", "csv")
    assert (first.returncode, again.returncode) == (0, 0)
    assert "Traceback" not in again.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="nothing here is always full")
def test_an_answer_that_finds_no_room_is_no_bug(program: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        done = _run(program, "status", "--today", "2027-05-03", stdout=full)
    assert done.returncode == 3
    assert "the answer cannot be written: no space left" in done.stderr
    assert "bug" not in done.stderr


def test_where_nothing_may_be_written_no_place_of_the_machine_is_named(
    program: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        path = str(program / ".mentorctl-x1")
        raise PermissionError(errno.EACCES, "Permission denied", path)

    monkeypatch.setattr("tempfile.mkdtemp", refuse)
    done = mentorctl("calendar", "--out", "c.ics", cwd=program)
    assert done.code == 3
    assert done.err.startswith("error: this folder: permission denied\n")
    assert "may be written to" in done.err


def test_an_interrupted_command_leaves_with_130(program: Path, tmp_path: Path) -> None:
    if sys.platform == "win32":
        pytest.skip("Windows has no groups of processes to interrupt")
    editor = tmp_path / "editor.sh"
    editor.write_text(f"#!/bin/sh\ntouch {tmp_path}/open\nsleep 30\n")
    editor.chmod(0o755)
    with subprocess.Popen(
        [sys.executable, "-m", "mentorctl", "edit", "amara", "plan"],
        cwd=program,
        env={**os.environ, "EDITOR": str(editor)},
        stderr=subprocess.PIPE,
        start_new_session=True,
    ) as process:
        deadline = time.monotonic() + 20
        while not (tmp_path / "open").exists() and time.monotonic() < deadline:
            time.sleep(0.02)
        os.killpg(process.pid, signal.SIGINT)
        assert process.stderr is not None
        said = process.stderr.read().decode()
    assert process.returncode == 130
    assert "Traceback" not in said


def test_a_busy_history_changes_nothing_and_says_what_to_do(
    program: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "mentorctl.trail.git.repository.held_index", partial(held_index, patience=0.1)
    )
    before = history(program), contents(program)
    (program / ".git" / "index.lock").touch()
    act = ("log", "amara", *LOG, "--topics", "soil")
    done = mentorctl(*act, cwd=program)
    assert done.code == 3
    assert "run the command again" in done.err
    assert (history(program), contents(program)) == before

    (program / ".git" / "index.lock").unlink()
    assert mentorctl(*act, cwd=program).code == 0
    assert len(history(program)) == len(before[0]) + 1


def test_an_interruption_after_the_writing_says_how_to_keep_it(
    program: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("mentorctl.trail.git.repository._moved", _interrupted)
        done = mentorctl("log", "amara", *LOG, "--topics", "soil", cwd=program)
    assert done.code == 130
    assert "the change is written; to keep it in the history, run mentorctl save" in done.err
    assert mentorctl("save", "--today", "2027-05-03", cwd=program).code == 0
    assert "soil" in (program / FOLDER / "log.yaml").read_text(encoding="utf-8")


def test_an_interruption_before_the_writing_says_that_nothing_was_changed(
    program: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = contents(program)
    with monkeypatch.context() as patch:
        patch.setattr("mentorctl.trail.git.repository.write_commit", _interrupted)
        done = mentorctl("log", "amara", *LOG, "--topics", "soil", cwd=program)
    assert (done.code, done.err) == (130, "interrupted: nothing was changed\n")
    assert contents(program) == before


def _interrupted(*_: object, **__: object) -> None:
    raise KeyboardInterrupt


def _run(
    folder: Path, *words: str, stdout: IO[bytes] | int = subprocess.PIPE
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "mentorctl", *words],
        cwd=folder,
        stdout=stdout,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )


def _into_closed_pipe(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    reading, writing = os.pipe()
    os.close(reading)
    try:
        return _run(folder, *words, stdout=writing)
    finally:
        os.close(writing)


def _age(folder: Path) -> None:
    """Let every file be old enough that an answer about it can be remembered."""
    long_ago = time.time() - 3600
    for place, _, names in os.walk(folder):
        for name in (*names, ""):
            os.utime(Path(place, name), (long_ago, long_ago))


def _wait_for_memory() -> None:
    time.sleep(0.3)


@pytest.mark.skipif(sys.platform == "win32", reason="nobody can take away there what is stood in")
@pytest.mark.parametrize(
    "words", [("status",), ("log", "x", "--kind", "phone"), ("-C", "x", "due")]
)
def test_whoever_stands_in_a_folder_that_is_gone_is_told(
    words: tuple[str, ...], tmp_path: Path
) -> None:
    gone = 'mkdir gone; cd gone; rmdir ../gone; exec "$@"'
    command = ["sh", "-c", gone, "sh", sys.executable, "-P", "-m", "mentorctl", *words]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 3
    assert done.stderr == (
        "error: the folder that you stand in is not there any more\n  → go to another: cd FOLDER\n"
    )
