"""What lies in a folder is the same whether all of it is listed or only what is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mentorctl.store.listing import Files

if TYPE_CHECKING:
    from pathlib import Path

FILES = (
    "program.yaml", "people/ana.yaml", "people/sub/bo.yaml", "pairings/2026-2027/a/pairing.yaml",
    "pairings/2026-2027/a/experiences/1.yaml", "pairings/2026-2027/a-b/pairing.yaml",
    "pairings/2026-2027/a0/evidence/x/y.pdf", "pairings/2026-2027/note.txt", ".mentorctl/lock",
    ".git/HEAD", "people/.git/kept.yaml",
)  # fmt: skip
ASKED = (
    "", "people", "people/sub", "pairings", "pairings/2026-2027", "pairings/2026-2027/a",
    "pairings/2026-2027/empty", "pairings/2026-2027/link", "none", "program.yaml", ".git",
    ".mentorctl", "people/..", "pairings//2026-2027", "People",
)  # fmt: skip


@pytest.fixture
def place(tmp_path: Path) -> Path:
    for name in FILES:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x", encoding="utf-8")
    (tmp_path / "pairings/2026-2027/empty/deep").mkdir(parents=True)
    (tmp_path / "pairings/2026-2027/link").symlink_to(tmp_path / "pairings/2026-2027/a")
    (tmp_path / "people/link.yaml").symlink_to(tmp_path / "people/ana.yaml")
    return tmp_path


@pytest.mark.parametrize("added", [(), ("pairings/2026-2027/c/plan.yaml", "people/new.yaml")])
def test_parts_are_those_of_the_whole(place: Path, added: tuple[str, ...]) -> None:
    parts, whole = Files(place, added), Files(place, added)
    whole.look_up_all()
    for folder in ASKED:
        for path in (*FILES, *added, f"{folder}/x.yaml", f"{folder}/link.yaml", folder):
            assert (path in parts) == (path in whole), path
        if folder:
            assert parts.inside(folder) == whole.inside(folder), folder
            assert parts.folders(folder) == whole.folders(folder), folder
            assert parts.below(folder) == whole.below(folder), folder
    assert "people/.git/kept.yaml" in parts
    assert ".git/HEAD" not in parts


def test_a_folder_of_pairings_without_a_file_is_none(place: Path) -> None:
    files = Files(place)
    assert files.folders("pairings/2026-2027") == ["a", "a-b", "a0"]
    assert files.below("pairings/2026-2027/a") == ["experiences/1.yaml", "pairing.yaml"]


def test_more_files_count_as_there(place: Path) -> None:
    for files in (Files(place), Files(place)):
        more = files.with_(["people/new.yaml", "pairings/2026-2027/new/log.yaml"])
        assert "people/new.yaml" in more
        assert "people/new.yaml" not in files
        assert "new" in more.folders("pairings/2026-2027")
        files.look_up_all()
