"""Each change of a file is told once, of both sides of a merge, and never fewer of them."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

from support.folders import commit_all

from mentorctl.trail.git.file_steps import file_steps

if TYPE_CHECKING:
    from pathlib import Path


def test_changes_of_both_sides_are_told(tmp_path: Path) -> None:
    def git(*words: str) -> None:
        subprocess.run(["git", "-C", tmp_path, *words], check=True, capture_output=True)

    assert file_steps(tmp_path, ["*"]) == {}
    (tmp_path / "a b.yaml").write_text("1\n", encoding="utf-8")
    (tmp_path / "other.txt").write_text("1\n", encoding="utf-8")
    commit_all(tmp_path, "one")
    git("switch", "-qc", "side")
    (tmp_path / "a b.yaml").write_text("2\n", encoding="utf-8")
    commit_all(tmp_path, "two")
    git("switch", "-q", "main")
    (tmp_path / "é.yaml").write_text("1\n", encoding="utf-8")
    commit_all(tmp_path, "three")
    git("merge", "-q", "--no-edit", "side")
    (tmp_path / "é.yaml").unlink()
    commit_all(tmp_path, "four")
    found = file_steps(tmp_path, ["*.yaml"])
    assert set(found) == {"a b.yaml", "é.yaml"}
    last, first = found["a b.yaml"]
    assert (first.before, last.before) == (None, first.after)
    gone, came = found["é.yaml"]
    assert (came.before, gone.after) == (None, None)
    assert len({each.commit for steps in found.values() for each in steps}) == 4
