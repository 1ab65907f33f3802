"""What the shared folder held on a day: nobody chooses that later by how they merge or date."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from support.run import mentorctl
from support.story import IRIS, ONE, TEO, Story
from trail.ledger.test_receptions import MAIN, ZEROS, came_in, name_guard

from mentorctl.trail.git.history_point import JOINED
from mentorctl.trail.server.reception_notes import lay_key

if TYPE_CHECKING:
    from pathlib import Path

CLAIM = "by the dates in the history, which are claims"
DAY = "2026-11-15"
# places of commits in these histories
GUARDED, SHARED, OWN, MERGE = 2, 3, 4, 5
# how whoever merges can have it look
LOOKS = [
    pytest.param((SHARED, OWN), "merged", id="as it was"),
    pytest.param((OWN, SHARED), "merged", id="sides swapped"),
    pytest.param((SHARED, OWN), JOINED, id="words of a sync"),
    pytest.param((SHARED, OWN), "Merge branch 'main' of elsewhere", id="words of a pull"),
]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "program"


def at(root: Path, day: str = DAY) -> tuple[str, bool]:
    """The commit of a day, and whether that is said to be a claim."""
    found = mentorctl("status", "--format", "json", "--at", day, cwd=root)
    said = " ".join(mentorctl("completers", "--at", day, cwd=root).err.split())
    assert found.out, found.err
    return json.loads(found.out)["commit"], CLAIM in said


def told(story: Story, by: str, day: str, text: str, *parents: int, words: str = "step") -> int:
    story.files[ONE] += f"# {text}\n".encode()
    place = story.commit(by, f"{day}T09:00", parents=parents or None)
    story.commits[place] = story.commits[place]._replace(message=words)
    return place


def arrived(story: Story, by: str, sides: tuple[int, ...], words: str) -> None:
    """Iris writes what everybody has; Teo dates his own back, and merges it in December."""
    told(story, IRIS, "2026-11-10", "shared", GUARDED)
    story.go_to(GUARDED)
    told(story, TEO, "2026-11-12", "dated back", GUARDED)
    told(story, by, "2026-12-20", "both", *sides, words=words)


@pytest.mark.parametrize(("sides", "words"), LOOKS)
def test_by_the_notes_of_a_guard_it_is_what_came_in_until_then(
    root: Path, sides: tuple[int, ...], words: str
) -> None:
    story = Story()
    name_guard(story, root)
    arrived(story, TEO, sides, words)
    ids = story.lay_in(root)
    came_in(root, ids[1], ids[GUARDED], "2026-10-05")
    came_in(root, ids[GUARDED], ids[SHARED], "2026-11-10")
    came_in(root, ids[SHARED], ids[MERGE], "2026-12-20")
    assert at(root) == (ids[SHARED], False)
    assert at(root, "2026-12-20") == (ids[MERGE], False)
    assert at(root, "2026-10-09") == (ids[GUARDED], False)


@pytest.mark.parametrize(("sides", "words"), LOOKS)
def test_without_one_what_one_made_alone_is_not_what_others_had(
    root: Path, sides: tuple[int, ...], words: str
) -> None:
    story = Story()
    story.commit(IRIS, "2026-10-05T09:00")
    arrived(story, TEO, sides, words)
    ids = story.lay_in(root)
    assert at(root) == (ids[SHARED], True)


def test_a_coordinator_says_what_their_merge_takes_in(root: Path) -> None:
    story = Story()
    story.commit(IRIS, "2026-10-05T09:00")
    arrived(story, IRIS, (SHARED, OWN), "merged")
    ids = story.lay_in(root)
    assert at(root) == (ids[SHARED], True)


def test_dates_bring_nothing_into_a_day_that_a_guard_saw(root: Path) -> None:
    """Straight on top of what is there, it was on the list of the day that it names."""
    story = Story()
    name_guard(story, root)
    told(story, TEO, "2026-10-20", "dated back")
    ids = story.lay_in(root)
    came_in(root, ids[1], ids[GUARDED], "2026-10-05")
    came_in(root, ids[GUARDED], ids[SHARED], "2026-12-20")
    assert at(root) == (ids[GUARDED], False)


def test_what_is_noted_of_nothing_is_a_claim(root: Path) -> None:
    """Before the notes began, where some are missing, and what is not sent yet."""
    story = Story()
    name_guard(story, root)
    for day in ("2026-10-20", "2026-11-10", "2026-12-20", "2027-01-10"):
        told(story, IRIS, day, day)
    ids = story.lay_in(root)
    came_in(root, ids[3], ids[3], "2026-10-21", "refs/heads/other")
    came_in(root, ids[2], ids[3], "2026-10-22")
    came_in(root, ids[4], ids[5], "2026-12-21")
    assert at(root, "2026-10-06") == (ids[2], True)
    assert at(root, "2026-10-25") == (ids[3], False)
    assert at(root, "2026-11-15") == (ids[4], True)
    assert at(root, "2026-12-25") == (ids[5], False)
    assert at(root, "2027-01-15") == (ids[6], True)


def test_before_it_was_shared_the_days_are_claims(root: Path) -> None:
    story = Story()
    name_guard(story, root)
    ids = story.lay_in(root)
    came_in(root, ZEROS, ids[2], "2026-12-01", MAIN)
    assert at(root, "2026-08-10") == (ids[1], True)
    assert at(root, "2026-12-02") == (ids[2], False)


def test_a_clock_that_was_set_back_makes_nothing_earlier(root: Path) -> None:
    story = Story()
    name_guard(story, root)
    for day in ("2026-10-20", "2026-10-21"):
        told(story, TEO, day, day)
    ids = story.lay_in(root)
    came_in(root, ids[1], ids[2], "2026-10-05")
    came_in(root, ids[2], ids[3], "2026-12-01")
    came_in(root, ids[3], ids[4], "2026-11-01")
    assert at(root) == (ids[2], False)


def test_a_guard_that_no_coordinator_named_says_nothing(root: Path) -> None:
    story = Story()
    (root / ".git").mkdir(parents=True)
    told(story, IRIS, "2026-10-20", "shared")
    ids = story.lay_in(root)
    lay_key(root / ".git")
    came_in(root, ids[0], ids[2], "2026-12-20")
    assert at(root) == (ids[2], True)
