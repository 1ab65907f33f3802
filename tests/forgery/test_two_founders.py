"""Histories in which somebody else founds a key register. None is gone by for its place in a merge.

Whoever may write to a shared folder without a guard can make themselves the coordinator of a
history of their own, and join it with the true one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from forgery.test_merges import name_coordinators
from support.histories import plain
from support.run import mentorctl
from support.story import AMARA, FIRST, IRIS, NOOR, TEO, TODAY, Story, matters
from support.trails import key, print_of

from mentorctl.model.signature import SignatureState
from mentorctl.reports.proofs.audit import audit, signature_states
from mentorctl.store.folder import Folder
from mentorctl.trail.git.one_run import one_run
from mentorctl.trail.ledger import trust_on_first_use
from mentorctl.trail.ledger.ledger_cache import ledger_of

if TYPE_CHECKING:
    from pathlib import Path

MINE = f"{FIRST}/plan.yaml"
ORDERS = {"the true one first": (0, 1), "the other one first": (1, 0)}
# what people ask, and what says that nothing is gone by
ASKED = (
    "status", "completers", "due", "check", f"history {FIRST.rpartition('/')[2]}",
    f"receipt {FIRST.rpartition('/')[2]} plan", f"sign {FIRST.rpartition('/')[2]} plan --yes",
)  # fmt: skip


def of_their_own(story: Story, program: str = "", start: tuple[int, ...] = ()) -> int:
    """A history that somebody founds, with everybody's signature, and with the true one at hand."""
    story.go_to(0)
    for each in (IRIS, TEO, AMARA, NOOR):
        story.keys(each, key(each, of=f"other-{each}"))
    if program:
        story.put("program.yaml", "\nid: ", f"\nid: {program}")
    story.commit(f"other-{IRIS}", "2026-08-02T10:00", parents=start, author=IRIS)
    for role, each in (("mentor", TEO), ("mentee", AMARA), ("advisor", NOOR)):
        story.sign("plan.yaml", role, each, by=f"other-{each}")
    return story.commit(f"other-{TEO}", "2026-10-06T09:00", author=TEO)


def joined(
    root: Path, order: tuple[int, int], *, program: str = "", is_branch: bool = False
) -> tuple[str, str]:
    """The true history, and that one joined with the other."""
    story = Story()
    start: tuple[int, ...] = ()
    if is_branch:
        # before anybody has a key
        first = story.commits[0].files
        story.commits.clear()
        story.signers.clear()
        story.files = dict(first)
        story.files[f"people/{IRIS}.yaml"] = first[f"people/{IRIS}.yaml"].partition(b"keys:")[0]
        start = (story.commit(None, "2026-08-01T09:00"),)
        story.files = dict(first)
        story.commit(IRIS, "2026-08-03T09:00")
        for each in (TEO, AMARA, NOOR):
            story.keys(each, key(each, "2026-08-04", by=IRIS, at="2026-08-04T09:00:00-05:00"))
        story.commit(IRIS, "2026-08-04T09:00")
    story.sign("plan.yaml", "mentor", TEO)
    true = story.commit(TEO)
    sides = (true, of_their_own(story, program, start))
    story.commit(TEO, "2026-10-07T09:00", parents=(sides[order[0]], sides[order[1]]))
    ids = story.lay_in(root)
    return ids[true], ids[-1]


def valid(root: Path) -> set[str]:
    with one_run():
        found = signature_states(Folder(root).recorded, ledger_of(root))
    return {role for (_, role), state in found.items() if state is SignatureState.VALID}


@pytest.mark.parametrize("program", ["", "other-"])
@pytest.mark.parametrize("is_branch", [False, True])
@pytest.mark.parametrize("order", ORDERS)
def test_who_has_seen_the_true_founder_follows_no_other(
    order: str, is_branch: bool, program: str, tmp_path: Path
) -> None:
    root = tmp_path / "program"
    true, last = joined(root, ORDERS[order], program=program, is_branch=is_branch)
    plain(root, "reset", "-q", "--hard", true)
    assert mentorctl("status", cwd=root).code == 0
    plain(root, "reset", "-q", "--hard", last)
    # whatever is still in the cache
    for place in (root, tmp_path / "copy"):
        if place != root:
            plain(tmp_path, "clone", "-q", root.as_uri(), str(place))
        with one_run():
            report = audit(Folder(place).recorded, TODAY)
            assert ledger_of(place).founders() == {print_of(IRIS)}
        assert matters(report, "other-root")
        assert valid(place) == set()
        for command in ("status", "completers"):
            assert "founde" not in mentorctl(command, cwd=place).err


@pytest.mark.parametrize("order", ORDERS)
def test_who_has_seen_neither_goes_by_neither_until_they_say_who(
    order: str, tmp_path: Path
) -> None:
    root = tmp_path / "program"
    joined(root, ORDERS[order])
    for command in ASKED:
        done = mentorctl(*command.split(), cwd=root)
        assert done.code != 0, command
        said = done.out + done.err
        assert print_of(IRIS) in said, command
        assert print_of(f"other-{IRIS}") in said, command
    with one_run():
        report = audit(Folder(root).recorded, TODAY)
    assert not report.first
    assert set(dict(report.states)) - {SignatureState.MISSING} == {SignatureState.UNKNOWN}
    # to accept it as it is names nobody
    assert mentorctl("audit", "--accept", cwd=root).code == 1
    assert mentorctl("completers", cwd=root).code == 1
    for person, count in ((IRIS, 0), (f"other-{IRIS}", 3)):
        mentorctl("audit", "--accept", "--root", print_of(person), cwd=root)
        with one_run():
            assert ledger_of(root).founders() == {print_of(person)}
        assert len(valid(root)) == count
        assert mentorctl("completers", "--today", str(TODAY), cwd=root).code == 0


def test_another_founder_in_the_place_of_the_true_one_is_not_gone_by(tmp_path: Path) -> None:
    root = tmp_path / "program"
    true, last = joined(root, ORDERS["the true one first"])
    plain(root, "reset", "-q", "--hard", true)
    assert mentorctl("status", cwd=root).code == 0
    plain(root, "reset", "-q", "--hard", f"{last}^2")
    for command in ASKED:
        done = mentorctl(*command.split(), cwd=root)
        assert done.code != 0, command
        assert print_of(f"other-{IRIS}") in done.out + done.err, command


def test_sync_brings_in_no_history_that_others_founded(tmp_path: Path) -> None:
    """It begins before the true register was founded, and was forced into the shared folder."""
    root, shared, copy = (tmp_path / each for each in ("program", "shared.git", "copy"))
    true, last = joined(root, ORDERS["the true one first"], is_branch=True)
    plain(root, "init", "-q", "--bare", "-b", "main", str(shared))
    plain(root, "push", "-q", str(shared), f"{true}:refs/heads/main")
    joining = mentorctl("join", shared, copy, cwd=tmp_path)
    assert f"founded by {IRIS} with {print_of(IRIS)}" in joining.err
    for name in (f"{last}^2", last):
        plain(root, "push", "-q", "-f", str(shared), f"{name}:refs/heads/main")
        done = mentorctl("sync", cwd=copy)
        tip = plain(copy, "rev-parse", "HEAD")
        if name == last:
            assert "counts for nothing" in done.err
            assert "another key register" in done.err
            assert tip == last
        else:
            assert done.code == 3
            assert print_of(f"other-{IRIS}") in done.err
            assert tip == true


def test_a_fresh_copy_says_who_founded_it(tmp_path: Path) -> None:
    root, copy = tmp_path / "program", tmp_path / "copy"
    story = Story()
    story.files[".mentorctl/allowed_signers"] = b"# nobody\n"
    story.commit(IRIS)
    story.lay_in(root)
    first = mentorctl("join", root, copy, cwd=tmp_path)
    assert f"founded by {IRIS} with {print_of(IRIS)}" in first.err
    assert trust_on_first_use.founders_seen(ledger_of(copy).program) == (print_of(IRIS),)
    again = mentorctl("join", root, tmp_path / "again", cwd=tmp_path)
    assert "founded by" not in again.err


@pytest.mark.parametrize("whose", [IRIS, NOOR])
def test_a_key_on_another_side_is_not_among_those_that_found_it(whose: str, tmp_path: Path) -> None:
    """What was written beside the founding commit, whoever found it did not see."""
    root = tmp_path / "program"
    story = Story()
    first = story.commits[0].files
    story.commits.clear()
    story.signers.clear()
    bare = first[f"people/{IRIS}.yaml"].partition(b"keys:")[0]
    story.files = {**first, f"people/{IRIS}.yaml": bare}
    start = story.commit(None, "2026-08-01T09:00")
    story.keys(whose, key(whose, of="mallory")) if whose != IRIS else None
    if whose == IRIS:
        name_coordinators(story, TEO)
        story.keys(IRIS, key(IRIS, of="mallory"))
    side = story.commit(None, "2026-08-01T10:00")
    story.go_to(start)
    story.keys(IRIS, key(IRIS))
    main = story.commit(IRIS, "2026-08-03T09:00", parents=(start,))
    story.commit(TEO, "2026-08-05T09:00", parents=(main, side))
    story.lay_in(root)
    register = ledger_of(root).register
    assert set(register.spans) == {print_of(IRIS)}
    assert register.founders == {print_of(IRIS)}


def test_an_older_copy_on_the_same_computer_goes_on(tmp_path: Path) -> None:
    """It ends before anybody founded the register, and what is written there can be saved."""
    root, older = tmp_path / "program", tmp_path / "older"
    joined(root, ORDERS["the true one first"], is_branch=True)
    first = plain(root, "rev-list", "--max-parents=0", "HEAD")
    plain(root, "reset", "-q", "--hard", "HEAD~1")
    assert mentorctl("status", cwd=root).code == 0
    plain(tmp_path, "clone", "-q", str(root), str(older))
    plain(older, "reset", "-q", "--hard", first)
    (older / MINE).write_bytes((older / MINE).read_bytes() + b"# seen\n")
    assert mentorctl("save", "--today", str(TODAY), cwd=older).code == 0
    assert mentorctl("status", cwd=older).code == 0
