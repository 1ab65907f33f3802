"""Another repository, or a link, in the place of a file: named for what it is, the rest is told."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from support.histories import plain
from support.run import mentorctl
from support.story import FIRST, Story

if TYPE_CHECKING:
    from pathlib import Path

PAIR = FIRST.rpartition("/")[2]
DAY = ("--today", "2027-05-03")
REPOSITORY = "another repository; put its files there"


def put(root: Path, mode: str, name: str, path: str) -> None:
    plain(root, "update-index", "--add", "--cacheinfo", f"{mode},{name},{path}")
    plain(root, "commit", "-q", "-m", "something else")
    plain(root, "reset", "-q", "--hard")


@pytest.mark.parametrize("path", ["sub", "visits/2026-10-01.yaml", "plan.yaml"])
@pytest.mark.parametrize("is_here", [True, False])
def test_another_repository_is_named_and_the_rest_told(
    path: str, *, is_here: bool, tmp_path: Path
) -> None:
    root = tmp_path / "program"
    commits = Story().lay_in(root)
    put(root, "160000", commits[-1] if is_here else "1" * len(commits[-1]), f"{FIRST}/{path}")
    told = mentorctl("history", PAIR, cwd=root)
    assert told.code == 0, told.err
    assert REPOSITORY in told.out
    assert "experience 1: added" in told.out
    found = json.loads(mentorctl("audit", "--format", "json", *DAY, cwd=root).out)["findings"]
    named = {each["path"]: each["message"] for each in found if each["code"] == "forbidden-change"}
    assert REPOSITORY in named[f"{FIRST}/{path}"]
    done = mentorctl("completers", "--format", "json", *DAY, cwd=root)
    assert [each["pairing"] for each in json.loads(done.out)["completers"]] == [PAIR]


def test_a_link_is_named_as_the_guard_names_it(tmp_path: Path) -> None:
    root = tmp_path / "program"
    Story().lay_in(root)
    name = plain(root, "hash-object", "-w", "--stdin", data=b"/etc/hosts").strip()
    put(root, "120000", name, f"{FIRST}/evidence/link.txt")
    assert "a link, which is never followed" in mentorctl("history", PAIR, cwd=root).out
    assert "a link, which is never followed" in mentorctl("audit", *DAY, cwd=root).out
