"""Which format a folder says that it is of, however it says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from support.folders import lay_base
from support.run import mentorctl

from mentorctl.model.formats import CURRENT
from mentorctl.store.folder import Folder
from mentorctl.store.folder_format import newer_in

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("said", ["", "00002", "2.0", "1e3", "2147483648", "9" * 4000])
def test_all_that_read_it_take_it_for_the_same(said: str, tmp_path: Path) -> None:
    root = lay_base(tmp_path / "program")
    file = root / "program.yaml"
    file.write_text(f"format: {said}\n{file.read_text(encoding='utf-8')}", encoding="utf-8")
    folder, newer = Folder(root), newer_in(root)
    found = {each and each.number for each in (folder.newer, folder.recorded.newer, newer)}
    assert len(found) == 1
    assert (newer is not None) == (folder.number > CURRENT)
    for command in ("check", "audit"):
        done = mentorctl(command, cwd=root)
        assert done.code in {0, 1}, done.err
