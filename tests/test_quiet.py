"""No warning of a library reaches the screen, and none needs a home of its own to look around."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from support.run import mentorctl

if TYPE_CHECKING:
    from collections.abc import Callable
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


@pytest.mark.one_in(3)
@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps its folders elsewhere")
@pytest.mark.parametrize(
    ("place", "words"),
    [
        (place, words)
        for place in PLACES
        for words in COMMANDS
        # the rest look for nothing that one of these does not look for
        if place == "as usual" or words[0] in ("status", "render")
    ],
    ids=lambda each: each if isinstance(each, str) else each[0],
)
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


PLACE = "pairings/2026-2027/amara-okafor-teo-lindqvist"
# what a library, a program or Python says by itself, and what is no word for a coordinator
FOREIGN = re.compile(
    r"\w+Warning|Traceback|site-packages|bug in mentorctl|File \"|^fatal:|^hint:|^usage:"
    r"|^warning: in|openpyxl|rapidyaml|ryml|msgspec|libcrypto|ssh-keygen|ssh-agent"
    r"|pandoc|[Tt]ypst|jinja|zipfile|BadZip|xml\.|Exception|Error\b|\.py\b|0x[0-9a-f]{6}|<class|None\b|git:|c4::",
    re.MULTILINE,
)


def _spoil(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def _no_objects(program: Path) -> None:
    for pack in (program / ".git/objects/pack").iterdir():
        pack.unlink()


ODD: dict[str, Callable[[Path], object]] = {
    "a bracket left open": lambda p: _spoil(p / "program.yaml", b"name: [a\n"),
    "tabs and two keys": lambda p: _spoil(p / PLACE / "plan.yaml", b"a: 1\na: 2\n\tb: {3\n"),
    "bytes": lambda p: _spoil(p / PLACE / "log.yaml", b"\x00\xff\xfe\x80entries: \x01"),
    "an alias bomb": lambda p: _spoil(p / PLACE / "experiences/1.yaml", b"a: &a [*a, *a]\n"),
    "no text of a person": lambda p: _spoil(p / "people/amara-okafor.yaml", b"--- !!python/x\n"),
    "a signature of nothing": lambda p: _spoil(
        p / PLACE / "signatures/plan.mentor.yaml", b"signed:\n- by: x\n  signature: AAAA\n"
    ),
    "a key that is none": lambda p: _spoil(
        p / "people/noor-haddad.yaml",
        (p / "people/noor-haddad.yaml").read_bytes() + b"keys:\n- public: ssh-rsa AAAA\n",
    ),
    "a history without objects": _no_objects,
    "a head that is none": lambda p: _spoil(p / ".git/HEAD", b"\x00nothing"),
    "settings of git that are none": lambda p: _spoil(p / ".git/config", b"[core\n"),
    "an index that is none": lambda p: _spoil(p / ".git/index", b"DIRC\x00"),
    "no history": lambda p: shutil.rmtree(p / ".git"),
}
SPOKEN = [
    ("status", "okafor", *DAY),
    ("check", *DAY),
    ("due", *DAY),
    ("completers", "--explain", *DAY),
    ("invoices", *DAY),
    ("standards", *DAY),
    ("audit", *DAY),
    ("history", "okafor"),
    ("person", "list"),
    ("key", "list"),
    ("reassign", "status"),
    ("hand-in", "okafor", "1", "--on", "2026-11-06", "--yes", "--dry-run", *DAY),
    ("attend", "kickoff", "--all", "--dry-run", *DAY),
    ("render", "plan", "okafor", "--to", "html", "--draft", "--dry-run", *DAY),
    ("sign", "okafor", "plan", "--yes", "--dry-run", *DAY),
    ("save", "--dry-run", *DAY),
    ("undo", "--dry-run"),
    ("sync", "--dry-run"),
    ("receipt", "okafor", "plan", "--dry-run"),
    ("upgrade", "--dry-run"),
    ("import", "roster.csv", "--dry-run", *DAY),
]
SHEETS = {
    "noise.xlsx": b"PK\x03\x04" + b"\x07" * 60,
    "empty.xlsx": b"",
    "web.xls": b"<html><table><tr><td>name</td></tr></table></html>",
    "text.xls": b"nothing at all",
    "old.xls": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600,
    "noise.ods": b"PK\x05\x06" + b"\x00" * 18,
    "half.csv": "name\nRenée\n".encode("utf-16")[:-1],
    "nothing.csv": b"\x00\x00\x00",
}


@pytest.mark.one_in(3)
@pytest.mark.parametrize("odd", ODD)
def test_whatever_a_folder_holds_only_our_own_words_are_said(
    program: Path, odd: str, capfd: pytest.CaptureFixture[str]
) -> None:
    ODD[odd](program)
    (program / "roster.csv").write_text("name\nAda North\n", encoding="utf-8")
    for words in SPOKEN:
        done = mentorctl(*words, cwd=program)
        beside = capfd.readouterr()
        said = done.out + done.err
        assert done.code in {0, 1, 2, 3}, (words, said)
        assert (beside.out, beside.err) == ("", ""), words
        assert not FOREIGN.search(said), (words, said)
        assert str(program.parent) not in said, (words, said)


@pytest.mark.parametrize("sheet", SHEETS)
def test_whatever_a_sheet_holds_only_our_own_words_are_said(
    program: Path, sheet: str, capfd: pytest.CaptureFixture[str]
) -> None:
    (program / sheet).write_bytes(SHEETS[sheet])
    done = mentorctl("import", sheet, *DAY, cwd=program)
    beside = capfd.readouterr()
    assert done.code == 1, done.err
    assert "→" in done.err
    assert (beside.out, beside.err) == ("", "")
    assert not FOREIGN.search(done.out + done.err), done.err
    assert str(program.parent) not in done.err
