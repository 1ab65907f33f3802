"""Which files git passes over is told of every form of its index, and git is hardly ever asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.histories import plain

from mentorctl.trail.git.command import Git
from mentorctl.trail.git.unseen_edits import ignored_records, passed_over

if TYPE_CHECKING:
    from pathlib import Path

FORMS = {
    "as usual": (),
    "of the fourth version": ("update-index", "--index-version", "4"),
    "in two parts": ("update-index", "--split-index"),
}
NAMES = st.lists(st.integers(1, 200), min_size=1, max_size=12, unique=True)


def lay(root: Path, names: list[str], form: str = "sha1") -> Git:
    root.mkdir()
    plain(root, "init", "-q", f"--object-format={form}")
    for name in names:
        (root / name).write_text("1\n", encoding="ascii")
    plain(root, "add", "-A")
    return Git(root)


@pytest.mark.parametrize("mark", ["--assume-unchanged", "--skip-worktree"])
@pytest.mark.parametrize("form", ["sha1", "sha256"])
@pytest.mark.parametrize("said", FORMS)
def test_each_mark_is_seen(tmp_path: Path, said: str, form: str, mark: str) -> None:
    names = ["a", "b" * 11, "c" * 12, "d" * 13]
    git = lay(tmp_path / "here", names, form)
    if FORMS[said]:
        plain(git.root, *FORMS[said])
    assert passed_over(git, ()) == []
    for name in names:
        plain(git.root, "update-index", mark, name)
        assert passed_over(git, ()) == [(name, mark == "--skip-worktree")]
        assert passed_over(git, ["a"]) == (
            [(name, mark == "--skip-worktree")] if name == "a" else []
        )
        plain(git.root, "update-index", mark.replace("--", "--no-"), name)


@given(NAMES, st.data())
def test_it_reads_the_index_as_git_does(
    tmp_path_factory: pytest.TempPathFactory, lengths: list[int], data: st.DataObject
) -> None:
    names = [f"{length:x>{length}}" for length in lengths]
    git = lay(tmp_path_factory.mktemp("index") / "here", names)
    marked = data.draw(st.sampled_from(names))
    plain(git.root, "update-index", "--assume-unchanged", marked)
    assert passed_over(git, ()) == [(marked, False)]


def test_git_is_not_asked_where_nothing_is_marked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    git = lay(tmp_path / "here", ["a", "b" * 200])
    assert git.settings
    asked = []

    def ask(_: Git, *words: str) -> bytes:
        asked.append(words)
        return b""

    monkeypatch.setattr(Git, "__call__", ask)
    assert passed_over(git, ()) == []
    assert not asked
    # what cannot be made out is for git to say
    (git.folder / "index").write_bytes((git.folder / "index").read_bytes()[:100])
    passed_over(git, ())
    assert asked


def test_of_what_is_ignored_only_records_are_told(tmp_path: Path) -> None:
    for name in ("people/amara.yaml", "people/notes.txt", "forms/plan.pdf", "people/old/x.yaml"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x", encoding="ascii")
    assert ignored_records(tmp_path, "people/") == ["people/amara.yaml"]
    assert ignored_records(tmp_path, "people/amara.yaml") == ["people/amara.yaml"]
    assert (
        ignored_records(tmp_path, "forms/") == ignored_records(tmp_path, "people/notes.txt") == []
    )


def test_an_index_that_is_not_there_marks_nothing(tmp_path: Path) -> None:
    plain(tmp_path, "init", "-q")
    assert passed_over(Git(tmp_path), ()) == []
