"""What a history proves, whatever happened to the repository since."""

from __future__ import annotations

import subprocess
import zlib
from typing import TYPE_CHECKING

import pytest
from support.folders import Once, copied
from support.histories import Made, lay_history, plain
from support.story import AMARA, FIRST, IRIS, NOOR, SECOND, TEO, TODAY, Story, matters
from support.trails import key, print_of

from mentorctl.model.signature import SignatureState
from mentorctl.reports.proofs.audit import AuditReport, audit
from mentorctl.store.folder import Folder
from mentorctl.trail.git.objects import CorruptObject
from mentorctl.trail.ledger.build import keep_up
from mentorctl.trail.ledger.ledger import Ledger
from mentorctl.trail.ledger.ledger_cache import ledger_of

if TYPE_CHECKING:
    from pathlib import Path

PLAN = f"{FIRST}/plan.yaml"


@pytest.mark.parametrize("parents", [(1,), (1, 0)], ids=["in one line", "where sides meet"])
def test_no_history_is_believed_of_which_a_folder_is_another(
    tmp_path: Path, parents: tuple[int, ...]
) -> None:
    ids = lay_history(tmp_path, [
        Made({"f/a": b"1", "g": b"1"}), Made({"f/a": b"2", "g": b"1"}),
        Made({"f/a": b"2", "g": b"2"}, parents),
    ])  # fmt: skip
    tree, true, false = (
        plain(tmp_path, "rev-parse", f"{ids[place]}:{path}")
        for place, path in ((1, "f"), (1, "f/a"), (0, "f/a"))
    )
    file = tmp_path / ".git/objects" / tree[:2] / tree[2:]
    file.chmod(0o644)
    data = zlib.decompress(file.read_bytes())
    file.write_bytes(zlib.compress(data.replace(bytes.fromhex(true), bytes.fromhex(false))))
    with pytest.raises(CorruptObject) as raised:
        keep_up(tmp_path, Ledger())
    assert raised.value.id == tree


def year() -> Story:
    """Signatures that stand in every way, keys that came and went, by several people."""
    story = Story()
    story.sign("plan.yaml", "advisor", NOOR)
    story.commit(NOOR, "2026-10-05T17:00")
    story.sign("experiences/1.yaml", "mentor", TEO, "2026-10-06T16:00:00-05:00")
    story.sign("log.yaml#2026-09-29-1", "mentor", TEO, "2026-10-06T16:00:00-05:00")
    story.commit(TEO, "2026-10-06T17:00")
    story.sign("log.yaml#2026-09-29-1", "mentee", AMARA, "2026-10-06T18:00:00-05:00", by=TEO)
    story.commit(TEO, "2026-10-06T18:00")
    word = {"by": IRIS, "at": "2026-10-07T09:00:00-05:00"}
    old = key(TEO, "2026-08-04", "2026-10-07", **word)
    story.keys(TEO, old, key(TEO, "2026-10-07", of="teo-laptop", **word))
    story.commit(IRIS, "2026-10-07T09:00")
    story.sign("experiences/2.yaml", "mentor", TEO, "2026-10-07T16:00:00-05:00",
               by="teo-laptop")  # fmt: skip
    story.sign("experiences/3.yaml", "mentor", TEO, "2026-10-07T16:00:00-05:00", by="teo-laptop",
               declined="I was not there.")  # fmt: skip
    story.commit("teo-laptop", "2026-10-07T17:00", author=TEO)
    story.put(f"{FIRST}/experiences/1.yaml", "Thorough on grading", "Thorough")
    story.commit("teo-laptop", "2026-10-08T17:00", author=TEO)
    return story


def verdicts(report: AuditReport) -> dict[str, int]:
    return {state.value: count for state, count in report.states.items()}


def looked_at(root: Path) -> AuditReport:
    return audit(Folder(root).recorded, TODAY)


WHOLE = {"valid": 3, "stale": 1, "invalid": 1, "declined": 1, "missing": 6}
# what nobody signs any more makes no signature stale
REWRITTEN = {"valid": 4, "invalid": 1, "declined": 1, "missing": 6}


@pytest.fixture
def whole(once: Once, tmp_path: Path) -> Path:
    def lay(folder: Path) -> None:
        year().lay_in(folder / "program")
        for name, value in {"user.name": "Forge", "user.email": "forge@example.org"}.items():
            plain(folder / "program", "config", name, value)

    return copied(once("signed in every way", lay) / "program", tmp_path / "program")


def test_the_whole_history(whole: Path) -> None:
    report = looked_at(whole)
    assert verdicts(report) == WHOLE
    assert {each.code for each in report.matters} == {"signature-stale", "signature-invalid"}
    (stale,) = matters(report, "signature-stale")
    assert stale.fields == (("comment", "text"),)
    assert stale.day == "2026-10-08"
    assert "changed since the signature of 2026-10-06 by teo" in stale.message


def test_a_squash_keeps_the_verdicts_and_says_what_is_lost(whole: Path) -> None:
    first = plain(whole, "rev-list", "--max-parents=0", "HEAD")
    plain(whole, "reset", "-q", "--soft", first)
    plain(whole, "commit", "-q", "-m", "all in one")
    report = looked_at(whole)
    assert verdicts(report) == REWRITTEN
    assert len(matters(report, "unsigned-commit")) == 1
    assert not matters(report, "key-change")


def test_a_rebase_keeps_the_verdicts_and_says_what_is_lost(whole: Path) -> None:
    first = plain(whole, "rev-list", "--max-parents=0", "HEAD")
    plain(whole, "rebase", "-q", "--force-rebase", "--committer-date-is-author-date", first)
    report = looked_at(whole)
    assert verdicts(report) == REWRITTEN
    assert len(matters(report, "unsigned-commit")) == 7
    assert not matters(report, "key-change")


def test_a_cherry_pick_keeps_the_verdicts_and_says_what_is_lost(whole: Path) -> None:
    ids = plain(whole, "rev-list", "--reverse", "HEAD").split()
    plain(whole, "checkout", "-q", "-B", "other", ids[1])
    plain(whole, "cherry-pick", *ids[2:])
    report = looked_at(whole)
    assert verdicts(report) == REWRITTEN
    assert len(matters(report, "unsigned-commit")) == len(ids) - 2


def test_a_shallow_clone_vouches_for_nothing_and_says_what_is_lost(
    whole: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "shallow"
    plain(tmp_path, "clone", "-q", "--depth=1", whole.as_uri(), str(copy))
    report = looked_at(copy)
    assert report.cut
    # whose keys counted stands in what was cut off
    assert verdicts(report) == {"unknown": 6, "missing": 6}
    plain(copy, "fetch", "-q", "--unshallow")
    report = looked_at(copy)
    assert not report.cut
    assert verdicts(report) == WHOLE
    assert {each.code for each in report.matters} == {"signature-stale", "signature-invalid"}


def test_a_clone_with_line_breaks_of_windows_keeps_the_verdicts(
    whole: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "windows"
    plain(tmp_path, "clone", "-q", "-c", "core.autocrlf=true", str(whole), str(copy))
    assert b"\r\n" in (copy / PLAN).read_bytes()
    assert verdicts(looked_at(copy)) == WHOLE
    # and so does one into which they were committed
    plain(copy, "config", "core.autocrlf", "false")
    plain(copy, "-c", "user.name=n", "-c", "user.email=e@x.org", "commit", "-qam", "line breaks")
    report = looked_at(copy)
    assert verdicts(report) == WHOLE
    assert not matters(report, "key-change")
    assert not matters(report, "signature-taken-out")


def test_a_merge_keeps_the_verdicts(tmp_path: Path) -> None:
    story = year()
    start = len(story.commits) - 1
    story.sign("log.yaml#2026-10-13-1", "mentor", TEO, "2026-10-09T09:00:00-05:00",
               by="teo-laptop")  # fmt: skip
    one = story.commit("teo-laptop", "2026-10-09T10:00", author=TEO)
    mentor = story.files[f"{FIRST}/signatures/log.mentor.yaml"]
    story.go_to(start)
    story.sign("plan.yaml", "advisor", NOOR, "2026-10-09T09:00:00-05:00", pairing=SECOND)
    story.put(PLAN, "A flyer for", "Two flyers for")
    other = story.commit(NOOR, "2026-10-09T10:00", parents=(start,))
    story.files[f"{FIRST}/signatures/log.mentor.yaml"] = mentor
    story.commit(IRIS, "2026-10-10T10:00", parents=(one, other))
    report = story.audit(tmp_path / "program")
    assert verdicts(report) == {**WHOLE, "valid": 4, "stale": 2, "missing": 4}
    assert {each.code for each in report.matters} == {"signature-stale", "signature-invalid"}


def test_two_who_sign_one_record_at_once(tmp_path: Path) -> None:
    """Each side's file lacks the other's statement; the merge has both."""
    story = Story()
    start = len(story.commits) - 1
    story.sign("log.yaml#2026-09-29-1", "mentor", TEO)
    one = story.commit(TEO)
    first = story.files[f"{FIRST}/signatures/log.mentor.yaml"]
    story.go_to(start)
    story.sign("log.yaml#2026-10-13-1", "mentor", TEO, "2026-10-14T09:00:00-05:00")
    other = story.commit(TEO, "2026-10-14T10:00", parents=(start,))
    story.files[f"{FIRST}/signatures/log.mentor.yaml"] += first.removeprefix(b"signed:\n")
    story.commit(TEO, "2026-10-14T11:00", parents=(one, other))
    report = story.audit(tmp_path / "program")
    assert report.matters == ()
    assert report.states[SignatureState.VALID] == 2


def test_keys_and_coordinators_of_both_sides_count(tmp_path: Path) -> None:
    story = Story()
    start = len(story.commits) - 1
    story.put("program.yaml", f"  - {IRIS}\n", f"  - {IRIS}\n  - {NOOR}\n")
    one = story.commit(IRIS)
    story.go_to(start)
    laptop = key(AMARA, "2026-10-05", of="amara-laptop", by=IRIS)
    story.keys(AMARA, key(AMARA, "2026-08-04", by=IRIS, at="2026-08-04T09:00:00-05:00"), laptop)
    other = story.commit(IRIS, parents=(start,))
    story.put("program.yaml", f"  - {IRIS}\n", f"  - {IRIS}\n  - {NOOR}\n")
    story.commit(IRIS, "2026-10-06T09:00", parents=(one, other))
    report = story.audit(tmp_path / "program")
    assert report.matters == ()
    register = ledger_of(tmp_path / "program").register
    assert register.coordinators == {IRIS, NOOR}
    assert register.person(print_of("amara-laptop")) == AMARA


def test_a_coordinator_taken_out_on_one_side_is_none_any_more(tmp_path: Path) -> None:
    story = Story()
    story.put("program.yaml", f"  - {IRIS}\n", f"  - {IRIS}\n  - {NOOR}\n")
    start = story.commit(IRIS)
    story.put("program.yaml", f"  - {IRIS}\n  - {NOOR}\n", f"  - {IRIS}\n")
    one = story.commit(IRIS, "2026-10-06T09:00")
    left = story.files["program.yaml"]
    story.go_to(start)
    story.files[PLAN] += b"# seen\n"
    other = story.commit(NOOR, "2026-10-06T09:00", parents=(start,))
    story.files["program.yaml"] = left
    story.commit(TEO, "2026-10-07T09:00", parents=(other, one))
    assert story.audit(tmp_path / "program").matters == ()
    assert ledger_of(tmp_path / "program").register.coordinators == {IRIS}


def test_read_in_parts_or_at_once_it_says_the_same(tmp_path: Path) -> None:
    root = tmp_path / "program"
    ids = year().lay_in(root)
    part = Ledger()
    for name in ids:
        plain(root, "update-ref", "refs/heads/main", name)
        part = keep_up(root, part)
    assert part == keep_up(root, Ledger())


@pytest.mark.parametrize(
    ("at", "days"),
    [
        # 30 days of grace from 2026-11-05 end with the program's day of 2026-12-05
        ("2026-12-05T23:59:59-06:00", 0),
        ("2026-12-06T05:59:59+00:00", 0),
        ("2026-12-06T00:00:00-06:00", 31),
        ("2026-12-06T15:00:00+09:00", 31),
        ("2026-12-06T14:59:00+09:00", 0),
    ],
)
def test_days_are_the_programs(at: str, days: int, tmp_path: Path) -> None:
    assert late("experiences/1.yaml", "achieved: 2026-11-05", at, tmp_path) == days


@pytest.mark.parametrize(
    ("achieved", "at", "days"),
    [
        # the clocks go back on 2026-11-01 and forward on 2027-03-14, in Chicago
        ("2026-10-31", "2026-11-30T23:30:00-06:00", 0),
        ("2026-10-31", "2026-11-30T23:30:00-05:00", 0),
        ("2026-10-31", "2026-12-01T00:30:00-06:00", 31),
        ("2026-10-01", "2026-10-31T23:30:00-05:00", 0),
        ("2026-10-01", "2026-11-01T00:30:00-05:00", 31),
        ("2026-10-01", "2026-11-01T01:30:00-06:00", 31),
        ("2027-02-12", "2027-03-14T23:30:00-05:00", 0),
        ("2027-02-12", "2027-03-15T00:30:00-05:00", 31),
        ("2027-02-12", "2027-03-14T23:30:00-06:00", 31),
    ],
)
def test_days_are_the_programs_when_the_clocks_change(
    achieved: str, at: str, days: int, tmp_path: Path
) -> None:
    assert late("experiences/1.yaml", f"achieved: {achieved}", at, tmp_path) == days


def test_a_pairing_with_another_name_brings_in_late_only_what_is_new(tmp_path: Path) -> None:
    story, new = Story(), f"{FIRST}-2"
    story.files = {path.replace(FIRST, new): data for path, data in story.files.items()}
    story.put(f"{new}/experiences/1.yaml", "achieved: 2026-11-05", "achieved: 2026-11-04")
    story.commit(IRIS, "2027-03-01T09:00")
    found = matters(story.audit(tmp_path / "program"), "backdated")
    assert [each.message.partition(",")[0] for each in found] == ["achieved says 2026-11-04"]


def late(record: str, fact: str, at: str, tmp_path: Path) -> int:
    """By how many days a fact is said to have come in late."""
    story, path = Story(), f"{FIRST}/{record}"
    whole = story.files[path].replace(b"achieved: 2026-11-05", fact.encode())
    story.files[path] = whole.replace(fact.encode(), b"achieved:")
    story.commit(IRIS, "2026-09-20T09:00")
    story.files[path] = whole
    story.commit(IRIS, at)
    found = matters(story.audit(tmp_path / "program"), "backdated")
    return int(found[0].message.split(", ")[-1].split()[0]) if found else 0


@pytest.mark.parametrize(
    ("signed_at", "counts"),
    [
        ("2026-10-05T23:59:00-05:00", True),
        ("2026-10-06T00:30:00-05:00", True),  # clocks differ by minutes
        ("2026-10-06T14:00:00+09:00", True),  # the same moment in Tokyo
        ("2026-10-07T00:30:00-05:00", False),
    ],
)
def test_a_signature_of_a_day_to_come(signed_at: str, counts: bool, tmp_path: Path) -> None:
    story = Story()
    story.sign("plan.yaml", "advisor", NOOR, signed_at)
    story.commit(NOOR, "2026-10-06T00:25:00-05:00")
    assert (story.audit(tmp_path / "program").matters == ()) is counts


def test_more_than_grace_allows_can_be_allowed(tmp_path: Path) -> None:
    story = Story()
    story.files["program.yaml"] += b"trail:\n  grace_days: 60\n"
    story.commit(IRIS, "2026-08-05T09:00")
    story.sign("plan.yaml", "advisor", NOOR, "2026-08-20T09:00:00-05:00")
    story.commit(NOOR)
    assert story.audit(tmp_path / "program").matters == ()


def test_many_commits_in_several_processes(tmp_path: Path) -> None:
    """More than one process is worth: each commit is still judged by its own signature."""
    story = Story()
    for number in range(260):
        story.files[PLAN] = story.files[PLAN].partition(b"# ")[0] + b"# %d\n" % number
        story.commit("mallory" if number == 200 else TEO, f"2026-10-05T17:{number // 60:02}:"
                     f"{number % 60:02}-05:00", author=TEO)  # fmt: skip
    report = story.audit(tmp_path / "program")
    (unknown,) = report.matters
    assert unknown.code == "unknown-key"
    assert report.signed == 261


def test_what_is_kept_is_what_was_read(whole: Path) -> None:
    first = ledger_of(whole)
    assert ledger_of(whole) == first


def test_no_history_says_nothing(tmp_path: Path) -> None:
    subprocess.run(["git", "init", "-q", tmp_path], check=True)
    assert ledger_of(tmp_path) == Ledger()
