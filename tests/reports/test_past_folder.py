from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from support.facts import FOLDER, PAIRING, change
from support.folders import Once, copied, lay_base
from support.run import Result, mentorctl

from mentorctl.trail.git.history_point import JOINED

if TYPE_CHECKING:
    from pathlib import Path

LISTS = (
    ("completers",), ("completers", "--explain"), ("invoices",), ("status",), ("status", PAIRING),
    ("due",), ("check",),
)  # fmt: skip
DAY = "2027-04-14"
PLAN = f"{FOLDER}/plan.yaml"


def git(root: Path, *words: str, day: str = "2027-04-14T12:00:00-05:00") -> str:
    env = {**os.environ, "GIT_AUTHOR_DATE": day, "GIT_COMMITTER_DATE": day}
    done = subprocess.run(
        ["git", "-C", root, *words], env=env, check=True, capture_output=True, encoding="utf-8"
    )
    return done.stdout.strip()


def saved(root: Path, day: str, message: str = "a change") -> str:
    git(root, "add", "-A", day=day)
    git(root, "commit", "-q", "--allow-empty", "-m", message, day=day)
    return git(root, "rev-parse", "HEAD")


def asked(root: Path, *words: str, at: str = DAY) -> Result:
    return mentorctl(*words, "--at", at, cwd=root)


@pytest.fixture
def past(once: Once, tmp_path: Path) -> Path:
    """A program of April 1, 2027, in which all is done, and its first commit."""
    return copied(once("of april", _lay) / "past", tmp_path / "past")


def _lay(folder: Path) -> None:
    root = lay_base(folder / "past")
    shutil.rmtree(root / ".git")
    git(root, "init", "-q")
    saved(root, "2027-04-01T12:00:00-05:00")


@pytest.mark.parametrize("words", LISTS, ids=" ".join)
def test_a_list_of_a_day_stays_what_it_was(past: Path, words: tuple[str, ...]) -> None:
    then = asked(past, *words, "--format", "json")
    assert then.out
    change(past, f"{FOLDER}/pairing.yaml", ("state",), "withdrawn")
    change(past, f"{FOLDER}/pairing.yaml", ("ends",), "2027-03-01")
    change(past, "people/amara-okafor.yaml", ("name",), "Somebody Else")
    change(past, "program.yaml", ("name",), "Another Program")
    (past / PLAN).unlink()
    assert asked(past, *words, "--format", "json") == then
    saved(past, "2027-04-15T00:00:00-05:00")
    assert asked(past, *words, "--format", "json") == then
    assert asked(past, *words, "--format", "json", at="2027-04-15") != then


def test_the_history_says_what_a_checkout_of_that_commit_says(
    known_demo: Path, tmp_path: Path
) -> None:
    day = "2026-12-20"
    commit = json.loads(asked(known_demo, "status", "--format", "json", at=day).out)["commit"]
    git(tmp_path, "clone", "-q", str(known_demo), "copy")
    git(tmp_path / "copy", "reset", "-q", "--hard", commit)
    for words in (*LISTS[:4], ("due",), ("standards",), ("check",)):
        looked = asked(known_demo, *words, "--format", "json", at=day)
        there = mentorctl(*words, "--format", "json", "--today", day, cwd=tmp_path / "copy")
        assert looked.code == there.code, words
        said, known = json.loads(looked.out), json.loads(there.out)
        assert said.pop("source") == "history"
        assert known.pop("source") == "files"
        assert said == known, words


def test_each_list_says_what_it_was_drawn_from(past: Path) -> None:
    def drawn(*words: str) -> tuple[str, str, bool]:
        said = json.loads(mentorctl("completers", "--format", "json", *words, cwd=past).out)
        return said["source"], said["commit"], said["dirty"]

    commit = git(past, "rev-parse", "HEAD")
    assert drawn() == ("files", commit, False)
    change(past, "people/amara-okafor.yaml", ("name",), "Somebody Else")
    assert drawn() == ("files", commit, True)
    assert drawn("--at", commit[:8]) == ("history", commit, False)
    assert "from the files as they are now, unsaved edits included" in (
        mentorctl("completers", cwd=past).err
    )
    assert f"as recorded in {commit[:10]}" in asked(past, "completers").err


def test_a_commit_is_judged_on_its_own_day(past: Path) -> None:
    commit = git(past, "rev-parse", "HEAD")
    assert json.loads(asked(past, "status", "--format", "json", at=commit).out)["today"] == (
        "2027-04-01"
    )
    said = asked(past, "status", "--format", "json", "--today", "2027-05-03", at=commit).out
    assert json.loads(said)["today"] == "2027-05-03"


def test_a_day_ends_at_midnight_in_the_program_s_time_zone(past: Path) -> None:
    last = saved(past, "2027-04-14T23:59:59-05:00")
    saved(past, "2027-04-15T05:00:00+00:00")
    assert json.loads(asked(past, "status", "--format", "json").out)["commit"] == last


def test_a_side_that_arrives_late_changes_no_earlier_day(past: Path) -> None:
    shared = saved(past, "2027-04-10T12:00:00-05:00", "what everybody has")
    before = asked(past, "status", "--format", "json", at=shared).out
    git(past, "switch", "-q", "-c", "mine", shared + "^")
    saved(past, "2027-04-13T12:00:00-05:00", "what one person had at home")
    git(past, "merge", "-q", "--no-ff", "-m", JOINED, shared, day="2027-04-20T12:00:00-05:00")
    then = asked(past, "status", "--format", "json", "--today", "2027-04-10")
    assert then.out == before
    assert "1 of earlier days were brought in later" in then.err


@pytest.mark.parametrize(
    ("at", "said"),
    [
        ("2027-03-31", "nothing was recorded yet on that day"),
        ("2027-02-30", "2027-02-30 is no day"),
        ("0000000", "no commit has an id that starts with '0000000'"),
        ("main", "no commit has an id that starts with 'main'"),
    ],
)
def test_what_is_no_point_of_the_history_is_refused(past: Path, at: str, said: str) -> None:
    result = asked(past, "completers", at=at)
    assert (result.code, result.out) == (3, "")
    assert said in result.err


def test_a_commit_that_led_to_nothing_is_refused(past: Path) -> None:
    dropped = saved(past, "2027-04-10T12:00:00-05:00")
    git(past, "reset", "-q", "--hard", "HEAD^")
    result = asked(past, "completers", at=dropped)
    assert result.code == 3
    assert "none of those that led to" in result.err


def test_a_folder_without_a_history_says_so(past: Path) -> None:
    shutil.rmtree(past / ".git")
    result = asked(past, "completers")
    assert result.code == 3
    assert "has no history of its own" in result.err


def test_a_bare_copy_and_a_worktree_say_the_same(known_demo: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    git(tmp_path, "clone", "-q", str(known_demo), "copy")
    git(tmp_path, "clone", "-q", "--bare", str(known_demo), "bare.git")
    git(copy, "worktree", "add", "-q", str(tmp_path / "tree"))
    then = asked(known_demo, "completers", "--format", "json")
    for place in (tmp_path / "bare.git", tmp_path / "tree", tmp_path / "tree/people"):
        assert asked(place, "completers", "--format", "json") == then, place
    # what is signed is proven by the history there as well, and not by files alone
    signed = ("status", "renee", "--format", "json", "--today", "2027-04-27")
    there, here = (
        json.loads(mentorctl(*signed, cwd=each).out) for each in (tmp_path / "tree", copy)
    )
    assert there.pop("dirty") is None
    assert here.pop("dirty") is False
    assert there == here


@pytest.mark.skipif(not hasattr(os, "getuid") or os.getuid() != 0, reason="only root gives away")
def test_another_user_s_copy_is_read_or_refused_with_what_to_do(past: Path) -> None:
    then = asked(past, "completers", "--format", "json")
    if sys.platform == "win32":
        pytest.skip("Windows has no owners by number")
    for place in (past, *past.rglob("*")):
        os.chown(place, 12345, 12345)
    assert asked(past, "completers", "--format", "json") == then
    change(past, f"{FOLDER}/plan.yaml", ("approved", "initials"), "NH")
    drawn = json.loads(mentorctl("completers", "--format", "json", cwd=past).out)
    assert (drawn["source"], drawn["dirty"]) == ("files", None)


def test_the_form_of_a_day_is_that_day_s(past: Path, tmp_path: Path) -> None:
    change(past, "people/amara-okafor.yaml", ("name",), "Somebody Else")
    saved(past, "2027-04-20T12:00:00-05:00")
    out = tmp_path / "list.docx"
    result = asked(past, "completers", "--format", "docx", "--out", str(out))
    assert result.code == 0, result.err
    import zipfile

    page = zipfile.ZipFile(out).read("word/document.xml").decode()
    assert "Amara" in page
    assert "Somebody" not in page


def test_a_run_is_the_same_on_any_machine(past: Path, tmp_path: Path) -> None:
    """The same commit and the same day are the same bytes, here and there."""
    other = tmp_path / "elsewhere" / "a b"
    other.parent.mkdir()
    git(tmp_path, "clone", "-q", str(past), str(other))
    home = tmp_path / "another home"
    home.mkdir()
    env = {
        "LC_ALL": "tr_TR.UTF-8", "LANG": "de_DE", "TZ": "Pacific/Kiritimati", "HOME": str(home),
        "XDG_CACHE_HOME": str(home / "cache"), "XDG_CONFIG_HOME": str(home / "config"),
        "PYTHONHASHSEED": "7", "COLUMNS": "60",
    }  # fmt: skip
    for words in LISTS:
        for form in ("json", "csv")[: 1 if words[0] == "check" else 2]:
            here = asked(past, *words, "--format", form)
            mask = os.umask(0o077)
            try:
                there = mentorctl(*words, "--at", DAY, "--format", form, cwd=other, env=env)
            finally:
                os.umask(mask)
            assert there == here


def test_each_day_has_its_own_rules(past: Path) -> None:
    (past / "program.yaml").write_text(
        (past / "program.yaml")
        .read_text(encoding="utf-8")
        .replace("date: 12-14\n    owner", "date: 11-01\n    owner", 1),
        encoding="utf-8",
    )
    saved(past, "2027-04-20T12:00:00-05:00")
    then, now = (asked(past, "status", PAIRING, "--format", "csv", at=each).out
                 for each in (DAY, "2027-04-20"))  # fmt: skip
    assert "2026-12-14" in then
    assert "2026-11-01" in now
