from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

import pytest
from support.facts import FOLDER, PAIRING, YEAR, change, take_away
from support.folders import contents
from support.run import Result, mentorctl

if TYPE_CHECKING:
    from pathlib import Path

HAND_IN = "experiences/4:sent_to_mentor"


def due(program: Path, *words: str, today: str = "2027-05-03") -> Result:
    return mentorctl("due", "--today", today, *words, cwd=program)


def milestones(program: Path, *words: str, today: str) -> list[str]:
    data = json.loads(due(program, "--format", "json", *words, today=today).out)
    return [debt["milestone"] for debt in data["due"]]


def test_it_names_the_day_the_person_and_what_is_open(program: Path) -> None:
    take_away(program, HAND_IN)

    assert due(program) == Result(
        0,
        "2027-04-08, 25 days ago: Protégé deadline: Send Experiences 3 & 4 to mentor\n"
        "  Amara Okafor, protégé, amara.okafor@hollis-creek.example\n"
        f"    {PAIRING}: Experience 4 handed over to the mentor\n"
        "\n",
        "1 overdue and 0 due up to 2027-05-17, in Missouri Career Education Mentoring Program "
        "2026-2027 on 2027-05-03\n"
        "5 reports sent to the content advisor and not noted as received, since 2026-11-12; see"
        " each with: mentorctl due --owner advisor\n",
    )


def test_what_the_program_waits_for_names_the_field(program: Path) -> None:
    change(program, f"years/{YEAR}.yaml", ("completers_sent", "noor-haddad"), None)

    assert due(program, today="2027-04-26").out.startswith(
        "2027-04-26, today: Content advisor list of program completers due to DESE staff contact\n"
        "  Noor Haddad, content advisor, noor.haddad@fcs-advisors.example\n"
        f'    to be noted as "List of completers sent, by content advisor" (years/{YEAR}.yaml)\n'
    )


@pytest.mark.parametrize(
    ("within", "is_named"),
    [
        ("9d", False),
        ("10d", True),
        ("1w", False),
        ("2w", True),
        ("1m", True),
        ("0d", False),
        ("2027-04-07", False),
        ("2027-04-08", True),
    ],
)
def test_it_looks_as_far_as_it_is_told(program: Path, within: str, is_named: bool) -> None:
    take_away(program, HAND_IN)

    found = milestones(program, "--within", within, today="2027-03-29")
    assert ("experiences-3-4" in found) is is_named


def test_left_alone_it_looks_as_far_as_the_program_says(program: Path) -> None:
    take_away(program, HAND_IN)
    assert "experiences-3-4" in milestones(program, today="2027-03-25")
    assert "experiences-3-4" not in milestones(program, today="2027-03-24")

    change(program, "program.yaml", ("check", "due_soon_days"), 15)
    assert "experiences-3-4" in milestones(program, today="2027-03-24")


def open_plan(program: Path) -> None:
    """A plan that is neither made nor approved, so that it is the pair's move."""
    take_away(program, "plan:approved.on")
    change(program, f"{FOLDER}/plan.yaml", ("experiences", 3, "target_date"), None)


@pytest.mark.parametrize("role", ["mentee", "protégé", "Protégé"])
def test_an_owner_is_named_by_id_word_or_title(program: Path, role: str) -> None:
    open_plan(program)

    data = json.loads(due(program, "--owner", role, "--format", "json").out)
    assert [debt["role"] for debt in data["due"]] == ["mentee"]


def test_csv_has_a_line_for_each(program: Path) -> None:
    open_plan(program)

    rows = list(csv.DictReader(io.StringIO(due(program, "--format", "csv").out)))
    assert list(rows[0]) == [
        "by", "days", "state", "milestone", "title", "required", "pairing", "role", "person_id",
        "person", "email", "open", "mentee_id", "mentor_id", "advisor_id", "supervisor_id",
        "program_id", "program", "year",
    ]  # fmt: skip
    assert [(row["days"], row["person_id"], row["state"]) for row in rows[:3]] == [
        ("-184", "teo-lindqvist", "missed"),
        ("-184", "amara-okafor", "missed"),
        ("-168", "noor-haddad", "awaited"),
    ]
    assert {(row["state"], row["required"], row["milestone"]) for row in rows[2:]} == {
        ("awaited", "no", ""),
    }


@pytest.mark.parametrize(
    "words",
    [
        ("--within", "soon"),
        ("--within", "2x"),
        ("--within", "-3d"),
        ("--within", "2026-13-01"),
        ("--owner", "janitor"),
    ],
)
def test_wrong_usage(program: Path, words: tuple[str, str]) -> None:
    done = due(program, *words)

    assert (done.code, done.out) == (2, "")
    assert words[1] in done.err


def test_it_says_that_something_could_not_be_read(program: Path) -> None:
    (program / FOLDER / "plan.yaml").write_text("approved: [", "utf-8")

    done = due(program)
    assert done.code == 1
    assert f"{FOLDER}/plan.yaml:1:1 is left out: " in done.err


def test_nothing_is_written(program: Path) -> None:
    before = contents(program)
    for form in ("table", "csv", "json"):
        assert due(program, "--within", "9m", "--format", form, today="2026-09-01").code == 0

    assert contents(program) == before


def test_reminders_are_left_out_when_asked(program: Path) -> None:
    words = ("due", "--within", "2027-06-30", "--today", "2026-09-20", "--format", "csv")
    every = mentorctl(*words, cwd=program).out.splitlines()
    kept = mentorctl(*words, "--required", cwd=program).out.splitlines()

    assert kept == [line for line in every if ",no," not in line]
    assert kept != every
