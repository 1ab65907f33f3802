from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import msgspec

from mentorctl.store.write.fsync import whole_content
from mentorctl.store.write.journal_folder import FORWARD, PREFIX, Manifest, home_of, unfinished

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_a_change_that_another_process_ends_meanwhile_is_no_unfinished_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal = home_of(tmp_path) / f"{PREFIX}1"
    journal.mkdir()
    (journal / FORWARD).write_bytes(msgspec.json.encode(Manifest([], [])))
    read = whole_content

    def ended(path: Path) -> bytes | None:
        found = read(path)
        shutil.rmtree(journal)
        return found

    monkeypatch.setattr("mentorctl.store.write.journal_folder.whole_content", ended)
    assert not unfinished(tmp_path)
