"""What the screen shows: folded between words, and commands whole, so that they can be copied."""

from __future__ import annotations

import contextlib
import json
import os
import re
import shlex
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from support.facts import FOLDER, change, take_away
from support.keys import key_of
from support.run import mentorctl
from wcwidth import wcswidth

from mentorctl.cli.output.console import hanging

if TYPE_CHECKING:
    from pathlib import Path

DAY = ("--today", "2027-05-03")
COMMENT = "experiences/3:comment.sent_to_advisor"
COLOURS = re.compile(r"\x1b\[[0-9;]*m")


@pytest.mark.one_in(3)
@pytest.mark.parametrize("colours", [False, True], ids=["plain", "coloured"])
@pytest.mark.parametrize(
    "words",
    [
        ("check", *DAY),
        ("status", "amara", *DAY),
        ("due", *DAY),
        ("completers", "--explain", *DAY),
        ("edit", "amara", "plan", "--set", "experiences.1.catalogue=77", *DAY),
        ("log", "amara"),
        ("status", "nobody-of-that-name"),
    ],
    ids=lambda words: words[0],
)
def test_words_and_commands_stay_whole(
    program: Path, words: tuple[str, ...], *, colours: bool
) -> None:
    take_away(program, COMMENT)
    take_away(program, "meetings/midyear:attended")
    said = COLOURS.sub("", _on_a_terminal(program, *words, colours=colours))
    assert said.strip()
    plain = mentorctl(*words, cwd=program)
    told = " ".join(f"{plain.out} {plain.err}".split())
    for line in said.splitlines():
        is_command = line.lstrip(" →").startswith("mentorctl ")
        assert wcswidth(line) <= 80 or is_command, line
        if is_command:
            # as long as the one that was told, and not broken off
            found = line.strip(" →;")
            assert found in told
            assert not re.search(rf"{re.escape(found)} --", told), line


def test_a_key_to_be_sent_stays_in_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    line = f"{key_of('noor').public_line()} noor of the office"
    assert hanging(line, "", 0) == line


def test_a_table_of_nobody_is_a_sentence(tmp_path: Path) -> None:
    words = ("--preset", "missouri-career-education", "--year", "2026-2027")
    assert mentorctl("init", "p", *words, cwd=tmp_path).code == 0
    done = mentorctl("status", *DAY, cwd=tmp_path / "p")
    assert not done.out
    assert done.err.startswith("0 pairings of ")
    assert done.err.splitlines()[0].endswith("2027-05-03")


def test_somebody_without_a_file_gets_one_by_the_command_that_is_named(program: Path) -> None:
    change(program, f"{FOLDER}/pairing.yaml", ("advisor",), "ines-dupre")
    (hint,) = _hints(program, "unknown-person")
    command = hint.partition("add this person: ")[2]
    words = shlex.split(command.replace("NAME", "'Ines Dupré'").replace("ROLE", "advisor"))
    assert words[0] == "mentorctl"
    assert mentorctl(*words[1:], cwd=program).code == 0
    assert _hints(program, "unknown-person") == []


def test_an_experience_without_a_record_gets_one_by_the_command_that_is_named(
    program: Path,
) -> None:
    (program / FOLDER / "experiences" / "4.yaml").unlink()
    hints = [hint for hint in _hints(program, "milestone-missed") if " experience 4" in hint]
    assert hints
    words = shlex.split(hints[0].partition("run: ")[2])
    assert mentorctl(*words[1:], cwd=program).code == 0
    assert (program / FOLDER / "experiences" / "4.yaml").is_file()


def test_a_roster_in_the_folder_is_not_taken_for_a_misspelt_record(program: Path) -> None:
    (program / "people.csv").write_text("id,name\n", encoding="utf-8")
    assert _hints(program, "stray-file") == ["move it out of the program folder"]


def test_tab_offers_the_roles_of_the_program(program: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "mentorctl"],
        cwd=program,
        env={
            **os.environ,
            "_MENTORCTL_COMPLETE": "complete_bash",
            "COMP_WORDS": "mentorctl due --owner me",
            "COMP_CWORD": "3",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.split() == ["mentor", "mentee"]


def _hints(folder: Path, code: str) -> list[str]:
    told = json.loads(mentorctl("check", "--format", "json", *DAY, cwd=folder).out)
    return [each["hint"] for each in told["findings"] if each["code"] == code]


def _on_a_terminal(folder: Path, *words: str, colours: bool) -> str:
    """What `mentorctl` shows on a terminal of 80 columns."""
    if sys.platform == "win32":
        pytest.skip("Windows has no pseudo-terminal to look at")
    import pty

    ours, theirs = pty.openpty()
    settings = {name: value for name, value in os.environ.items() if name != "NO_COLOR"}
    settings |= {"COLUMNS": "80", "TERM": "xterm"} | ({} if colours else {"NO_COLOR": "1"})
    with subprocess.Popen(
        [sys.executable, "-m", "mentorctl", *words],
        cwd=folder, env=settings, stdin=subprocess.DEVNULL, stdout=theirs, stderr=theirs,
    ):  # fmt: skip
        os.close(theirs)
        said = b""
        with contextlib.suppress(OSError):  # Linux says with an error that the other side is gone
            while data := os.read(ours, 4096):
                said += data
    os.close(ours)
    return said.decode().replace("\r\n", "\n")
