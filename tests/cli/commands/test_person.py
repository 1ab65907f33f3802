from __future__ import annotations

import csv
import io
import json
import os
import re
from typing import TYPE_CHECKING
from unittest import mock

import pytest
from support.folders import commit_all, contents, history
from support.run import mentorctl
from support.signed import sign_all
from support.signers import as_person

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


def test_somebody_is_added_by_their_name_alone(program: Path) -> None:
    for given, name in (("Lee Park", "lee-park"), ("Cruz, Ana", "ana-cruz")):
        done = mentorctl("person", "add", given, "--role", "mentor", "--dry-run", cwd=program)
        assert f"person {name}: {' '.join(name.title().split('-'))}" in done.err, done.err
    nameless = mentorctl("person", "add", "lee", "--role", "mentor", cwd=program)
    assert (nameless.code, "the name is missing" in nameless.err) == (2, True)
    other = mentorctl("person", "add", "Пётр Ильин", "--role", "mentor", cwd=program)
    assert "mentorctl person add ID --name 'Пётр Ильин'" in other.err


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


@pytest.fixture
def signed(program: Path) -> Path:
    when = "2027-04-20T16:00:00-0500"
    sign_all(program)
    with mock.patch.dict(os.environ, {"GIT_AUTHOR_DATE": when, "GIT_COMMITTER_DATE": when}):
        commit_all(program, "signed")
    return program


IRIS = "iris-nakamura"
RENAMED = ("person", "edit", "amara", "--set", "name=Amara Okafor-Bell", "--today", "2027-05-03")


def test_whose_signatures_a_new_name_leaves_behind_is_said_before_it_is_written(
    signed: Path,
) -> None:
    file = signed / "people/amara-okafor.yaml"
    before = file.read_text("utf-8")
    asked = as_person(IRIS, signed, *RENAMED, terminal=True, input="n\n")

    assert asked.code == 1, asked.err
    said = " ".join(asked.err.split())
    assert re.search(r"\d+ signatures do not hold any more after this \(", said)
    assert re.search(r"\d+ by Amara Okafor", said)
    assert "change it all the same?" in said
    assert file.read_text("utf-8") == before

    assert as_person(IRIS, signed, *RENAMED, terminal=True, input="y\n").code == 0
    assert "name: Amara Okafor-Bell" in file.read_text("utf-8")
    count = int(re.search(r"(\d+) signatures do not", said)[1])  # type: ignore[index] # found above
    found = mentorctl("check", "--format", "json", "--today", "2027-05-03", cwd=signed).out
    assert found.count('"signature-stale"') == count


def test_in_a_script_it_is_said_and_what_voids_nothing_is_not(signed: Path) -> None:
    done = mentorctl("person", "edit", "amara", "--set", "school=Hollis", *RENAMED[-2:], cwd=signed)
    assert (done.code, "hold any more" in done.err) == (0, False)
    done = mentorctl(*RENAMED, cwd=signed)
    assert (done.code, "hold any more" in done.err) == (0, True)


def test_of_a_change_of_the_program_it_is_said_too(signed: Path) -> None:
    words = ("edit", "program", "--set", "terms.mentee=novice", "--today", "2027-05-03")
    asked = mentorctl(*words, cwd=signed, terminal=True, input="n\n")
    assert (asked.code, "hold any more" in asked.err) == (1, True)
    assert "hold any more" not in mentorctl(
        "edit", "program", "--set", "name=Another", "--today", "2027-05-03", cwd=signed
    ).err  # fmt: skip
