"""What is read of a commit's folder: what is asked for, and little beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from support.histories import Made, lay_history

from mentorctl.trail.git import objects
from mentorctl.trail.git.command import Git
from mentorctl.trail.git.committed_folder import Contents, ObjectCache, TreeFiles

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

MANY = 300
FILES = {
    **{f"people/p-{number}.yaml": b"name: %d\n" % number for number in range(MANY)},
    **{f"pairings/y/p-{number}/log.yaml": b"# %d\n" % number for number in range(MANY)},
    "pairings/y/p-7/signatures/plan-advisor.yaml": b"signed:\n",
    "pairings/y/odd.txt": b"",
}


class Counted(ObjectCache):
    """Counts the folders and records that are read."""

    top = ""
    folders = records = 0

    def read_trees(self, names: list[str]) -> None:
        self.folders += len(names)
        super().read_trees(names)

    def blob(self, name: str, nearby: Iterable[str]) -> bytes:
        before = len(self._blobs)
        data = super().blob(name, nearby)
        self.records += len(self._blobs) - before
        return data


@pytest.fixture
def cache(tmp_path: Path) -> Counted:
    (tip,) = lay_history(tmp_path, [Made(FILES)])
    git = Git(tmp_path)
    (commit,) = objects.commits(git, [tip])
    cache = Counted(git)
    cache.top = commit.tree
    return cache


def test_a_few_records_of_a_large_folder_do_not_bring_all_of_it(cache: Counted) -> None:
    contents = Contents(cache, TreeFiles(cache, cache.top))
    assert [contents[f"people/p-{number}.yaml"] for number in (7, 250)] == [
        b"name: 7\n", b"name: 250\n",
    ]  # fmt: skip
    assert cache.records < MANY / 2
    assert {path: contents[path] for path in FILES} == FILES


def test_folders_are_looked_into_only_as_far_as_they_are_asked_for(cache: Counted) -> None:
    files = TreeFiles(cache, cache.top)
    assert next(files.each_folder("pairings/y")).startswith("p-")
    assert cache.folders < MANY / 2
    assert files.folders("pairings/y") == sorted(f"p-{number}" for number in range(MANY))
    assert files.inside("pairings/y/p-7/signatures") == ["plan-advisor.yaml"]
