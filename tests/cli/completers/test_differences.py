from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from support.facts import FOLDER, PAIRING, change, take_away
from support.folders import Once, copied, lay_base
from support.keys import needs_openssh
from support.run import Result, mentorctl
from support.schemas import VERSIONS, faults_of
from support.signers import as_person, commit_as, lay_registered

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = needs_openssh
IRIS = "iris-nakamura"
COMMENT = "experiences/3:comment.sent_to_advisor"


@pytest.fixture
def program(once: Once, tmp_path: Path) -> Path:
    """A program with a list of one completer that was frozen on 2027-05-03."""

    def lay(folder: Path) -> None:
        root = lay_registered(lay_base(folder / "program"))
        words = ("completers", "--freeze", "--today", "2027-05-03")
        assert as_person(IRIS, root, *words).code == 0

    return copied(once("with a frozen list", lay) / "program", tmp_path / "program")


def diff(program: Path, *words: str) -> Result:
    return mentorctl("completers", "--diff", *words, "--today", "2027-05-10", cwd=program)


def data(program: Path, *words: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(diff(program, *words, "--format", "json").out)
    return found


def test_nothing_differs_where_nothing_happened(program: Path) -> None:
    done = diff(program)

    assert (done.code, done.out) == (0, "")
    assert "0 came, 0 went, 0 changed, 1 as before, since completers-2027-05-03 was frozen by" in (
        done.err
    )


def test_who_went_is_told_with_the_reason(program: Path) -> None:
    take_away(program, COMMENT)
    done = diff(program)

    assert done.code == 1
    assert "- Amara Okafor and Teo Lindqvist (amara-okafor-teo-lindqvist)" in done.out
    assert "is still open, 21 days after 2027-04-19" in done.out
    (went,) = data(program)["went"]
    assert (went["mentee_id"], went["reasons"][0]["need"]) == ("amara-okafor", COMMENT)


def test_who_came_is_told(program: Path) -> None:
    take_away(program, COMMENT)
    commit_as(IRIS, program, "less")
    assert as_person(IRIS, program, "completers", "--freeze", "--today", "2027-05-04").code == 0
    change(program, f"{FOLDER}/experiences/3.yaml", ("comment", "sent_to_advisor"), "2027-04-05")

    done = diff(program)
    assert "+ Amara Okafor and Teo Lindqvist" in done.out
    assert "completed on 2027-04-05" in done.out
    # the older one had them already
    assert diff(program, "completers-2027-05-03").code == 0


def test_a_renamed_person_is_a_change_and_nobody_who_came(program: Path) -> None:
    change(program, "people/amara-okafor.yaml", ("name",), "Amara Okafor-Lee")

    found = data(program)
    assert (found["came"], found["went"], found["same"]) == ([], [], 0)
    (changed,) = found["changed"]
    assert changed["fields"] == [
        {"field": "mentee", "before": "Amara Okafor", "after": "Amara Okafor-Lee"}
    ]


def test_a_pairing_with_another_name_is_the_same_one(program: Path) -> None:
    (program / FOLDER).rename(program / f"{FOLDER}-ii")

    (changed,) = data(program)["changed"]
    assert ("pairing", PAIRING, f"{PAIRING}-ii") in {
        (each["field"], each["before"], each["after"]) for each in changed["fields"]
    }


def test_a_pairing_that_is_gone_is_told(program: Path) -> None:
    (program / FOLDER).rename(program.parent / "gone")

    (went,) = data(program)["went"]
    assert went["reasons"][0]["message"] == f"{FOLDER}/pairing.yaml is not in the folder any more"


def test_a_record_that_cannot_be_read_is_the_reason(program: Path) -> None:
    (program / FOLDER / "experiences/3.yaml").write_text("achieved: [\n", "utf-8")
    done = diff(program)

    assert done.code == 1
    assert "cannot be read" in done.out
    assert "is left out" in done.err


def test_a_pairing_of_another_advisor_belongs_to_another_list(program: Path) -> None:
    words = ("completers", "--freeze", "--advisor", "noor-haddad", "--today", "2027-05-03")
    assert as_person(IRIS, program, *words).code == 0
    change(program, f"{FOLDER}/pairing.yaml", ("advisor",), "iris-nakamura")

    done = diff(program, "--advisor", "noor-haddad")
    assert "belongs to another list: the advisor is iris-nakamura now" in done.out
    # the list of all has them still
    assert data(program)["went"] == []


def test_as_csv_there_is_a_line_for_each_reason(program: Path) -> None:
    take_away(program, COMMENT)

    lines = diff(program, "--format", "csv").out.splitlines()
    assert lines[0] == (
        "change,pairing,mentee_id,mentee,mentor_id,mentor,field,before,after,reason,hint"
        ",advisor_id,supervisor_id,program_id,year"
    )
    assert lines[1].startswith(f"went,{PAIRING},amara-okafor,Amara Okafor,")


def test_there_must_be_one(program: Path) -> None:
    assert diff(program, "completers-2026").code == 2
    assert diff(program, "completers-2027-05-03", "--advisor", "noor-haddad").code == 2
    none = diff(program, "--advisor", "noor-haddad")
    assert (none.code, "no such list has been frozen yet" in none.err) == (1, True)


@pytest.mark.parametrize("version", VERSIONS)
def test_the_json_is_as_its_schema_says(program: Path, version: int) -> None:
    words = ("--format", "json", "--schema-version", str(version))
    assert not faults_of("completers-diff", version, json.loads(diff(program, *words).out))
    take_away(program, COMMENT)
    assert not faults_of("completers-diff", version, json.loads(diff(program, *words).out))
    change(program, f"{FOLDER}/experiences/3.yaml", ("comment", "sent_to_advisor"), "2027-04-06")
    assert not faults_of("completers-diff", version, json.loads(diff(program, *words).out))


def test_nothing_is_written(program: Path) -> None:
    from support.folders import whole

    before = whole(program)
    diff(program)
    assert whole(program) == before
