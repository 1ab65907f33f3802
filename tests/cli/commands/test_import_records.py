"""`mentorctl import` of what is more than people: plans, logs, attendance, trainings, dates."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from support.folders import contents, history
from support.run import Result, mentorctl

from mentorctl.reports.imports.import_columns import KINDS_OF_SHEET

if TYPE_CHECKING:
    from pathlib import Path

DAY = ("--today", "2027-05-03")
PAIR = "amara-okafor-teo-lindqvist"
INSIDE = f"pairings/2026-2027/{PAIR}"


def bring(program: Path, text: str, *words: str, name: str = "sheet.csv") -> Result:
    path = program.parent / name
    path.write_text(text, encoding="utf-8")
    return mentorctl("import", path, *words, *DAY, cwd=program)


def said(program: Path, path: str) -> str:
    return (program / path).read_text(encoding="utf-8")


def test_log_hours_come_in_for_every_pairing(program: Path) -> None:
    before = said(program, f"{INSIDE}/log.yaml").count("- id:")
    rows = f"{PAIR},10/16/2026,3:30 PM,4:15 PM,Phone call,The first unit\n"
    rows += "Amara Okafor,2026-10-07,9:00,9:20,email,\n"
    done = bring(program, f"pairing,Date,Start,End,Type,Topics\n{rows}")
    assert done.code == 0, done.err
    assert history(program)[0] == "2 log entries from sheet.csv"
    text = said(program, f"{INSIDE}/log.yaml")
    assert text.count("- id:") == before + 2
    assert re.search(
        r"- id: 2026-10-16-\w{4}\n    on: 2026-10-16\n    from: \"?15:30\"?\n    to: \"?16:15\"?\n"
        r"    kind: phone\n    topics: The first unit\n", text
    )  # fmt: skip
    commits = history(program)
    again = bring(program, f"pairing,Date,Start,End,Type,Topics\n{rows}")
    assert "2 rows are in the folder already" in again.err
    assert history(program) == commits


def test_a_text_comes_in_without_times_and_a_meeting_does_not(program: Path) -> None:
    rows = f"{PAIR},2026-10-16,,,SMS,Snow day\n{PAIR},2026-10-17,22:30,00:15,call,The first unit\n"
    done = bring(program, f"pairing,Date,Start,End,Type,Topics\n{rows}")
    assert done.code == 0, done.err
    again = bring(program, f"pairing,Date,Start,End,Type,Topics\n{rows}")
    assert "2 rows are in the folder already" in again.err
    refused = bring(program, f"pairing,Date,Start,End,Type\n{PAIR},2026-10-18,,,meeting\n")
    assert (refused.code, "Start" in refused.err) == (1, True), refused.err


def test_plans_come_in_and_what_stands_there_is_left_without_update(program: Path) -> None:
    text = (
        "pairing,experience,catalogue,planned,target_date\n" + f"{PAIR},4,9,Soup night,3/26/2027\n"
    )
    done = bring(program, text)
    assert done.code == 1
    assert re.search(rf"{PAIR} 4 +catalogue +\d+ +9", done.err)
    assert done.err.endswith("to take what the sheet says, add --update\n")
    assert bring(program, text, "--update").code == 0
    plan = said(program, f"{INSIDE}/plan.yaml")
    assert re.search(r"slot: 4\n    semester: 2\n    catalogue: 9\n    planned: Soup night\n", plan)
    assert "target_date: 2027-03-26" in plan


def test_a_sheet_may_name_a_pairing_by_its_mentee_in_the_words_of_the_program(
    program: Path,
) -> None:
    text = 'Protégé,Exp,What\n"Okafor, Amara",4,Soup night\n'
    done = bring(program, text, "--update")
    assert done.code == 0, done.err
    assert "planned: Soup night\n" in said(program, f"{INSIDE}/plan.yaml")


def test_attendance_comes_in(program: Path) -> None:
    for path in (program / "meetings").iterdir():
        path.unlink()
    mentorctl("save", cwd=program)
    rows = "Kickoff,Amara Okafor,yes,2026-09-10\nkickoff,teo-lindqvist,Y,2026-09-10\n"
    rows += "kickoff,noor-haddad,no,\n"
    done = bring(program, f"Meeting,Name,Present,Date\n{rows}")
    assert done.code == 0, done.err
    text = said(program, "meetings/2026-2027-kickoff.yaml")
    assert "on: 2026-09-10\n" in text
    assert re.search(r"attended:\n +- amara-okafor\n +- teo-lindqvist\n", text)
    assert "noor-haddad" not in text


def test_dates_of_the_year_come_in(program: Path) -> None:
    (program / "years/2026-2027.yaml").unlink()
    mentorctl("save", cwd=program)
    rows = "completers_sent,Noor Haddad,4/28/2027\nEvaluation link emailed,,2027-04-20\n"
    done = bring(program, f"fact,person,on\n{rows}")
    assert done.code == 0, done.err
    text = said(program, "years/2026-2027.yaml")
    assert "  noor-haddad: 2027-04-28\n" in text
    assert "evaluation_mailed: 2027-04-20\n" in text


def test_own_dates_of_pairings_come_in_with_those_of_the_year(program: Path) -> None:
    with (program / "program.yaml").open("a", encoding="utf-8") as file:
        file.write("dates:\n  - {id: survey, title: Survey completed, by: mentee}\n")
    mentorctl("save", cwd=program)
    bad = bring(program, "fact,pairing,person,on\nsurvey,,,2027-04-20\nparty,okafor,,2027-04-20\n"
                f"survey,nobody,,2027-04-20\nsurvey,{PAIR},Noor Haddad,2027-04-20\n")  # fmt: skip
    assert bad.code == 1
    assert [line for line in bad.err.splitlines() if line.startswith("sheet.csv: ")] == [
        "sheet.csv: row 2, column pairing: survey is a date of a pairing, and no pairing is named",
        "sheet.csv: row 3, column fact: pairings have no date 'party'",
        "sheet.csv: row 4, column pairing: no pairing of 2026-2027 is called 'nobody'",
        "sheet.csv: row 5, column person: a date of a pairing is nobody's alone",
    ]
    rows = f"fact,pairing,on\nSurvey completed,{PAIR},4/20/2027\n"
    before = contents(program)
    assert bring(program, rows, "--dry-run").code == 0
    assert contents(program) == before
    done = bring(program, rows)
    assert done.code == 0, done.err
    assert "  survey: 2027-04-20\n" in said(program, f"{INSIDE}/pairing.yaml")
    commits = history(program)
    assert "1 row is in the folder already" in bring(program, rows).err
    assert history(program) == commits


BAD = (
    (
        ("pairing,on,from,to,kind", "nobody,2026-10-05,9:00,9:30,phone",
         f"{PAIR},2026-10-05,25:00,9:30,dance", f"{PAIR},,9:00,9:30,phone"),
        ("row 2, column pairing: no pairing of 2026-2027 is called 'nobody'",
         "row 3, column from: '25:00' is no time",
         "row 4, column on: on is missing"),
    ),
    (
        ("pairing,experience,target_date", f"{PAIR},9,2027-01-10", f"{PAIR},one,2027-01-10",
         f"{PAIR},1,soon"),
        ("row 2, column experience: there is no experience 9",
         "row 3, column experience: \"Slot\" is 'one', not a whole number",
         "row 4, column target_date: target_date is 'soon', not a date like 2026-09-14"),
    ),
    (
        ("meeting,person", "picnic,Amara Okafor", "kickoff,Nobody Atall"),
        ("row 2, column meeting: program.yaml has no meeting 'picnic'",
         "row 3, column person: nobody in people/ has the id, name or email 'Nobody Atall'"),
    ),
    (
        ("fact,person,on", "party,,2027-01-01", "completers_sent,,2027-01-01",
         "evaluation_mailed,Noor Haddad,2027-01-01"),
        ("row 2, column fact: the year has no date 'party'",
         "row 3, column person: person is missing",
         "row 4, column person: evaluation_mailed is one date of the whole program"),
    ),
    (
        ("person,training,completed_on", "Amara Okafor,SP 511,2026-10-01"),
        ("row 2, column training: program.yaml has no training 'SP 511'",),
    ),
)  # fmt: skip


@pytest.mark.parametrize(("rows", "problems"), BAD)
def test_every_bad_cell_is_named_and_nothing_is_written(
    rows: tuple[str, ...], problems: tuple[str, ...], program: Path
) -> None:
    before = contents(program)
    done = bring(program, "\n".join(rows))
    assert done.code == 1
    named = [line for line in done.err.splitlines() if line.startswith("sheet.csv: ")]
    assert [line.partition(": ")[2] for line in named] == list(problems)
    assert "nothing was imported" in done.err
    assert contents(program) == before


@pytest.mark.parametrize("kind", KINDS_OF_SHEET)
def test_a_template_of_every_kind_is_told_by_its_headings(
    kind: str, program: Path, tmp_path: Path
) -> None:
    path = tmp_path / "new.csv"
    assert mentorctl("import", "--template", kind, "--out", path).code == 0
    with_kind = mentorctl("import", path, "--template", kind, "--dry-run", *DAY, cwd=program)
    without = mentorctl("import", path, "--dry-run", *DAY, cwd=program)
    assert with_kind == without
    assert "not known" not in without.err
    assert "there is no column" not in without.err


def test_trainings_come_in_for_the_pairing_that_a_person_is_in(tmp_path: Path) -> None:
    folder = tmp_path / "program"
    words = ("--preset", "nebraska-child-welfare", "--year", "2026-2027")
    assert mentorctl("init", folder, *words).code == 0
    people = "name,roles\nAna Ruiz,mentee\nBo Lee,mentor\nCy Ray,mentor\n"
    assert bring(folder, people).code == 0
    assert bring(folder, "mentee,mentor\nAna Ruiz,Bo Lee\n").code == 0
    code = re.search(r"- code: (.*)", said(folder, "program.yaml"))
    assert code is not None
    text = f'person,training,completed_on\n"Lee, Bo",{code[1]},8/21/2026\n'
    done = bring(folder, text)
    assert done.code == 0, done.err
    written = said(folder, "pairings/2026-2027/ana-ruiz-bo-lee/trainings.yaml")
    assert f"- code: {code[1]}\n    person: bo-lee\n    on: 2026-08-21\n" in written
    assert "1 row is in the folder already" in bring(folder, text).err
    other = bring(folder, text.replace("8/21", "8/22"))
    assert re.search(r"completed_on +2026-08-21 +2026-08-22", other.err)
    lost = bring(folder, text.replace("Lee, Bo", "Cy Ray"))
    assert "column person: cy-ray is in no pairing of the year" in lost.err


FOLLOWING = "mentee,mentor,follows,starts\namara-okafor,bo-reyes,{},2027-04-27\n"
WORK = "pairings/2026-2027/amara-okafor-teo-lindqvist"
LATER = ("--today", "2027-04-27")


@pytest.fixture
def with_another_mentor(program: Path) -> Path:
    words = ("bo-reyes", "--name", "Bo Reyes", "--role", "mentor", "--email", "b@x.example")
    area = ("--content-area", "Family Consumer Sciences", "--experience-years", "8")
    assert mentorctl("person", "add", *words, *area, cwd=program).code == 0
    return program


def follow(program: Path, *rows: str) -> Result:
    path = program.parent / "new.csv"
    path.write_text("".join(rows), encoding="utf-8")
    return mentorctl("import", path, *LATER, cwd=program)


def test_a_pairing_that_follows_takes_the_work_along_as_pair_does(
    with_another_mentor: Path,
) -> None:
    program = with_another_mentor
    before = contents(program)
    words = ("amara-okafor", "bo-reyes", "--follows", "teo", "--starts", "2027-04-27")
    assert mentorctl("pair", *words, *LATER, cwd=program).code == 0
    paired = contents(program)
    assert mentorctl("undo", "--yes", cwd=program).code == 0
    assert contents(program) == before

    done = follow(program, FOLLOWING.format("amara-okafor-teo-lindqvist"))

    assert done.code == 0, done.err
    assert contents(program) == paired
    assert "state: reassigned" in (program / WORK / "pairing.yaml").read_text(encoding="utf-8")


def test_a_row_of_a_mentee_goes_into_the_pairing_of_its_day(with_another_mentor: Path) -> None:
    program = with_another_mentor
    done = follow(program, FOLLOWING.format("amara-okafor-teo-lindqvist"))
    assert done.code == 0, done.err
    rows = "Amara Okafor,4/20/2027,17:00,17:30,phone,Old\namara,4/28/2027,17:00,17:30,phone,New\n"
    done = bring(program, f"Mentee,on,from,until,kind,topics\n{rows}", *LATER)
    assert done.code == 0, done.err
    assert "topics: Old\n" in said(program, f"{WORK}/log.yaml")
    assert "topics: New\n" in said(program, "pairings/2026-2027/amara-okafor-bo-reyes/log.yaml")


def test_only_a_pairing_of_the_same_person_is_taken_over_and_once(
    with_another_mentor: Path,
) -> None:
    program = with_another_mentor
    ada = ("ada-north", "--name", "Ada North", "--role", "mentee", "--email", "a@x.example")
    assert mentorctl("person", "add", *ada, cwd=program).code == 0
    cy = ("cy-lane", "--name", "Cy Lane", "--role", "mentor", "--email", "c@x.example")
    assert mentorctl("person", "add", *cy, "--experience-years", "9", cwd=program).code == 0
    row = FOLLOWING.format("amara-okafor-teo-lindqvist")
    other = row.replace("amara-okafor,", "ada-north,")
    twice = row.splitlines()[1].replace("bo-reyes", "cy-lane")
    before = contents(program)

    assert "is not of ada-north" in follow(program, other).err
    assert "row 2 takes over" in follow(program, row, f"{twice}\n").err
    assert contents(program) == before


def test_a_row_that_follows_may_stand_beside_one_that_begins_anew(
    with_another_mentor: Path,
) -> None:
    program = with_another_mentor
    area = ("--content-area", "Family Consumer Sciences")
    ada = ("ada-north", "--name", "Ada North", "--role", "mentee", "--email", "a@x.example")
    assert mentorctl("person", "add", *ada, *area, cwd=program).code == 0
    done = follow(
        program,
        FOLLOWING.format("amara-okafor-teo-lindqvist"),
        "ada-north,bo-reyes,,2027-04-27\n",
    )
    assert done.code == 0, done.err
    assert history(program)[0] == "2 pairings from new.csv"
