from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

import pytest
from support.folders import contents, history
from support.run import mentorctl

if TYPE_CHECKING:
    from pathlib import Path


def test_a_person_is_added_with_a_file_that_explains_itself(program: Path) -> None:
    words = ("--name", "Zoë O'Brien", "--role", "mentor", "--role", "advisor")
    more = ("--email", "zoe@ridge.example", "--phone-cell", "573-555-0161", "--school", "Ridge")
    numbers = ("--experience-years", "6", "--started-on", "2019-08-12")
    done = mentorctl("person", "add", "zoe-obrien", *words, *more, *numbers, cwd=program)
    assert done.code == 0, done.err
    text = (program / "people/zoe-obrien.yaml").read_text(encoding="utf-8")
    assert text.startswith("# yaml-language-server: $schema=../.mentorctl/schema/person.json\n")
    assert "# Years of experience: Full years in the profession" in text
    assert "roles:\n  - mentor\n  - advisor\n" in text
    assert "experience_years: 6\n" in text
    assert history(program)[0] == "person zoe-obrien: Zoë O'Brien"
    assert mentorctl("check", "--today", "2027-05-03", cwd=program).code == 0
    shown = mentorctl("person", "show", "zoe", cwd=program).out
    assert "573-555-0161" in shown
    assert "2019-08-12" in shown


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("Zoë O'Brien", "--name", "Zoë"), 2, "did you mean zoe-obrien?"),
        (("teo-lindqvist", "--name", "Teo"), 2, "there is a person teo-lindqvist already"),
        (("zoe-obrien", "--name", "Zoë", "--role", "metor"), 2, "did you mean mentor?"),
        (("zoe-obrien", "--name", "Zoë", "--email", "zoe"), 1, "not an email address"),
        (("zoe-obrien", "--name", "Zoë", "--started-on", "8/32/2019"), 2, "2026-12-14"),
        (("zoe-obrien", "--name", "Zoë", "--started-on", "8/12/2019"), 2, "could be two days"),
        (("con", "--name", "Con"), 1, "Windows"),
    ],
)
def test_what_cannot_be_is_refused(
    words: tuple[str, ...], code: int, said: str, program: Path
) -> None:
    before = contents(program)
    done = mentorctl("person", "add", *words, cwd=program)
    assert done.code == code, done.err
    assert said in done.err
    assert contents(program) == before


def test_a_second_file_for_the_same_email_is_warned_of(program: Path) -> None:
    words = ("--name", "Teo L.", "--email", "Teo.Lindqvist@marlow-tech.example")
    done = mentorctl("person", "add", "teo-l", *words, cwd=program)
    assert done.code == 0
    assert "have the same email" in done.err


def test_people_are_listed_by_role(program: Path) -> None:
    assert mentorctl("person", "list", cwd=program).out.count("\n") == 2 + 5
    mentors = mentorctl("person", "list", "--role", "mentor", cwd=program).out
    assert "Teo Lindqvist" in mentors
    assert "Amara Okafor" not in mentors


def test_scripts_get_the_same_columns_every_year(program: Path) -> None:
    listed = mentorctl("person", "list", "--format", "csv", cwd=program).out
    rows = list(csv.DictReader(io.StringIO(listed)))
    assert list(rows[0]) == [
        "id", "name", "roles", "email", "school", "district", "content_area", "email_checked",
        "phone_school", "phone_cell", "phone_work", "region", "position", "address",
        "experience_years", "started_on", "pronunciation", "open_to_more", "mentoring_since",
        "vendor_number", "contract_number",
    ]  # fmt: skip
    assert [row["id"] for row in rows] == sorted(row["id"] for row in rows)
    data = json.loads(mentorctl("person", "list", "--format", "json", cwd=program).out)
    assert data["schema_version"] == 1
    assert data["people"][0]["roles"] == ["mentee"]


def test_a_broken_file_is_left_out_of_the_list_and_said(program: Path) -> None:
    (program / "people/teo-lindqvist.yaml").write_text("name: [Teo\n")
    done = mentorctl("person", "list", cwd=program)
    assert "Teo" not in done.out
    assert done.code == 1
    assert "people/teo-lindqvist.yaml:1:7 is left out" in done.err
    for words in (("person", "list"), ("key", "list")):
        done = mentorctl(*words, "--format", "json", cwd=program)
        assert [each["path"] for each in json.loads(done.out)["unreadable"]] == [
            "people/teo-lindqvist.yaml"
        ]
    shown = mentorctl("person", "show", "teo", cwd=program)
    assert shown.code == 1
    assert "people/teo-lindqvist.yaml:1" in shown.err


def test_a_person_is_shown_with_their_pairings(program: Path) -> None:
    shown = mentorctl("person", "show", "lindq", cwd=program)
    assert shown.code == 0
    assert "Marlow Technical Center" in shown.out
    assert "amara-okafor-teo-lindqvist (" in shown.out
    assert mentorctl("person", "show", "nobody", cwd=program).code == 2


def test_a_person_is_edited_by_name(program: Path) -> None:
    words = ("person", "edit", "Haddad, Noor", "--set", "region=South", "--today", "2027-05-03")
    done = mentorctl(*words, cwd=program)
    assert done.code == 0, done.err
    assert "region: South" in (program / "people/noor-haddad.yaml").read_text(encoding="utf-8")
