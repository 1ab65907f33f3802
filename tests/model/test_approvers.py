from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from support.run import mentorctl

if TYPE_CHECKING:
    from pathlib import Path

PAIR = "amara-okafor-teo-lindqvist"
PLAN, PAIRING = "plan.yaml", "pairing.yaml"
DAY = ("--today", "2027-05-03")
OWN = """\
  - slot: 1
    own:
      title: A walk through the shop
      description: With parents, in the evening
      approved: {{by: {}, on: 2026-09-21}}"""
LEAVE = "    approved_by: {}\n    on: 2026-12-01\n    reason: flu\n"
# what is approved: the file, the text there, and what stands there instead
APPROVALS = {
    "plan": (PLAN, "approved:\n  by: noor-haddad", "approved:\n  by: {}"),
    "own experience": (PLAN, "  - slot: 1", f"{OWN}"),
    "waiver": (PAIRING, "state: active\n",
               "state: active\nwaivers:\n  - need: experiences/1:sent_to_mentor\n" + LEAVE),
    "extension": (PAIRING, "state: active\n",
                  "state: active\nextensions:\n  - milestone: experiences-1-2\n"
                  "    until: 2026-12-20\n" + LEAVE),
}  # fmt: skip
# what is missing where nobody approved that it may be
MISSING = {
    "waiver": ("sent_to_mentor: 2026-11-09\n", ""),
    "extension": ("sent_to_mentor: 2026-11-09", "sent_to_mentor: 2026-12-18"),
}
NOBODY = "nina-nowhere"


def approved(root: Path, what: str, by: str) -> None:
    """Have something approved by somebody, as it is typed by hand."""
    name, old, new = APPROVALS[what]
    change(root / "pairings/2026-2027" / PAIR / name, old, new.format(by))
    if what in MISSING:
        change(root / "pairings/2026-2027" / PAIR / "experiences/1.yaml", *MISSING[what])


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def completed(root: Path) -> list[str]:
    told = mentorctl("completers", "--format", "json", *DAY, cwd=root)
    return [each["pairing"] for each in json.loads(told.out)["completers"]]


def page(root: Path) -> str:
    """The plan as it is printed."""
    done = mentorctl("render", "plan", "okafor", "--to", "html", *DAY, cwd=root)
    assert done.code == 0, done.err
    return next((root / "forms").rglob("*plan*.html")).read_text("utf-8")


def errors(root: Path) -> list[str]:
    told = json.loads(mentorctl("check", "--format", "json", *DAY, cwd=root).out)
    codes = {"unknown-approver", "unknown-person", "wrong-role"}
    return [each["path"] for each in told["findings"] if each["code"] in codes]


@pytest.mark.parametrize("what", APPROVALS)
@pytest.mark.parametrize("by", ["teo-lindqvist", NOBODY])
def test_what_somebody_approved_who_may_not_does_not_count(
    what: str, by: str, program: Path
) -> None:
    approved(program, what, by)
    assert completed(program) == []
    assert errors(program) == [f"pairings/2026-2027/{PAIR}/{APPROVALS[what][0]}"]


@pytest.mark.parametrize("what", APPROVALS)
@pytest.mark.parametrize("by", ["noor-haddad", "iris-nakamura", "grace-whitfield"])
def test_what_somebody_approved_who_may_does(what: str, by: str, program: Path) -> None:
    approved(program, what, by)
    assert completed(program) == [PAIR]
    assert errors(program) == []


def test_whose_pairing_it_is_to_advise_approves_there(program: Path) -> None:
    """That their file does not list the role is named for itself."""
    change(program / "people/noor-haddad.yaml", "[advisor]", "[mentor]")
    approved(program, "waiver", "noor-haddad")
    assert completed(program) == [PAIR]
    assert errors(program)[0] == f"pairings/2026-2027/{PAIR}/{PAIRING}"


@pytest.mark.parametrize("by", ["teo-lindqvist", NOBODY])
def test_nor_does_what_they_say_they_received(by: str, program: Path) -> None:
    plan = program / "pairings/2026-2027" / PAIR / PLAN
    change(plan, "received:\n  by: noor-haddad", f"received:\n  by: {by}")
    assert errors(program) == [f"pairings/2026-2027/{PAIR}/{PLAN}"]
    said = mentorctl("due", *DAY, cwd=program).out
    assert "RECEIVE" in said, said


def test_lists_say_why_it_does_not_count(program: Path) -> None:
    approved(program, "plan", "teo-lindqvist")
    said = " ".join(mentorctl("completers", "--explain", *DAY, cwd=program).out.split())
    assert "is 2026-09-22, by somebody who has no role for it, or no file in people/" in said
    assert f"name who it was: mentorctl edit {PAIR} plan" in said


@pytest.mark.parametrize(("by", "is_told"), [("iris-nakamura", True), ("noor-haddad", False)])
def test_a_form_names_who_approved_where_it_is_not_the_advisor_here(
    by: str, is_told: bool, program: Path
) -> None:
    approved(program, "plan", by)
    assert ("Iris Nakamura" in page(program)) is is_told


@pytest.mark.parametrize("what", ["plan", "own experience"])
def test_no_form_has_it_approved(what: str, program: Path) -> None:
    approved(program, what, "teo-lindqvist")
    assert ("September 21" if what == "own experience" else "September 22") not in page(program)
