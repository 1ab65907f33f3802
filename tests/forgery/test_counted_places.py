"""What is drafted, settled and answered goes by what counts, where it has files of its own.

Each is changed once by somebody who may not, which tells nothing, and once by a coordinator.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from support.folders import PRESET
from support.run import mentorctl
from support.story import AMARA, FIRST, IRIS, Story

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

DAY = ("--today", "2027-05-03")
STANDARD = "missouri-5-csr-20-400-380"
YEAR, ANSWERS = "years/2026-2027.yaml", "standards/2026-2027.yaml"
SEARCH = "reassignments/2026-10-05-amara-okafor-teo-lindqvist.yaml"
OLD = "pairings/2025-2026/amara-okafor-teo-lindqvist/pairing.yaml"


def message(story: Story) -> None:
    story.files["templates/messages/late.html"] = b"<h1>Another word</h1>\n<p>Hello</p>\n"


def answers(story: Story) -> None:
    story.files[ANSWERS] = b"answers:\n  a-1:\n    met: yes\n    note: Another word\n"


def rolled_over(story: Story) -> None:
    name = OLD.split("/")[2]
    story.files[YEAR] += (
        f"rolled_over:\n  on: 2026-07-01\n  after: 2025-2026\n  not_completed: [{name}]\n"
    ).encode()


def search(story: Story) -> None:
    story.files[SEARCH] += b"withdrawn_on: 2026-10-07\n"


def following() -> Story:
    """A program that follows a standard and has a pairing of the year before that runs on."""
    story = Story()
    story.put("program.yaml", "\nstandards: []\n", f"\nstandards: [{STANDARD}]\n")
    rules = PRESET.parents[2] / "standards" / f"{STANDARD}.yaml"
    story.files[f"standards/rules/{STANDARD}.yaml"] = rules.read_bytes()
    story.files[SEARCH] = (
        f"pairing: {OLD.split('/')[2]}\nrequested_on: 2026-10-05\nrequested_by: {AMARA}\n"
    ).encode()
    story.files[OLD] = story.files[f"{FIRST}/pairing.yaml"].replace(b"2026-09-14", b"2025-09-14")
    story.commit(IRIS, "2026-10-05T09:00")
    return story


@pytest.mark.parametrize(
    ("does", "words"),
    [
        (message, ("remind", "--mailto", *DAY)),
        (answers, ("standards", "--format", "json", *DAY)),
        (search, ("reassign", "status", "--format", "json", *DAY)),
        (rolled_over, ("status", "--format", "json", *DAY)),
    ],
)
def test_only_who_may_changes_what_is_told(
    does: Callable[[Story], None], words: tuple[str, ...], tmp_path: Path
) -> None:
    told = {}
    for by in ("nobody", "mallory", IRIS):
        story, root = following(), tmp_path / by
        if by != "nobody":
            does(story)
            story.commit(by, "2027-05-02T09:00")
        story.lay_in(root)
        told[by] = mentorctl(*words, cwd=root)
        assert told[by].code in {0, 1}, told[by].err
    said = {by: [line for line in each.out.splitlines() if '"commit"' not in line]
            for by, each in told.items()}  # fmt: skip
    assert said["mallory"] == said["nobody"]
    assert said[IRIS] != said["nobody"]
