"""Whoever joins two histories brings signatures together, and does nothing else to those of others.

A statement proves itself, so a merge may add to one side's the other's. A commit with two parents
is no leave to take one out, or to write what lies where no signatures are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from support.histories import plain
from support.run import mentorctl
from support.story import AMARA, FIRST, NOOR, SECOND, TEO, Story, matters, pushed_to_guard

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

THEIRS = f"{SECOND}/signatures/plan.mentor.yaml"
LOG, PLAN = f"{FIRST}/log.yaml", f"{FIRST}/plan.yaml"
NOT_THERE = f"{AMARA} is not in this pairing"
NOT_HERS = "only a coordinator changes it"


def take_out(story: Story) -> str:
    del story.files[THEIRS]
    return NOT_THERE


def empty(story: Story) -> str:
    story.files[THEIRS] = b"signed: []\n"
    return NOT_THERE


def lay_one_anew(story: Story) -> str:
    story.files[f"{SECOND}/signatures/log.mentor.yaml"] = b"signed: []\n"
    return NOT_THERE


def sign_where_nobody_did(story: Story) -> str:
    story.sign("plan.yaml", "mentor", TEO, "2026-10-05T16:30:00-05:00", pairing=SECOND)
    return NOT_THERE


def make_a_pairing_of_that_name(story: Story) -> str:
    for path, held in list(story.files.items()):
        if path.startswith(f"{FIRST}/") and path.endswith(".yaml"):
            story.files[path.replace(FIRST, "pairings/2026-2027/signatures")] = held
    return NOT_THERE


def lay_a_record_below(story: Story) -> str:
    story.files[f"{SECOND}/evidence/signatures/plan.yaml"] = b"signed: []\n"
    return NOT_THERE


def lay_a_file_of_the_programs(story: Story) -> str:
    story.files["templates/signatures/plan.yaml"] = b"signed: []\n"
    return NOT_HERS


WAYS = (
    empty, lay_a_file_of_the_programs, lay_a_record_below, lay_one_anew,
    make_a_pairing_of_that_name, sign_where_nobody_did, take_out,
)  # fmt: skip


def one_parent_twice(_story: Story, start: int) -> tuple[int, int]:
    return start, start


def two_sides_of_ones_own(story: Story, start: int) -> tuple[int, int]:
    sides = []
    for number, path in enumerate((LOG, PLAN)):
        story.go_to(start)
        story.files[path] += b"# note\n"
        sides.append(story.commit(AMARA, f"2026-10-06T09:0{number}", parents=(start,)))
    story.files[LOG] += b"# note\n"
    return sides[0], sides[1]


def signed(story: Story) -> int:
    story.sign("plan.yaml", "mentor", TEO, pairing=SECOND)
    return story.commit(TEO)


@pytest.mark.parametrize("parents", [one_parent_twice, two_sides_of_ones_own])
@pytest.mark.parametrize("do", WAYS)
def test_what_no_side_has_is_its_makers_word(
    do: Callable[[Story], str], parents: Callable[[Story, int], tuple[int, int]], tmp_path: Path
) -> None:
    story = Story()
    start = signed(story)
    sides = parents(story, start)
    says = do(story)
    story.commit(AMARA, "2026-10-06T10:00", parents=sides)
    root = tmp_path / "program"
    found = matters(story.audit(root), "forbidden-change")
    assert found
    assert {(each.person, each.message) for each in found} == {(AMARA, says)}
    commits = plain(root, "rev-list", "--reverse", "--topo-order", "HEAD").splitlines()
    done = pushed_to_guard(root, commits[start])
    assert done.returncode != 0
    assert says in done.stderr


def test_a_pairing_of_that_name_has_nothing_done(tmp_path: Path) -> None:
    story = Story()
    start = signed(story)
    make_a_pairing_of_that_name(story)
    story.commit(AMARA, "2026-10-06T10:00", parents=(start, start))
    story.lay_in(tmp_path / "program")
    listed = mentorctl("status", "--today", "2026-12-01", cwd=tmp_path / "program").out
    (row,) = (line for line in listed.splitlines() if line.startswith("signatures "))
    assert row.split() == ["signatures", "unknown"]


def test_bringing_signatures_together_is_everybodys_to_do(tmp_path: Path) -> None:
    story = Story()
    start = signed(story)
    mine = story.sign("plan.yaml", "mentor", TEO, "2026-10-06T08:00:00-05:00", pairing=SECOND)
    one = story.commit(TEO, "2026-10-06T08:00", parents=(start,))
    story.go_to(start)
    story.sign("plan.yaml", "mentor", TEO, "2026-10-06T09:00:00-05:00", pairing=SECOND)
    story.sign("plan.yaml", "advisor", NOOR, "2026-10-06T09:00:00-05:00")
    other = story.commit(NOOR, "2026-10-06T09:00", parents=(start,))
    story.lay("plan.yaml", "mentor", mine, pairing=SECOND)
    story.commit(AMARA, "2026-10-06T10:00", parents=(one, other))
    report = story.audit(tmp_path / "program")
    assert not [each for each in report.matters if each.person == AMARA]
