"""A record that nobody can read is named, as long as it is so; a guard does not take it in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from support.story import FIRST, TEO, Story, matters, pushed_to_guard

if TYPE_CHECKING:
    from pathlib import Path

LOG = f"{FIRST}/log.yaml"
BROKEN = {
    "a bracket": b"entries: [\n",
    "too many values": b"entries:\n" + b"  - id: a\n" * 50_001,
    "too large": b"#" * (1 << 20) + b"\n",
}


@pytest.mark.parametrize("how", BROKEN)
def test_it_is_named_and_not_taken_in(how: str, tmp_path: Path) -> None:
    root, story = tmp_path / "program", Story()
    story.files[LOG] = BROKEN[how]
    story.commit(TEO)
    found = matters(story.audit(root), "unreadable-record")
    assert [each.path for each in found] == [LOG]
    assert "unreadable-file" in pushed_to_guard(root, "HEAD~1").stderr


def test_what_was_mended_is_not_named(tmp_path: Path) -> None:
    root, story = tmp_path / "program", Story()
    whole = story.files[LOG]
    story.files[LOG] = BROKEN["a bracket"]
    story.commit(TEO)
    story.files[LOG] = whole
    story.commit(TEO, "2026-10-06T09:00")
    assert not story.audit(root).matters
    assert pushed_to_guard(root, "HEAD~2").returncode == 0
