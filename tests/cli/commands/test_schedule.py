"""`mentorctl schedule`: plans are shown, moved and taken back, and never count as done."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from support.facts import FOLDER, PAIRING, change
from support.folders import history
from support.run import mentorctl

if TYPE_CHECKING:
    from pathlib import Path

MIDYEAR = "meetings/2026-2027-midyear.yaml"
DAY = ("--today", "2027-01-20")


@pytest.fixture
def open_program(program: Path) -> Path:
    """The small program before its mid-year meeting."""
    (program / MIDYEAR).unlink()
    return program


def test_a_meeting_is_planned_moved_and_taken_back(open_program: Path) -> None:
    words = ("schedule", "midyear", "--on", "2027-02-10", "--from", "9:00", "--until", "15:00")
    done = mentorctl(*words, "--where", "Columbia, MO", *DAY, cwd=open_program)
    assert done.code == 0, done.err
    text = (open_program / MIDYEAR).read_text("utf-8")
    assert all(f"\n  {each}\n" in text for each in ("on: 2027-02-10", 'from: "09:00"'))
    assert "Columbia, MO" in text
    due = mentorctl("due", "--within", "30d", *DAY, cwd=open_program)
    assert "planned for 2027-02-10, 09:00 to 15:00, Columbia, MO: Mid-Year Meeting" in due.err
    asked = mentorctl("schedule", "midyear", "--on", "2027-02-12", *DAY, cwd=open_program)
    assert asked.code == 1
    assert "2027-02-10, 09:00 to 15:00" in asked.err
    moved = mentorctl("schedule", "midyear", "--on", "2027-02-12", "--yes", *DAY, cwd=open_program)
    assert moved.code == 0
    assert "2027-02-12, 09:00 to 15:00" in moved.err
    gone = mentorctl("schedule", "midyear", "--cancel", *DAY, cwd=open_program)
    assert gone.code == 0
    again = mentorctl("schedule", "midyear", "--cancel", *DAY, cwd=open_program)
    assert "there is nothing to change" in again.err
    assert history(open_program)[0] == "midyear meeting is no longer planned for 2027-02-12"


def test_what_is_planned_is_not_held(open_program: Path) -> None:
    mentorctl("schedule", "midyear", "--on", "2027-02-10", *DAY, cwd=open_program)
    later = mentorctl("due", "--today", "2027-02-12", "--within", "60d", cwd=open_program)
    assert "Mid-Year Meeting" in later.out
    said = "planned for 2027-02-10, and nothing says that it took place: Mid-Year Meeting"
    assert said in later.err
    check = mentorctl("check", "--today", "2027-03-20", cwd=open_program)
    assert "meeting-missed" in check.out


def test_a_meeting_that_was_held_cannot_be_planned(program: Path) -> None:
    said = mentorctl("schedule", "midyear", "--on", "2027-02-10", cwd=program)
    assert said.code == 2
    assert "was held on 2027-01-26" in said.err


def test_a_visit_keeps_its_id_when_its_day_moves(program: Path) -> None:
    first = mentorctl("schedule", "okafor", "--on", "2027-05-10", "--where", "Room 3",
                      "--today", "2027-05-03", cwd=program)  # fmt: skip
    assert first.code == 0, first.err
    before = (program / FOLDER / "pairing.yaml").read_text("utf-8")
    moved = mentorctl("schedule", "okafor", "visit", "--on", "2027-05-12", "--yes",
                      "--today", "2027-05-03", cwd=program)  # fmt: skip
    assert moved.code == 0
    after = (program / FOLDER / "pairing.yaml").read_text("utf-8")
    assert after == before.replace("on: 2027-05-10", "on: 2027-05-12")
    more = mentorctl("schedule", "okafor", "visit", "--another", "--on", "2027-05-20",
                     "--today", "2027-05-03", cwd=program)  # fmt: skip
    assert more.code == 0
    due = mentorctl("due", "--today", "2027-05-03", "--within", "30d", cwd=program)
    assert due.err.count(f"({PAIRING})") == 2
    gone = mentorctl("schedule", "visit", "okafor", "--cancel", "--today", "2027-05-03",
                     cwd=program)  # fmt: skip
    assert gone.code == 0
    assert "2027-05-20" in (program / FOLDER / "pairing.yaml").read_text("utf-8")
    assert mentorctl("check", "--today", "2027-05-03", cwd=program).code == 0


def test_what_cannot_be_planned_is_said(program: Path) -> None:
    for words, said in (
        (("nothing", "--on", "2027-05-10"), "no meeting and no pairing"),
        (("okafor",), "--on DATE"),
        (("okafor", "--on", "2027-05-10", "--until", "10:00"), "--from HH:MM"),
        (("okafor", "--on", "2027-05-10", "--from", "11:00", "--until", "10:00"), "begin at 11:00"),
        (("okafor", "--cancel", "--on", "2027-05-10"), "goes with nothing else"),
    ):
        found = mentorctl("schedule", *words, "--today", "2027-05-03", cwd=program)
        assert found.code == 2, words
        assert said in found.err


def test_a_pairing_that_has_ended_plans_nothing(program: Path) -> None:
    change(program, f"{FOLDER}/pairing.yaml", ("state",), "withdrawn")
    change(program, f"{FOLDER}/pairing.yaml", ("ends",), "2027-04-30")
    said = mentorctl("schedule", "okafor", "--on", "2027-05-10", "--today", "2027-05-03",
                     cwd=program)  # fmt: skip
    assert said.code == 2
    assert "is withdrawn" in said.err


def test_a_visit_of_which_nothing_tells_is_told_until_it_is_reported_or_put_off(
    program: Path,
) -> None:
    def told(day: str) -> tuple[bool, bool, list[object]]:
        due = mentorctl("due", "--today", day, cwd=program)
        check = mentorctl("check", "--today", day, cwd=program)
        data = json.loads(mentorctl("due", "--today", day, "--format", "json", cwd=program).out)
        return (
            "nothing says that it took place" in due.err,
            "visit-not-reported" in check.out,
            [each["on"] for each in data["unreported"]],
        )

    plan = ("schedule", "okafor", "visit", "--on")
    assert mentorctl(*plan, "2027-02-10", "--today", "2027-02-01", cwd=program).code == 0
    assert told("2027-02-10") == (False, False, [])
    assert told("2027-02-11") == (True, True, ["2027-02-10"])
    rows = mentorctl("due", "--today", "2027-02-11", "--format", "csv", cwd=program).out
    assert "2027-02-10,-1,unreported,,visit of protégé and mentor,no,amara-okafor-" in rows
    moved = mentorctl(*plan, "2027-03-01", "--yes", "--today", "2027-02-11", cwd=program)
    assert "visit planned for 2027-03-01" in moved.err
    assert told("2027-02-12") == (False, False, [])
    assert told("2027-03-02") == (True, True, ["2027-03-01"])
    report = program / FOLDER / "visits/2027-03-03.yaml"
    text = (program / FOLDER / "visits/2026-11-10.yaml").read_text("utf-8")
    report.write_text(text.replace("2026-11-", "2027-03-").replace("03-10", "03-03"), "utf-8")
    assert told("2027-03-04") == (False, False, [])
    report.unlink()
    words = ("schedule", "okafor", "visit", "--cancel", "--today", "2027-03-04")
    assert mentorctl(*words, cwd=program).code == 0
    assert told("2027-03-04") == (False, False, [])
