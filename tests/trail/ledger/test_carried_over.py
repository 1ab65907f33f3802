"""What came along from the pairing that another one follows, and what only looks like it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from support.histories import Made, lay_history, plain

from mentorctl.trail.git.command import Git
from mentorctl.trail.ledger.carried_over import came_along

if TYPE_CHECKING:
    from pathlib import Path

OLD, NEW = "pairings/2026-2027/ana-bo", "pairings/2026-2027/ana-cy"
WORK = b"slot: 1\nachieved: 2026-10-20\n"


def pairing(mentor: str, follows: str) -> bytes:
    lines = ["mentee: ana", f"mentor: {mentor}", "starts: 2026-09-01", "state: active"]
    return "\n".join([*lines, f"follows: {follows}", ""]).encode()


@pytest.mark.parametrize(
    ("follows", "content", "path", "along"),
    [
        ("ana-bo", WORK, f"{NEW}/experiences/1.yaml", True),
        ("ana-bo", WORK.replace(b"20", b"19"), f"{NEW}/experiences/1.yaml", False),
        ("ana-bo", WORK, f"{NEW}/experiences/2.yaml", False),
        ("", WORK, f"{NEW}/experiences/1.yaml", False),
        ("nobody", WORK, f"{NEW}/experiences/1.yaml", False),
        ("ana-bo", WORK, "meetings/2026-2027-kickoff.yaml", False),
    ],
)
def test_only_the_same_file_of_the_pairing_that_it_follows_came_along(
    tmp_path: Path, follows: str, content: bytes, path: str, *, along: bool
) -> None:
    files = {
        f"{OLD}/pairing.yaml": pairing("bo", ""),
        f"{OLD}/experiences/1.yaml": WORK,
        f"{NEW}/pairing.yaml": pairing("cy", follows),
        path: content,
    }
    (commit,) = lay_history(tmp_path, [Made(files)])
    blob = plain(tmp_path, "rev-parse", f"{commit}:{path}")
    assert came_along(Git(tmp_path), commit, path, blob, 1) is along
