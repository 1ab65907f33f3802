"""What stood in the shared folder before somebody's rights ended is not blamed when the end comes.

A coordinator notes an end offline and brings it in late. The history alone does not tell which
side came in then; the notes of the shared folder's guard do, and nothing else.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from forgery.test_in_league import a_coordinator_who_is_none_any_more, a_mentor_who_has_left
from forgery.test_merges import add_key, merge, name_coordinators, note
from support.histories import plain
from support.keys import key_of
from support.run import mentorctl
from support.story import AMARA, IRIS, NOOR, ONE, SECOND, TEO, TODAY, Story, matters
from support.trails import key, print_of
from trail.ledger.test_ledger_cache import unread
from trail.ledger.test_receptions import MAIN, came_in, name_guard

from mentorctl.cli.exit_codes import CANNOT_RUN
from mentorctl.model.recorded import PaperSignature, Scan
from mentorctl.reports.proofs.audit import audit
from mentorctl.store.folder import Folder
from mentorctl.trail.git.borrowed import borrow, home_of
from mentorctl.trail.git.one_run import one_run
from mentorctl.trail.git.refs import NOTES
from mentorctl.trail.ledger.ledger_cache import ledger_of
from mentorctl.trail.ledger.receptions import BranchMove, message
from mentorctl.trail.server.reception_notes import lay_key

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from mentorctl.reports.proofs.audit import AuditReport

# places of commits in these histories
GUARDED, ENDED, SHARED, LAST = 2, 3, 4, 5
ENDS = (a_mentor_who_has_left, a_coordinator_who_is_none_any_more)
Push = tuple[int, int, str, str]
EARLY, LATE = "2026-10-06", "2026-11-20"


def ended_offline(story: Story, end: Callable[[Story], tuple[str, str]]) -> None:
    """Somebody's rights end in one copy, and they go on in the shared folder; then both meet."""
    by, _ = end(story)
    story.commit(IRIS, "2026-10-05T10:00", parents=(GUARDED,))
    story.go_to(GUARDED)
    story.put(ONE, "Thorough on grading", "Thorough")
    story.commit(by, "2026-10-06T09:00", parents=(GUARDED,))
    keeper = NOOR if by == IRIS else IRIS
    merge(story, keeper, "2026-11-20T09:00", SHARED, ENDED, start=GUARDED)


def noted(root: Path, ids: list[str], *pushes: Push) -> AuditReport:
    for old, new, day, ref in pushes:
        came_in(root, ids[old], ids[new], day, ref)
    return audit(Folder(root).recorded, TODAY)


FIRST_PUSH = (1, GUARDED, "2026-10-05", MAIN)
TOLD = {
    "it had come in long before": (
        [FIRST_PUSH, (GUARDED, SHARED, EARLY, MAIN), (SHARED, LAST, LATE, MAIN)],
        False,
    ),
    "and the end is not sent yet": ([FIRST_PUSH, (GUARDED, SHARED, EARLY, MAIN)], False),
    "it came in without a note": (
        [FIRST_PUSH, (SHARED, LAST, LATE, MAIN)],
        False,
    ),
    "both came in at once": ([FIRST_PUSH, (GUARDED, LAST, LATE, MAIN)], True),
    "the end came in first": (
        [FIRST_PUSH, (GUARDED, ENDED, EARLY, MAIN), (ENDED, LAST, LATE, MAIN)],
        True,
    ),
    "the end was on another branch, the rest on none": (
        [FIRST_PUSH, (GUARDED, ENDED, EARLY, "refs/heads/end"), (GUARDED, LAST, LATE, MAIN)],
        True,
    ),
    "the end was on another branch, and the rest was shared meanwhile": (
        [FIRST_PUSH, (GUARDED, ENDED, EARLY, "refs/heads/end"),
         (GUARDED, SHARED, "2026-11-01", MAIN), (SHARED, LAST, LATE, MAIN)],
        False,
    ),
    "the same, before both are sent together": (
        [FIRST_PUSH, (GUARDED, ENDED, EARLY, "refs/heads/end"),
         (GUARDED, SHARED, "2026-11-01", MAIN)],
        False,
    ),
    "both were brought together beside it": (
        [FIRST_PUSH, (GUARDED, ENDED, EARLY, "refs/heads/end"),
         (GUARDED, SHARED, "2026-11-01", MAIN), (ENDED, LAST, "2026-11-02", "refs/heads/end"),
         (SHARED, LAST, LATE, MAIN)],
        False,
    ),
    "it lay ready on a branch of its own": (
        [FIRST_PUSH, (GUARDED, SHARED, EARLY, "refs/heads/ready"),
         (GUARDED, ENDED, "2026-10-07", MAIN), (ENDED, LAST, LATE, MAIN)],
        True,
    ),
    "and was brought together there": (
        [FIRST_PUSH, (GUARDED, SHARED, EARLY, "refs/heads/ready"),
         (GUARDED, ENDED, "2026-10-07", MAIN), (SHARED, LAST, LATE, "refs/heads/ready"),
         (ENDED, LAST, LATE, MAIN)],
        True,
    ),
    "the end was there when the notes began": (
        [(ENDED, LAST, LATE, MAIN)],
        True,
    ),
    "nothing is noted": ([], True),
}  # fmt: skip


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("told", TOLD)
def test_the_notes_of_a_guard_tell_what_stood_first(
    end: Callable[[Story], tuple[str, str]], told: str, tmp_path: Path
) -> None:
    root = tmp_path / "program"
    story = Story()
    name_guard(story, root)
    ended_offline(story, end)
    ids = story.lay_in(root)
    pushes, is_late = TOLD[told]
    report = noted(root, ids, *pushes)
    found = {(each.code, each.commit) for each in report.matters if each.code != "late-change"}
    assert found == ({("forbidden-change", ids[SHARED])} if is_late else set())
    assert is_late or not report.matters
    assert (ONE in ledger_of(root).unproven) == is_late


@pytest.mark.parametrize("end", ENDS)
def test_which_branch_is_the_main_one_the_guard_says(
    end: Callable[[Story], tuple[str, str]], tmp_path: Path
) -> None:
    """Not who sends something first."""
    root = tmp_path / "program"
    story = Story()
    name_guard(story, root)
    ended_offline(story, end)
    ids = story.lay_in(root)
    pushes = (
        (1, GUARDED, "2026-10-05", "refs/heads/mine"),
        (GUARDED, SHARED, EARLY, "refs/heads/mine"),
        (1, ENDED, "2026-10-07", MAIN),
        (ENDED, LAST, LATE, MAIN),
    )
    assert {each.commit for each in matters(noted(root, ids, *pushes), "forbidden-change")} == {
        ids[SHARED]
    }


@pytest.mark.parametrize("named_by", [IRIS, NOOR])
@pytest.mark.parametrize("end", ENDS)
def test_a_guard_that_was_named_meanwhile_tells_it_too(
    end: Callable[[Story], tuple[str, str]], named_by: str, tmp_path: Path
) -> None:
    """Not where whoever named it is no coordinator any more on the other side."""
    root = tmp_path / "program"
    story = Story()
    name_coordinators(story, IRIS, NOOR)
    story.commit(IRIS, "2026-08-04T10:00")
    by, _ = end(story)
    ended = story.commit(NOOR, "2026-10-05T10:00")
    story.go_to(ended - 1)
    name_guard(story, root)
    story.signers[-1] = named_by
    named = len(story.commits) - 1
    story.commits[named] = story.commits[named]._replace(parents=(ended - 1,))
    story.put(ONE, "Thorough on grading", "Thorough")
    shared = story.commit(by, "2026-10-06T09:00")
    last = merge(story, NOOR, "2026-11-20T09:00", shared, ended, start=ended - 1)
    if end is a_coordinator_who_is_none_any_more:
        name_coordinators(story, NOOR)
        story.commits[last] = story.commits[last]._replace(files=dict(story.files))
    ids = story.lay_in(root)
    pushes = (ended - 1, named, "2026-10-05", MAIN), (named, shared, EARLY, MAIN)
    report = noted(root, ids, *pushes, (shared, last, LATE, MAIN))
    is_late = end is a_coordinator_who_is_none_any_more and named_by == IRIS
    found = {each.commit for each in matters(report, "forbidden-change")}
    assert found == ({ids[named], ids[shared]} if is_late else set())


@pytest.mark.parametrize("by", [IRIS, NOOR])
def test_a_guard_that_one_side_takes_out_tells_nothing(by: str, tmp_path: Path) -> None:
    root = tmp_path / "program"
    story = Story()
    name_coordinators(story, IRIS, NOOR)
    before = story.files["program.yaml"]
    name_guard(story, root)
    a_mentor_who_has_left(story)
    story.files["program.yaml"] = before
    ended = story.commit(by, "2026-10-05T10:00")
    story.go_to(ended - 1)
    story.put(ONE, "Thorough on grading", "Thorough")
    shared = story.commit(TEO, "2026-10-06T09:00", parents=(ended - 1,))
    last = merge(story, IRIS, "2026-11-20T09:00", shared, ended, start=ended - 1)
    ids = story.lay_in(root)
    pushes = (1, ended - 1, "2026-10-05", MAIN), (ended - 1, shared, EARLY, MAIN)
    report = noted(root, ids, *pushes, (shared, last, LATE, MAIN))
    assert {each.commit for each in matters(report, "forbidden-change")} == {ids[shared]}


def garbled(root: Path) -> None:
    (root / ".git" / NOTES).write_text("none\n", encoding="ascii")


def emptied(root: Path) -> None:
    (root / ".git" / NOTES).write_bytes(b"")


def leading_nowhere(root: Path) -> None:
    (root / ".git" / NOTES).write_text("1" * 40 + "\n", encoding="ascii")


def leading_to_a_file(root: Path) -> None:
    plain(root, "update-ref", NOTES, "HEAD:program.yaml")


def without_an_earlier_one(root: Path) -> None:
    name = plain(root, "rev-parse", f"{NOTES}~1")
    file = root / ".git/objects" / name[:2] / name[2:]
    file.chmod(0o600)
    file.unlink()


@pytest.mark.parametrize("place", ["here", "in a worktree"])
@pytest.mark.parametrize(
    "harm", [garbled, emptied, leading_nowhere, leading_to_a_file, without_an_earlier_one]
)
def test_notes_that_cannot_be_read_are_not_taken_for_none(
    harm: Callable[[Path], None], place: str, tmp_path: Path
) -> None:
    root, there = tmp_path / "program", tmp_path / "program"
    story = Story()
    name_guard(story, root)
    ended_offline(story, a_mentor_who_has_left)
    ids = story.lay_in(root)
    for old, new, day, ref in TOLD["it had come in long before"][0]:
        came_in(root, ids[old], ids[new], day, ref)
    if place != "here":
        there = tmp_path / "beside"
        plain(root, "worktree", "add", "-q", "-b", "beside", str(there))
    harm(root)
    for command in ("status", "completers"):
        done = mentorctl(command, "--today", str(TODAY), cwd=there)
        assert done.code == 1
        assert "no signature can be judged" in done.err
    assert mentorctl("audit", cwd=there).code == CANNOT_RUN


@pytest.mark.parametrize("harm", [garbled, emptied, leading_nowhere, leading_to_a_file])
def test_notes_that_cannot_be_read_come_in_anew(
    harm: Callable[[Path], None], tmp_path: Path
) -> None:
    root, place, copy = (tmp_path / each for each in ("program", "shared.git", "copy"))
    Story().lay_in(root)
    plain(tmp_path, "init", "-q", "--bare", "-b", "main", str(place))
    lay_key(place)
    assert mentorctl("guard", "--install", place, cwd=tmp_path).code == 0
    plain(root, "push", "-q", str(place), "main")
    assert mentorctl("join", place, copy, cwd=tmp_path).code < CANNOT_RUN
    right = plain(copy, "rev-parse", NOTES)
    harm(copy)
    assert mentorctl("sync", cwd=copy).code == 0
    assert plain(copy, "rev-parse", NOTES) == right


def test_a_merge_that_names_an_old_commit_beside_hides_no_note(tmp_path: Path) -> None:
    """That commit is from before the guard was named; it brings nothing, and says nothing of it."""
    root = tmp_path / "program"
    story = Story()
    name_guard(story, root)
    ended_offline(story, a_mentor_who_has_left)
    story.commits[-1] = story.commits[-1]._replace(parents=(SHARED, ENDED, 1))
    ids = story.lay_in(root)
    assert not noted(root, ids, *TOLD["it had come in long before"][0]).matters


def test_what_is_kept_counts_while_the_notes_say_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = tmp_path / "program"
    story = Story()
    name_guard(story, root)
    ended_offline(story, a_mentor_who_has_left)
    note(story, SECOND)
    story.commit(AMARA, "2026-11-21T09:00")
    ids = story.lay_in(root)
    assert ONE in ledger_of(root).unproven
    came_in(root, ids[1], ids[GUARDED], "2026-10-05")
    came_in(root, ids[GUARDED], ids[SHARED], EARLY)
    assert ONE not in ledger_of(root).unproven
    came_in(root, ids[SHARED], ids[LAST], LATE)
    known = ledger_of(root)
    assert ONE not in known.unproven
    came_in(root, ids[LAST], ids[LAST + 1], "2026-11-21")
    unread(monkeypatch)
    assert ledger_of(root) == known


@pytest.mark.parametrize("by", ["nobody", "another guard", "whoever has left"])
def test_the_notes_of_nobody_else_tell_it(by: str, tmp_path: Path) -> None:
    root = tmp_path / "program"
    story = Story()
    name_guard(story, root)
    ended_offline(story, a_mentor_who_has_left)
    ids = story.lay_in(root)
    file = root / ".git/mentorctl/reception-key"
    if by == "whoever has left":
        file.write_text(key_of(TEO).private_openssh(), encoding="ascii")
    elif by == "another guard":
        file.unlink()
        lay_key(root / ".git")
    for old, new, day, ref in TOLD["it had come in long before"][0]:
        if by == "nobody":
            unsigned_note(root, BranchMove(ref, ids[old], ids[new]))
        else:
            came_in(root, ids[old], ids[new], day, ref)
    found = audit(Folder(root).recorded, TODAY)
    assert {each.commit for each in matters(found, "forbidden-change")} == {ids[SHARED]}


def unsigned_note(root: Path, move: BranchMove) -> None:
    last = plain(root, "for-each-ref", "--format=%(objectname)", NOTES)
    tree, who = plain(root, "mktree", data=b""), "guard <guard@localhost> 1791201600 +0000"
    head = [f"tree {tree}", *([f"parent {last}"] if last else [])]
    raw = "\n".join([*head, f"author {who}", f"committer {who}", "", message([move]), ""])
    made = plain(root, "hash-object", "-t", "commit", "-w", "--stdin", data=raw.encode())
    plain(root, "update-ref", NOTES, made)


def test_a_key_that_whoever_was_replaced_had_registered_before_stays(tmp_path: Path) -> None:
    """What a coordinator did for all to see does not fall because of what was still to come."""
    root = tmp_path / "program"
    story = Story()
    name_coordinators(story, IRIS, NOOR)
    name_guard(story, root)
    name_coordinators(story, NOOR)
    story.commit(NOOR, "2026-10-05T10:00", parents=(GUARDED,))
    story.go_to(GUARDED)
    add_key(story, AMARA, key(AMARA, "2026-10-06", of="amara-laptop"))
    name_coordinators(story, IRIS, NOOR, TEO)
    story.commit(IRIS, "2026-10-06T09:00", parents=(GUARDED,))
    story.sign("plan.yaml", "mentee", AMARA, "2026-10-06T09:00:00-05:00", by="amara-laptop")
    story.commit("amara-laptop", "2026-10-06T10:00", author=AMARA)
    files = dict(story.files)
    story.files |= {"program.yaml": files["program.yaml"]}
    name_coordinators(story, NOOR, TEO)
    story.commit(NOOR, "2026-11-20T09:00", parents=(5, 3))
    ids = story.lay_in(root)
    before = ledger_of(root).register
    assert before.person(print_of("amara-laptop")) == ""
    report = noted(root, ids, FIRST_PUSH, (GUARDED, 5, EARLY, MAIN), (5, 6, LATE, MAIN))
    assert report.matters == ()
    register = ledger_of(root).register
    assert register.person(print_of("amara-laptop")) == AMARA
    assert register.coordinators == {NOOR, TEO}


def test_another_place_and_another_day_go_by_the_same_notes(tmp_path: Path) -> None:
    """A worktree, and the history as it was at some commit, are read in a folder of their own."""
    root = tmp_path / "program"
    story = Story()
    name_guard(story, root)
    ended_offline(story, a_mentor_who_has_left)
    ids = story.lay_in(root)
    noted(root, ids, *TOLD["it had come in long before"][0])
    plain(root, "pack-refs", "--all")
    plain(root, "worktree", "add", "-q", "-b", "beside", str(tmp_path / "beside"))
    with one_run():
        for place in (root, tmp_path / "beside"):
            home = home_of(place)
            assert home is not None
            assert ONE not in ledger_of(borrow(home, ids[-1]), place, past=True).unproven


def test_paper_that_was_vouched_for_before_an_end_came_in_counts(tmp_path: Path) -> None:
    root = tmp_path / "program"
    story = Story()
    name_coordinators(story, IRIS, NOOR)
    name_guard(story, root)
    name_coordinators(story, NOOR)
    story.commit(NOOR, "2026-10-05T10:00", parents=(GUARDED,))
    story.go_to(GUARDED)
    page = PaperSignature(dt.date(2026, 10, 5), IRIS, Scan("scan.pdf", "0" * 64))
    story.sign("plan.yaml", "mentor", TEO, by=IRIS, paper=page)
    story.commit(IRIS, "2026-10-06T09:00", parents=(GUARDED,))
    merge(story, NOOR, "2026-10-20T09:00", SHARED, ENDED, start=GUARDED)
    ids = story.lay_in(root)
    assert [bool(each.fault) for each in ledger_of(root).brought.values()] == [True]
    noted(root, ids, *TOLD["it had come in long before"][0])
    assert [bool(each.fault) for each in ledger_of(root).brought.values()] == [False]


def test_what_was_dated_in_time_and_came_in_then_is_not_late(tmp_path: Path) -> None:
    """A coordinator's old side makes nothing late that one person alone had shared meanwhile."""
    root = tmp_path / "program"
    story = Story()
    whole = story.files[ONE]
    story.put(ONE, "sent_to_advisor: 2026-11-16\n", "sent_to_advisor:\n")
    name_guard(story, root)
    note(story, SECOND)
    story.commit(IRIS, "2026-10-05T10:00", parents=(GUARDED,))
    story.go_to(GUARDED)
    story.files[ONE] = whole.replace(b"2026-11-16", b"2026-10-06")
    story.commit(TEO, "2026-10-06T09:00", parents=(GUARDED,))
    merge(story, IRIS, "2026-11-20T09:00", SHARED, ENDED, start=GUARDED)
    ids = story.lay_in(root)
    assert matters(audit(Folder(root).recorded, TODAY), "backdated")
    report = noted(root, ids, *TOLD["it had come in long before"][0])
    assert report.matters == ()


@pytest.mark.parametrize("before", [0, 2])
def test_a_guard_and_every_copy_of_it_say_the_same(before: int, tmp_path: Path) -> None:
    """It is asked before it has noted what comes in, and what had come in before it was there."""
    root, place = tmp_path / "program", tmp_path / "shared.git"
    plain(tmp_path, "init", "-q", "--bare", "-b", "main", str(place))
    guard = lay_key(place)
    story = Story()
    name_coordinators(story, IRIS, NOOR)
    story.files["program.yaml"] += f"\ntrail:\n  received_by:\n    - {guard}\n".encode()
    story.commit(IRIS, "2026-10-05T09:00")
    name_coordinators(story, NOOR)
    story.commit(NOOR, "2026-10-05T10:00", parents=(GUARDED,))
    story.go_to(GUARDED)
    add_key(story, AMARA, key(AMARA, "2026-10-06", of="amara-laptop"))
    story.commit(IRIS, "2026-10-06T09:00", parents=(GUARDED,))
    merge(story, NOOR, "2026-11-20T09:00", SHARED, ENDED, start=GUARDED)
    note(story)
    story.commit("amara-laptop", "2026-11-20T10:00", author=AMARA)
    ids = story.lay_in(root)
    for number, each in enumerate((GUARDED, SHARED, LAST + 1)):
        if number == before:
            assert mentorctl("guard", "--install", place, cwd=tmp_path).code == 0
        plain(root, "push", "-q", str(place), f"{ids[each]}:refs/heads/main")
    copy = tmp_path / "copy"
    assert mentorctl("join", place, copy, cwd=tmp_path).code < CANNOT_RUN
    assert audit(Folder(copy).recorded, TODAY).matters == ()
    assert matters(audit(Folder(root).recorded, TODAY), "key-change")
