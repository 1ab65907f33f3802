"""Dates held to when the guard of the shared folder noted that they came in."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from support.histories import Made, lay_history, plain
from support.story import AMARA, FIRST, IRIS, TEO, TODAY, Story, matters

from mentorctl.reports.proofs.audit import audit
from mentorctl.store.folder import Folder
from mentorctl.trail.git.command import Git
from mentorctl.trail.git.refs import NOTES, is_absent
from mentorctl.trail.ledger.receptions import (
    BranchMove,
    Reception,
    arrival_times,
    heads_when_it_came,
    keep,
    message,
    not_noted_yet,
    on_main,
    receptions,
    tip,
)
from mentorctl.trail.server.reception_notes import lay_key, note

if TYPE_CHECKING:
    from pathlib import Path

    from mentorctl.reports.proofs.audit import AuditReport

MAIN = "refs/heads/main"
ONE = f"{FIRST}/experiences/1.yaml"
ZEROS = "0" * 40


def came_in(root: Path, old: str, new: str, day: str, ref: str = MAIN) -> None:
    at = dt.datetime.fromisoformat(f"{day}T12:00:00+00:00")
    note(root / ".git", [BranchMove(ref, old, new)], at)


def name_guard(story: Story, root: Path) -> None:
    """Have the program's coordinator name the guard of a repository that is to come there."""
    (root / ".git").mkdir(parents=True)
    key = lay_key(root / ".git")
    story.files["program.yaml"] += f"\ntrail:\n  received_by:\n    - {key}\n".encode()
    story.commit(IRIS, "2026-10-05T09:00")


@pytest.mark.parametrize("kept", ["alone", "packed", "by another name", "nowhere"])
def test_notes_are_found_however_git_keeps_them(tmp_path: Path, kept: str) -> None:
    (last,) = lay_history(tmp_path, [Made({"a": b"1"})])
    plain(tmp_path, "update-ref", NOTES, last)
    if kept == "packed":
        plain(tmp_path, "pack-refs", "--all", "--prune")
    elif kept == "by another name":
        plain(tmp_path, "symbolic-ref", NOTES, "refs/heads/main")
    elif kept == "nowhere":
        plain(tmp_path, "update-ref", "-d", NOTES)
    assert is_absent(tmp_path / ".git", NOTES) == (kept == "nowhere")
    assert tip(Git(tmp_path)) == ("" if kept == "nowhere" else last)


@pytest.mark.parametrize("name", ["reftable", "commondir", "packed-refs", NOTES])
def test_where_only_git_can_tell_they_may_be_there(tmp_path: Path, name: str) -> None:
    lay_history(tmp_path, [Made({"a": b"1"})])
    assert is_absent(tmp_path / ".git", NOTES)
    (tmp_path / ".git" / name).mkdir(parents=True)
    assert not is_absent(tmp_path / ".git", NOTES)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "program"


def noted_at(seconds: int, old: str, new: str, ref: str = MAIN) -> Reception:
    return Reception(seconds, "guard", (BranchMove(ref, old, new),))


def antedated(story: Story) -> None:
    """A day in October, in a commit of October, that is sent in December."""
    story.put(ONE, "sent_to_advisor: 2026-11-16", "sent_to_advisor: 2026-10-06")
    story.sign("plan.yaml", "mentor", TEO, "2026-10-06T09:00:00-05:00")
    story.commit(TEO, "2026-10-07T09:00")


def judged(root: Path) -> AuditReport:
    return audit(Folder(root).recorded, TODAY)


@pytest.mark.parametrize("noted", [True, False])
def test_what_is_dated_back_is_late_by_the_clock_of_the_guard(root: Path, *, noted: bool) -> None:
    story = Story()
    name_guard(story, root)
    antedated(story)
    ids = story.lay_in(root)
    if noted:
        came_in(root, ids[1], ids[2], "2026-10-05")
        came_in(root, ids[2], ids[3], "2026-12-20")
    report = judged(root)
    late = matters(report, "backdated")
    assert {(each.commit, each.day) for each in late} == (
        {(ids[3], "2026-10-07")} if noted else set()
    )
    assert len(late) == 2 * noted
    assert all("2026-12-20" in each.message for each in late)
    assert report.received == 2 * noted


def test_what_came_in_in_time_is_in_time(root: Path) -> None:
    story = Story()
    name_guard(story, root)
    antedated(story)
    ids = story.lay_in(root)
    came_in(root, ids[1], ids[2], "2026-10-05")
    came_in(root, ids[2], ids[3], "2026-10-30")
    assert not matters(judged(root), "backdated")


def test_the_notes_of_a_guard_that_no_coordinator_named_do_not_count(root: Path) -> None:
    story = Story()
    root.joinpath(".git").mkdir(parents=True)
    key = lay_key(root / ".git")
    antedated(story)
    story.files["program.yaml"] += f"\ntrail:\n  received_by:\n    - {key}\n".encode()
    story.commit(AMARA, "2026-10-08T09:00")
    ids = story.lay_in(root)
    came_in(root, ids[1], ids[3], "2026-12-20")
    report = judged(root)
    assert (report.received, report.receivers) == (0, (key,))
    assert not matters(report, "backdated")


def test_what_came_in_without_a_note_was_not_there_at_the_note_before(root: Path) -> None:
    story = Story()
    name_guard(story, root)
    antedated(story)
    story.files[ONE] += b"# seen\n"
    story.commit(IRIS, "2026-12-21T09:00")
    ids = story.lay_in(root)
    came_in(root, ids[0], ids[1], "2026-10-04")
    came_in(root, ids[1], ids[2], "2026-12-10")
    came_in(root, ids[3], ids[4], "2026-12-21")
    late = matters(judged(root), "backdated")
    assert {each.commit for each in late} == {ids[3]}
    assert all("2026-12-10" in each.message for each in late)


def test_what_was_there_before_the_first_note_stays_a_claim() -> None:
    parents = {"a": (), "b": ("a",), "c": ("b",), "d": ("c",)}
    first = [("a", "b", 5), ("b", "d", 9)]
    noted = [noted_at(at, old, new) for old, new, at in first]
    assert arrival_times(noted, {"guard"}, parents) == {"b": 5, "c": 9, "d": 9}
    assert not arrival_times(noted, {"other"}, parents)
    begun = [noted_at(4, ZEROS, "b"), *noted[1:]]
    assert arrival_times(begun, {"guard"}, parents) == {"c": 9, "d": 9}


def test_a_branch_counts_from_when_it_came_in() -> None:
    parents = {"a": (), "b": ("a",), "x": ("a",), "y": ("x",), "m": ("b", "y")}
    noted = [
        noted_at(1, ZEROS, "a"),
        noted_at(2, "a", "x", "refs/heads/side"),
        noted_at(3, "a", "b"),
        # somebody else's branch begins with what nobody noted
        noted_at(4, "x", "x", "refs/heads/other"),
        noted_at(9, "b", "m"),
    ]
    assert arrival_times(noted, {"guard"}, parents) == {"x": 2, "b": 3, "y": 9, "m": 9}


def test_what_is_known_is_known_by_when_it_first_came_in() -> None:
    parents = {"a": (), "b": ("a",), "c": ("b",), "d": ("c",), "x": ("c",), "m": ("d", "x")}
    noted = [
        noted_at(1, "a", "b"),
        # what came between without a note
        noted_at(5, "c", "d"),
        noted_at(7, ZEROS, "x", "refs/heads/side"),
        noted_at(9, "d", "m"),
    ]
    assert arrival_times(noted, {"guard"}, parents) == {"b": 1, "c": 1, "d": 5, "x": 7, "m": 9}


def test_what_stood_before_the_first_note_never_comes_in() -> None:
    parents = {"a": (), "b": ("a",), "x": ("a",), "m": ("b", "x")}
    noted = [noted_at(1, "a", "b"), noted_at(9, "b", "m")]
    assert arrival_times(noted, {"guard"}, parents) == {"b": 1, "x": 9, "m": 9}


def test_what_only_a_branch_began_with_comes_in_where_it_is_joined() -> None:
    parents = {"a": (), "b": ("a",), "x": ("a",), "m": ("b", "x")}
    noted = [noted_at(1, "a", "b"), noted_at(2, "x", "x", "refs/heads/side"), noted_at(9, "b", "m")]
    assert arrival_times(noted, {"guard"}, parents) == {"b": 1, "x": 9, "m": 9}


TRUNK, BESIDE = "refs/heads/trunk", "refs/heads/beside"


def noted_of(key: str, says: str, **moves: str) -> Reception:
    """What a guard noted: where it moved the branches of these names, and which is the main one."""
    found = (BranchMove(f"refs/heads/{name}", "0", new) for name, new in moves.items())
    return Reception(1, key, tuple(found), says)


def test_of_all_notes_those_of_the_main_branch_are_told() -> None:
    """Which one that is, the first notes did not say, and it may become another one."""
    noted = [
        noted_of("guard", "", beside="b1", trunk="t1"),
        noted_of("guard", TRUNK),
        noted_of("another", TRUNK, trunk="x"),
        noted_of("guard", TRUNK, trunk="t2", beside="b2"),
        noted_of("guard", "", beside="b3"),
        noted_of("guard", MAIN, main="m1", trunk="t3"),
        noted_of("guard", "", main="m2", trunk="t4"),
    ]
    found = [[one.new for one in each.moves] for each in on_main(noted, {"guard"})]
    assert found == [["t1"], ["t2"], [], ["m1"], ["m2"]]
    assert on_main(noted[1:2], {"guard"}) == []


def test_where_no_note_says_which_the_main_branch_is_it_is_the_first() -> None:
    noted = [noted_of("guard", "", beside="b1", trunk="t1"), noted_of("guard", "", trunk="t2")]
    assert [[one.new for one in each.moves] for each in on_main(noted, {"guard"})] == [["b1"], []]


LINE = {"a": (), "b": ("a",), "c": ("b",), "d": ("c",), "x": ("a",)}


def test_what_no_note_knows_of_is_still_to_come() -> None:
    assert not_noted_yet([noted_at(1, "a", "b")], {"guard"}, LINE) == {"c", "d", "x"}
    assert not_noted_yet([noted_at(1, "x", "c")], {"guard"}, LINE) == {"d"}
    assert not_noted_yet([noted_at(1, "a", "b")], {"another"}, LINE) == LINE.keys()


def test_what_a_branch_was_at_is_told_of_what_came_to_it() -> None:
    moves = [BranchMove(MAIN, "a", "b"), BranchMove(MAIN, "c", "d")]
    # somebody moved it from b to c, and no note says so
    assert heads_when_it_came(moves, LINE) == ({"a": "", "b": "a", "c": "b", "d": "c"}, ("d",))
    new = [BranchMove(MAIN, "a", "b"), BranchMove(BESIDE, ZEROS, "x"), BranchMove(TRUNK, "b", "no")]
    assert heads_when_it_came(new, LINE) == ({"a": "", "b": "a", "x": ""}, ("b", "x"))


def test_an_unsigned_or_changed_note_is_none(root: Path) -> None:
    ids = Story().lay_in(root)
    assert receptions(Git(root)) == []
    lay_key(root / ".git")
    came_in(root, ids[0], ids[1], "2026-12-20")
    (one,) = receptions(Git(root))
    assert one.moves == (BranchMove(MAIN, ids[0], ids[1]),)
    assert one.main == MAIN
    assert message(one.moves, MAIN) == f"came in\n\n{MAIN} {ids[0]} {ids[1]}\nmain {MAIN}"
    raw = plain(root, "cat-file", "commit", NOTES).replace(ids[1], ids[0]).encode() + b"\n"
    forged = plain(root, "hash-object", "-t", "commit", "-w", "--stdin", data=raw)
    # what nobody signed, and what somebody signed that is no note
    others = plain(root, "commit-tree", f"{NOTES}^{{tree}}", "-m", message(one.moves)), ids[1]
    for each in (forged, *others):
        plain(root, "update-ref", NOTES, each)
        assert receptions(Git(root)) == []


def test_notes_are_only_ever_added_to(root: Path) -> None:
    ids = Story().lay_in(root)
    lay_key(root / ".git")
    came_in(root, ids[0], ids[1], "2026-12-20")
    first = plain(root, "rev-parse", NOTES)
    came_in(root, ids[0], ids[1], "2026-12-21")
    second, git = plain(root, "rev-parse", NOTES), Git(root)
    assert keep(git, second)
    assert not keep(git, first)
    assert plain(root, "rev-parse", NOTES) == second
    for known in ("", first):
        plain(root, "update-ref", "-d", NOTES)
        if known:
            plain(root, "update-ref", NOTES, known)
        assert keep(git, second)
        assert plain(root, "rev-parse", NOTES) == second


@pytest.mark.parametrize("known", [True, False])
def test_what_is_no_line_of_notes_is_not_kept(root: Path, *, known: bool) -> None:
    ids = Story().lay_in(root)
    lay_key(root / ".git")
    if known:
        came_in(root, ids[0], ids[1], "2026-12-20")
    before = plain(root, "for-each-ref")
    for each in ("HEAD:program.yaml", "HEAD^{tree}"):
        assert not keep(Git(root), plain(root, "rev-parse", each))
    assert plain(root, "for-each-ref") == before


def test_nor_is_one_left_out_by_another_way_to_it(root: Path) -> None:
    """Those are read from the last to the one that it follows first."""
    ids = Story().lay_in(root)
    lay_key(root / ".git")
    for day in range(20, 24):
        came_in(root, ids[0], ids[1], f"2026-12-{day}")
    known, git = plain(root, "rev-parse", NOTES), Git(root)
    by = ("-c", "user.name=x", "-c", "user.email=x@example.org")
    tree, old = f"{known}^{{tree}}", f"{known}~3"
    for parents in ((old, known), (old, f"{known}~1", known)):
        follows = [word for each in parents for word in ("-p", each)]
        made = plain(root, *by, "commit-tree", tree, *follows, "-m", "a merge of notes")
        assert not keep(git, made)
        assert plain(root, "rev-parse", NOTES) == known
    made = plain(root, *by, "commit-tree", tree, "-p", known, "-p", old, "-m", "one more")
    assert keep(git, made)
    assert len(receptions(git)) == 4


def test_what_a_guard_that_nobody_named_notes_keeps_no_other_notes_out(root: Path) -> None:
    ids = Story().lay_in(root)
    mark = lay_key(root / ".git")
    came_in(root, ids[0], ids[1], "2026-12-20")
    came_in(root, ids[0], ids[1], "2026-12-21")
    named, git = plain(root, "rev-parse", NOTES), Git(root)
    plain(root, "update-ref", NOTES, f"{named}~1")
    (root / ".git/mentorctl/reception-key").unlink()
    other = lay_key(root / ".git")
    came_in(root, ids[0], ids[1], "2026-12-22")
    strange = plain(root, "rev-parse", NOTES)
    assert not keep(git, named)
    assert not keep(git, named, lambda: (mark, other))
    assert keep(git, named, lambda: (mark,))
    assert not keep(git, strange, lambda: (mark,))
    assert plain(root, "rev-parse", NOTES) == named
