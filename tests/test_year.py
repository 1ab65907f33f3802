"""A coordinator's year, from an empty folder to the list of completers."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest
from support.run import Result, mentorctl

if TYPE_CHECKING:
    from pathlib import Path

    from support.folders import Once

PAIRINGS = "pairings/2026-2027"
BY_COMMANDS = "ada-quill-mentor-000"
BY_FILES = "bo-finch-mentor-001"
DONE = "2027-05-03"
KICKOFF, MIDYEAR = "2026-09-15", "2027-01-28"
# slot: achieved and handed over, commented on and sent
DAYS = {
    1: ("2026-11-12", "2026-11-20"),
    2: ("2026-12-10", "2026-12-18"),
    3: ("2027-02-24", "2027-03-04"),
    4: ("2027-04-06", "2027-04-15"),
}
REQUIRED = dict.fromkeys((1, 2), ("2026-12-14", "2026-12-28")) | dict.fromkeys(
    (3, 4), ("2027-04-08", "2027-04-19")
)


def _run(*words: str, cwd: Path, today: str = "") -> Result:
    result = mentorctl(*words, *(("--today", today) if today else ()), cwd=cwd)
    assert result.code == 0, f"{words}: {result.out}{result.err}"
    return result


def _rosters(place: Path, number: int) -> None:
    mentees = ["ada-quill", "bo-finch", *(f"mentee-{each:03d}" for each in range(2, number))]
    people = [["id", "name", "roles", "email", "content_area", "experience_years"]]
    people.append(["noor-haddad", "Noor Haddad", "advisor", "noor@adv.example", "Agriculture", ""])
    pairings = [["mentee", "mentor", "advisor", "starts"]]
    for each, mentee in enumerate(mentees):
        mentor = f"mentor-{each:03d}"
        name = mentee.replace("-", " ").title()
        people.append([mentee, name, "mentee", f"{mentee}@s.example", "Agriculture", "0"])
        people.append(
            [mentor, f"Mentor {each}", "mentor", f"{mentor}@s.example", "Agriculture", "9"]
        )
        pairings.append([mentee, mentor, "noor-haddad", "2026-09-08"])
    for name, rows in (("people", people), ("pairings", pairings)):
        with (place / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows)


@pytest.fixture(scope="module")
def year(once: Once) -> Path:
    """A folder with 30 pairings, one taken through its year by commands, one by editing files."""
    return once("year", _all_of_it) / "p"


def _all_of_it(place: Path) -> None:
    _rosters(place, 30)
    _run("init", "p", "--preset", "missouri-career-education", "--year", "2026-2027", cwd=place)
    folder = place / "p"
    _run("import", "../people.csv", cwd=folder, today="2026-09-08")
    _run("import", "../pairings.csv", cwd=folder, today="2026-09-08")
    for meeting, day in (("kickoff", KICKOFF), ("midyear", MIDYEAR)):
        pairs = ("--pairing", BY_COMMANDS, "--pairing", BY_FILES)
        _run("attend", meeting, *pairs, "--on", day, cwd=folder, today=DONE)
    _by_commands(folder)
    _by_files(folder)


def _by_commands(folder: Path) -> None:
    plan = [
        f"experiences.{slot}.{field}={value}"
        for slot, (achieved, _) in DAYS.items()
        for field, value in (
            ("catalogue", str(slot + 6)), ("planned", f"Work {slot}"), ("target_date", achieved),
        )
    ]  # fmt: skip
    words = [word for each in plan for word in ("--set", each)]
    _run("edit", "ada", "plan", *words, cwd=folder, today=KICKOFF)
    _run("approve", "ada", "plan", "--on", KICKOFF, cwd=folder, today=KICKOFF)
    (folder.parent / "syllabus.txt").write_text("Week 1: soil", encoding="utf-8")
    for slot, (achieved, sent) in DAYS.items():
        evidence = ("--evidence", "../syllabus.txt") if slot == 1 else ()
        _run("hand-in", "ada", str(slot), "--on", achieved, *evidence, cwd=folder, today=achieved)
        _run("comment", "ada", str(slot), "--on", sent, "--text", "Thorough, practical, useful.",
             cwd=folder, today=sent)  # fmt: skip
    _run("log", "ada", "--on", "2026-10-06", "--from", "15:30", "--to", "16:15", "--kind",
         "meeting", "--topics", "first unit", cwd=folder, today="2026-10-06")  # fmt: skip
    closed = ("--set", "state=completed", "--set", f"closed.on={DONE}")
    _run("edit", "ada", "pairing", *closed, cwd=folder, today=DONE)


def _fill(path: Path, *lines: tuple[str, str]) -> None:
    """Write values behind the names of a file, as one does in an editor."""
    text = path.read_text(encoding="utf-8")
    for name, value in lines:
        text, count = re.subn(
            rf"^( *(?:- )?{name}:)$", rf"\g<1> {value}", text, count=1, flags=re.MULTILINE
        )
        assert count == 1, f"{path.name} has no empty {name}"
    path.write_text(text, encoding="utf-8")


def _by_files(folder: Path) -> None:
    own = folder / PAIRINGS / BY_FILES
    lines = []
    for slot, (achieved, _) in DAYS.items():
        lines += [("catalogue", str(slot)), ("planned", f"Own words {slot}")]
        lines += [("target_date", achieved)]
    for _ in ("approved", "received"):
        lines += [("by", "noor-haddad"), ("initials", "NH"), ("on", KICKOFF)]
    _fill(own / "plan.yaml", *lines)
    for slot, (achieved, sent) in DAYS.items():
        _fill(
            own / "experiences" / f"{slot}.yaml",
            ("achieved", achieved),
            ("sent_to_mentor", achieved),
            ("on", sent),
            ("text", "It is in use already."),
            ("sent_to_advisor", sent),
            ("copied_to_mentee", sent),
        )
    pairing = own / "pairing.yaml"
    text = pairing.read_text(encoding="utf-8")
    pairing.write_text(
        text.replace("state: active", f"state: completed\nclosed:\n  on: {DONE}"), encoding="utf-8"
    )
    _run("save", cwd=folder, today=DONE)


def _completers(folder: Path) -> list[str]:
    out = _run("completers", "--format", "csv", cwd=folder, today=DONE).out
    return [f"{row['mentee_id']}-{row['mentor_id']}" for row in csv.DictReader(io.StringIO(out))]


def test_both_ways_end_on_the_list_of_completers(year: Path) -> None:
    assert _completers(year) == [BY_COMMANDS, BY_FILES]


def test_nothing_is_left_outside_the_history(year: Path) -> None:
    status = subprocess.run(
        ["git", "status", "--porcelain"], cwd=year, capture_output=True, check=True
    )
    assert status.stdout == b""


def test_the_two_pairings_have_no_findings(year: Path) -> None:
    for pairing in (BY_COMMANDS, BY_FILES):
        result = mentorctl(
            "check", f"{PAIRINGS}/{pairing}", "--format", "json", "--today", DONE, cwd=year
        )
        found = {finding["code"] for finding in json.loads(result.out)["findings"]
                 if finding["severity"] == "error"}  # fmt: skip
        assert not found


def _facts() -> dict[str, tuple[str, str, str, str]]:
    """Every fact of completion: its file, its line now, the line that breaks it, its title."""
    facts = {}
    for slot, (achieved, sent) in DAYS.items():
        path = f"{PAIRINGS}/{BY_FILES}/experiences/{slot}.yaml"
        handed, commented = REQUIRED[slot]
        late = handed[:-2] + f"{int(handed[-2:]) + 1:02d}"
        facts[f"hand-over {slot}, late"] = (
            path, f"sent_to_mentor: {achieved}", f"sent_to_mentor: {late}",
            f"Experience {slot} handed over",
        )  # fmt: skip
        facts[f"hand-over {slot}, gone"] = (
            path, f"sent_to_mentor: {achieved}", "sent_to_mentor:",
            f"Experience {slot} handed over",
        )  # fmt: skip
        late = commented[:-2] + f"{int(commented[-2:]) + 1:02d}"
        facts[f"comment {slot}, a day late"] = (
            path, f"sent_to_advisor: {sent}", f"sent_to_advisor: {late}",
            f"Mentor Comment Form {slot}",
        )  # fmt: skip
    plan = f"{PAIRINGS}/{BY_FILES}/plan.yaml"
    facts["plan, not approved"] = (
        plan,
        f"  on: {KICKOFF}",
        "  on:",
        "Individual Mentoring Plan approved",
    )
    for meeting in ("kickoff", "midyear"):
        path = f"meetings/2026-2027-{meeting}.yaml"
        for person in ("bo-finch", "mentor-001"):
            facts[f"{meeting}, without {person}"] = (path, f"  - {person}\n", "", "eeting")
    return facts


@pytest.mark.parametrize("name", _facts())
def test_taking_away_a_single_fact_takes_the_pairing_off(
    year: Path, tmp_path: Path, name: str
) -> None:
    file, now, broken, title = _facts()[name]
    folder = tmp_path / "p"
    folder.mkdir()
    for part in ("program.yaml", "people", "meetings", "years", f"{PAIRINGS}/{BY_FILES}",
                 f"{PAIRINGS}/{BY_COMMANDS}"):  # fmt: skip
        source = year / part
        target = folder / part
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target)
        else:
            shutil.copy(source, target)
    text = (folder / file).read_text(encoding="utf-8")
    assert now in text
    (folder / file).write_text(text.replace(now, broken, 1), encoding="utf-8")
    assert _completers(folder) == [BY_COMMANDS]
    told = json.loads(_run("completers", "--format", "json", cwd=folder, today=DONE).out)
    (other,) = told["others"]
    (reason,) = other["reasons"]
    assert title in reason["title"]
    assert reason["hint"]
