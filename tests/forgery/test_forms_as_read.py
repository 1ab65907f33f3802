"""What is printed above a signature is what was signed: all of it, wherever it comes from."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest
from support.folders import Once, commit_all, copied
from support.keys import needs_openssh
from support.run import mentorctl
from support.signers import as_person, lay_registered

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = needs_openssh

TODAY = ("--today", "2027-05-03")
WREN, DOLORES, ROSA = "wren-castillo", "dolores-finch", "rosa-kimball"
TEAM = f"{WREN}-{DOLORES}"
FOLDER = f"pairings/2026-2027/{TEAM}"
PEOPLE = {WREN: "Wren Castillo", DOLORES: "Dolores Finch", ROSA: "Rosa Kimball"}


def _begun(place: Path) -> Path:
    """A pairing of the child welfare preset whose agreement is filled in."""
    folder = place / "program"
    words = ("--preset", "nebraska-child-welfare", "--year", "2026-2027")
    assert mentorctl("init", folder, *words, "--coordinator-name", "Ada Lindgren").code == 0
    for (person, name), role in zip(
        PEOPLE.items(), ("mentee", "mentor", "supervisor"), strict=True
    ):
        done = mentorctl(
            "person",
            "add",
            person,
            "--name",
            name,
            "--role",
            role,
            "--email",
            f"{person}@office.example",
            cwd=folder,
        )
        assert done.code == 0, done.err
    words = ("--supervisor", ROSA, "--starts", "2026-09-01")
    paired = mentorctl("pair", WREN, DOLORES, *words, *TODAY, cwd=folder)
    assert paired.code == 0, paired.err
    for file in (folder / "people").iterdir():
        text = file.read_text(encoding="utf-8")
        file.write_text(re.sub(r"(#.*\n)*keys: \[\]\n", "", text), encoding="utf-8")
    sets = {"begins_on": "2026-09-10", "meet_at_least": "every Tuesday at 9:00",
            "mentor_phone": "308-555-0123"}  # fmt: skip
    done = mentorctl(
        "edit", TEAM, "agreement", *(each for name, value in sets.items()
                                     for each in ("--set", f"{name}={value}")),
        *TODAY, cwd=folder,
    )  # fmt: skip
    assert done.code == 0, done.err
    return lay_registered(folder)


@pytest.fixture(scope="module")
def signed(once: Once) -> Path:
    """The same, signed by all three."""

    def make(place: Path) -> None:
        folder = _begun(place)
        for person in PEOPLE:
            done = as_person(person, folder, "sign", TEAM, "agreement", "--yes", *TODAY)
            assert done.code == 0, done.err
            (place / f"{person}.txt").write_text(done.err, encoding="utf-8")

    return once("agreement", make)


@pytest.fixture
def agreed(signed: Path, tmp_path: Path) -> Path:
    """A copy of that folder, to change."""
    return copied(signed / "program", tmp_path / "program")


def _signatures(folder: Path) -> list[dict[str, object]]:
    done = mentorctl("status", TEAM, "--format", "json", *TODAY, cwd=folder)
    return list(json.loads(done.out)["pairings"][0]["signatures"])


def test_what_is_signed_is_shown_with_its_provisions(signed: Path) -> None:
    for person in PEOPLE:
        shown = (signed / f"{person}.txt").read_text(encoding="utf-8")
        said = " ".join(shown.split())
        form = shown.partition("(wren-castillo-dolores-finch)\n")[2].partition("\n\n")[0]
        assert max(map(len, form.splitlines())) <= 80
        for provision in (
            "1. The mentoring relationship will begin on September 10, 2026. Together with",
            "2. We will meet minimally every Tuesday at 9:00. These meetings",
            "The mentor can be reached at telephone number: 308-555-0123 and email:",
            "4. What concerns the mentee's performance stays between",
            "5. What comes up in the program may be used in the end Performance Evaluation",
            "Mentor: Dolores Finch (dolores-finch)",
            "confidential, and may be used in evaluation",
        ):
            assert provision in said, said


def test_one_word_of_a_provision_makes_every_signature_stale(agreed: Path, tmp_path: Path) -> None:
    assert [each["state"] for each in _signatures(agreed)] == ["valid"] * 3
    program = agreed / "program.yaml"
    text = program.read_text(encoding="utf-8")
    old = "What concerns the mentee's performance stays between the supervisor"
    assert old in text
    program.write_text(text.replace(old, old.replace("stays", "is told")), encoding="utf-8")
    commit_all(agreed, "another word")

    found = _signatures(agreed)
    assert [each["state"] for each in found] == ["stale"] * 3
    what = "provision 4 of the agreement (program.yaml)"
    assert all(what in str(each) for each in found), found
    checked = mentorctl("check", *TODAY, cwd=agreed)
    assert checked.out.count(f"no longer holds: {what} changed on") == 3
    audited = mentorctl("audit", *TODAY, cwd=agreed)
    assert audited.out.count(what) == 3, audited.out
    made = mentorctl(
        "render",
        "agreement",
        TEAM,
        "--to",
        "html",
        "--out",
        tmp_path,
        "--draft",
        *TODAY,
        cwd=agreed,
    )
    page = next(tmp_path.glob("*.html")).read_text(encoding="utf-8")
    assert made.code == 0, made.err
    assert page.count(what) == 3, page[page.find("signature") :]
