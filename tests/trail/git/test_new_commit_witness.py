"""GitPython as a witness: it reads what our commands commit, and says the same.

It has its own parser of commits and its own store of objects, written in Python, so that a fault
of ours, or a habit that we share with the git that we start, would show here. OpenSSH then holds
each signature against the commit as GitPython writes it out.
"""

from __future__ import annotations

import io
import subprocess
from typing import TYPE_CHECKING

import pytest
from git import Blob, GitDB, Repo
from support.folders import commit_all, contents
from support.histories import plain
from support.keys import key_of, needs_openssh
from support.signers import as_person

from mentorctl.trail.git.command import Git
from mentorctl.trail.git.commit_log import walk
from mentorctl.trail.git.objects import files

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from git import Commit

pytestmark = needs_openssh

IRIS, NOOR = "iris-nakamura", "noor-haddad"
TEAM = "amara-okafor-teo-lindqvist"
TODAY = ("--today", "2027-05-03")


@pytest.fixture
def worked(program: Path) -> Path:
    """A folder with commits of several commands, an author with accents, and a merge."""
    plain(program, "config", "user.name", "Siobhán Ní Dhomhnaill-Łuka")
    (program.parent / "noor.pub").write_text(f"{key_of(NOOR).public_line()}\n", encoding="utf-8")
    plain(program, "branch", "side")
    for person, *words in (
        (IRIS, "key", "add", "iris"),
        (IRIS, "key", "add", "noor", program.parent / "noor.pub"),
        (NOOR, "extend", "okafor", "experiences-1-2", "--until", "2027-01-08", "--by", "noor",
         "--reason", "“flu” in the building – ünïcode 🙂", *TODAY),
    ):  # fmt: skip
        done = as_person(person, program, *map(str, words))
        assert done.code == 0, done.err
    plan = program / f"pairings/2026-2027/{TEAM}/plan.yaml"
    plan.write_text(f"# seen by hand\n{plan.read_text('utf-8')}", encoding="utf-8", newline="\n")
    assert as_person(IRIS, program, "save", "--today", "2027-05-03").code == 0
    plain(program, "switch", "-q", "side")
    (program / "people/läufer.txt").write_text("x\n", encoding="utf-8")
    commit_all(program, "the other side\n\nwith a body: é\n\n\nand a trailing line")
    plain(program, "switch", "-q", "main")
    plain(program, "merge", "-q", "--no-ff", "-m", "both sides", "side")
    return program


@pytest.fixture
def repo(worked: Path) -> Iterator[Repo]:
    # GitDB reads the objects in Python; the other store of GitPython would ask git for them
    with Repo(worked, odbt=GitDB) as found:
        yield found


def signed(repo: Repo) -> list[Commit]:
    return [each for each in repo.iter_commits() if each.gpgsig]


def blobs(commit: Commit) -> list[Blob]:
    return [each for each in commit.tree.traverse() if isinstance(each, Blob)]


def test_it_reads_the_same_commits(worked: Path, repo: Repo) -> None:
    theirs = {each.hexsha: each for each in repo.iter_commits()}
    ours = {each.commit.id: each.commit for each in walk(worked)}
    assert len(theirs) == 7
    assert set(ours) == set(theirs)
    for name, commit in ours.items():
        other = theirs[name]
        assert commit.tree == other.tree.hexsha
        assert commit.parents == tuple(each.hexsha for each in other.parents)
        for mine, actor, when in (
            (commit.author, other.author, other.authored_datetime),
            (commit.committer, other.committer, other.committed_datetime),
        ):
            assert (mine.name, mine.email) == (actor.name, actor.email)
            assert mine.when == when
            assert mine.when.utcoffset() == when.utcoffset()
        assert commit.message == str(other.message).removesuffix("\n")
    assert {each.author.name for each in theirs.values()} >= {"Siobhán Ní Dhomhnaill-Łuka"}


def test_it_reads_the_same_files(worked: Path, repo: Repo) -> None:
    git = Git(worked)
    for commit in repo.iter_commits():
        ours = files(git, commit.tree.hexsha)
        assert {path: (int(entry.mode, 8), entry.id) for path, entry in ours.items()} == {
            str(each.path): (each.mode, each.hexsha) for each in blobs(commit)
        }


def test_what_a_command_commits_is_what_lies_there(worked: Path, repo: Repo) -> None:
    there = contents(worked)
    committed = {str(each.path): each.data_stream.read() for each in blobs(repo.head.commit)}
    assert committed == {path: there[path] for path in committed}
    assert not set(there) - set(committed) - set(repo.ignored(*there))


def test_every_command_signed_and_openssh_agrees(repo: Repo, tmp_path: Path) -> None:
    people = "".join(f"{each} {key_of(each).public_line()}\n" for each in (IRIS, NOOR))
    (tmp_path / "allowed").write_text(people, encoding="utf-8")
    assert [str(each.message).partition("\n")[0] for each in signed(repo)][::-1] == [
        "key of Iris Nakamura registered by Iris Nakamura",
        "key of Noor Haddad registered by Iris Nakamura",
        f"extension for {TEAM}: experiences-1-2 until 2027-01-08, approved by Noor Haddad",
        f"plan of {TEAM}: remarks or layout",
    ]
    signers = (IRIS, IRIS, NOOR, IRIS)
    for commit, signer in zip(signed(repo)[::-1], signers, strict=True):
        done = _verified(commit, signer, tmp_path)
        assert done.returncode == 0, done.stdout
        wrong = IRIS if signer == NOOR else NOOR
        assert _verified(commit, wrong, tmp_path).returncode != 0


def _verified(commit: Commit, signer: str, place: Path) -> subprocess.CompletedProcess[bytes]:
    """What ssh-keygen says of a commit's signature, over the rest as GitPython writes it."""
    (place / "signature").write_text(str(commit.gpgsig) + "\n", encoding="ascii", newline="\n")
    commit.gpgsig = None  # type: ignore[assignment]  # GitPython itself means no signature by it
    text = io.BytesIO()
    commit._serialize(text)  # noqa: SLF001 - GitPython has no public name for it
    commit.gpgsig = (place / "signature").read_text("ascii").rstrip("\n")
    return subprocess.run(
        ["ssh-keygen", "-Y", "verify", "-n", "git", "-I", signer, "-f", place / "allowed",
         "-s", place / "signature"],
        input=text.getvalue(), capture_output=True, check=False,
    )  # fmt: skip
