from __future__ import annotations

import csv
import io
import json
import shutil
from typing import TYPE_CHECKING

import pytest
from support.facts import FOLDER, PAIRING, change, take_away
from support.folders import contents
from support.run import Result, mentorctl

if TYPE_CHECKING:
    from pathlib import Path

COMMENT = "experiences/3:comment.sent_to_advisor"


def status(program: Path, *words: str) -> Result:
    return mentorctl("status", *words, "--today", "2027-05-03", cwd=program)


def test_the_overview_names_what_is_next_and_whose_move_it_is(program: Path) -> None:
    take_away(program, COMMENT)

    done = status(program)
    assert done.code == 0
    head, _, line = done.out.splitlines()
    assert head.split("  ")[0] == "pairing"
    assert line.split() == [
        PAIRING, "overdue", "3/4", "comments-3-4", "2027-04-19", "mentor",
    ]  # fmt: skip
    assert done.err == (
        "1 pairing of Missouri Career Education Mentoring Program 2026-2027 on 2027-05-03: "
        "1 overdue\n"
    )


def test_a_program_without_experiences_counts_none(tmp_path: Path) -> None:
    preset = ("--preset", "nebraska-child-welfare", "--year", "2026-2027")
    mentorctl("init", tmp_path / "p", *preset)
    for name, role in (("ada-north", "mentee"), ("bo-lee", "mentor")):
        mentorctl("person", "add", name, "--name", name.replace("-", " ").title(), "--role", role,
                  "--email", f"{name}@b.example", cwd=tmp_path / "p")  # fmt: skip
    mentorctl("pair", "ada", "bo", "--starts", "2026-09-01", cwd=tmp_path / "p")
    assert "ada-north-bo-lee" in status(tmp_path / "p").out
    assert "done" not in status(tmp_path / "p").out.splitlines()[0]
    assert "experiences" not in status(tmp_path / "p", "ada").out


def test_the_overview_fits_eighty_columns(program: Path) -> None:
    name = "a-very-long-name-of-a-protege-with-a-very-long-name-of-a-mentor"
    shutil.copytree(program / FOLDER, program / f"pairings/2026-2027/{name}")
    take_away(program, "meetings/kickoff:attended")
    take_away(program, "plan:approved.on")

    words = ("status", "--today", "2027-05-03")
    lines = mentorctl(*words, cwd=program, env={"COLUMNS": "80"}).out.splitlines()
    assert max(map(len, lines)) <= 80
    assert any(line.startswith(f"{name}  overdue") for line in lines)


def test_ids_are_whole_in_a_pipe_and_a_pairing_is_a_line(program: Path) -> None:
    name = "a-very-long-name-of-a-protege-with-a-very-long-name-of-a-mentor"
    shutil.copytree(program / FOLDER, program / f"pairings/2026-2027/{name}")
    lines = status(program).out.splitlines()
    assert [line.split()[0] for line in lines[2:]] == [name, PAIRING]


def test_one_pairing_shows_its_whole_calendar(program: Path) -> None:
    take_away(program, COMMENT)

    done = status(program, "amara")
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("Amara Okafor and Teo Lindqvist\n")
    assert "overdue on 2027-05-03; 3 of 4 experiences count" in done.out
    lines = done.out.splitlines()
    kickoff = next(line for line in lines if "Kickoff Meeting" in line)
    assert kickoff.startswith("✓")
    assert "2026-09-22" in kickoff
    missed = next(line for line in lines if line.startswith("✗"))
    assert missed.split()[-3:] == ["2027-04-19", "missed", "mentor"]
    assert "mentorctl comment amara-okafor-teo-lindqvist 3" in done.out
    assert "usual at this time of the first year: Reflection" in done.out


def test_reminders_are_not_said_to_be_missed(program: Path) -> None:
    change(program, f"{FOLDER}/experiences/1.yaml", ("achieved",), None)

    out = status(program, PAIRING).out
    assert "missed" not in out
    assert "passed" in out


def test_a_pairing_that_cannot_be_read_says_where(program: Path) -> None:
    (program / FOLDER / "pairing.yaml").write_text("mentee: [", "utf-8")

    out = status(program, PAIRING).out
    assert out.startswith(f"{PAIRING}\n")
    assert f"{FOLDER}/pairing.yaml:1:1 cannot be read" in out
    overview = status(program)
    assert "unknown" in overview.out
    assert f"{FOLDER}/pairing.yaml:1:1 is left out: " in overview.err


def test_json_and_csv_for_scripts(program: Path) -> None:
    take_away(program, COMMENT)

    data = json.loads(status(program, "--format", "json").out)
    assert (data["schema_version"], data["today"]) == (1, "2027-05-03")
    (pairing,) = data["pairings"]
    (row,) = csv.DictReader(io.StringIO(status(program, "--format", "csv").out))
    assert {**row, "experiences": 3, "experiences_asked": 4, "ends": None} == {
        **{name: pairing[name] for name in row},
        "next_owners": "mentor",
        "owes": "",
        "ending": "",
    }
    (alone,) = json.loads(status(program, PAIRING, "--format", "json").out)["pairings"]
    # a line of weeks is shown of a single pairing alone
    assert alone.pop("contact")
    assert pairing.pop("contact") == []
    assert alone == pairing
    steps = list(csv.DictReader(io.StringIO(status(program, PAIRING, "--format", "csv").out)))
    assert [step["milestone"] for step in steps] == [each["id"] for each in pairing["milestones"]]
    assert {step["state"] for step in steps} == {"met", "missed"}


@pytest.mark.parametrize("words", [("nobody",), ("--format", "xml")])
def test_wrong_usage(program: Path, words: tuple[str, ...]) -> None:
    done = status(program, *words)

    assert (done.code, done.out) == (2, "")
    assert words[-1] in done.err


def test_a_pairing_that_could_be_several_is_not_guessed(program: Path) -> None:
    shutil.copytree(program / FOLDER, program / "pairings/2026-2027/amara-okafor-lee-marsh")

    done = status(program, "a")
    assert done.code == 2
    assert "amara-okafor-lee-marsh" in done.err
    assert status(program, PAIRING).code == 0


def test_somebody_of_several_pairings_has_a_list_of_them(program: Path) -> None:
    shutil.copytree(program / FOLDER, program / "pairings/2026-2027/amara-okafor-lee-marsh")

    done = status(program, "Okafor, Amara")
    assert done.code == 0
    assert [line.split()[0] for line in done.out.splitlines()[2:]] == [
        "amara-okafor-lee-marsh",
        PAIRING,
    ]


def test_a_program_without_pairings_is_no_fault(program: Path) -> None:
    shutil.rmtree(program / "pairings")

    done = status(program)
    assert (done.code, done.out) == (0, "")
    assert done.err.startswith("0 pairings")


def test_nothing_is_written(program: Path) -> None:
    before = contents(program)
    for words in ((), (PAIRING,), ("--format", "json"), ("--format", "csv")):
        assert status(program, *words).code == 0

    assert contents(program) == before


def test_where_nobody_is_paired_it_says_how(program: Path) -> None:
    shutil.rmtree(program / "pairings")

    done = status(program)

    assert done.out == ""
    assert "nobody is paired yet: mentorctl pair --help" in done.err
