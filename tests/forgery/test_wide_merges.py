"""Merges of more sides than anybody makes: named, refused, without any effect, and soon judged."""

from __future__ import annotations

import subprocess
import time
from typing import TYPE_CHECKING

import pytest
from support.histories import Made, lay_history, plain
from support.run import mentorctl
from support.story import FIRST, IRIS, NOOR, SECOND, TEO, Story, matters

from mentorctl.model.signature import SignatureState
from mentorctl.trail.git.commit_log import walk
from mentorctl.trail.git.objects import MOST_SIDES
from mentorctl.trail.ledger.ledger_cache import ledger_of

if TYPE_CHECKING:
    from pathlib import Path

ONE = f"{FIRST}/experiences/1.yaml"
PLAN_FILE = f"{FIRST}/signatures/plan.advisor.yaml"
LONGEST = 20.0


def wide(story: Story, sides: int) -> int:
    """A merge of sides of which one brings a signature, and one a change of a mentor's comment."""
    start = len(story.commits) - 1
    parents = []
    for number in range(sides):
        story.go_to(start)
        if number == 1:
            story.sign("plan.yaml", "advisor", NOOR)
        elif number == 2:
            story.put(ONE, "Thorough on grading", "Thorough")
        else:
            story.files[f"{SECOND}/plan.yaml"] += f"# {number}\n".encode()
        by = {1: NOOR, 2: TEO}.get(number, IRIS)
        parents.append(story.commit(by, f"2026-10-05T10:{number:02}", parents=(start,)))
    story.files[PLAN_FILE] = story.commits[parents[1]].files[PLAN_FILE]
    story.files[ONE] = story.commits[parents[2]].files[ONE]
    return story.commit(IRIS, parents=tuple(parents))


def test_what_too_many_sides_bring_in_does_not_count(tmp_path: Path) -> None:
    story = Story()
    wide(story, MOST_SIDES + 1)
    report = story.audit(tmp_path / "program")
    (found,) = matters(report, "too-many-sides")
    assert f"it brings {MOST_SIDES + 1} sides together" in found.message
    assert SignatureState.VALID not in report.states
    ledger = ledger_of(tmp_path / "program")
    assert ONE in ledger.unproven
    assert ledger.register.coordinators == {IRIS}


def test_what_its_first_side_has_counts_whoever_else_has_it(tmp_path: Path) -> None:
    story = Story()
    start = len(story.commits) - 1
    story.sign("plan.yaml", "advisor", NOOR)
    signed, sides = story.commit(NOOR), list[int]()
    for number in range(MOST_SIDES + 1):
        begun = signed if number < 2 else start
        story.go_to(begun)
        story.files[f"{SECOND}/plan.yaml"] += f"# {number}\n".encode()
        sides.append(story.commit(IRIS, f"2026-10-06T10:{number:02}", parents=(begun,)))
    story.go_to(sides[0])
    story.commit(IRIS, "2026-10-07T09:00", parents=tuple(sides))
    assert story.audit(tmp_path / "program").states[SignatureState.VALID] == 1


def test_it_goes_on_by_the_settings_of_its_first_side_that_others_follow(tmp_path: Path) -> None:
    story = Story()
    start, merged = len(story.commits) - 1, wide(story, MOST_SIDES + 1)
    sides = story.commits[merged].parents or ()
    story.commits[merged] = story.commits[merged]._replace(parents=(start, *sides))
    story.lay_in(tmp_path / "program")
    assert ledger_of(tmp_path / "program").grace == 30


def test_as_many_sides_as_can_be_judged_count(tmp_path: Path) -> None:
    story = Story()
    wide(story, MOST_SIDES)
    report = story.audit(tmp_path / "program")
    assert report.matters == ()
    assert report.states[SignatureState.VALID] == 1
    assert not ledger_of(tmp_path / "program").unproven


def test_no_rights_come_back_by_it(tmp_path: Path) -> None:
    """The first of its sides is from before a key was revoked."""
    from support.trails import key, print_of

    story = Story()
    start = len(story.commits) - 1
    story.keys(TEO, key(TEO, "2026-08-04", "2026-10-01", by=IRIS))
    main = story.commit(IRIS, "2026-10-01T09:00")
    sides = []
    for number in range(MOST_SIDES):
        story.go_to(start)
        story.files[f"{FIRST}/plan.yaml"] += f"# {number}\n".encode()
        sides.append(story.commit(TEO, "2026-09-30T09:00", parents=(start,)))
    story.commit(TEO, "2026-10-02T09:00", parents=(*sides, main))
    report = story.audit(tmp_path / "program")
    assert matters(report, "too-many-sides")
    assert ledger_of(tmp_path / "program").register.spans[print_of(TEO)].revoked


def shared(tmp_path: Path, ids: list[str]) -> Path:
    """A guarded folder that has a story up to its second commit."""
    place = tmp_path / "shared.git"
    plain(tmp_path, "init", "-q", "--bare", "-b", "main", str(place))
    plain(tmp_path / "program", "push", "-q", str(place), f"{ids[1]}:refs/heads/main")
    return place


def test_the_guard_refuses_it(tmp_path: Path) -> None:
    story = Story()
    wide(story, MOST_SIDES + 1)
    place = shared(tmp_path, story.lay_in(tmp_path / "program"))
    assert mentorctl("guard", "--install", place, cwd=tmp_path).code == 0
    done = subprocess.run(
        ["git", "push", "-q", place, "main"],
        cwd=tmp_path / "program", check=False, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode != 0
    assert f"it brings {MOST_SIDES + 1} sides together" in done.stderr


def test_sync_takes_nothing_in(tmp_path: Path) -> None:
    story = Story()
    wide(story, MOST_SIDES + 1)
    ids = story.lay_in(tmp_path / "program")
    place = shared(tmp_path, ids)
    plain(tmp_path, "clone", "-q", str(place), "ours")
    plain(tmp_path / "program", "push", "-q", str(place), "main")
    for _ in range(2):
        result = mentorctl("sync", "--remote", place, cwd=tmp_path / "ours")
        assert result.code == 3
        assert f"commit {ids[-1][:10]} brings more than {MOST_SIDES} sides together" in result.err
        assert plain(tmp_path / "ours", "rev-parse", "HEAD") == ids[1]


def test_it_is_compared_with_its_first_side_alone(tmp_path: Path) -> None:
    made = [Made({"a": b"a"})]
    made += [Made({"a": b"a", str(each): b"x"}, parents=(0,)) for each in range(MOST_SIDES + 1)]
    made.append(Made({"a": b"b"}, parents=tuple(range(1, MOST_SIDES + 2))))
    root = tmp_path / "plain"
    root.mkdir()
    lay_history(root, made)
    *_, last = walk(root)
    assert len(last.commit.parents) == MOST_SIDES + 1
    assert [{each.path for each in some} for some in last.changes] == [{"a", "0"}]


@pytest.mark.parametrize("command", [("audit",), ("status",), ("history",)], ids=" ".join)
def test_six_hundred_sides_do_not_take_long(command: tuple[str, ...], tmp_path: Path) -> None:

    story = Story()
    root = tmp_path / "program"
    story.lay_in(root)
    many = {f"evidence/{each}.txt": b"x" for each in range(2_000)}
    start = plain(root, "rev-parse", "HEAD")
    lines = [b"commit refs/heads/side\nmark :1\ncommitter a <a@b> 1791300000 +0000\ndata 1\nx\n"
             b"from %b\n" % start.encode()]  # fmt: skip
    lines += [b"M 100644 inline %b\ndata 1\nx\n" % path.encode() for path in many]
    for number in range(2, 602):
        head = b"commit refs/heads/side\nmark :%d\ncommitter a <a@b> 1791300000 +0000\n" % number
        lines.append(b"%bdata 1\nx\nfrom %b\n" % (head, start.encode()))
        lines.append(b"M 100644 inline n%d\ndata 1\nx\n" % number)
    head = b"commit refs/heads/main\ncommitter a <a@b> 1791300000 +0000\ndata 1\nx\nfrom :1\n"
    lines += [head, *(b"merge :%d\n" % number for number in range(2, 602))]
    plain(root, "fast-import", "--quiet", "--force", data=b"".join(lines))
    plain(root, "reset", "-q", "--hard")
    begun = time.process_time()
    result = mentorctl(*command, cwd=root)
    assert time.process_time() - begun < LONGEST
    assert result.code in {0, 1}, result.err
