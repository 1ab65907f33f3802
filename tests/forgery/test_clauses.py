"""What is judged of a history, clause by clause: each story goes wrong when one of them is turned.

What each must lead to is told whole: all that is named, and all values that do not count.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pytest
from support.story import AMARA, FIRST, IRIS, NOOR, SECOND, TEO, Story
from support.trails import key

from mentorctl.trail.ledger.displaced import stood
from mentorctl.trail.ledger.ledger_cache import ledger_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

ONE, PLAN = f"{FIRST}/experiences/1.yaml", f"{FIRST}/plan.yaml"
PAIRING = f"{FIRST}/pairing.yaml"
SIGNED = f"{SECOND}/signatures/plan.advisor.yaml"
INITIALS = ("approved initials", "received initials")
OUTSIDER = f"{AMARA} is not in this pairing"
PEOPLE = "only a {coordinator} changes who is in a pairing"


class Told(NamedTuple):
    """A story, what is named of it in its order, and the values that do not count, by file."""

    make: Callable[[Story], None]
    named: list[tuple[str, str, str]]
    doubted: dict[str, set[str]]


STORIES: list[Told] = []


def tells(
    *named: tuple[str, str, str], doubted: dict[str, tuple[str, ...]] | None = None
) -> Callable[[Callable[[Story], None]], None]:
    """Say what a story must lead to: each remark by its code, file and words."""

    def take(make: Callable[[Story], None]) -> None:
        out = {path: set(ways) for path, ways in (doubted or {}).items()}
        STORIES.append(Told(make, list(named), out))

    return take


def last(story: Story) -> int:
    return len(story.commits) - 1


@tells(("forbidden-change", SIGNED, OUTSIDER))
def signatures_that_somebody_else_puts_into_a_pairing(story: Story) -> None:
    story.sign("plan.yaml", "advisor", NOOR, pairing=SECOND)
    story.commit(AMARA)


@tells()
def signatures_of_two_sides_that_somebody_else_brings_together(story: Story) -> None:
    start, kept = last(story), dict(story.files)
    story.sign("plan.yaml", "advisor", NOOR, pairing=SECOND)
    one = story.commit(NOOR)
    story.files = kept
    story.sign("plan.yaml", "advisor", NOOR, "2026-10-05T16:30:00-05:00", pairing=SECOND)
    other = story.commit(NOOR, parents=(start,))
    story.sign("plan.yaml", "advisor", NOOR, pairing=SECOND)
    story.commit(AMARA, "2026-10-06T09:00", parents=(one, other))


@tells(
    ("unsigned-commit", "", "nobody signed it"),
    doubted={},
)
def a_file_that_is_no_record_and_nobodys(story: Story) -> None:
    story.files[f"{FIRST}/evidence/work.txt"] = b"work"
    story.commit(None)


@tells(
    ("revoked-key", "", "it was merged in from a copy in which its key was not revoked yet"),
    doubted={PLAN: INITIALS},
)
def what_an_old_side_of_a_revoked_key_wrote(story: Story) -> None:
    start, kept = last(story), dict(story.files)
    story.keys(NOOR, key(NOOR, "2026-08-04", "2026-10-01", by=IRIS))
    main, revoked = story.commit(IRIS, "2026-10-01T09:00"), story.files[f"people/{NOOR}.yaml"]
    story.files = kept
    story.put(PLAN, "initials: NH", "initials: ZZ")
    story.sign("plan.yaml", "advisor", NOOR, "2026-09-30T08:00:00-05:00")
    story.files[f"{FIRST}/evidence/work.txt"] = b"work"
    side = story.commit(NOOR, "2026-09-30T09:00", parents=(start,))
    story.files[f"people/{NOOR}.yaml"] = revoked
    story.commit(TEO, "2026-10-02T09:00", parents=(main, side))


def forge(story: Story) -> None:
    """A mentee fills in what is the mentor's."""
    story.put(ONE, "Thorough on grading", "Thorough")
    story.commit(AMARA, "2026-11-16T09:00")


NOT_THEIRS = ("forbidden-change", ONE, "only the {mentor} fills it in: comment text")


@tells(NOT_THEIRS, doubted={ONE: ("comment text",)})
def a_forged_value_in_a_file_that_a_coordinator_breaks(story: Story) -> None:
    forge(story)
    story.files[ONE] += b"achieved: [\n"
    story.commit(IRIS, "2026-11-17T09:00")


@tells(NOT_THEIRS, doubted={})
def a_forged_value_that_a_coordinator_keeps(story: Story) -> None:
    forge(story)
    story.files[ONE] += b"# seen\n"
    story.commit(IRIS, "2026-11-17T09:00")


@tells(
    ("forbidden-change", PAIRING, PEOPLE),
    NOT_THEIRS,
    doubted={PAIRING: ("mentor",), ONE: ("comment text",)},
)
def what_somebody_writes_in_a_role_that_they_gave_themselves(story: Story) -> None:
    story.put(PAIRING, f"mentor: {TEO}", f"mentor: {NOOR}")
    story.commit(NOOR)
    story.put(ONE, "Thorough on grading", "Thorough")
    story.commit(NOOR, "2026-11-16T09:00")


@pytest.mark.parametrize("told", STORIES, ids=[each.make.__name__ for each in STORIES])
def test_just_what_is_wrong_is_named_and_does_not_count(told: Told, tmp_path: Path) -> None:
    story = Story()
    told.make(story)
    story.lay_in(tmp_path / "program")
    ledger = ledger_of(tmp_path / "program")
    assert [(each.code, each.path, each.message) for each in ledger.remarks] == told.named
    assert {
        path: {" ".join(mark.split("\x1f")[:-1]) for mark in marks if not stood([mark])}
        for path, marks in ledger.unproven.items()
    } == told.doubted
