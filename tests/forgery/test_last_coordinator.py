"""Nobody leaves a program without a coordinator who has a key, be it with their own key."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from forgery.test_merges import merge, name_coordinators
from support.histories import plain
from support.story import IRIS, NOOR, TEO, Story, matters, pushed_to_guard
from support.trails import key, print_of

from mentorctl.trail.ledger.ledger_cache import ledger_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

LEFT = "no coordinator with a key would be left; let another in first: mentorctl key add"
ENDED = "2026-10-05"
KEYS, LIST = f"people/{IRIS}.yaml", "program.yaml"


def revokes(story: Story) -> None:
    story.keys(IRIS, key(IRIS, "2026-08-03", ENDED))


def takes_out(story: Story) -> None:
    story.keys(IRIS)


def goes(story: Story) -> None:
    del story.files[f"people/{IRIS}.yaml"]


def hands_over_to_nobody(story: Story) -> None:
    name_coordinators(story, "grace-whitfield")
    revokes(story)


@pytest.mark.parametrize("ends", [revokes, takes_out, goes, hands_over_to_nobody])
def test_the_last_key_of_a_coordinator_stays(ends: Callable[[Story], None], tmp_path: Path) -> None:
    story, root = Story(), tmp_path / "program"
    ends(story)
    story.commit(IRIS, "2026-10-05T09:00")
    report = story.audit(root)
    found = [each.message for each in matters(report, "key-change")]
    assert LEFT in found
    register = ledger_of(root).register
    assert register.may_change(print_of(IRIS))
    start = plain(root, "rev-parse", "HEAD~1").strip()
    done = pushed_to_guard(root, start)
    assert done.returncode
    assert LEFT in done.stderr


def anew(story: Story) -> None:
    story.keys(IRIS, key(IRIS, "2026-08-03", ENDED), key(IRIS, ENDED, of="iris-2"))


def hands_over(story: Story) -> None:
    name_coordinators(story, NOOR)
    revokes(story)


def leaves_to_another(story: Story) -> None:
    name_coordinators(story, IRIS, NOOR)
    revokes(story)


@pytest.mark.parametrize("ends", [anew, hands_over, leaves_to_another])
def test_where_somebody_is_there_to_go_on_it_ends(
    ends: Callable[[Story], None], tmp_path: Path
) -> None:
    story, root = Story(), tmp_path / "program"
    ends(story)
    story.commit(IRIS, "2026-10-05T09:00")
    assert matters(story.audit(root), "key-change") == []
    register = ledger_of(root).register
    assert register.has_keeper()
    assert not register.may_change(print_of(IRIS))


def ends_own(story: Story) -> None:
    story.keys(NOOR, key(NOOR, "2026-08-04", ENDED, by=NOOR, at="2026-10-05T09:00:00-05:00"))


def leaves_the_list(story: Story) -> None:
    name_coordinators(story, NOOR)


def goes_too(story: Story) -> None:
    name_coordinators(story, IRIS)


def goes_with_the_key(story: Story) -> None:
    goes_too(story)
    ends_own(story)


@pytest.mark.parametrize(
    ("first", "second", "named"),
    [
        (revokes, ends_own, [KEYS]),
        (leaves_the_list, ends_own, [LIST]),
        (revokes, goes_too, [KEYS]),
        (leaves_the_list, goes_too, [LIST]),
        (hands_over, goes_with_the_key, [KEYS, LIST]),
    ],
)
def test_two_who_each_leave_it_to_the_other_do_not_both_go(
    first: Callable[[Story], None],
    second: Callable[[Story], None],
    named: list[str],
    tmp_path: Path,
) -> None:
    story, root = Story(), tmp_path / "program"
    name_coordinators(story, IRIS, NOOR)
    both = story.commit(IRIS, "2026-09-01T09:00")
    first(story)
    one = story.commit(IRIS, "2026-10-05T09:00")
    story.go_to(both)
    second(story)
    other = story.commit(NOOR, "2026-10-05T09:10", parents=(both,))
    merge(story, TEO, "2026-10-06T10:00", one, other, start=both)
    found = matters(story.audit(root), "key-change")
    assert sorted(each.path for each in found) == named
    assert all(LEFT in each.message for each in found)
    register = ledger_of(root).register
    assert register.may_change(print_of(IRIS))
    assert not register.may_change(print_of(NOOR))
