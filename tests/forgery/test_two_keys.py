"""Of two keys of one person, the one that was stolen does not outdo the one that revoked it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from forgery.test_merges import LOST, add_key, last, merge, name_coordinators, note
from support.story import AMARA, IRIS, NOOR, SECOND, TEO, Story, matters, pushed_to_guard
from support.trails import key, print_of

from mentorctl.trail.ledger.ledger_cache import ledger_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

LET_IN, ENDED = "2026-08-05", "2026-10-01"
OLD = key(IRIS)
NEW = key(IRIS, LET_IN, of="newer")


def revokes_it(story: Story) -> None:
    story.keys(IRIS, OLD, key(IRIS, LET_IN, "2026-08-06", of="newer"))
    story.commit(IRIS, "2026-09-30T09:00")


def hands_over(story: Story) -> None:
    name_coordinators(story, TEO)
    story.commit(IRIS, "2026-09-30T09:00")
    add_key(story, AMARA, key(AMARA, "2026-09-30", of="mallory"))
    story.commit(TEO, "2026-09-30T10:00")


def lets_in_who_revokes_it(story: Story) -> None:
    name_coordinators(story, IRIS, TEO)
    story.commit(IRIS, "2026-09-30T09:00")
    story.keys(IRIS, OLD, key(IRIS, LET_IN, "2026-08-06", of="newer"))
    story.commit(TEO, "2026-09-30T10:00")


def lets_in_a_third_that_revokes_it(story: Story) -> None:
    third = key(IRIS, "2026-09-30", of="mallory")
    story.keys(IRIS, OLD, NEW, third)
    story.commit(IRIS, "2026-09-30T09:00")
    story.keys(IRIS, OLD, key(IRIS, LET_IN, "2026-08-06", of="newer"), third)
    story.commit("mallory", "2026-09-30T10:00", author=IRIS)


def says_it_is_newer_and_revokes_it(story: Story) -> None:
    story.keys(IRIS, key(IRIS, "2026-09-30"), key(IRIS, LET_IN, "2026-08-06", of="newer"))
    story.commit(IRIS, "2026-09-30T09:00")


def brings(story: Story, start: int, ways: Callable[[Story], None]) -> int:
    """The end of an old side that begins somewhere."""
    place = len(story.commits)
    story.go_to(start)
    ways(story)
    story.commits[place] = story.commits[place]._replace(parents=(start,))
    return last(story)


@pytest.mark.parametrize("turned", [False, True], ids=["", "turned"])
@pytest.mark.parametrize(
    "ways",
    [revokes_it, hands_over, lets_in_who_revokes_it, lets_in_a_third_that_revokes_it,
     says_it_is_newer_and_revokes_it],
)  # fmt: skip
def test_a_stolen_key_ends_nothing_of_the_newer_that_revoked_it(
    ways: Callable[[Story], None], tmp_path: Path, *, turned: bool
) -> None:
    story, root = Story(), tmp_path / "program"
    before = last(story)
    story.keys(IRIS, OLD, NEW)
    start = story.commit(IRIS, "2026-08-05T09:00")
    story.keys(IRIS, key(IRIS, "2026-08-03", ENDED), NEW)
    main = story.commit("newer", "2026-10-01T09:00", author=IRIS)
    side = brings(story, before if ways is hands_over and turned else start, ways)
    merge(story, TEO, "2026-10-06T09:00", *((side, main) if turned else (main, side)), start=start)
    report = story.audit(root)
    assert any(LOST in each.message for each in matters(report, "key-change"))
    register = ledger_of(root).register
    assert register.coordinators == {IRIS}
    assert register.may_change(print_of("newer"))
    assert not register.may_change(print_of(IRIS))
    assert not register.person(print_of("mallory"))


def newer_is_stolen(story: Story, *, gone_on: bool) -> int:
    """The place of the last commit of the main line, before an old side of the newer key."""
    story.keys(IRIS, OLD, NEW)
    start = story.commit(IRIS, "2026-08-05T09:00")
    story.keys(IRIS, OLD, key(IRIS, LET_IN, ENDED, of="newer"))
    main = story.commit(IRIS, "2026-10-01T09:00")
    if gone_on:
        note(story, SECOND)
        main = story.commit(NOOR, "2026-10-01T10:00")
    story.go_to(start)
    story.keys(IRIS, key(IRIS, "2026-08-03", "2026-08-04"), NEW)
    side = story.commit("newer", "2026-09-30T09:00", parents=(start,), author=IRIS)
    merge(story, TEO, "2026-10-06T09:00", side, main, start=start)
    return main


def test_nor_of_the_older_from_whose_revocation_more_people_have_gone_on(tmp_path: Path) -> None:
    story, root = Story(), tmp_path / "program"
    newer_is_stolen(story, gone_on=True)
    (found,) = matters(story.audit(root), "key-change")
    assert found.message == f"a key was revoked {LOST}"
    register = ledger_of(root).register
    assert register.may_change(print_of(IRIS))
    assert not register.may_change(print_of("newer"))


def test_nor_where_a_guard_had_that_first(tmp_path: Path) -> None:
    story, root = Story(), tmp_path / "program"
    main = newer_is_stolen(story, gone_on=False)
    done = pushed_to_guard(root, story.lay_in(root)[main])
    assert done.returncode
    assert f"a key was revoked {LOST}" in done.stderr
