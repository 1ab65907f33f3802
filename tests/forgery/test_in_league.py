"""Somebody who is still in the program dates back what somebody else writes who has left it.

The history alone cannot tell: the days of a merge are its maker's to choose. The computer that
keeps the shared folder can: its guard refuses it, and its notes name what passed it by.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from forgery.test_merges import ONE, merge, name_coordinators, note
from support.histories import plain
from support.story import (
    AMARA,
    FIRST,
    IRIS,
    NOOR,
    SECOND,
    TEO,
    TODAY,
    Story,
    matters,
    pushed_to_guard,
)
from trail.ledger.test_receptions import came_in, name_guard

from mentorctl.reports.proofs.audit import audit
from mentorctl.store.folder import Folder

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

LATE = "late-change"


def a_mentor_who_has_left(story: Story) -> tuple[str, str]:
    story.put(f"{FIRST}/pairing.yaml", f"mentor: {TEO}", "mentor: dale-kirchner")
    return TEO, AMARA


def a_coordinator_who_is_none_any_more(story: Story) -> tuple[str, str]:
    name_coordinators(story, NOOR)
    return IRIS, AMARA


ENDS = (a_mentor_who_has_left, a_coordinator_who_is_none_any_more)


def dated_back(story: Story, end: Callable[[Story], tuple[str, str]]) -> tuple[int, int]:
    """The places of the commit that came in too late, and of the last one before it came in."""
    start = len(story.commits) - 1
    by, friend = end(story)
    ended = story.commit(IRIS, "2026-10-05T10:00")
    note(story, SECOND)
    main = story.commit(NOOR, "2026-10-09T09:00")
    story.go_to(start)
    story.put(ONE, "Thorough on grading", "Thorough")
    side = story.commit(by, "2026-10-05T09:30", parents=(start,))
    joined = merge(story, friend, "2026-10-05T11:00", ended, side, start=start)
    merge(story, friend, "2026-10-09T10:00", main, joined, start=ended)
    return side, main


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("day", ["2026-10-10", "2026-12-20"])
def test_the_notes_of_a_guard_name_it(
    end: Callable[[Story], tuple[str, str]], day: str, tmp_path: Path
) -> None:
    root = tmp_path / "program"
    story = Story()
    name_guard(story, root)
    side, main = dated_back(story, end)
    ids = story.lay_in(root)
    came_in(root, ids[1], ids[main], "2026-10-09")
    before = audit(Folder(root).recorded, TODAY)
    came_in(root, ids[main], ids[-1], day)
    late = matters(audit(Folder(root).recorded, TODAY), LATE)
    assert {each.commit for each in late} == ({ids[side]} if day > "2026-12" else set())
    # what the note says is all that tells
    assert not matters(before, LATE)
    assert not matters(before, "forbidden-change")


@pytest.mark.parametrize("end", ENDS)
def test_nor_does_it_come_in_unnamed_that_lay_ready_on_a_branch(
    end: Callable[[Story], tuple[str, str]], tmp_path: Path
) -> None:
    """It came there while its writer might write it, and to everybody long after that."""
    root = tmp_path / "program"
    story = Story()
    name_guard(story, root)
    side, main = dated_back(story, end)
    ids = story.lay_in(root)
    came_in(root, ids[1], ids[2], "2026-10-05")
    came_in(root, ids[2], ids[side], "2026-10-05", "refs/heads/ready")
    came_in(root, ids[2], ids[main], "2026-10-09")
    came_in(root, ids[main], ids[-1], "2026-12-20")
    late = matters(audit(Folder(root).recorded, TODAY), LATE)
    assert {each.commit for each in late} == {ids[side]}


@pytest.mark.parametrize("end", ENDS)
def test_a_guard_refuses_it(end: Callable[[Story], tuple[str, str]], tmp_path: Path) -> None:
    root = tmp_path / "program"
    story = Story()
    side, main = dated_back(story, end)
    ids = story.lay_in(root)
    done = pushed_to_guard(root, ids[main])
    assert done.returncode != 0
    assert ids[side][:10] in done.stderr


@pytest.mark.parametrize("is_new", [False, True])
def test_what_the_main_branch_has_comes_in_by_no_other_branch_anew(
    is_new: bool, tmp_path: Path
) -> None:
    root = tmp_path / "program"
    story = Story()
    start = len(story.commits) - 1
    a_mentor_who_has_left(story)
    ended = story.commit(IRIS, "2026-10-05T10:00")
    story.go_to(start)
    story.put(ONE, "Thorough on grading", "Thorough")
    side = story.commit(TEO, "2026-10-05T09:30", parents=(start,))
    # each of two brings both together, the other way around
    other = merge(story, IRIS, "2026-10-07T09:00", side, ended, start=start)
    main = merge(story, IRIS, "2026-10-07T09:00", ended, side, start=start)
    ids = story.lay_in(root)
    assert pushed_to_guard(root, ids[ended]).returncode != 0
    place = root.parent / "shared.git"
    plain(place, "fetch", "-q", str(root), "main:main")
    name = "beside" if is_new else "old"
    plain(place, "update-ref", "refs/heads/old", ids[ended])
    plain(root, "push", "-q", str(place), f"{ids[other if is_new else main]}:refs/heads/{name}")
