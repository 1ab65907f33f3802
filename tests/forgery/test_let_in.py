"""Whom a key let in that is revoked as of an earlier day counts once a coordinator has said so."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from forgery.test_merges import last, merge, name_coordinators, note
from support.story import AMARA, IRIS, NOOR, SECOND, TEO, Story, matters
from support.trails import key, print_of

from mentorctl.model.signature import SignatureState
from mentorctl.trail.ledger.ledger_cache import ledger_of

if TYPE_CHECKING:
    from pathlib import Path

    from mentorctl.trail.register.key_register import KeySpan

OWN = key(AMARA, "2026-08-04", by=IRIS, at="2026-08-04T09:00:00-05:00")
SINCE = "2026-10-01"
WHY = "the key that let it in is revoked as of an earlier day"


def let_in(story: Story, day: str, *, word: str = "") -> None:
    """A coordinator whose key is stolen lets somebody in, and another one revokes the key."""
    name_coordinators(story, IRIS, NOOR)
    story.commit(IRIS, "2026-09-01T09:00")
    by = {"by": NOOR, "at": f"{word}T09:00:00-05:00"} if word else {}
    story.keys(AMARA, OWN, key(AMARA, day, of="laptop", **by))
    story.commit(NOOR, f"{day}T10:00")
    story.sign("plan.yaml", "mentee", AMARA, f"{day}T11:00:00-05:00", by="laptop")
    story.commit(TEO, f"{day}T12:00")
    story.keys(NOOR, key(NOOR, "2026-08-04", SINCE))
    story.commit(IRIS, "2026-10-05T09:00")


def span(root: Path, of: str = "laptop") -> KeySpan:
    return ledger_of(root).register.spans[print_of(of)]


@pytest.mark.parametrize(
    ("day", "word", "counts"),
    [
        ("2026-09-30", "", True),
        (SINCE, "", False),
        ("2026-10-02", "", False),
        ("2026-10-02", "2026-09-30", False),
    ],
)
def test_it_counts_only_where_that_was_before(
    day: str, word: str, tmp_path: Path, *, counts: bool
) -> None:
    story, root = Story(), tmp_path / "program"
    let_in(story, day, word=word)
    report = story.audit(root)
    assert [each.message for each in matters(report, "key-waits")] == (
        [] if counts else [f"a key of {AMARA} counts for nothing: {WHY}"]
    )
    assert (span(root).revoked is None) is counts
    assert report.states.get(SignatureState.VALID, 0) == counts


def test_until_a_coordinator_says_so(tmp_path: Path) -> None:
    story, root = Story(), tmp_path / "program"
    let_in(story, "2026-10-02")
    note(story)
    story.commit("laptop", "2026-10-06T09:00", author=AMARA)
    # whoever leaves it there says nothing of it
    story.put(f"people/{AMARA}.yaml", "email: ", "email: x")
    story.commit(IRIS, "2026-10-06T10:00")
    named = story.audit(root).matters
    assert {each.code for each in named} >= {"key-waits", "revoked-key"}
    word = key(AMARA, "2026-10-02", of="laptop", by=IRIS, at="2026-10-07T09:00:00-05:00")
    story.keys(AMARA, OWN, word)
    story.commit(IRIS, "2026-10-07T09:00")
    report = story.audit(root)
    assert matters(report, "key-waits") == []
    assert (span(root).revoked, span(root).waits) == (None, False)
    assert report.states[SignatureState.VALID] == 1


def test_or_that_it_is_not_theirs(tmp_path: Path) -> None:
    story, root = Story(), tmp_path / "program"
    let_in(story, "2026-10-02")
    story.keys(AMARA, OWN, key(AMARA, "2026-10-02", "2026-10-02", of="laptop"))
    story.commit(IRIS, "2026-10-07T09:00")
    assert matters(story.audit(root), "key-waits") == []


def test_nor_do_those_whom_these_let_in(tmp_path: Path) -> None:
    story, root = Story(), tmp_path / "program"
    name_coordinators(story, IRIS, NOOR)
    story.commit(IRIS, "2026-09-01T09:00")
    story.keys(IRIS, key(IRIS), key(IRIS, "2026-10-02", of="third"))
    story.commit(NOOR, "2026-10-02T10:00")
    story.keys(AMARA, OWN, key(AMARA, "2026-10-03", of="laptop"))
    story.commit("third", "2026-10-03T10:00", author=IRIS)
    story.keys(NOOR, key(NOOR, "2026-08-04", SINCE))
    story.commit(IRIS, "2026-10-05T09:00")
    report = story.audit(root)
    assert {each.person for each in matters(report, "key-waits")} == {IRIS, AMARA}


def test_the_key_that_revokes_it_and_the_last_of_a_coordinator_go_on(tmp_path: Path) -> None:
    for by, day in (("newer", SINCE), (IRIS, SINCE)):
        story, root = Story(), tmp_path / by
        newer = key(IRIS, "2026-10-02", of="newer")
        story.keys(IRIS, key(IRIS), newer)
        story.commit(IRIS, "2026-10-02T10:00")
        story.keys(IRIS, key(IRIS, "2026-08-03", day), newer)
        story.commit(by, "2026-10-05T09:00", author=IRIS)
        assert matters(story.audit(root), "key-waits") == []
        assert ledger_of(root).register.may_change(print_of("newer"))


@pytest.mark.parametrize("turned", [False, True])
def test_one_key_that_two_sides_let_in_for_two_people_counts_for_neither(
    tmp_path: Path, *, turned: bool
) -> None:
    story, root = Story(), tmp_path / "program"
    name_coordinators(story, IRIS, NOOR)
    start = story.commit(IRIS, "2026-09-01T09:00")
    sides = []
    for by, whose in ((IRIS, AMARA), (NOOR, TEO)):
        story.go_to(start)
        own = key(whose, "2026-08-04", by=IRIS, at="2026-08-04T09:00:00-05:00")
        story.keys(whose, own, key(whose, "2026-09-02", of="shared"))
        sides.append(story.commit(by, "2026-09-02T09:00", parents=(start,)))
    merge(story, IRIS, "2026-09-03T09:00", *(reversed(sides) if turned else sides), start=start)
    merged = last(story)
    report = story.audit(root)
    (found,) = matters(report, "key-change")
    assert found.message == f"a key was let in for {AMARA} and {TEO}, and counts for neither"
    assert {each.person for each in matters(report, "key-waits")} == {AMARA, TEO}
    assert (span(root, "shared").person, span(root, "shared").waits) == ("", True)
    # one of the sides goes on, and comes in once more
    story.go_to(sides[0])
    note(story, SECOND)
    side = story.commit(NOOR, "2026-09-03T10:00", parents=(sides[0],))
    merge(story, IRIS, "2026-09-04T09:00", side, merged, start=start)
    story.keys(TEO, key(TEO, "2026-08-04"), key(TEO, "2026-09-02", "2026-09-02", of="shared"))
    story.commit(IRIS, "2026-09-04T10:00")
    report = story.audit(root)
    assert len(matters(report, "key-change")) == 1
    assert [each.person for each in matters(report, "key-waits")] == [AMARA]
    word = key(AMARA, "2026-09-02", of="shared", by=IRIS, at="2026-09-05T09:00:00-05:00")
    story.keys(AMARA, OWN, word)
    story.commit(IRIS, "2026-09-05T09:00")
    assert matters(story.audit(root), "key-waits") == []
    assert (span(root, "shared").person, span(root, "shared").revoked) == (AMARA, None)
