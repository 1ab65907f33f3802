from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import pytest
from support.counted import counted_gits, needs_shell, put_before_git
from support.histories import Made, lay_history, plain

from mentorctl.trail.errors import GitError
from mentorctl.trail.git import object_reader
from mentorctl.trail.git.command import Git
from mentorctl.trail.git.one_run import one_run

if TYPE_CHECKING:
    from pathlib import Path

TEXTS = [b"one\n", b"", b"\0 blob 3\n", b"x" * 70_000, b"last"]
OLD = 'for each in "$@"; do [ "$each" = --batch-command ] && exit 129; done; real "$@"'


def lay(root: Path) -> list[str]:
    """A history, and names of what is in it and of what is not."""
    root.mkdir(exist_ok=True)
    files = {f"f{number}.yaml": text for number, text in enumerate(TEXTS)}
    (commit,) = lay_history(root, [Made(files)])
    names = [f"{commit}:f{number}.yaml" for number in range(len(TEXTS))]
    return [*names, commit, f"{commit}:a blob 7", "0" * 40, plain(root, "rev-parse", "HEAD^{tree}")]


def test_what_is_there_is_told_and_what_is_not_is_none(tmp_path: Path) -> None:
    names = lay(tmp_path)
    reader = Git(tmp_path).reader
    found = list(reader.contents(names))
    assert [each and each.content for each in found[: len(TEXTS)]] == TEXTS
    assert [each and each.kind for each in found[len(TEXTS) :]] == ["commit", None, None, "tree"]
    sizes = [each and (each.id, each.kind, each.size) for each in reader.sizes(names)]
    assert sizes == [each and (each.id, each.kind, len(each.content)) for each in found]
    assert list(reader.contents([])) == []


def test_a_name_that_is_two_questions_is_not_asked(tmp_path: Path) -> None:
    lay(tmp_path)
    for name in ("HEAD:f0.yaml\nHEAD:f4.yaml", "HEAD:f0.yaml\0"):
        with pytest.raises(ValueError, match="two questions"):
            list(Git(tmp_path).reader.contents([name]))


@needs_shell
def test_an_older_git_is_asked_in_two_processes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = lay(tmp_path / "folder")
    new = Git(tmp_path / "folder").reader
    expected = list(new.contents(names)), list(new.sizes(names))
    put_before_git(tmp_path / "old", monkeypatch, OLD)
    started = counted_gits(tmp_path / "counted", monkeypatch)
    old = Git(tmp_path / "folder").reader
    assert (list(old.contents(names)), list(old.sizes(names))) == expected
    assert (list(old.contents(names)), list(old.sizes(names))) == expected
    said = [each.partition(" ")[2] for each in started() if each.startswith("cat-file")]
    assert said == ["--batch-command --buffer", "--batch", "--batch-check"]


@needs_shell
def test_a_git_that_does_not_answer_is_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = lay(tmp_path / "folder")
    script = '[ "$1" = cat-file ] && exec sleep 600; real "$@"'
    put_before_git(tmp_path / "slow", monkeypatch, script)
    monkeypatch.setattr(object_reader, "PATIENCE", 0.2)
    with pytest.raises(GitError, match="did not answer in time"):
        list(Git(tmp_path / "folder").reader.contents(names))


def test_what_is_too_large_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    names = lay(tmp_path)
    monkeypatch.setattr(object_reader, "LARGEST", 60_000)
    reader = Git(tmp_path).reader
    with pytest.raises(GitError, match="too large"):
        list(reader.contents(names))
    assert [each.content for each in reader.contents(names[:1]) if each] == TEXTS[:1]


def test_a_git_that_was_ended_is_started_again(tmp_path: Path) -> None:
    names = lay(tmp_path)
    reader = Git(tmp_path).reader
    first = list(reader.contents(names))
    reader.close()
    assert list(reader.contents(names)) == first


def test_whoever_stops_in_the_middle_spoils_no_later_answer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = lay(tmp_path)
    monkeypatch.setattr(object_reader, "PORTION", 100)
    reader = Git(tmp_path).reader
    halfway = reader.contents(names)
    next(halfway)
    (found,) = reader.contents(names[4:5])
    assert found
    assert found.content == TEXTS[4]
    assert [each and each.content for each in halfway][:4] == TEXTS[1:]


def test_a_forked_process_has_a_git_of_its_own(tmp_path: Path) -> None:
    if sys.platform == "win32":
        pytest.skip("this system forks no processes")
    names = lay(tmp_path)
    reader = Git(tmp_path).reader
    expected = list(reader.contents(names))
    child = os.fork()
    if not child:
        os._exit(list(reader.contents(names)) != expected)
    assert list(reader.contents(names)) == expected
    assert os.waitpid(child, 0)[1] == 0
    assert list(reader.contents(names)) == expected


@needs_shell
def test_a_run_has_one_git_for_all_and_ends_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = tmp_path / "folder"
    names = lay(root)
    started = counted_gits(tmp_path / "counted", monkeypatch)
    with one_run():
        readers = {Git(root).reader for _ in range(3)}
        for reader in readers:
            list(reader.contents(names))
            assert Git(root).identity()
        assert len(readers) == 1
    assert [each.split()[0] for each in started()] == ["config", "cat-file"]
    (reader,) = readers
    assert not reader.is_open
    with one_run():
        assert Git(root).reader is not reader
