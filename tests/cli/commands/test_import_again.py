"""`mentorctl import` of a corrected roster, and what a person is asked once."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from support.folders import contents, history
from support.run import Result, mentorctl

if TYPE_CHECKING:
    from pathlib import Path

DAY = ("--today", "2026-09-08")
HEAD = "name,email,roles,phone_cell,school\n"
SEPTEMBER = HEAD + (
    "A One,a@x.example,mentor,573-555-0101,Ridge High\n"
    "B Two,b@x.example,mentor,573-555-0102,Ridge High\n"
    "D Four,d@x.example,mentor,573-555-0104,Ridge High\n"
)
JANUARY = HEAD + (
    "A One,A@X.example,mentor,(573) 555-0101,Ridge High\n"
    "B Two,b@x.example,mentor,573-555-0199,Hill Middle\n"
    "C New,c@x.example,mentor,573-555-0103,Ridge High\n"
)


def bring(program: Path, text: str, *words: str, answers: str = "") -> Result:
    path = program.parent / "roster.csv"
    path.write_text(text, encoding="utf-8")
    return mentorctl(
        "import", path, *words, *DAY, cwd=program, input=answers, terminal=bool(answers)
    )


def person(program: Path, name: str) -> str:
    return (program / f"people/{name}.yaml").read_text(encoding="utf-8")


def test_new_people_come_in_and_changes_are_shown_and_left(program: Path) -> None:
    bring(program, SEPTEMBER)
    done = bring(program, JANUARY)
    assert history(program)[0] == "1 person from roster.csv"
    assert done.code == 1, "something is left to decide"
    assert re.search(r"b-two +phone_cell +573-555-0102 +573-555-0199\n", done.err)
    assert re.search(r"b-two +school +Ridge High +Hill Middle\n", done.err)
    assert "a-one" not in done.err, "the same number and address, written otherwise"
    assert "2 fields that differ were left as the folder has them" in done.err
    assert "add --update" in done.err
    assert "phone_cell: 573-555-0199" not in person(program, "b-two")
    assert re.search(r"not in this sheet, and nothing of theirs was changed: .*d-four", done.err)
    assert "name: D Four" in person(program, "d-four")


def test_update_takes_what_the_sheet_says(program: Path) -> None:
    bring(program, SEPTEMBER)
    done = bring(program, JANUARY, "--update")
    assert done.code == 0, done.err
    assert history(program)[0] == "1 person and 2 changed fields from roster.csv"
    assert "  cell: 573-555-0199\n" in person(program, "b-two")
    assert "school: Hill Middle\n" in person(program, "b-two")
    commits = history(program)
    again = bring(program, JANUARY, "--update")
    assert again.code == 0
    assert "3 rows are in the folder already" in again.err
    assert history(program) == commits


def test_a_dry_run_of_an_update_writes_nothing(program: Path) -> None:
    bring(program, SEPTEMBER)
    before = contents(program)
    done = bring(program, JANUARY, "--update", "--dry-run")
    assert "would be imported: 1 person and 2 changed fields" in done.err
    assert contents(program) == before


def test_at_a_terminal_each_change_is_asked(program: Path) -> None:
    bring(program, SEPTEMBER)
    done = bring(program, JANUARY, answers="n\ny\n")
    assert done.code == 0, done.err
    assert "  cell: 573-555-0102\n" in person(program, "b-two")
    assert "school: Hill Middle\n" in person(program, "b-two")


def test_a_name_that_changed_is_known_by_the_address_and_the_first_name(program: Path) -> None:
    bring(program, SEPTEMBER)
    done = bring(program, HEAD + "B Castle,b@x.example,mentor,573-555-0102,Ridge High\n")
    assert re.search(r"b-two +name +B Two +B Castle\n", done.err)
    assert not (program / "people/b-castle.yaml").exists()


def test_what_a_heading_means_is_asked_once_and_kept(program: Path) -> None:
    text = "Staff,Premises,Shoe size\nA One,Ridge High,38\n"
    asked = bring(program, text.replace("Staff", "name"), answers="school\n-\n")
    assert asked.code == 0, asked.err
    kept = (program / "columns.yaml").read_text(encoding="utf-8")
    assert "  Premises: school\n" in kept
    assert '  Shoe size: "-"\n' in kept
    assert "school: Ridge High\n" in person(program, "a-one")
    done = bring(program, "name,Premises,shoe SIZE\nB Two,Hill Middle,40\n")
    assert done.code == 0, done.err
    assert "school: Hill Middle\n" in person(program, "b-two")
    assert mentorctl("check", *DAY, cwd=program).err.count("columns.yaml") == 0


def test_the_order_of_days_is_asked_once_and_kept(program: Path) -> None:
    asked = bring(program, "name,Hire date\nA One,8/9/2026\n", answers="day\n")
    assert asked.code == 0, asked.err
    assert "started_on: 2026-09-08\n" in person(program, "a-one")
    done = bring(program, "name,Hire date\nB Two,7/9/2026\n")
    assert "started_on: 2026-09-07\n" in person(program, "b-two")
    assert done.code == 0, done.err


def test_the_first_five_of_a_kind_are_shown_and_the_rest_with_all(program: Path) -> None:
    rows = "".join(f"P{number} Ruiz,none{number}\n" for number in range(30))
    done = bring(program, f"name,email\n{rows}")
    assert done.err.count("not an email address") == 5
    assert "25 more" in done.err
    every = bring(program, f"name,email\n{rows}", "--all")
    assert every.err.count("not an email address") == 30
