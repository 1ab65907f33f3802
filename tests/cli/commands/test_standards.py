"""`mentorctl standards`: a program brings a standard in, answers it, and hands a report over."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from support.folders import history
from support.pdf import page_texts
from support.run import Result, mentorctl

TODAY = "2027-05-03"
OTHER = Path(__file__).parents[2] / "other-program"
SPREE = """\
id: spree
title: Standards
rule: Academy Order 7
version: of 2024
parts:
  - letter: (1)
    heading: The year
    items:
      - id: s-1
        number: (1)1
        text: Outcomes are set.
        shown_by: [plan:outcomes, experiences/1:sent_to_mentor]
      - id: s-2
        number: (1)2
        text: All is well.
"""
MISSOURI = "missouri-5-csr-20-400-380"
ANSWERS = "standards/2026-2027.yaml"
TRIAL = ("--set", "answers.a-1.met=yes", "--set", "answers.a-1.evidence.+.file=standards/book.txt",
         "--set", "answers.a-1.evidence.+.on=2026-08-14")  # fmt: skip


def run(program: Path, *words: str) -> Result:
    return mentorctl("-C", program, *words, "--today", TODAY)


@pytest.fixture
def follower(program: Path) -> Path:
    done = run(program, "standards", "--adopt", "missouri")
    assert done.code == 0, done.err
    return program


def data(program: Path, *words: str) -> dict[str, Any]:
    done = run(program, "standards", "--format", "json", *words)
    assert done.code == 0, done.err
    found = json.loads(done.out)
    assert found["schema_version"] == 1
    return dict(found)


def items(program: Path, *words: str) -> dict[str, dict[str, Any]]:
    (standard,) = data(program, *words)["standards"]
    return {item["item"]: item for item in standard["items"]}


def test_a_standard_is_brought_in_once_and_stays_as_it_was(follower: Path) -> None:
    assert history(follower)[0] == f"the program follows {MISSOURI}"
    rules = follower / "standards" / "rules" / f"{MISSOURI}.yaml"
    before = rules.read_bytes()
    assert run(follower, "standards", "--adopt", MISSOURI).code == 0
    assert rules.read_bytes() == before
    assert len(history(follower)) == 2
    assert run(follower, "check", "standards").code == 0
    # the rules in force are the folder's own
    rules.write_text(rules.read_text("utf-8").replace("years>=4", "years>=40"), "utf-8")
    assert items(follower)["d-1-a"]["state"] == "open"


def test_evidence_is_given_by_a_command_and_taken_away(follower: Path) -> None:
    assert items(follower)["a-1"]["state"] == "open"
    book = follower / "standards" / "book.txt"
    book.write_text("the handbook\n", encoding="utf-8")
    done = run(follower, "edit", "standards/2026-2027", *TRIAL)
    assert done.code == 0, done.err
    found = items(follower)["a-1"]
    assert (found["state"], found["gap"]) == ("declared-with-evidence", [])
    assert found["evidence"][0]["file"] == "standards/book.txt"
    assert "a-1" not in items(follower, "--holes")
    book.unlink()
    found = items(follower)["a-1"]
    assert found["state"] == "open"
    assert found["gap"] == ["the evidence standards/book.txt is not there"]
    checked = run(follower, "check")
    assert "standard-evidence-missing" in checked.out


def test_a_command_does_not_take_evidence_that_is_not_there(follower: Path) -> None:
    done = run(follower, "edit", "standards/2026-2027", *TRIAL)
    assert done.code == 1
    assert "standards/book.txt is not there" in done.err + done.out


def test_holes_say_what_to_do(follower: Path) -> None:
    shown = run(follower, "standards", "--holes").out
    assert "(A)1 " in shown
    assert "mentorctl edit standards/2026-2027 --set answers.a-1.met=yes" in shown
    assert "mentorctl log PAIRING --kind observation-of-master" in shown
    assert "(D)1.A" not in shown


def test_every_item_is_in_the_table_and_in_every_format(follower: Path, tmp_path: Path) -> None:
    shown = run(follower, "standards")
    numbers = [item["number"] for item in items(follower).values()]
    assert [number for number in numbers if f" {number} " not in shown.out] == []
    assert "51 items of 5 CSR 20-400.380" in shown.err
    rows = list(csv.DictReader(io.StringIO(run(follower, "standards", "--format", "csv").out)))
    assert [row["number"] for row in rows] == numbers
    book = tmp_path / "s.xlsx"
    assert run(follower, "standards", "--format", "xlsx", "--out", str(book)).code == 0
    sheet = load_workbook(book).active
    assert [row[2] for row in sheet.iter_rows(min_row=2, values_only=True)] == numbers
    for kind, start in (("pdf", b"%PDF"), ("docx", b"PK")):
        out = tmp_path / f"s.{kind}"
        assert run(follower, "standards", "--format", kind, "--out", str(out)).code == 0
        assert out.read_bytes().startswith(start)
    part = tmp_path / "part.pdf"
    assert run(follower, "standards", "--advisor", "noor", "--out", str(part)).code == 0
    said = " ".join("".join(page_texts(part)).split())
    assert "Only a part: 1 of 1 pairing (content advisor Noor Haddad)" in said


def test_a_text_in_a_workbook_is_no_formula(follower: Path, tmp_path: Path) -> None:
    note = "=1+1"
    done = run(follower, "edit", "standards/2026-2027", "--set", "answers.a-1.met=no",
               "--set", f"answers.a-1.note={note}")  # fmt: skip
    assert done.code == 0, done.err
    book = tmp_path / "s.xlsx"
    run(follower, "standards", "--format", "xlsx", "--out", str(book))
    cells = [cell for row in load_workbook(book).active.iter_rows() for cell in row]
    assert [cell.data_type for cell in cells if cell.value == note] == ["s"]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--format", "pdf"), "--out standards.pdf"),
        (("--format", "csv", "--out", "x.pdf"), "let both say the same"),
        (("--format", "pdf", "--out", "x.pdf", "--holes"), "every item"),
    ],
)
def test_what_goes_nowhere_is_refused(follower: Path, words: tuple[str, ...], says: str) -> None:
    done = run(follower, "standards", *words)
    assert done.code == 2
    assert says in " ".join(done.err.split())


def test_a_program_without_standards_is_told_how_to_bring_one_in(program: Path) -> None:
    done = run(program, "standards")
    assert done.code == 3
    assert "mentorctl standards --adopt" in done.err
    assert run(program, "standards", "--adopt", "kansas").code == 2


def test_answers_that_cannot_be_read_are_not_taken_for_none(follower: Path) -> None:
    (follower / ANSWERS).write_text("answers: [\n", encoding="utf-8")
    done = run(follower, "standards")
    assert done.code == 3
    assert f"mentorctl check {ANSWERS}" in done.err


def test_another_program_starts_with_its_standards(program: Path, tmp_path: Path) -> None:
    preset = tmp_path / "own.yaml"
    text = (program / "program.yaml").read_text("utf-8")
    preset.write_text(
        text.replace("standards: []", f"standards: [{MISSOURI}]").replace(
            "coordinators: [iris-nakamura]", "coordinators: []"
        ),
        "utf-8",
    )
    made = tmp_path / "new"
    assert mentorctl("init", made, "--preset", preset, "--year", "2026-2027").code == 0
    assert (made / ANSWERS).is_file()
    assert (made / "standards" / "rules" / f"{MISSOURI}.yaml").is_file()
    assert "exit_interviews" in (made / "years" / "2026-2027.yaml").read_text("utf-8")
    assert {item["state"] for item in items(made).values()} == {
        "evidenced-by-records",
        "partly",
        "open",
    }


def test_status_shows_which_duties_the_records_evidence(program: Path) -> None:
    done = run(program, "status", "okafor", "--duties", "--format", "json")
    found = {(row["role"], row["number"]): row for row in json.loads(done.out)["duties"]}
    assert found["mentor", 4]["state"] == "shown"
    assert found["mentor", 7]["state"] == "shown"
    assert found["mentor", 8]["state"] == "no record"
    assert found["advisor", 8]["state"] == "shown"
    assert [key for key in found if key[0] == "mentee"] == [("mentee", at) for at in range(1, 8)]
    fourth = program / "pairings/2026-2027/amara-okafor-teo-lindqvist/experiences/4.yaml"
    fourth.unlink()
    again = json.loads(run(program, "status", "okafor", "--duties", "--format", "json").out)
    assert {(row["role"], row["number"]): row["state"] for row in again["duties"]}[
        "mentor", 7
    ] == "partly"
    shown = run(program, "status", "okafor", "--duties")
    assert "Comes to both required mentoring meetings." in shown.out
    assert "3 of 4" in shown.out
    assert run(program, "status", "--duties").code == 2


def test_what_shows_a_duty_must_be_something_that_records_can_show(program: Path) -> None:
    file = program / "program.yaml"
    text = file.read_text("utf-8")
    for wrong in ("log:dancing>=1", "guide:signed_off.on"):
        file.write_text(text.replace("- log:meeting+phone+email+text>=1", f"- {wrong}"), "utf-8")
        assert "program-contradiction" in run(program, "check").out


def test_another_state_s_standards_are_another_file_in_any_program(tmp_path: Path) -> None:
    program = tmp_path / "program"
    (program / "standards" / "rules").mkdir(parents=True)
    text = (OTHER / "program.yaml").read_text("utf-8")
    (program / "program.yaml").write_text(f"{text}\nstandards: [spree]\n", "utf-8")
    (program / "standards" / "rules" / "spree.yaml").write_text(SPREE, "utf-8")
    (program / ANSWERS).write_text("answers:\n  s-2:\n    met: no\n", "utf-8")
    found = items(program)
    assert {name: item["state"] for name, item in found.items()} == {"s-1": "open", "s-2": "open"}
    assert found["s-1"]["records"][0]["title"] == "Year Sheet with outcomes"
    assert found["s-2"]["gap"] == ["the program itself says not met"]


def test_exit_interviews_can_be_a_milestone_of_the_program(follower: Path) -> None:
    file = follower / "program.yaml"
    row = (
        "  - id: leavers\n    title: Exit interviews collected\n    due: {date: 04-30}\n"
        "    owner: coordinator\n    needs: [year:exit_interviews.collected_on]\n\n"
    )
    text = file.read_text("utf-8")
    file.write_text(text.replace("# REQUIRED MEETINGS", f"{row}# REQUIRED MEETINGS"), "utf-8")
    assert "Exit interviews collected" in run(follower, "check", "years").out
    told = run(follower, "edit", "years/2026-2027", "--anyway",
               "--set", "exit_interviews.collected_on=2027-04-29",
               "--set", "exit_interviews.anonymous=yes")  # fmt: skip
    assert told.code == 0, told.err
    assert "Exit interviews collected" not in run(follower, "check", "years").out
    assert items(follower)["b-5"]["state"] == "evidenced-by-records"


def test_the_report_says_what_the_rule_is_for_and_whom_to_ask(follower: Path) -> None:
    out = follower.parent / "report.html"
    assert run(follower, "render", "standards", "--to", "html", "--out", str(out)).code == 0
    said = " ".join(out.read_text(encoding="utf-8").split())
    assert "Purpose:" in said
    assert "mentoring programs of school districts and charter schools" in said
    assert "Sections 160.720 and 161.375" in said
    assert "Professional Development Section, (573) 751-7986" in said


TEAM = "pairings/2026-2027/amara-okafor-teo-lindqvist"


def test_outcomes_stand_in_a_new_plan_and_on_its_form(follower: Path) -> None:
    pair = ("--id", "another-pair", "--starts", "2026-09-14")
    add = ("person", "add", "zoe-lind", "--name", "Zoe Lind", "--role", "mentee")
    assert run(follower, *add).code == 0
    done = run(follower, "pair", "zoe-lind", "teo-lindqvist", *pair)
    assert done.code == 0, done.err
    plan = (follower / "pairings/2026-2027/another-pair/plan.yaml").read_text(encoding="utf-8")
    assert "  - year: 1\n    indicator:" in " ".join(plan.split(" ")).replace(
        "    # Indicator: The priority indicator that it is about\n", "")  # fmt: skip
    assert "year: 2" in plan
    set_ = ["--set", "outcomes.1.indicator=Classroom Management"]
    set_ += ["--set", "outcomes.1.outcome=Prevents disruptions"]
    done = run(follower, "edit", "another-pair", "plan", *set_, "--anyway")
    assert done.code == 0, done.err
    out = follower.parent / "plan.html"
    words = ("render", "plan", "another-pair", "--draft", "--to", "html", "--out", str(out))
    assert run(follower, *words).code == 0
    said = out.read_text(encoding="utf-8")
    for part in ("Year of the plan", "Priority indicator", "Outcome", "Classroom Management",
                 "Prevents disruptions"):  # fmt: skip
        assert part in said
    blank = ("render", "plan", "--blank", "--to", "html", "--out", str(out))
    assert run(follower, *blank).code == 0
    assert "Priority indicator" in out.read_text(encoding="utf-8")


def test_talks_around_an_observation_are_kept_printed_and_counted(follower: Path) -> None:
    log = ("log", "amara", "--on", "2026-11-10", "--from", "9:00", "--until", "9:50")
    assert run(follower, *log, "--kind", "observation-of-mentee").code == 0
    asked = "observations with a conference before and after"
    assert asked in run(follower, "standards", "--holes").out
    days = ["--set", "entries.3.conferences.before=2026-11-09"]
    days += ["--set", "entries.3.conferences.after=2026-11-11"]
    questions = ("--set", "entries.3.conferences.questions=What would you do again?")
    done = run(follower, "edit", "amara", "log", *days, *questions)
    assert done.code == 0, done.err
    assert items(follower)["c-6"]["state"] == "partly"
    out = follower.parent / "log.html"
    words = ("render", "log", "amara", "--draft", "--to", "html", "--out", str(out))
    assert run(follower, *words).code == 0
    said = out.read_text(encoding="utf-8")
    for part in ("Conference before:", "Conference after:", "What would you do again?"):
        assert part in said


def test_release_time_is_counted_in_the_program_s_class_periods(follower: Path) -> None:
    log = ("log", "amara", "--on", "2026-11-10", "--from", "8:00", "--until", "11:20")
    assert run(follower, *log, "--kind", "release-period").code == 0
    assert items(follower)["g-3"]["state"] != "evidenced-by-records"
    assert run(follower, "edit", "program", "--set", "class_period=50").code == 0
    assert items(follower)["g-3"]["state"] == "evidenced-by-records"
