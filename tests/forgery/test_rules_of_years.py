"""An ended year is judged by its last rules of somebody who may set them, whoever wrote others."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from support.histories import Made
from support.run import mentorctl
from support.story import AMARA, IRIS, NOOR, TEO, Story

if TYPE_CHECKING:
    from pathlib import Path

PROGRAM = "program.yaml"
THEN, NEXT = "year: 2026-2027", "year: 2027-2028"
RULE, OTHER_RULE = "date: 12-14\n    owner", "date: 11-01\n    owner"
AS_IT_WAS, OTHERWISE = "2026-12-14", "2026-11-01"


def begun() -> Story:
    """A program whose next year has begun."""
    story = Story()
    story.put(PROGRAM, THEN, NEXT)
    story.commit(IRIS, "2027-07-02T09:00")
    return story


def rewrite(story: Story) -> None:
    """Write other rules of the ended year."""
    story.put(PROGRAM, NEXT, THEN)
    story.put(PROGRAM, RULE, OTHER_RULE)


def name_coordinator(story: Story) -> None:
    story.put(PROGRAM, f"  - {IRIS}", f"  - {IRIS}\n  - {TEO}")


def day(story: Story, root: Path) -> str:
    """A day in the calendar of the ended year, as its lists have it."""
    story.lay_in(root)
    words = ("status", "--year", "2026-2027", "--today", "2027-09-01", "--format", "json")
    done = mentorctl(*words, cwd=root)
    assert done.out, done.err
    row, *_ = json.loads(done.out)["pairings"]
    return str({each["id"]: each["due"] for each in row["milestones"]}["experiences-1-2"])


@pytest.mark.parametrize(
    ("by", "then"),
    [
        (AMARA, AS_IT_WAS),
        (NOOR, AS_IT_WAS),
        ("mallory", AS_IT_WAS),
        (None, AS_IT_WAS),
        (IRIS, OTHERWISE),
    ],
)
def test_only_who_may_set_them_sets_rules_of_an_ended_year(
    by: str | None, then: str, tmp_path: Path
) -> None:
    story = begun()
    rewrite(story)
    story.commit(by, "2027-07-02T10:00")
    story.go_to(len(story.commits) - 2)
    story.commit(IRIS, "2027-07-02T11:00")
    assert day(story, tmp_path / "program") == then


def test_what_others_made_of_such_rules_does_not_count_either(tmp_path: Path) -> None:
    story = begun()
    rewrite(story)
    story.commit(AMARA, "2027-07-02T10:00")
    story.files[PROGRAM] += b"# as it was\n"
    story.commit(NOOR, "2027-07-02T10:30")
    story.go_to(2)
    story.commit(IRIS, "2027-07-02T11:00")
    assert day(story, tmp_path / "program") == AS_IT_WAS


def test_whoever_gives_the_office_up_has_it_until_then(tmp_path: Path) -> None:
    story = Story()
    name_coordinator(story)
    story.commit(IRIS, "2026-10-05T09:00")
    story.put(PROGRAM, f"  - {IRIS}\n", "")
    story.put(PROGRAM, RULE, OTHER_RULE)
    story.commit(IRIS, "2026-10-06T09:00")
    story.put(PROGRAM, THEN, NEXT)
    story.commit(TEO, "2027-07-02T09:00")
    assert day(story, tmp_path / "program") == OTHERWISE


def test_an_old_side_of_a_former_coordinator_sets_no_rules(tmp_path: Path) -> None:
    story = Story()
    name_coordinator(story)
    start = story.commit(IRIS, "2026-10-05T09:00")
    story.put(PROGRAM, f"  - {TEO}\n", "")
    story.commit(IRIS, "2026-10-06T09:00")
    story.put(PROGRAM, THEN, NEXT)
    main = story.commit(IRIS, "2027-07-02T09:00")
    story.go_to(start)
    story.put(PROGRAM, RULE, OTHER_RULE)
    side = story.commit(TEO, "2026-10-07T09:00", parents=(start,))
    story.go_to(main)
    story.commit(IRIS, "2027-07-03T09:00", parents=(main, side))
    assert day(story, tmp_path / "program") == AS_IT_WAS


def test_a_history_of_somebodys_own_sets_no_rules(tmp_path: Path) -> None:
    story = begun()
    main = len(story.commits) - 1
    story.files = {PROGRAM: story.files[PROGRAM]}
    rewrite(story)
    side = story.commit(None, "2027-07-02T10:00", parents=())
    story.go_to(main)
    story.commit(IRIS, "2027-07-02T11:00", parents=(main, side))
    assert day(story, tmp_path / "program") == AS_IT_WAS


@pytest.mark.parametrize(("by", "then"), [(IRIS, OTHERWISE), (AMARA, AS_IT_WAS)])
def test_in_a_merge_only_who_may_set_them_sets_rules(by: str, then: str, tmp_path: Path) -> None:
    story = begun()
    main = len(story.commits) - 1
    story.files["README.md"] = b"a note\n"
    side = story.commit(AMARA, "2027-07-02T10:00", parents=(main,))
    rewrite(story)
    merge = story.commit(by, "2027-07-02T11:00", parents=(main, side))
    story.go_to(main)
    story.commit(IRIS, "2027-07-02T12:00", parents=(merge,))
    assert day(story, tmp_path / "program") == then


def test_nobody_merges_rules_in_as_who_they_were_on_an_old_side(tmp_path: Path) -> None:
    story = Story()
    name_coordinator(story)
    start = story.commit(IRIS, "2027-07-01T09:00")
    story.put(PROGRAM, f"  - {TEO}\n", "")
    story.put(PROGRAM, THEN, NEXT)
    next_year = story.commit(IRIS, "2027-07-02T09:00")
    rewrite(story)
    main = story.commit(AMARA, "2027-07-02T10:00")
    story.files[PROGRAM] += b"# as it was\n"
    merge = story.commit(TEO, "2027-07-02T11:00", parents=(start, main))
    story.go_to(next_year)
    story.commit(IRIS, "2027-07-02T12:00", parents=(merge,))
    assert day(story, tmp_path / "program") == AS_IT_WAS


def test_rules_from_before_there_were_keys_count(tmp_path: Path) -> None:
    story = Story()
    first = {path: held.partition(b"keys:")[0] for path, held in story.files.items()}
    later = story.files[PROGRAM].replace(THEN.encode(), NEXT.encode())
    rest = [each._replace(files={**each.files, PROGRAM: later}) for each in story.commits]
    story.commits = [Made(first, author=rest[0].author), *rest]
    story.signers = [None, *story.signers]
    assert day(story, tmp_path / "program") == AS_IT_WAS
