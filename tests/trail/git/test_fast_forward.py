"""Going on to another commit: whole, or not yet, wherever it is interrupted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from support.folders import contents
from support.histories import Made, lay_history, plain

from mentorctl.store.write.fsync import Conflict
from mentorctl.store.write.journal_folder import copy_of
from mentorctl.trail.errors import GitError
from mentorctl.trail.git import fast_forward as module
from mentorctl.trail.git.command import Git
from mentorctl.trail.git.fast_forward import advance, finish

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

OLD = {"a.yaml": b"a: 1\n", "sub/b.yaml": b"b: 1\n", "gone/c.txt": b"c\n", "same.txt": b"s\n"}
NEW = {"a.yaml": b"a: 2\n", "sub/b.yaml": b"b: 1\n", "new/d.yaml": b"d: 1\n", "same.txt": b"s\n"}


class Stop(BaseException):
    """Stands for a kill: nothing but `finally` sees it."""


@pytest.fixture
def ids(tmp_path: Path) -> list[str]:
    """A folder at the first of two commits."""
    made = lay_history(tmp_path, [Made(OLD), Made(NEW)])
    plain(tmp_path, "reset", "-q", "--hard", made[0])
    return made


def is_at(root: Path, commit: str, files: dict[str, bytes]) -> bool:
    return (
        plain(root, "rev-parse", "HEAD") == commit
        and contents(root) == files
        and plain(root, "status", "--porcelain") == ""
    )


def test_it_goes_on_with_files_and_index(tmp_path: Path, ids: list[str]) -> None:
    advance(tmp_path, *ids)
    assert is_at(tmp_path, ids[1], NEW)
    assert not (tmp_path / "gone").exists()
    finish(tmp_path)
    assert is_at(tmp_path, ids[1], NEW)


def stopping(after: int, before_it: Callable[..., Any]) -> Callable[..., Any]:
    """A git that is killed before its nth command that writes."""
    count = 0

    def call(self: Git, *args: str, **settings: Any) -> Any:
        nonlocal count
        if args[0] in ("update-index", "update-ref"):
            count += 1
            if count > after:
                raise Stop
        return before_it(self, *args, **settings)

    return call


@pytest.mark.parametrize("after", range(3))
def test_what_was_killed_is_finished_by_the_next(
    tmp_path: Path, ids: list[str], after: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(Git, "__call__", stopping(after, Git.__call__))
        with pytest.raises(Stop):
            advance(tmp_path, *ids)
    assert plain(tmp_path, "rev-parse", "HEAD") == ids[0]
    finish(tmp_path)
    assert is_at(tmp_path, ids[1], NEW)


def test_what_was_killed_before_it_wrote_is_finished_too(
    tmp_path: Path, ids: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*_: object) -> None:
        raise Stop

    with monkeypatch.context() as patch:
        patch.setattr(module, "write", killed)
        with pytest.raises(Stop):
            advance(tmp_path, *ids)
    assert is_at(tmp_path, ids[0], OLD)
    (tmp_path / "a.yaml").write_bytes(b"a: mine\n")
    finish(tmp_path)
    assert contents(tmp_path) == NEW | {"a.yaml": b"a: mine\n"}
    assert plain(tmp_path, "status", "--porcelain") == " M a.yaml"


def test_a_note_that_fits_no_more_is_thrown_away(tmp_path: Path, ids: list[str]) -> None:
    for words in (f"{ids[1]} {ids[0]}", "nonsense", f"{ids[0]} {'0' * 40}"):
        (tmp_path / ".git/mentorctl").mkdir(exist_ok=True)
        note = tmp_path / ".git/mentorctl/advancing"
        note.touch()
        note.write_text(f"{words} after {copy_of(tmp_path, note)}")
        finish(tmp_path)
        assert not note.exists()
        assert is_at(tmp_path, ids[0], OLD)


def test_an_edit_in_the_way_stops_it_before_anything_is_written(
    tmp_path: Path, ids: list[str]
) -> None:
    (tmp_path / "a.yaml").write_bytes(b"a: mine\n")
    with pytest.raises(Conflict):
        advance(tmp_path, *ids)
    finish(tmp_path)
    assert contents(tmp_path) == OLD | {"a.yaml": b"a: mine\n"}
    assert plain(tmp_path, "rev-parse", "HEAD") == ids[0]


def test_another_last_commit_stops_it(tmp_path: Path, ids: list[str]) -> None:
    with pytest.raises(GitError, match="at the same time"):
        advance(tmp_path, ids[1], ids[0])


def test_line_endings_of_a_checkout_on_windows_are_no_edit(tmp_path: Path, ids: list[str]) -> None:
    (tmp_path / "a.yaml").write_bytes(b"a: 1\r\n")
    advance(tmp_path, *ids)
    assert contents(tmp_path) == NEW
