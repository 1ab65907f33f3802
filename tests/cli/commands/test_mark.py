"""`mentorctl mark`: what cannot be marked, and what it does to a record that is not there."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from support.folders import commit_all, history
from support.run import Result, mentorctl

if TYPE_CHECKING:
    from pathlib import Path

FOLDER = "pairings/2026-2027/amara-okafor-teo-lindqvist"
ON = ("--on", "2026-10-05", "--today", "2026-10-06")
RECORDS = """\
  guide:
    optional: yes
  trainings:
    optional: yes
  visit:
    optional: yes"""
CRITERIA = """\
  most_pairings: 4
  criteria:
    - id: attendance
      title: Good attendance
"""
SETTINGS = """\
guide:
  tasks:
    - id: first-lesson
      title: Watch a lesson
dates:
  - id: survey
    title: Survey answered
trainings:
  - code: SP 503
    title: For supervisors
    role: supervisor
  - code: SP 511
    title: For mentors
    role: mentor
"""


@pytest.fixture
def marking(program: Path) -> Path:
    """A program with a guide, a date of its own and two trainings, and no record of them yet."""
    file = program / "program.yaml"
    text = file.read_text(encoding="utf-8")
    for old, new in (
        ('  visit:\n    optional: "yes"', RECORDS),
        ("  most_pairings: 4\n", CRITERIA),
    ):
        assert text.count(old) == 1
        text = text.replace(old, new)
    file.write_text(f"{text}{SETTINGS}", encoding="utf-8")
    commit_all(program, "another program")
    return program


def mark(root: Path, *words: str) -> Result:
    return mentorctl("mark", "okafor", *words, cwd=root)


def read(root: Path, name: str) -> str:
    return (root / FOLDER / name).read_text(encoding="utf-8")


def test_a_training_is_noted_for_the_person_in_its_role(marking: Path) -> None:
    done = mark(marking, "SP 511", *ON)
    assert done.code == 0, done.err
    assert "  - code: SP 511\n    person: teo-lindqvist\n    on: 2026-10-05\n" in read(
        marking, "trainings.yaml"
    ).replace("    # Person: Id of a person in people/\n", "").replace("    # Completed on\n", "")
    assert history(marking)[0].endswith("SP 511 taken by Teo Lindqvist on 2026-10-05")


def test_a_task_is_dated_in_a_guide_that_is_made_with_it(marking: Path) -> None:
    done = mark(marking, "first-lesson", *ON)
    assert done.code == 0, done.err
    guide = read(marking, "guide.yaml")
    assert "title: Watch a lesson" in guide
    assert "done_on: 2026-10-05" in guide


def test_a_task_that_was_taken_out_comes_back_with_its_day(marking: Path) -> None:
    (marking / FOLDER / "guide.yaml").write_text("tasks: []\n", encoding="utf-8")
    commit_all(marking, "a guide without tasks")
    assert mark(marking, "first", *ON).code == 0
    assert "title: Watch a lesson\n    done_on: 2026-10-05" in read(marking, "guide.yaml")


def test_whoever_says_so_is_named_where_the_pairing_has_no_supervisor(marking: Path) -> None:
    for what in ("guide-reviewed", "guide-signed-off", "mentor-confirmed"):
        refused = mark(marking, what, *ON)
        assert refused.code == 2
        assert "say who says so with --by PERSON" in refused.err
    assert mark(marking, "mentor-confirmed", "--by", "grace", *ON).code == 0
    pairing = read(marking, "pairing.yaml")
    assert "by: grace-whitfield" in pairing
    assert '  criteria:\n    attendance: "yes"\n' in pairing
    assert mark(marking, "guide-signed-off", "--by", "grace", *ON).code == 0
    assert "by: grace-whitfield\n" in read(marking, "guide.yaml")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("sp-503",), "is for the supervisor"),
        (("survei",), "did you mean survey?"),
        (("sp-511", "--by", "grace"), "--by is for"),
        (("survey", "--on", "5 October"), "has no year"),
    ],
)
def test_what_cannot_be_marked_is_refused(marking: Path, words: tuple[str, ...], said: str) -> None:
    before = history(marking)
    refused = mark(marking, *words)
    assert refused.code == 2
    assert said in " ".join(refused.err.replace("│", " ").split())
    assert history(marking) == before


def test_a_program_without_any_of_it_says_so(program: Path) -> None:
    refused = mark(program, "survey")
    assert refused.code == 2
    said = " ".join(refused.err.split())
    assert "lists no dates, trainings, tasks or criteria" in said
    assert "the year's dates are evaluation-mailed, " in said


def test_a_date_of_the_year_may_be_said_in_two_words(program: Path) -> None:
    for words in (("evaluation", "mailed"), ("Evaluation Mailed",)):
        done = mentorctl("mark", *words, "--on", "2027-04-01", "--today", "2027-04-05", "--dry-run",
                         cwd=program)  # fmt: skip
        assert done.code == 0, done.err
        assert "2027-04-01" in done.err


def test_without_any_word_the_invoices_are_listed_where_somebody_completes(program: Path) -> None:
    said = "invoice PERSON"
    assert said in mentorctl("mark", cwd=program).out
    file = program / "program.yaml"
    text = file.read_text(encoding="utf-8")
    needs = re.search(r"^completion:.*?^  needs:\n(?:    .*\n)+", text, re.MULTILINE | re.DOTALL)
    assert needs is not None
    file.write_text(text.replace(needs[0], "completion:\n"), encoding="utf-8")
    assert said not in mentorctl("mark", cwd=program).out


def test_without_any_word_a_program_that_has_nothing_to_mark_says_so(tmp_path: Path) -> None:
    words = ("--preset", "missouri-school-counseling", "--year", "2026-2027")
    mentorctl("init", tmp_path / "p", *words)
    told = mentorctl("mark", cwd=tmp_path / "p")
    assert (told.code, told.out) == (0, "")
    assert "nothing that can be marked" in told.err
    assert "takes --on" not in told.err


def test_who_took_part_in_a_meeting_is_logged_by_role(marking: Path) -> None:
    words = ("--from", "9:00", "--to", "9:30", "--kind", "meeting")
    who = ("--who", "mentor", "--who", "advisor")
    done = mentorctl("log", "okafor", *words, *who, "--on", "2026-10-05", "--today", "2026-10-06",
                     cwd=marking)  # fmt: skip
    assert done.code == 0, done.err
    assert "who:\n      - mentor\n      - advisor\n" in read(marking, "log.yaml")
    refused = mentorctl("log", "okafor", *words, "--who", "principal", cwd=marking)
    assert refused.code == 2
