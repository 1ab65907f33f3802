"""Which branch is the program's, in a shared folder that was made before anybody knew its name."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from cli.commands.test_guard import COORDINATOR, MENTOR, add_key, notes, push, save
from support.folders import lay_base
from support.histories import plain
from support.run import mentorctl

if TYPE_CHECKING:
    from pathlib import Path

PROGRAM = "programm"
HEAD = f"refs/heads/{PROGRAM}"
UNKNOWN = "does not say which of its branches is the program's"


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """A program whose branch has a name of its own; coordinator and mentor have keys."""
    root = lay_base(tmp_path / "program")
    for person in (COORDINATOR, MENTOR):
        add_key(root, person, person)
    save(root, COORDINATOR, "keys")
    plain(root, "branch", "-m", PROGRAM)
    plain(root, "remote", "add", "origin", str(tmp_path / "shared.git"))
    return root


@pytest.fixture
def shared(tmp_path: Path) -> Path:
    """A shared folder that was made on a server, where no program was."""
    assert mentorctl("host", tmp_path / "shared.git", cwd=tmp_path).code == 0
    return tmp_path / "shared.git"


def named(shared: Path) -> str:
    return plain(shared, "symbolic-ref", "HEAD")


def as_before(shared: Path) -> None:
    """As a guard of an earlier version leaves a shared folder."""
    plain(shared, "symbolic-ref", "HEAD", "refs/heads/main")


def beside(program: Path, name: str) -> str:
    """A branch of the mentor's own, with a note that they may write; its last commit."""
    plain(program, "switch", "-q", "-c", name)
    notes(program)
    return save(program, MENTOR, "a note")


def joined(shared: Path, name: str = "copy") -> Path:
    """What a newcomer gets."""
    mentorctl("join", shared, shared.parent / name, cwd=shared.parent)
    return shared.parent / name


def test_the_first_branch_is_the_programs_whatever_is_sent_next(
    shared: Path, program: Path
) -> None:
    first = plain(program, "rev-parse", "HEAD")
    assert push(program, PROGRAM).code == 0
    assert named(shared) == HEAD
    beside(program, "main")
    assert push(program, "main").code == 0
    assert named(shared) == HEAD
    plain(shared.parent, "clone", "-q", str(shared), "cloned")
    for copy in (shared.parent / "cloned", joined(shared)):
        assert plain(copy, "rev-parse", "HEAD") == first
        assert plain(copy, "symbolic-ref", "HEAD") == HEAD


def test_nobody_begins_another_program_beside_it(shared: Path, program: Path) -> None:
    assert push(program, PROGRAM).code == 0
    plain(program, "switch", "-q", "--orphan", "main")
    plain(program, "commit", "-q", "--allow-empty", "-m", "a program of my own")
    done = push(program, "main")
    assert done.code != 0
    assert "they are two programs" in done.err
    assert named(shared) == HEAD


def also_begins(shared: Path, program: Path, name: str) -> subprocess.CompletedProcess[str]:
    """Somebody sends a branch, too, that was judged when nothing was there yet."""
    plain(shared, "fetch", "-q", str(program), name)
    plain(shared, "symbolic-ref", "HEAD", f"refs/heads/{name}")
    words = ("update-ref", f"refs/heads/{name}", plain(program, "rev-parse", name).strip())
    return subprocess.run(
        ["git", *words], cwd=shared, check=False, capture_output=True, text=True
    )  # fmt: skip


@pytest.mark.parametrize("is_there", [True, False])
@pytest.mark.parametrize("knows", [True, False])
def test_of_two_who_begin_at_one_moment_one_is_refused(
    is_there: bool, knows: bool, shared: Path, program: Path
) -> None:
    lock = shared / f"{HEAD}.lock"
    plain(program, "switch", "-q", "--orphan", "apart")
    plain(program, "commit", "-q", "--allow-empty", "-m", "a program of my own")
    if is_there:
        assert push(program, PROGRAM).code == 0
    else:
        plain(shared, "fetch", "-q", str(program), PROGRAM)
        lock.parent.mkdir(parents=True, exist_ok=True)
        lock.write_text(plain(program, "rev-parse", PROGRAM) if knows else "", "utf-8")
    done = also_begins(shared, program, "apart")
    assert done.returncode
    assert ("two programs" if is_there or knows else "send again") in done.stderr
    if not is_there and knows:
        plain(program, "switch", "-q", PROGRAM)
        beside(program, "beside")
        assert also_begins(shared, program, "beside").returncode == 0


@pytest.mark.parametrize("name", ["main", "aaa"])
def test_a_folder_made_by_an_earlier_version_is_put_right_at_the_next_push(
    shared: Path, program: Path, name: str
) -> None:
    """The one that HEAD names, or the first by its name, was the program for all that followed."""
    assert push(program, PROGRAM).code == 0
    as_before(shared)
    beside(program, name)
    assert push(program, name).code == 0
    assert named(shared) == HEAD
    assert plain(joined(shared), "symbolic-ref", "HEAD") == HEAD


def test_setting_the_guard_puts_it_right_too(shared: Path, program: Path) -> None:
    assert push(program, PROGRAM).code == 0
    for words in (("guard", "--install", shared), ("host", shared)):
        as_before(shared)
        assert mentorctl(*words, cwd=shared.parent).code == 0
        assert named(shared) == HEAD
    plain(shared, "update-ref", "--no-deref", "HEAD", HEAD)
    assert mentorctl("guard", "--install", shared, cwd=shared.parent).code == 0
    assert named(shared) == HEAD


def test_between_several_nobody_chooses_by_their_names(shared: Path, program: Path) -> None:
    assert push(program, PROGRAM).code == 0
    beside(program, "aaa")
    assert push(program, "aaa").code == 0
    as_before(shared)
    before = plain(shared, "for-each-ref")
    plain(program, "switch", "-q", PROGRAM)
    notes(program)
    save(program, MENTOR, "another note")
    for said in (
        push(program, PROGRAM).err,
        push(program, "aaa:main").err,
        mentorctl("guard", "--install", shared, cwd=shared.parent).err,
        mentorctl("join", shared, shared.parent / "copy", cwd=shared.parent).err,
    ):
        assert f"{UNKNOWN}: aaa, {PROGRAM}" in " ".join(said.split())
        assert "git symbolic-ref HEAD refs/heads/NAME" in " ".join(said.split())
    assert plain(shared, "for-each-ref") == before
    # whoever keeps it says so from a copy, too
    assert mentorctl("host", shared, cwd=program).code == 0
    assert named(shared) == HEAD


def test_several_at_first_are_one_program(shared: Path, program: Path) -> None:
    last = beside(program, "other")
    refused = push(program, PROGRAM, "other")
    assert UNKNOWN in refused.err
    assert "send the branch of the program alone first" in " ".join(refused.err.split())
    plain(program, "switch", "-q", "--orphan", "apart")
    plain(program, "commit", "-q", "--allow-empty", "-m", "a program of my own")
    plain(program, "branch", "main", PROGRAM)
    assert "they are two programs" in push(program, "main", "apart").err
    assert not plain(shared, "for-each-ref", "refs/heads")
    assert push(program, "main", "other").code == 0
    assert named(shared) == "refs/heads/main"
    assert plain(shared, "rev-parse", "other") == last


def test_a_copy_that_calls_it_otherwise_sends_there(program: Path, tmp_path: Path) -> None:
    """It began one of its own beside, which newcomers got, where there was no guard."""
    shared = tmp_path / "shared.git"
    subprocess.run(["git", "init", "-q", "--bare", "-b", "main", shared], check=True)
    assert push(program, PROGRAM).code == 0
    plain(program, "switch", "-q", "-c", "main")
    notes(program)
    last = save(program, MENTOR, "a note")
    assert mentorctl("sync", "--remote", shared, "--yes", cwd=program).code == 0
    assert plain(shared, "for-each-ref", "--format=%(refname) %(objectname)") == f"{HEAD} {last}"


@pytest.mark.skipif(sys.platform != "linux", reason="files have no such names elsewhere")
@pytest.mark.parametrize("odd", ["refs/heads/x\u2028refs/heads/main", "refs/heads/x\udcff"])
def test_no_odd_name_of_a_branch_makes_it_look_as_if_nothing_were_there(
    shared: Path, program: Path, odd: str
) -> None:
    """All that came then was taken as what a program begins with."""
    assert push(program, PROGRAM).code == 0
    # past the guard
    last = plain(shared, "rev-parse", PROGRAM).strip()
    (shared / odd).parent.mkdir(parents=True, exist_ok=True)
    (shared / odd).write_text(f"{last}\n", "ascii")
    as_before(shared)
    beside(program, "more")
    notes(program)
    save(program, None, "unsigned")
    said = push(program, "more").err
    assert UNKNOWN in " ".join(said.split())
    assert not plain(shared, "for-each-ref", "refs/heads/more")
