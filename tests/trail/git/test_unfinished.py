"""Nothing is committed in the middle of what git began, and one command leads out of it."""

from __future__ import annotations

import shlex
import subprocess
from typing import TYPE_CHECKING

import pytest
from support.folders import contents
from support.histories import plain
from support.run import mentorctl

if TYPE_CHECKING:
    from pathlib import Path

LOG = ("log", "okafor", "--on", "2026-10-20", "--from", "15:00", "--until", "15:30",
       "--kind", "phone", "--today", "2026-11-03")  # fmt: skip
BEGUN = {
    "a merge": "git merge --abort",
    "a rebase": "git rebase --abort",
    "a cherry-pick": "git cherry-pick --abort",
    "a detached HEAD": "git switch main",
}


def begin(program: Path, what: str) -> None:
    """Let plain git begin something that it cannot finish."""
    plain(program, "switch", "-q", "-c", "side")
    for branch, text in (("side", "theirs"), ("main", "ours")):
        plain(program, "switch", "-q", branch)
        (program / "README.md").write_text(f"{text}\n", encoding="utf-8")
        plain(program, "add", "README.md")
        plain(program, "commit", "-q", "-m", text)
    if what == "a detached HEAD":
        plain(program, "checkout", "-q", "HEAD~1")
        return
    verb = what.removeprefix("a ")
    subprocess.run(["git", verb, "side"], cwd=program, check=False, capture_output=True)


@pytest.mark.parametrize("what", BEGUN)
def test_what_git_began_is_said_with_the_way_out_and_nothing_is_lost(
    program: Path, what: str
) -> None:
    shared = program.parent / "shared.git"
    assert mentorctl("host", shared, cwd=program).code == 0
    begin(program, what)
    before = plain(program, "rev-parse", "HEAD"), contents(program)
    for words in (LOG, ("sync",)):
        done = mentorctl(*words, cwd=program)
        assert done.code == 3, done.err
        assert what in " ".join(done.err.split())
        assert BEGUN[what] in done.err
        assert (plain(program, "rev-parse", "HEAD"), contents(program)) == before

    subprocess.run(shlex.split(BEGUN[what]), cwd=program, check=True, capture_output=True)
    assert plain(program, "status", "--porcelain") == ""
    for words in (LOG, ("sync",)):
        done = mentorctl(*words, cwd=program)
        assert done.code == 0, done.err


@pytest.mark.parametrize("what", [each for each in BEGUN if each != "a detached HEAD"])
def test_status_says_what_git_began_with_the_way_out(program: Path, what: str) -> None:
    assert "not finished" not in mentorctl("status", cwd=program).err
    begin(program, what)
    told = " ".join(mentorctl("status", cwd=program).err.split())
    assert f"{what} that git began here is not finished" in told
    assert f"give it up with {BEGUN[what]}, then run mentorctl sync" in told


def test_save_in_the_middle_of_a_merge_says_no_more_than_it_did(program: Path) -> None:
    begin(program, "a merge")
    (program / "README.md").write_text("both\n", encoding="utf-8")
    head = plain(program, "rev-parse", "HEAD")
    done = mentorctl("save", "--anyway", cwd=program)
    assert done.code == 3
    assert "saved" not in done.err
    assert plain(program, "rev-parse", "HEAD") == head
    assert (program / "README.md").read_text(encoding="utf-8") == "both\n"


def test_edits_and_what_was_saved_at_an_older_state_come_along(program: Path) -> None:
    begin(program, "a detached HEAD")
    (program / "README.md").write_text("kept there\n", encoding="utf-8")
    plain(program, "add", "README.md")
    plain(program, "commit", "-q", "-m", "kept there")
    here = plain(program, "rev-parse", "--short", "HEAD")
    with (program / "program.yaml").open("a", encoding="utf-8") as file:
        file.write("# a remark\n")
    done = mentorctl(*LOG, cwd=program)
    said = " ".join(done.err.split())
    assert "git switch --merge main, then bring along what was kept here: git merge" in said
    plain(program, "switch", "-q", "--merge", "main")
    assert plain(program, "diff", "--name-only") == "program.yaml"
    assert said.rstrip(".").endswith(f"git merge {here}")


def test_the_way_back_leads_there_without_an_index(program: Path) -> None:
    begin(program, "a detached HEAD")
    (program / ".git/index").unlink()
    said = " ".join(mentorctl("sync", "--dry-run", cwd=program).err.split())
    assert said.endswith("git read-tree HEAD, then git switch --merge main")
    for command in said.partition("first: ")[2].split(", then "):
        plain(program, *shlex.split(command)[1:])
    assert plain(program, "status", "--porcelain") == ""


def test_the_branch_to_go_back_to_is_named_as_it_is(program: Path) -> None:
    plain(program, "branch", "-m", "year")
    plain(program, "checkout", "-q", "--detach")
    assert "git switch year" in mentorctl(*LOG, cwd=program).err
