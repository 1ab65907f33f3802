"""A passphrase is asked for once, and before anything is written."""

from __future__ import annotations

import os
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from support.folders import contents
from support.histories import plain
from support.keys import lay_key, needs_openssh
from support.signers import lay_registered, mark, signer_of
from support.terminal import Typed, typed_at_terminal

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = [
    needs_openssh,
    pytest.mark.skipif(os.name == "nt", reason="Windows has no pseudo-terminal to look at"),
]
TEO, SECRET = "teo-lindqvist", "correct horse"
ASKED = f"keys/{TEO}: "

TODAY = ("--today", "2027-05-03")
LOG = ("log", "okafor", "--on", "2027-05-02", "--from", "15:00", "--until", "15:30",
       "--kind", "phone", *TODAY)  # fmt: skip


@pytest.fixture
def locked(program: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program in which everybody has a key, and Teo's has a passphrase."""
    path = lay_key(program.parent / "keys", TEO)
    words = ["ssh-keygen", "-q", "-p", "-f", str(path), "-P", "", "-N", SECRET, "-a", "1"]
    subprocess.run(words, check=True, capture_output=True)
    monkeypatch.setenv("MENTORCTL_KEY", str(path))
    return lay_registered(program)


@pytest.fixture
def places(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Where temporary folders are made; short enough for a socket in them."""
    with tempfile.TemporaryDirectory(prefix="p", dir="/tmp") as place:
        monkeypatch.setenv("TMPDIR", place)
        yield Path(place)


def state(root: Path) -> tuple[str, str, dict[str, bytes]]:
    return plain(root, "rev-parse", "HEAD"), plain(root, "status", "--porcelain"), contents(root)


def at_terminal(root: Path, words: tuple[str, ...], *typed: str, kill: bool = False) -> Typed:
    return typed_at_terminal(root, words, [(ASKED, each) for each in typed], kill=kill)


def test_another_passphrase_is_asked_for_again_and_the_change_is_signed(
    locked: Path, places: Path
) -> None:
    done = at_terminal(locked, LOG, "wrong\n", f"{SECRET}\n")
    assert done.code == 0, done.shown
    assert signer_of(locked) == mark(TEO)
    assert f"your key signs this: {mark(TEO)}" in done.shown
    assert "ssh-add" in done.shown
    assert list(places.iterdir()) == []


def test_a_signature_and_its_commit_ask_once(locked: Path, places: Path) -> None:
    words = ("sign", "okafor", "log", "--yes", *TODAY)
    done = at_terminal(locked, words, f"{SECRET}\n")
    assert done.code == 0, done.shown
    assert done.shown.count("Enter passphrase") == 1
    assert signer_of(locked) == mark(TEO)
    assert list(places.iterdir()) == []


@pytest.mark.usefixtures("places")
@pytest.mark.parametrize(("typed", "code"), [("\n", 3), ("\x03", 130)])
@pytest.mark.parametrize("command", ["log", "save", "undo"])
def test_a_passphrase_that_is_not_given_changes_nothing(
    locked: Path, typed: str, code: int, command: str
) -> None:
    words: tuple[str, ...] = LOG
    if command == "save":
        file = next(locked.glob("pairings/*/*/plan.yaml"))
        file.write_text(f"{file.read_text(encoding='utf-8')}# a remark\n", encoding="utf-8")
        words = ("save", "-m", "a remark", "--anyway")
    elif command == "undo":
        at_terminal(locked, LOG, f"{SECRET}\n")
        words = ("undo", "--yes")
    before = state(locked)
    done = at_terminal(locked, words, typed)
    assert done.code == code, done.shown
    assert state(locked) == before
    if typed == "\n":
        assert "nothing was changed" in done.shown
        assert "--unsigned" in done.shown


@pytest.mark.usefixtures("places")
def test_a_command_that_is_killed_while_it_asks_has_changed_nothing(locked: Path) -> None:
    before = state(locked)
    assert at_terminal(locked, LOG, "", kill=True).code == -9
    assert state(locked) == before


@pytest.mark.usefixtures("places")
def test_a_key_that_an_agent_has_is_not_asked_for(
    locked: Path, monkeypatch: pytest.MonkeyPatch, places: Path
) -> None:
    socket = str(places / "own")
    said = subprocess.run(["ssh-agent", "-a", socket, "-s"], check=True, capture_output=True)
    process = said.stdout.decode().partition("SSH_AGENT_PID=")[2].partition(";")[0]
    try:
        monkeypatch.setenv("SSH_AUTH_SOCK", socket)
        ask = places / "ask"
        ask.write_text(f"#!/bin/sh\necho '{SECRET}'\n", encoding="utf-8")
        ask.chmod(0o700)
        env = {**os.environ, "SSH_ASKPASS": str(ask), "SSH_ASKPASS_REQUIRE": "force"}
        key = os.environ["MENTORCTL_KEY"]
        subprocess.run(["ssh-add", "-q", key], check=True, env=env, capture_output=True)
        done = at_terminal(locked, LOG)
    finally:
        subprocess.run(["kill", process], check=False)
    assert (done.code, ASKED in done.shown) == (0, False), done.shown
    assert signer_of(locked) == mark(TEO)


def test_what_is_nothing_without_a_signature_cannot_be_unsigned(locked: Path) -> None:
    done = typed_at_terminal(locked, ("--unsigned", "sign", "okafor", "plan", "--yes", *TODAY), [])
    assert done.code == 3, done.shown
    assert "run it without --unsigned" in done.shown
