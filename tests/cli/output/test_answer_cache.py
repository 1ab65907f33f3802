"""Answers that are given again: only while nothing they rest on has changed."""

from __future__ import annotations

import os
import shutil
import time
from pathlib import Path

import pytest
from support.run import mentorctl

from mentorctl import caches
from mentorctl.cli.output import answer_cache

SAMPLE = Path(__file__).parents[3] / "sample-program"
WORDS = ["check", "--today", "2027-04-27"]
LATER_NS = 3_600_000_000_000

pytestmark = pytest.mark.skipif(os.name == "nt", reason="stream redirection differs on Windows")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    place = tmp_path / "p"
    shutil.copytree(SAMPLE, place)
    monkeypatch.chdir(place)
    monkeypatch.setattr(answer_cache, "_terminal", lambda _stream: "")
    return place


def _keep(words: list[str], out: str = "the answer\n") -> None:
    """Keep an answer as if its command had begun an hour from now, long after the last change."""
    answer_cache._keep(words, str(Path.cwd()), time.time_ns() + LATER_NS, out, "", 1)  # noqa: SLF001


def _file(folder: Path) -> Path:
    found = answer_cache._entry(WORDS, str(folder))  # noqa: SLF001
    assert found is not None
    return Path(found)


def _again(words: list[str]) -> str | None:
    result = mentorctl(*words)
    return result.out if result.out == "the answer\n" else None


def test_an_answer_is_given_again_with_its_exit_code(folder: Path) -> None:
    _keep(WORDS)
    result = mentorctl(*WORDS)
    assert (result.code, result.out) == (1, "the answer\n")
    del folder


@pytest.mark.parametrize(
    "what",
    ["changed", "new", "deleted", "moved", "new folder", "committed", "interrupted", "noted"],
)
def test_any_change_asks_anew(folder: Path, what: str) -> None:
    (folder / ".git").mkdir()
    (folder / ".git" / "HEAD").write_text("ref: refs/heads/main\n", encoding="utf-8")
    _keep(WORDS)
    person = next((folder / "people").iterdir())
    if what == "changed":
        person.write_bytes(person.read_bytes() + b"\n")
    elif what == "new":
        (folder / "people" / "new-one.yaml").write_text("name: N\n", encoding="utf-8")
    elif what == "deleted":
        person.unlink()
    elif what == "moved":
        person.rename(person.with_name("someone-else.yaml"))
    elif what == "new folder":
        (folder / "pairings" / "2026-2027" / "nobody-else").mkdir()
    elif what == "interrupted":
        # what a command that died had begun to write is read, too
        (folder / ".git" / "mentorctl" / "journal-0").mkdir(parents=True)
    elif what == "noted":
        # by what the guard of the shared folder says, dates and rights are judged
        noted = folder / ".git/refs/mentorctl/received"
        noted.parent.mkdir(parents=True)
        noted.write_text("0" * 40 + "\n", encoding="utf-8")
    else:
        (folder / ".git" / "HEAD").write_text("0" * 40 + "\n", encoding="utf-8")
    assert _again(WORDS) is None


@pytest.mark.parametrize(
    "words",
    [
        ["check", "--today", "2027-04-28"],
        ["check", "--format", "json", "--today", "2027-04-27"],
        ["status", "--today", "2027-04-27"],
    ],
)
def test_other_words_are_another_question(folder: Path, words: list[str]) -> None:
    _keep(WORDS)
    assert _again(words) is None
    del folder


def test_another_terminal_is_another_question(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _keep(WORDS)
    monkeypatch.setenv("COLUMNS", "133")
    assert _again(WORDS) is None
    del folder


def test_without_a_day_an_answer_holds_until_midnight_in_the_programs_time_zone(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _keep(["check"])
    assert _again(["check"]) is not None
    monkeypatch.setattr(time, "time_ns", lambda: answer_cache._midnight(str(folder)))  # noqa: SLF001
    assert answer_cache.replay(["check"]) is None


def test_an_answer_about_a_program_that_cannot_be_read_is_asked_anew(folder: Path) -> None:
    with (folder / "program.yaml").open("a", encoding="utf-8") as file:
        file.write("trail:\n")
    _keep(WORDS[:1])
    assert _again(WORDS[:1]) is None


def test_an_answer_about_files_that_changed_just_now_is_not_kept(folder: Path) -> None:
    answer_cache._keep(WORDS, str(folder), time.time_ns(), "the answer\n", "", 1)  # noqa: SLF001
    assert _again(WORDS) is None


@pytest.mark.parametrize("damage", [b"", b"x", b"9 9 9 9 9 9\n", b"\xff" * 100])
def test_a_damaged_memory_is_passed_over(folder: Path, damage: bytes) -> None:
    _keep(WORDS)
    entry = _file(folder)
    assert entry.is_file()
    entry.write_bytes(damage)
    assert _again(WORDS) is None


def test_nothing_of_it_outlives_the_command(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def leaves(*_: object) -> int:
        raise AssertionError("a process was left behind")

    monkeypatch.setattr(os, "fork", leaves)
    answer_cache.remember(WORDS, time.time_ns() + LATER_NS, "the answer\n", "", 1)
    assert _again(WORDS) is not None
    # and where a folder cannot be made, nothing is said of it
    (tmp_path / "file").write_bytes(b"")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file" / "none"))
    answer_cache.remember(WORDS, time.time_ns() + LATER_NS, "the answer\n", "", 1)
    assert _again(WORDS) is None
    del folder


def test_only_so_much_is_kept(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _keep(WORDS)
    entry = _file(folder)
    monkeypatch.setattr(caches, "MOST_BYTES", entry.stat().st_size + 10)
    _keep(["status"])
    assert [path.name for path in entry.parent.iterdir()] != [entry.name]
    assert len(list(entry.parent.iterdir())) == 1


def test_only_so_many_answers_are_kept(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answer_cache, "MOST_KEPT", 3)
    for day in range(1, 7):
        _keep(["check", "--today", f"2027-01-0{day}"])
    kept = _file(folder).parent
    assert len(list(kept.iterdir())) == 3
    assert not any(path.name == "answers" for path in folder.rglob("*"))
