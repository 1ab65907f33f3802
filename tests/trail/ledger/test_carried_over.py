"""What came along from the pairing that another one follows, and what only looks like it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from support.histories import Made, lay_history, plain

from mentorctl.model.paths import in_pairing
from mentorctl.trail.git.command import Git
from mentorctl.trail.ledger.carried_over import file_in_commit, in_earlier_year, in_followed

if TYPE_CHECKING:
    from pathlib import Path

OLD, NEW = "pairings/2026-2027/ana-bo", "pairings/2026-2027/ana-cy"
WORK = b"slot: 1\nachieved: 2026-10-20\n"


def pairing(mentor: str, follows: str, name: str = "follows") -> bytes:
    lines = ["mentee: ana", f"mentor: {mentor}", "starts: 2026-09-01", "state: active"]
    return "\n".join([*lines, f"{name}: {follows}", ""]).encode()


@pytest.mark.parametrize(
    ("follows", "content", "path", "along"),
    [
        ("ana-bo", WORK, f"{NEW}/experiences/1.yaml", True),
        ("ana-bo", WORK.replace(b"20", b"19"), f"{NEW}/experiences/1.yaml", False),
        ("ana-bo", WORK, f"{NEW}/experiences/2.yaml", False),
        ("", WORK, f"{NEW}/experiences/1.yaml", False),
        ("nobody", WORK, f"{NEW}/experiences/1.yaml", False),
        ('"ana-bo\\nana-bo"', WORK, f"{NEW}/experiences/1.yaml", False),
        ("ana-bo", WORK, "pairings/2026-2027/ana-di/experiences/1.yaml", False),
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
        # whoever follows nobody follows no such folder
        "pairings/2026-2027/None/experiences/1.yaml": WORK,
        path: content,
    }
    (commit,) = lay_history(tmp_path, [Made(files)])
    blob = plain(tmp_path, "rev-parse", f"{commit}:{path}")
    git = Git(tmp_path)
    place = in_pairing(path)
    found = in_followed(git, commit, place, 1) if place else None
    assert (found == (path.replace(NEW, OLD), blob)) is along
    # what is not there is no file that holds something else
    assert found is None or found[1]
    # whatever name it looked for, what is asked next is answered rightly
    assert file_in_commit(git, commit, path) == blob


BEFORE, NOW = "pairings/2026-2027/ana-bo/log.yaml", "pairings/2027-2028/ana-bo/log.yaml"


@pytest.mark.parametrize(
    ("continues", "mentor", "file", "found"),
    [
        ("2026-2027", "bo", "log.yaml", True),
        ("2026-2027", "bo", "plan.yaml", False),
        ("2026-2027", "cy", "log.yaml", False),
        ("2025-2026", "bo", "log.yaml", False),
        # a year does not run on from itself, nor from a later one
        ("2027-2028", "bo", "log.yaml", False),
        ("2028-2029", "bo", "log.yaml", False),
        # nor from a folder that somebody has laid somewhere
        ("2026-2027/ana-bo/evidence", "bo", "log.yaml", False),
        ("", "bo", "log.yaml", False),
        (None, "bo", "log.yaml", False),
    ],
)
def test_only_the_same_pairing_of_an_earlier_year_is_gone_on_with(
    tmp_path: Path, continues: str | None, mentor: str, file: str, *, found: bool
) -> None:
    years = "2026-2027", "2027-2028", "2028-2029", "2026-2027/ana-bo/evidence", "None"
    files: dict[str, bytes] = {}
    for year in years:
        files[f"pairings/{year}/ana-bo/pairing.yaml"] = pairing("bo", "")
        files[f"pairings/{year}/ana-bo/log.yaml"] = b"entries: []\n"
    home = "pairings/2027-2028/ana-bo/pairing.yaml"
    files[home] = pairing(mentor, continues or "", "continues")
    if continues is None:
        del files[home]
    (commit,) = lay_history(tmp_path, [Made(files)])
    place = in_pairing(NOW.replace("log.yaml", file))
    assert place is not None
    blob = plain(tmp_path, "rev-parse", f"{commit}:{BEFORE}")
    assert in_earlier_year(Git(tmp_path), commit, place, 1) == ((BEFORE, blob) if found else None)
