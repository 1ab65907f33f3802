"""What a coordinator once said of a key, said again by somebody else, where and when it suits them.

A coordinator's word about a key counts whoever brings it in, as a squash may lose the commit. It
says what became of the key, and neither hides what that ended nor ends anything anew.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from forgery.test_merges import add_key, merge, name_coordinators, note
from support.histories import plain
from support.story import AMARA, IRIS, NOOR, ONE, SECOND, TEO, Story, matters, pushed_to_guard
from support.trails import key, print_of

from mentorctl.model.signature import SignatureState
from mentorctl.trail.ledger.ledger_cache import ledger_of

if TYPE_CHECKING:
    from pathlib import Path

    from mentorctl.model.recorded import HeldKey

START = 1
MARK = print_of(TEO)


def revoked(on: str = "2026-10-05", at: str = "2026-10-05T09:00:00-05:00") -> HeldKey:
    return key(TEO, "2026-08-04", on, by=IRIS, at=at)


def reinstated(at: str = "2026-10-20T09:00:00-05:00") -> HeldKey:
    return key(TEO, "2026-08-04", by=IRIS, at=at)


def refused(root: Path, start: int) -> str:
    commits = plain(root, "rev-list", "--reverse", "--topo-order", "HEAD").splitlines()
    done = pushed_to_guard(root, commits[start])
    return done.stderr if done.returncode else ""


def praised(story: Story, by: str, at: str) -> None:
    story.put(ONE, "Thorough on grading", "Brilliant")
    story.sign("experiences/1.yaml", "mentor", TEO, f"{at}:00-05:00")
    story.commit(by, at, parents=(START,))


@pytest.mark.parametrize("brings", [TEO, AMARA])
def test_a_thief_who_brings_the_revocation_along_is_found_out(brings: str, tmp_path: Path) -> None:
    story, root = Story(), tmp_path / "program"
    story.keys(TEO, revoked())
    main = story.commit(IRIS, "2026-10-05T09:00")
    story.go_to(START)
    praised(story, TEO, "2026-10-04T09:00")
    story.keys(TEO, revoked())
    side = story.commit(brings, "2026-10-04T09:10")
    merge(story, AMARA, "2026-10-06T10:00", main, side)
    report = story.audit(root)
    (forged,) = {*ledger_of(root).unproven[ONE].values()}
    assert forged in {each.commit for each in matters(report, "revoked-key")}
    assert report.states.get(SignatureState.VALID, 0) == 0
    assert forged[:10] in refused(root, main)


@pytest.mark.parametrize("fork", [0, START])
def test_what_was_rightly_signed_stays_so_whoever_repeats_the_revocation(
    fork: int, tmp_path: Path
) -> None:
    story, root = Story(), tmp_path / "program"
    add_key(story, NOOR, key(NOOR, "2026-09-01", of="noor-2"))
    story.commit(IRIS, "2026-09-01T09:00")
    story.put(ONE, "Thorough on grading", "Thorough")
    story.sign("plan.yaml", "mentor", TEO)
    story.commit(TEO)
    story.keys(TEO, revoked("2026-11-05", "2026-11-05T09:00:00-05:00"))
    main = story.commit(IRIS, "2026-11-05T09:00")
    held = story.files[f"people/{TEO}.yaml"]
    story.go_to(START)
    story.files[f"people/{TEO}.yaml"] = held
    side = story.commit(AMARA, "2026-11-06T09:00", parents=(START,))
    merge(story, AMARA, "2026-11-06T10:00", main, side, start=START, first=fork == 0)
    report = story.audit(root)
    assert report.matters == ()
    assert report.states[SignatureState.VALID] == 1
    assert not ledger_of(root).unproven


def test_a_key_that_was_let_in_again_is_not_revoked_by_an_older_word(tmp_path: Path) -> None:
    story, root = Story(), tmp_path / "program"
    story.keys(TEO, revoked())
    story.commit(IRIS, "2026-10-05T09:00")
    old = story.files[f"people/{TEO}.yaml"]
    story.keys(TEO, reinstated())
    main = story.commit(IRIS, "2026-10-20T09:00")
    story.files[f"people/{TEO}.yaml"] = old
    story.commit(AMARA, "2026-10-21T09:00")
    (found,) = matters(story.audit(root), "key-change")
    assert found.message == "the days of a key were changed, and no coordinator did it"
    assert ledger_of(root).register.spans[MARK].revoked is None
    assert "the days of a key were changed" in refused(root, main)


def test_nor_from_an_old_side(tmp_path: Path) -> None:
    story, root = Story(), tmp_path / "program"
    story.keys(TEO, revoked())
    story.commit(IRIS, "2026-10-05T09:00")
    old = story.files[f"people/{TEO}.yaml"]
    story.keys(TEO, reinstated())
    story.commit(IRIS, "2026-10-20T09:00")
    story.put(ONE, "Thorough on grading", "Thorough")
    main = story.commit(TEO, "2026-10-20T10:00")
    kept = story.files[f"people/{TEO}.yaml"]
    story.go_to(START)
    story.files[f"people/{TEO}.yaml"] = old
    side = story.commit(AMARA, "2026-10-21T09:00", parents=(START,))
    story.go_to(main)
    story.files[f"people/{TEO}.yaml"] = kept
    story.commit(AMARA, "2026-10-21T10:00", parents=(main, side))
    report = story.audit(root)
    assert ledger_of(root).register.spans[MARK].revoked is None
    assert not matters(report, "revoked-key")
    assert not ledger_of(root).unproven


def test_a_word_of_a_coordinator_that_is_newer_counts_whoever_brings_it(tmp_path: Path) -> None:
    story, root = Story(), tmp_path / "program"
    story.keys(TEO, revoked())
    story.commit(AMARA, "2026-10-05T09:00")
    assert story.audit(root).matters == ()
    assert ledger_of(root).register.spans[MARK].revoked is not None


def test_a_former_coordinator_who_repeats_the_handover_is_one_no_more(tmp_path: Path) -> None:
    story, root = Story(), tmp_path / "program"
    name_coordinators(story, NOOR)
    story.commit(IRIS, "2026-09-01T09:00")
    note(story)
    main = story.commit(NOOR, "2026-11-05T09:00")
    story.go_to(START)
    story.put(ONE, "Thorough on grading", "Brilliant")
    story.commit(IRIS, "2026-08-30T09:00", parents=(START,))
    name_coordinators(story, NOOR)
    side = story.commit(IRIS, "2026-08-30T09:10")
    merge(story, AMARA, "2026-11-06T10:00", main, side)
    found = matters(story.audit(root), "forbidden-change")
    assert {(each.person, each.path) for each in found} == {(IRIS, ONE), (IRIS, "program.yaml")}
    assert ledger_of(root).register.coordinators == {NOOR}


def test_a_handover_that_is_written_down_in_two_copies_is_one(tmp_path: Path) -> None:
    story, root = Story(), tmp_path / "program"
    name_coordinators(story, NOOR)
    one = story.commit(IRIS, "2026-09-01T09:00")
    story.go_to(START)
    note(story, SECOND)
    name_coordinators(story, NOOR)
    other = story.commit(IRIS, "2026-09-01T10:00", parents=(START,))
    merge(story, NOOR, "2026-09-01T11:00", one, other)
    assert story.audit(root).matters == ()
    assert ledger_of(root).register.coordinators == {NOOR}


@pytest.mark.parametrize("minute", range(6))
def test_no_former_coordinator_chooses_which_handover_holds(minute: int, tmp_path: Path) -> None:
    """The id of a commit decides nothing: whoever makes it tries until it suits them."""
    story, root = Story(), tmp_path / "program"
    name_coordinators(story, NOOR)
    story.commit(IRIS, "2026-09-01T09:00")
    note(story)
    main = story.commit(NOOR, "2026-11-05T09:00")
    story.go_to(START)
    name_coordinators(story, TEO)
    side = story.commit(IRIS, f"2026-08-30T09:0{minute}", parents=(START,))
    merge(story, AMARA, "2026-11-06T10:00", main, side, first=True)
    report = story.audit(root)
    assert ledger_of(root).register.coordinators == {NOOR}
    # what was rightly handed over is nobody's fault
    assert [each.day for each in matters(report, "forbidden-change")] == ["2026-08-30"]
