"""Whatever command writes next, it first finishes what an interrupted one had begun."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from support.histories import plain
from support.run import mentorctl

from mentorctl.store.write.fsync import digest
from mentorctl.trail.git import fast_forward


class Killed(BaseException):
    """Stands for a kill: nothing but `finally` sees it."""


@pytest.fixture
def folder(program: Path) -> Path:
    return program


def _die(*_: object, **__: object) -> None:
    raise Killed


def _half_synced(folder: Path, tmp_path: Path) -> str:
    """A sync that dies once the files of the others are in place; returns what would be next."""
    hub, theirs = tmp_path / "hub.git", tmp_path / "theirs"
    subprocess.run(["git", "init", "-q", "--bare", "-b", "main", hub], check=True)
    assert mentorctl("sync", "--remote", hub, cwd=folder).code == 0
    subprocess.run(["git", "clone", "-q", hub, theirs], check=True)
    assert mentorctl("sync", "--yes", cwd=theirs).code == 0
    added = mentorctl("person", "add", "bo-lee", "--name", "Bo Lee", "--role", "mentor", cwd=theirs)
    assert added.code == 0, added.err
    assert mentorctl("sync", cwd=theirs).code == 0
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(fast_forward, "_lines", _die)
        with pytest.raises(Killed):
            mentorctl("sync", cwd=folder)
    assert (folder / "people/bo-lee.yaml").is_file()
    assert plain(folder, "status", "--porcelain") != ""
    return plain(theirs, "rev-parse", "HEAD")


@pytest.mark.parametrize(
    "words",
    [
        ["save"],
        ["undo", "--yes"],
        ["sync"],
        ["person", "add", "cy-fox", "--name", "Cy Fox", "--role", "mentor"],
    ],
    ids=" ".join,
)
def test_what_a_killed_sync_brought_in_stays_its_makers(
    folder: Path, tmp_path: Path, words: list[str]
) -> None:
    theirs = _half_synced(folder, tmp_path)
    result = mentorctl(*words, cwd=folder)
    assert result.code == 0, result.err
    assert plain(folder, "merge-base", "--is-ancestor", theirs, "HEAD") == ""
    own = plain(folder, "diff", "--name-only", theirs, "HEAD").split()
    assert own == {"person": ["people/cy-fox.yaml"], "undo": ["people/bo-lee.yaml"]}.get(
        words[0], []
    )
    assert plain(folder, "status", "--porcelain") == ""


@pytest.mark.parametrize("how", ["", " after", " instead"])
def test_a_sync_that_came_half_done_with_the_folder_goes_nowhere(
    folder: Path, tmp_path: Path, how: str
) -> None:
    """Who has looked at a history that was sent does not get another one by writing into it."""
    good = plain(folder, "rev-parse", "HEAD")
    _half_synced(folder, tmp_path)
    note = folder / ".git/mentorctl/advancing"
    new = note.read_text(encoding="ascii").split()[1]
    plain(folder, "reset", "-q", "--hard", good)
    plain(folder, "clean", "-fdq")
    note.write_text(f"{good} {new}{how} 1-1\n", encoding="ascii")
    copied = Path(shutil.copytree(folder, folder.with_name("received")))
    words = ("person", "add", "cy-fox", "--name", "Cy Fox", "--role", "mentor")
    result = mentorctl(*words, cwd=copied)
    assert result.code == 0, result.err
    assert plain(copied, "rev-parse", "HEAD~1") == good
    assert not (copied / "people/bo-lee.yaml").exists()
    assert "begun in another copy of this folder is not gone on with here" in result.err
    assert "another copy" not in mentorctl(*words, cwd=copied).err


@pytest.mark.parametrize("home", [".git/mentorctl", ".mentorctl"])
def test_a_journal_that_came_with_the_folder_rewrites_nothing(folder: Path, home: str) -> None:
    """Neither for who reads nor for who writes; and who writes does not sign it."""
    forged = folder / home / "journal-1"
    forged.mkdir(parents=True)
    target = next((folder / "people").glob("*.yaml"))
    old = target.read_bytes()
    new = old + b"# forged\n"
    (forged / "0.new").write_bytes(new)
    entry = {
        "path": target.relative_to(folder).as_posix(),
        "old": digest(old),
        "new": digest(new),
    }
    (forged / "forward.json").write_text(json.dumps({"entries": [entry], "folders": []}))
    copied = Path(shutil.copytree(folder, folder.with_name("received")))
    result = mentorctl(
        "person", "add", "cy-fox", "--name", "Cy Fox", "--role", "mentor", cwd=copied
    )
    assert result.code == 0, result.err
    assert (copied / entry["path"]).read_bytes() == old
    assert plain(copied, "diff", "--name-only", "HEAD~1", "HEAD") == "people/cy-fox.yaml"
    told = f"{home}/journal-1 is half of a change begun in another copy of this folder"
    assert (told in result.err) is (home == ".git/mentorctl")
