from __future__ import annotations

import itertools
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from mentorctl.store.write import journal
from mentorctl.store.write.change_set import ChangeSet, Conflict, WriteError, recover, unfinished
from mentorctl.store.write.fsync import checked

if TYPE_CHECKING:
    from collections.abc import Mapping

BEFORE = {"a.yaml": b"a", "deep/er/b.yaml": b"b", "deep/c.yaml": b"c"}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / ".git").mkdir()
    for path, data in BEFORE.items():
        place = tmp_path / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)
    return tmp_path


def files(root: Path) -> dict[str, bytes]:
    return {
        each.relative_to(root).as_posix(): each.read_bytes()
        for each in root.rglob("*")
        if each.is_file() and ".git" not in each.relative_to(root).parts
    }


def put(root: Path, files: Mapping[str, bytes | None]) -> ChangeSet:
    changes = ChangeSet(root)
    for path, data in files.items():
        changes.put(path, data)
    return changes


@pytest.mark.parametrize(
    "new",
    [
        {"a.yaml": None},
        {"deep/er/b.yaml": None},
        {"deep/er/b.yaml": None, "deep/c.yaml": None},
        {"a.yaml": b"other", "deep/er/b.yaml": None, "new/d.yaml": b"d"},
        {"deep/er/b.yaml": None, "deep/er/d.yaml": b"d"},
    ],
)
def test_what_shall_go_goes_with_the_rest(root: Path, new: dict[str, bytes | None]) -> None:
    put(root, new).apply()
    assert files(root) == {path: data for path, data in {**BEFORE, **new}.items() if data}
    # a folder that held nothing else goes too
    folders = {each for each in root.rglob("*") if each.is_dir() and ".git" not in each.parts}
    assert all(any(folder.iterdir()) for folder in folders)
    assert root.is_dir()


def test_what_is_not_there_can_go(root: Path) -> None:
    changes = put(root, {"never.yaml": None})
    assert changes.paths == ()
    assert changes.apply() == ()


def test_what_somebody_changed_meanwhile_stays(root: Path) -> None:
    for new in ({"a.yaml": None}, {"a.yaml": None, "deep/c.yaml": None}):
        changes = put(root, new)
        (root / "a.yaml").write_bytes(b"mine")
        with pytest.raises(Conflict):
            changes.apply()
        assert files(root) == {**BEFORE, "a.yaml": b"mine"}
        (root / "a.yaml").write_bytes(b"a")


@pytest.mark.parametrize("path", ["../a.yaml", ".git/config", "/etc/hosts"])
def test_nothing_outside_can_go(root: Path, path: str) -> None:
    with pytest.raises(WriteError):
        put(root, {path: None})


@pytest.mark.parametrize("moves", [0, 1, 2])
def test_killed_in_the_middle_it_is_finished_later(
    root: Path, moves: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    changes = put(root, {"a.yaml": None, "deep/er/b.yaml": None, "new/d.yaml": b"d"})
    counter = itertools.count()

    def dying(base: Path, path: str) -> Path:
        if next(counter) == moves + 3:  # apply looks at each of the three first
            raise KeyboardInterrupt
        return checked(base, path)

    with monkeypatch.context() as patch:
        patch.setattr(journal, "checked", dying)
        patch.setattr("mentorctl.store.write.change_set.checked", dying)
        with pytest.raises(KeyboardInterrupt):
            changes.apply()

    assert unfinished(root)
    assert recover(root) == ()
    assert files(root) == {"deep/c.yaml": b"c", "new/d.yaml": b"d"}
    assert not unfinished(root)


def test_a_refusal_in_the_middle_puts_back_what_went(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    changes = put(root, {"a.yaml": None, "deep/er/b.yaml": None, "new/d.yaml": b"d"})
    real = Path.replace

    def refusing(self: Path, target: Path) -> Path:
        if Path(target).name == "d.yaml":
            raise PermissionError(13, "no", str(target))
        return real(self, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", refusing)
        with pytest.raises(WriteError):
            changes.apply()
    assert files(root) == BEFORE
