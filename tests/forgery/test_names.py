"""Whoever takes another's name is not taken for them; who writes another's name names nobody."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from support.histories import plain
from support.run import mentorctl
from support.signers import as_person
from support.story import AMARA, FIRST, IRIS, NOOR, TEO, Story

if TYPE_CHECKING:
    from pathlib import Path

PLAN = f"{FIRST}/plan.yaml"
ID = FIRST.rpartition("/")[2]
DAY = ("--today", "2027-05-03")
# capitals, a blank, an accent, letters of twice the width, one of another alphabet, one unseen
LIKE_HERS = [
    "Iris Nakamura",
    "IRIS NAKAMURA",
    "Iris  Nakamura",
    "Íris Nakamura",
    "Ｉｒｉｓ Nakamura",
    "Ir\u0456s Nakamura",
    "Ir\u200cis Nakamura",
]


def call(story: Story, person: str, name: str) -> None:
    path = f"people/{person}.yaml"
    old = story.files[path].decode().partition("\n")[0]
    story.put(path, old, f'name: "{name}"')


def written(story: Story, by: str, note: str, at: str) -> None:
    story.put(PLAN, "content_area: ", f"content_area: {note} ")
    story.commit(by, at)


def told(root: Path, *command: str) -> str:
    done = mentorctl(*command, cwd=root)
    assert done.code == 0, done.err
    return done.out + done.err


@pytest.mark.parametrize("name", LIKE_HERS)
def test_who_takes_anothers_name_is_told_from_them(name: str, tmp_path: Path) -> None:
    story, root = Story(), tmp_path / "program"
    call(story, AMARA, name)
    story.commit(AMARA, "2026-10-06T09:00")
    written(story, AMARA, "Mine", "2026-10-06T10:00")
    ids = story.lay_in(root)
    history = told(root, "history", ID, "plan")
    assert f"({AMARA})" in history
    undone = told(root, "undo", ids[-1], "--dry-run")
    assert f"({AMARA})" in undone
    assert "(teo-lindqvist)" not in told(root, "history", f"people/{TEO}")


def test_whose_name_was_taken_is_told_with_their_id_too(tmp_path: Path) -> None:
    story, root = Story(), tmp_path / "program"
    written(story, IRIS, "Hers", "2026-10-06T08:00")
    call(story, AMARA, "Iris Nakamura")
    story.commit(AMARA, "2026-10-06T09:00")
    written(story, TEO, "His", "2026-10-06T10:00")
    story.lay_in(root)
    history = told(root, "history", ID, "plan")
    assert f"Iris Nakamura ({IRIS})" in history
    assert "Teo Lindqvist  " in history


@pytest.fixture(scope="module")
def misnamed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Somebody writes other names into the files of two who sign; the last but one commit."""
    story, root = Story(), tmp_path_factory.mktemp("misnamed") / "program"
    story.sign("plan.yaml", "advisor", NOOR)
    story.commit(NOOR)
    call(story, NOOR, "Nora Forged")
    call(story, IRIS, "Irma Forged")
    call(story, TEO, "Theo Lindqvist")
    story.commit(TEO, "2026-10-06T09:00")
    written(story, IRIS, "Hers", "2026-10-06T10:00")
    story.lay_in(root)
    return root


def test_in_a_story_a_name_that_somebody_else_wrote_names_nobody(misnamed: Path) -> None:
    history = told(misnamed, "history", ID, "plan")
    assert "Iris Nakamura" in history
    assert "Noor Haddad" in history
    assert "Forged" not in history
    events = json.loads(told(misnamed, "history", ID, "plan", "--format", "json"))["events"]
    assert events[-1]["signed_by_name"] == "Iris Nakamura"
    signed = [one for each in events for one in each["signatures"]]
    assert {each["person_name"] for each in signed} == {"Noor Haddad"}


def test_taking_back_names_who_rightly_is_called_so(misnamed: Path) -> None:
    commit = plain(misnamed, "rev-parse", "HEAD")
    assert "takes back what Iris Nakamura did" in told(misnamed, "undo", commit, "--dry-run")
    # their own name is theirs to change
    commit = plain(misnamed, "rev-parse", "HEAD~1")
    assert "takes back what Theo Lindqvist did" in told(misnamed, "undo", commit, "--dry-run")


def test_in_an_audit_for_scripts_a_key_has_the_name_that_rightly_stands(misnamed: Path) -> None:
    audited = json.loads(mentorctl("audit", "--format", "json", *DAY, cwd=misnamed).out)
    names = {each["person_name"] for each in (*audited["founders"], *audited["findings"])}
    assert {"Iris Nakamura", "Theo Lindqvist"} <= names
    assert not {"Irma Forged", "Nora Forged"} & names


def test_in_a_receipt_a_key_has_the_name_that_rightly_stands(
    misnamed: Path, tmp_path: Path
) -> None:
    out = str(tmp_path / "o")
    told(misnamed, "receipt", ID, "plan", "--to", "html", *DAY, "--out", out)
    texts = [each.read_text(encoding="utf-8") for each in (tmp_path / "o").rglob("*")
             if each.suffix in {".html", ".txt"}]  # fmt: skip
    assert any("Noor Haddad" in each for each in texts)
    assert any("Iris Nakamura" in each for each in texts)
    assert not [each for each in texts if "Forged" in each]


def named_anew(root: Path) -> str:
    """Lay a program in which the mentor gave the mentee, and the advisor, other names."""
    story = Story()
    for each in (AMARA, NOOR):
        call(story, each, "Zed Zukor")
    story.commit(TEO, "2026-10-06T09:00")
    return story.lay_in(root)[-1]


# what each of them does, and what of it is written under a rightful key
SIGNS = [
    (NOOR, ("sign", ID, "plan", "--yes", *DAY)),
    (NOOR, ("approve", ID, "plan", "--yes", "--on", "2026-09-23", *DAY)),
    (IRIS, ("extend", ID, "plan", "--until", "2026-11-20", "--by", NOOR, "--reason", "flu", *DAY)),
    (
        IRIS,
        ("waive", ID, "experiences/2:sent_to_mentor", "--by", NOOR, "--reason", "none here", *DAY),
    ),
    (IRIS, ("attend", "kickoff", NOOR, *DAY)),
]


@pytest.mark.parametrize(("by", "words"), SIGNS, ids=lambda each: str(each[0]))
def test_nobody_signs_under_a_name_that_somebody_else_wrote(
    by: str, words: tuple[str, ...], tmp_path: Path
) -> None:
    root = tmp_path / "program"
    before = named_anew(root)
    done = as_person(by, root, *words)
    assert done.code == 0, done.err
    brought = plain(root, "log", "-p", "--format=%an %ae %B", f"{before}..HEAD")
    assert "Zukor" not in brought + done.out + done.err
    assert "Noor Haddad" in brought


def test_no_approval_is_in_the_name_of_whom_somebody_made_the_advisor(tmp_path: Path) -> None:
    story, root = Story(), tmp_path / "program"
    story.put(f"{FIRST}/pairing.yaml", f"advisor: {NOOR}", f"advisor: {TEO}")
    story.commit(TEO, "2026-10-06T09:00")
    story.lay_in(root)
    words = (
        "waive",
        ID,
        "experiences/2:sent_to_mentor",
        "--by",
        "advisor",
        "--reason",
        "none here",
        *DAY,
    )
    done = as_person(IRIS, root, *words)
    assert done.code == 0, done.err
    assert f"approved_by: {NOOR}" in (root / FIRST / "pairing.yaml").read_text(encoding="utf-8")


def test_no_role_that_somebody_took_from_another_keeps_an_approval_out(tmp_path: Path) -> None:
    story, root = Story(), tmp_path / "program"
    story.put(f"people/{NOOR}.yaml", "roles: [advisor]", "roles: [mentor]")
    story.commit(TEO, "2026-10-06T09:00")
    story.lay_in(root)
    words = ("approve", ID, "plan", "--by", NOOR, "--on", "2026-09-23", "--yes", *DAY)
    done = as_person(IRIS, root, *words)
    assert done.code == 0, done.err
