"""Another program's year: its own words, dates, numbers and catalogue, and not a line of code.

`other-program/program.yaml` calls a mentee a candidate, has three experiences in three trimesters
and its own catalogue and meetings, counts late work, and lets nobody approve a plan.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import re
import shutil
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from support.folders import Once, commit_all, copied
from support.run import Result, mentorctl

PROGRAM = Path(__file__).parent / "other-program" / "program.yaml"
TEAM = "milan-okoro-ute-lorenz"
FOLDER = f"pairings/2026-2027/{TEAM}"
BEGUN, DONE = "2026-09-07", "2027-07-14"
PEOPLE = (
    ("jule-brandis", "Jule Brandis", "coordinator", ()),
    ("hedda-voss", "Hedda Voß", "advisor", ()),
    ("milan-okoro", "Milan Okoro", "mentee", ()),
    ("ute-lorenz", "Ute Lorenz", "mentor", ("--experience-years", "14")),
    ("ian-falk", "Ian Falk", "mentor", ("--experience-years", "4")),
)
# slot: handed over, commented on; the first is late, which counts here
DAYS = {
    1: ("2026-12-03", "2026-12-10"),
    2: ("2027-03-10", "2027-03-18"),
    3: ("2027-06-10", "2027-06-24"),
}
VISIT = {
    "location": "mentee-school",
    "purpose": "How a lesson begins",
    "administrator.name": "A. Head",
    "administrator.informed_on": "2026-10-30",
    "topics": "Entering the room",
    "strategies": "A question on the board",
    "sent_to_advisor": "2026-11-06",
}
# what belongs to another program, whatever its case
FOREIGN = re.compile(
    r"prot[eé]g|missouri|\bDESE\b|\bIMP\b|content advisor|comment form", re.IGNORECASE
)


def _run(folder: Path, today: str, *words: str, code: int = 0) -> Result:
    result = mentorctl(*words, "--today", today, cwd=folder)
    assert result.code == code, f"{words}: {result.out}{result.err}"
    assert not FOREIGN.search(result.out + result.err)
    return result


def _begin(folder: Path) -> None:
    folder.mkdir()
    shutil.copy(PROGRAM, folder)
    commit_all(folder, "the program as it is")
    for person, name, role, more in PEOPLE:
        email = ("--email", f"{person}@academy.example", "--content-area", "Physics")
        words = ("person", "add", person, "--name", name, "--role", role, *email, *more)
        assert mentorctl(*words, "--school", "Lakeside", cwd=folder).code == 0
    _run(folder, BEGUN, "pair", "milan", "ute", "--starts", BEGUN)
    assert mentorctl("schema", cwd=folder).code == 0


def _autumn(folder: Path) -> None:
    _run(folder, "2026-09-10", "attend", "opening", "--all", "--on", "2026-09-10")
    plan = (
        "experiences.1.catalogue=101", "experiences.2.catalogue=103",
        "experiences.3.own.title=A school garden",
    )  # fmt: skip
    sets = [word for each in plan for word in ("--set", each)]
    _run(folder, "2026-09-14", "edit", "milan", "plan", *sets)
    _run(folder, "2026-11-06", "new", "visit", "milan", "--on", "2026-11-05")
    sets = [word for field, value in VISIT.items() for word in ("--set", f"{field}={value}")]
    _run(folder, "2026-11-06", "edit", "milan", "visits/2026-11-05", *sets)


def _hand_over(folder: Path, slot: int) -> None:
    done, sent = DAYS[slot]
    _run(folder, done, "hand-in", "milan", str(slot), "--on", done)
    text = ("--text", "Clear, and ready to be used again.")
    _run(folder, sent, "comment", "milan", str(slot), "--on", sent, *text)


@pytest.fixture(scope="module")
def year(once: Once) -> Path:
    """The whole year of one pairing, by commands."""
    return once("other", _all_of_it) / "program"


def _all_of_it(place: Path) -> None:
    folder = place / "program"
    _begin(folder)
    _autumn(folder)
    _hand_over(folder, 1)
    _run(folder, "2027-01-20", "attend", "winter", "milan", "--on", "2027-01-20")
    _hand_over(folder, 2)
    _hand_over(folder, 3)


@pytest.fixture
def other(year: Path, tmp_path: Path) -> Path:
    """A copy of that year's folder, to change."""
    return copied(year, tmp_path / "program")


def _reasons(folder: Path) -> list[str]:
    told = json.loads(_run(folder, DONE, "completers", "--format", "json").out)
    return [each["message"] for row in told["others"] for each in row["reasons"]]


def test_the_year_ends_on_the_list_of_completers(year: Path) -> None:
    found = _run(year, DONE, "completers", "--format", "csv")
    (row,) = csv.DictReader(io.StringIO(found.out))
    assert row["mentee_id"] == "milan-okoro"
    assert row["completed_on"] == "2027-06-24"
    assert (row["experiences"], row["meetings"], row["signatures"]) == ("3", "2", "not asked")


def test_check_finds_only_what_came_late(year: Path) -> None:
    found = json.loads(_run(year, DONE, "check", "--format", "json", code=1).out)
    assert [(each["code"], each["severity"]) for each in found["findings"]] == [
        ("milestone-late", "warning")
    ]
    assert "seminar head" in found["findings"][0]["hint"]


def test_the_calendar_is_the_programs_own(year: Path) -> None:
    told = json.loads(_run(year, DONE, "status", "milan", "--format", "json").out)
    (row,) = told["pairings"]
    due = {each["id"]: each["due"] for each in row["milestones"]}
    assert due == {
        "opening": "2026-09-25",
        "work-1": "2026-11-27",
        "lesson-visit": "2027-02-07",  # five months after the pairing began
        "winter": "2027-01-29",
        "work-2": "2027-03-12",
        "work-3": "2027-06-18",
        "feedback": "2027-07-02",
    }


def test_no_record_and_no_form_speaks_of_another_program(other: Path) -> None:
    for form in ("plan", "comment"):
        done = mentorctl("render", form, "milan", "--to", "html", "--draft", cwd=other)
        assert done.code == 0
    files = [*(other / "pairings").rglob("*.yaml"), *(other / "forms").glob("*.html")]
    files += [*(other / ".mentorctl").rglob("*.json"), *other.glob("meetings/*")]
    assert len(files) > 15
    said = {path.name: FOREIGN.findall(path.read_text(encoding="utf-8")) for path in files}
    assert {name: found for name, found in said.items() if found} == {}
    assert "candidate" in (other / FOLDER / "plan.yaml").read_text(encoding="utf-8")


def test_only_those_whom_a_meeting_asks_for_must_be_there(other: Path) -> None:
    meeting = other / "meetings" / "2026-2027-winter.yaml"
    text = meeting.read_text(encoding="utf-8")
    assert "ute-lorenz" not in text
    assert _reasons(other) == []

    meeting.write_text(text.replace("- milan-okoro", "- ian-falk"), encoding="utf-8")

    (reason,) = _reasons(other)
    assert reason.startswith("Winter Workshop: ")
    assert "does not name the candidate milan-okoro" in reason
    found = _run(other, DONE, "completers", "--explain").out
    assert "mentorctl attend winter milan-okoro;" in found


@pytest.mark.parametrize(
    ("path", "old", "reason"),
    [
        ("experiences/2.yaml", "sent_to_mentor: 2027-03-10", "Second piece of work"),
        ("experiences/3.yaml", "sent_to_advisor: 2027-06-24", "Feedback Sheet 3"),
        ("visits/2026-11-05.yaml", "on: 2026-11-05", "Lesson visit"),
    ],
)
def test_each_need_of_the_program_counts(other: Path, path: str, old: str, reason: str) -> None:
    file = other / FOLDER / path
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1
    if path.startswith("visits/"):
        file.unlink()
    else:
        file.write_text(text.replace(old, f"{old.partition(':')[0]}:"), encoding="utf-8")

    assert [each.partition(":")[0] for each in _reasons(other)] == [reason]


def test_its_numbers_and_its_catalogue_are_in_force(other: Path) -> None:
    catalogue = ("--set", "experiences.2.catalogue=7")
    refused = _run(other, DONE, "edit", "milan", "plan", *catalogue, code=1)
    assert "from 101 to 103" in refused.err
    refused = _run(other, DONE, "hand-in", "milan", "4", code=2)
    assert "numbered 1 to 3" in refused.err
    refused = _run(other, DONE, "pair", "ian", "ute", code=1)
    assert "companion" in refused.err
    add = ("--name", "Ada Brix", "--role", "mentee", "--content-area", "Physics")
    assert mentorctl("person", "add", "ada-brix", *add, cwd=other).code == 0
    refused = _run(other, BEGUN, "pair", "ada", "ian", "--starts", BEGUN, code=1)
    assert "companion ian-falk has 4 years of experience, the program requires 5" in refused.err


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Niue"])
def test_today_is_the_day_in_the_programs_own_time_zone(other: Path, zone: str) -> None:
    # the two are never on the same day
    program = other / "program.yaml"
    text = program.read_text(encoding="utf-8")
    program.write_text(text.replace("Europe/Berlin", zone), encoding="utf-8")

    told = json.loads(mentorctl("status", "--format", "json", cwd=other).out)

    now = dt.datetime.now(ZoneInfo(zone))
    assert told["today"] in {
        now.date().isoformat(),
        (now - dt.timedelta(minutes=1)).date().isoformat(),
    }
