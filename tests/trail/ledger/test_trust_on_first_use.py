"""What a user has seen of a program before, and what is told from it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import msgspec
import pytest
from support.histories import plain
from support.story import AMARA, FIRST, IRIS, NOOR, TEO, TODAY, Story, matters
from support.trails import key, print_of

from mentorctl.reports.proofs.audit import AuditReport, audit
from mentorctl.store.folder import Folder
from mentorctl.trail.errors import TrailError
from mentorctl.trail.ledger import trust_on_first_use
from mentorctl.trail.ledger.ledger import Ledger, Settings
from mentorctl.trail.register.key_register import KeySpan, Register

if TYPE_CHECKING:
    from pathlib import Path


def looked_at(root: Path, *, accept: bool = False) -> AuditReport:
    return audit(Folder(root).recorded, TODAY, accept=accept)


def grown(commits: int, text: str = "# %d\n") -> Story:
    story = Story()
    for number in range(commits):
        story.files[f"{FIRST}/plan.yaml"] += (text % number).encode()
        story.commit(TEO, f"2026-10-0{number + 1}T09:00")
    return story


def test_a_history_that_goes_on_is_the_same_history(tmp_path: Path) -> None:
    root = tmp_path / "program"
    ids = grown(3).lay_in(root)
    plain(root, "update-ref", "refs/heads/main", ids[3])
    first = looked_at(root)
    plain(root, "update-ref", "refs/heads/main", ids[4])
    second = looked_at(root)
    assert (first.first, second.first) == (True, False)
    assert first.matters == second.matters == ()


def test_a_rewound_history_is_told_until_it_is_accepted(tmp_path: Path) -> None:
    root = tmp_path / "program"
    ids = grown(3).lay_in(root)
    looked_at(root)
    plain(root, "update-ref", "refs/heads/main", ids[3])
    for _ in range(2):
        (found,) = looked_at(root).matters
        assert found.code == "history-rewritten"
        assert ids[4][:10] in found.message
        assert ids[3][:10] in found.message
    assert looked_at(root, accept=True).matters == ()
    assert looked_at(root).matters == ()


def test_a_history_forced_over_is_told_in_any_copy(tmp_path: Path) -> None:
    root, copy = tmp_path / "program", tmp_path / "copy"
    grown(3).lay_in(root)
    looked_at(root)
    # in this copy the last commit that was seen is not even there
    grown(3, "# other %d\n").lay_in(copy)
    assert [each.code for each in looked_at(copy).matters] == ["history-rewritten"]


def test_another_founder_is_told(tmp_path: Path) -> None:
    root, other = tmp_path / "program", tmp_path / "other"
    Story().lay_in(root)
    looked_at(root)
    forged = Story()
    forged.commits.clear()
    forged.signers.clear()
    forged.keys(IRIS, key(IRIS, of="mallory"))
    forged.commit("mallory", "2026-08-03T09:00", author=IRIS)
    forged.lay_in(other)
    report = looked_at(other)
    assert {each.code for each in report.matters} >= {"other-root", "history-rewritten"}
    (found, *_) = matters(report, "other-root")
    assert print_of(IRIS) in found.message
    assert print_of("mallory") in found.message


def test_a_root_that_is_asked_for(tmp_path: Path) -> None:
    root = tmp_path / "program"
    Story().lay_in(root)
    assert audit(Folder(root).recorded, TODAY, root=print_of(IRIS)).matters == ()
    assert matters(audit(Folder(root).recorded, TODAY, root=print_of(TEO)), "other-root")


def test_a_rebase_of_the_root_has_the_same_founder(tmp_path: Path) -> None:
    root = tmp_path / "program"
    grown(2).lay_in(root)
    looked_at(root)
    for name, value in {"user.name": "n", "user.email": "e@example.org"}.items():
        plain(root, "config", name, value)
    plain(root, "rebase", "-q", "--root", "--force-rebase")
    assert not matters(looked_at(root), "other-root")


def test_a_shallow_copy_is_the_same_program(tmp_path: Path) -> None:
    root, copy = tmp_path / "program", tmp_path / "copy"
    story = Story()
    story.keys(IRIS, key(IRIS), key(IRIS, "2026-10-01", of="iris-laptop"))
    story.commit(IRIS, "2026-10-01T09:00")
    story.lay_in(root)
    looked_at(root)
    plain(tmp_path, "clone", "-q", "--depth=1", root.as_uri(), str(copy))
    assert not matters(looked_at(copy), "other-root")
    # nor does a shallow copy, seen first, make the whole one another
    trust_on_first_use.pins_file().unlink()
    looked_at(copy)
    assert looked_at(root).matters == ()


def test_nothing_is_kept_in_the_folder(tmp_path: Path) -> None:
    root = tmp_path / "program"
    Story().lay_in(root)
    before = sorted(root.rglob("*"))
    looked_at(root)
    assert sorted(root.rglob("*")) == before


def test_pins_of_other_programs_stay(tmp_path: Path) -> None:
    root, other = tmp_path / "program", tmp_path / "other"
    Story().lay_in(root)
    looked_at(root)
    story = Story()
    story.commits.clear()
    story.signers.clear()
    story.put("program.yaml", "\nid: ", "\nid: other-")
    story.commit(IRIS, "2026-08-03T09:00")
    story.lay_in(other)
    looked_at(other)
    plain(root, "update-ref", "refs/heads/main", "HEAD~1")
    assert matters(looked_at(root), "history-rewritten")


def test_a_file_of_pins_that_cannot_be_read_is_not_passed_over(tmp_path: Path) -> None:
    root = tmp_path / "program"
    Story().lay_in(root)
    looked_at(root)
    trust_on_first_use.pins_file().write_text("{", encoding="utf-8")
    with pytest.raises(TrailError, match="cannot be read"):
        looked_at(root)


DAYS = [dt.date(2026, 10, day) for day in (1, 2, 3)]


def seen(*people: str, tip: str = "tip", cut: bool = False) -> Ledger:
    """What a history says that some people founded."""
    spans = {print_of(each): KeySpan(each, "", DAYS[0], None, "root") for each in people}
    register = Register(spans, frozenset(people), "root" if people else "")
    of = Settings(program="mp")
    return Ledger(settings=of, tip=tip, at={tip: 0}, registers=[register], cut=cut)


@pytest.mark.parametrize(
    ("was", "now", "cut", "is_another"),
    [
        ([IRIS], [IRIS], False, False),
        ([IRIS], [IRIS, TEO], False, True),
        ([IRIS, TEO], [IRIS], False, True),
        ([IRIS], [TEO], False, True),
        ([IRIS], [], False, True),
        ([], [IRIS], False, False),
        # in a copy that begins in the middle all of its first keys look like that
        ([IRIS], [IRIS, TEO], True, False),
        ([IRIS, TEO], [IRIS], True, True),
    ],
)
def test_who_founded_it_is_held_to_who_had(
    tmp_path: Path, was: list[str], now: list[str], *, cut: bool, is_another: bool
) -> None:
    known = trust_on_first_use.Pin(tuple(map(print_of, was)), "2026-10-01", "", "")
    told = trust_on_first_use.differences_from(tmp_path, known, seen(*now, cut=cut))
    assert [each.code for each in told] == (["other-root"] if is_another else [])
    assert all(print_of(each) in told[0].message for each in (*was, *now) if told)


def test_what_was_seen_stays_as_it_was_first_seen() -> None:
    one, other = (print_of(IRIS),), (print_of(TEO),)
    pin, known = trust_on_first_use.pin, trust_on_first_use.Pin

    # a copy that begins in the middle does not show who founded it
    middle = known((), "2026-10-01", "tip", "2026-10-01")
    assert pin("mp", seen(IRIS, cut=True), DAYS[0]) == middle
    first = known(one, "2026-10-02", "tip", "2026-10-02")
    assert pin("mp", seen(IRIS), DAYS[1]) == first
    assert pin("mp", seen(IRIS), DAYS[2]) == first
    assert pin("mp", seen(TEO, tip="new"), DAYS[2]) == known(one, "2026-10-02", "new", "2026-10-03")
    anew = known(other, "2026-10-03", "new", "2026-10-03")
    assert pin("mp", seen(TEO, tip="new"), DAYS[2], anew=True) == anew
    assert trust_on_first_use.pinned("mp") == anew
    assert trust_on_first_use.pinned("another") is None


def test_the_keys_of_several_founders_are_kept_in_order() -> None:
    people = (IRIS, TEO, AMARA, NOOR)
    prints = tuple(sorted(map(print_of, people)))
    assert trust_on_first_use.pin("mp", seen(*people), DAYS[0]).founders == prints
    kept = trust_on_first_use.pin("other", seen(*people, cut=True), DAYS[0])
    trust_on_first_use.pin_founders("other", seen(*people).register, DAYS[1])
    # what was the last commit is so still
    now = msgspec.structs.replace(kept, founders=prints, first_seen="2026-10-02")
    assert trust_on_first_use.pinned("other") == now


@pytest.mark.parametrize(
    ("ledger", "is_kept"), [(seen(IRIS), True), (seen(IRIS, cut=True), False), (seen(), False)]
)
def test_who_founded_it_is_kept_where_the_history_shows_it(
    ledger: Ledger, *, is_kept: bool
) -> None:
    assert trust_on_first_use.followed(ledger) is ledger
    kept = trust_on_first_use.pinned("mp")
    assert (kept is not None) == is_kept
    assert kept is None or kept.founders == (print_of(IRIS),)


def test_what_nobody_founded_is_followed_as_far_as_it_was_before() -> None:
    trust_on_first_use.pin("mp", seen(IRIS), DAYS[0])
    empty, unfounded = Ledger(settings=Settings(program="mp")), seen()
    assert trust_on_first_use.followed(empty) is empty
    assert trust_on_first_use.followed(unfounded, past=True) is unfounded
    for ledger, past in ((unfounded, False), (seen(TEO), True)):
        with pytest.raises(trust_on_first_use.OtherFounder):
            trust_on_first_use.followed(ledger, past=past)
