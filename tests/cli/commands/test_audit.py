"""`mentorctl audit`, as a person sees it."""

from __future__ import annotations

import json
import os
import shutil
import time
from typing import TYPE_CHECKING, Any

import pytest
from support.folders import contents
from support.histories import plain
from support.run import Result, mentorctl
from support.story import FIRST, IRIS, NOOR, SECOND, TEO, Story
from support.trails import print_of

if TYPE_CHECKING:
    from pathlib import Path

PLAN = f"{FIRST}/plan.yaml"
PAIRING = "amara-okafor-teo-lindqvist"
LAST_DAY = "2027-05-03"


@pytest.fixture
def story() -> Story:
    """A signed plan, and another one too."""
    story = Story()
    story.sign("plan.yaml", "advisor", NOOR)
    story.sign("plan.yaml", "advisor", NOOR, pairing=SECOND)
    story.commit(NOOR)
    return story


def audited(root: Path, *words: str) -> Result:
    return mentorctl("audit", "--today", LAST_DAY, *words, cwd=root)


def data(root: Path, *words: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(audited(root, "--format", "json", *words).out)
    return found


def test_a_year_in_order(story: Story, tmp_path: Path) -> None:
    story.lay_in(tmp_path / "program")
    first, second = (audited(tmp_path / "program") for _ in range(2))
    assert (first.code, first.out) == (second.code, second.out) == (0, "")
    assert f"founded by {IRIS} with {print_of(IRIS)}" in first.err
    assert "for the first time" not in second.err
    assert second.err == (
        "all well: 3 commits, 3 signed by 2 people; 2 signatures: 2 valid; 10 more asked for\n"
        "dates are claims: no guard has noted when anything came in\n"
    )


def test_one_changed_date_is_named_with_whose_signature_and_since_when(
    story: Story, tmp_path: Path
) -> None:
    root = tmp_path / "program"
    story.put(PLAN, "target_date: 2026-12-04", "target_date: 2026-12-11")
    story.commit(TEO, "2026-11-02T09:00")
    last = story.lay_in(root)[-1]
    result = audited(root)
    assert result.code == 1
    assert "signatures (1)" in result.out
    for said in (
        f"2026-11-02 {last[:10]}: {PLAN}",
        "changed since the signature of 2026-10-05 by noor-haddad as advisor: target date of",
        ", by teo-lindqvist",
        print_of(NOOR),
        f"mentorctl sign {PAIRING} plan",
    ):
        assert said in result.out
    (found,) = data(root)["findings"]
    assert found["code"] == "signature-stale"
    assert found["fields"] == [["experiences", 1, "target_date"]]
    assert (found["commit"], found["day"], found["pairing"]) == (last, "2026-11-02", PAIRING)


def test_an_edit_that_is_not_saved_is_named_too(story: Story, tmp_path: Path) -> None:
    root = tmp_path / "program"
    story.lay_in(root)
    plan = root / PLAN
    plan.write_text(plan.read_text("utf-8").replace("2026-12-04", "2026-12-11"), "utf-8")
    result = audited(root)
    assert result.code == 1
    assert "is not saved yet" in result.out
    assert data(root)["findings"][0]["commit"] == ""


def test_comments_and_layout_are_no_change(story: Story, tmp_path: Path) -> None:
    root = tmp_path / "program"
    story.lay_in(root)
    plan = root / PLAN
    plan.write_text("# as agreed\n" + plan.read_text("utf-8").replace(": A lesson", ":   A lesson"),
                    "utf-8")  # fmt: skip
    assert audited(root).code == 0


def test_the_keys_of_its_json_stay(story: Story, tmp_path: Path) -> None:
    story.files[PLAN] += b"# seen\n"
    story.commit(None, "2026-11-02T09:00")
    story.lay_in(tmp_path / "program")
    found = data(tmp_path / "program")
    assert list(found) == [
        "schema_version", "program", "program_id", "program_name", "today", "tip",
        "commits", "signed_commits", "people", "founders", "shallow", "received_commits",
        "receivers_not_named", "signatures", "findings",
    ]  # fmt: skip
    assert found["schema_version"] == 1
    assert found["today"] == LAST_DAY
    assert found["founders"] == [
        {"key": print_of(IRIS), "person": IRIS, "person_id": IRIS, "person_name": "Iris Nakamura"}
    ]
    assert found["signatures"] == {
        "valid": 2, "attested": 0, "stale": 0, "invalid": 0, "declined": 0, "missing": 10,
        "unknown": 0,
    }  # fmt: skip
    assert list(found["findings"][0]) == [
        "code", "message", "hint", "path", "pairing", "role", "person", "key", "commit", "day",
        "fields", "person_id", "person_name",
    ]  # fmt: skip


def test_only_what_came_after_a_commit(story: Story, tmp_path: Path) -> None:
    root = tmp_path / "program"
    for day in (2, 3):
        story.files[PLAN] += b"# seen\n"
        story.commit(None, f"2026-11-0{day}T09:00")
    ids = story.lay_in(root)
    assert [each["commit"] for each in data(root)["findings"]] == ids[3:]
    assert [each["commit"] for each in data(root, "--after", ids[3][:9])["findings"]] == ids[4:]
    later = audited(root, "--after", ids[4])
    assert later.code == 0
    assert f"all well after {ids[4]}; what went wrong up to it is left out: " in later.err
    unknown = audited(root, "--after", "0123456789")
    assert unknown.code == 3
    assert "no commit has an id that starts with" in unknown.err


def test_a_founder_who_is_asked_for(story: Story, tmp_path: Path) -> None:
    root = tmp_path / "program"
    story.lay_in(root)
    assert audited(root, "--root", print_of(IRIS)).code == 0
    other = audited(root, "--root", print_of(TEO))
    assert other.code == 1
    assert "where the history begins and ends" in other.out
    assert audited(root, "--root", "SHA256:short").code == 2


def test_a_rewritten_history_until_it_is_accepted(story: Story, tmp_path: Path) -> None:
    root = tmp_path / "program"
    story.lay_in(root)
    audited(root)
    plain(root, "reset", "-q", "--hard", "HEAD~1")
    result = audited(root)
    assert result.code == 1
    assert "which did not lead to" in result.out
    assert "mentorctl audit --accept" in result.out
    assert audited(root, "--accept").code == 0
    assert audited(root).code == 0


def test_nothing_is_written_to_the_folder(story: Story, tmp_path: Path) -> None:
    root = tmp_path / "program"
    story.lay_in(root)
    before = contents(root), sorted((root / ".git").rglob("*"))
    audited(root)
    audited(root, "--accept")
    assert (contents(root), sorted((root / ".git").rglob("*"))) == before


def test_without_keys_nothing_is_proved(program: Path) -> None:
    result = audited(program)
    assert result.code == 1
    assert "nothing proves who made these commits" in result.out
    assert "mentorctl key doctor" in result.out


def test_without_a_history_nothing_is_proved(program: Path) -> None:
    shutil.rmtree(program / ".git")
    result = audited(program)
    assert result.code == 3
    assert "this folder has no history" in result.err


def test_before_the_first_commit(program: Path) -> None:
    shutil.rmtree(program / ".git")
    plain(program, "init", "-q")
    assert audited(program).code == 1


def test_hundreds_of_one_kind_are_not_all_shown(story: Story, tmp_path: Path) -> None:
    root = tmp_path / "program"
    for number in range(30):
        story.files[PLAN] += b"# seen\n"
        story.commit(None, f"2026-11-02T09:{number:02}")
    story.lay_in(root)
    result = audited(root)
    assert result.out.count("nobody signed it") == 20
    assert "… and 10 more" in result.out
    assert len(data(root)["findings"]) == 30


def test_nothing_of_the_folder_moves_the_cursor(story: Story, tmp_path: Path) -> None:
    story.sign("plan.yaml", "supervisor", TEO, "\N{ESCAPE}[2J")
    story.sign("experiences/1.yaml", "mentor", TEO, "\N{RIGHT-TO-LEFT OVERRIDE}4202")
    story.commit(TEO)
    story.lay_in(tmp_path / "program")
    result = audited(tmp_path / "program")
    assert result.code == 1
    assert result.out.count("signatures that cannot be read") == 2
    assert not set("\N{ESCAPE}\N{RIGHT-TO-LEFT OVERRIDE}") & set(result.out + result.err)


@pytest.mark.skipif(os.name == "nt", reason="its times of files are coarser")
def test_said_again_only_while_nothing_has_changed(story: Story, tmp_path: Path) -> None:
    """Also where only the history moved, which no file of the folder shows."""
    root = tmp_path / "program"
    ids = story.lay_in(root)
    past = time.time() - 60
    for path in (root, *root.rglob("*")):
        os.utime(path, (past, past))
    for _ in range(2):
        assert audited(root).code == 0
    plain(root, "update-ref", "refs/heads/main", ids[1])
    assert audited(root).code == 1
