from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from support.folders import commit_all, history
from support.run import Result, mentorctl

if TYPE_CHECKING:
    from pathlib import Path

KICKOFF = "meetings/2026-2027-kickoff.yaml"


def attend(program: Path, *words: str) -> Result:
    return mentorctl("attend", *words, "--today", "2027-05-03", cwd=program)


def text(program: Path) -> str:
    return (program / KICKOFF).read_text(encoding="utf-8")


def test_somebody_is_added_by_a_part_of_their_id(program: Path) -> None:
    before = text(program)

    done = attend(program, "kickoff", "haddad")

    assert done.code == 0, done.err
    assert text(program) == before + "  - noor-haddad\n"
    assert history(program)[0] == "kickoff meeting of 2026-09-22: Noor Haddad"


def test_who_is_listed_already_is_not_listed_twice(program: Path) -> None:
    before = text(program)

    done = attend(program, "kickoff", "amara-okafor", "--pairing", "okafor", "--all")

    assert done.code == 0
    assert "nothing to change" in done.err
    assert text(program) == before


@pytest.mark.parametrize("who", [("--pairing", "okafor"), ("--all",)])
def test_a_meeting_without_a_file_gets_one(program: Path, who: tuple[str, ...]) -> None:
    (program / KICKOFF).unlink()

    done = attend(program, "kickoff", *who, "--on", "2026-09-22", "--where", "Jefferson City")

    assert done.code == 0, done.err
    for line in (
        "meeting: kickoff",
        "on: 2026-09-22",
        "where: Jefferson City",
        "  - amara-okafor",
        "  - teo-lindqvist",
    ):
        assert line in text(program).splitlines()


def test_people_of_a_pairing_that_has_ended_are_left_out_of_all(program: Path) -> None:
    (program / KICKOFF).unlink()
    path = program / "pairings/2026-2027/amara-okafor-teo-lindqvist/pairing.yaml"
    old = path.read_text(encoding="utf-8")
    new = old.replace("state: active", "state: withdrawn").replace("ends:", "ends: 2027-02-01")
    path.write_text(new, encoding="utf-8")

    done = attend(program, "kickoff", "noor-haddad", "--all", "--on", "2026-09-22")

    assert done.code == 0, done.err
    assert "okafor" not in text(program)
    refused = attend(program, "kickoff", "--all", "--on", "2026-09-22")
    assert (refused.code, "no pairing is under way" in refused.err) == (2, True)


def test_without_a_day_nobody_counts_and_that_is_said(program: Path) -> None:
    (program / KICKOFF).unlink()

    done = attend(program, "kickoff", "--all")

    assert done.code == 0, done.err
    assert "until it has a day" in done.err

    assert attend(program, "kickoff", "--on", "2026-09-22").code == 0
    assert "on: 2026-09-22\n" in text(program)


def test_another_day_is_only_written_when_that_is_meant(program: Path) -> None:
    done = attend(program, "kickoff", "--on", "2026-09-29")
    assert done.code == 1
    assert "is 2026-09-22 already" in done.err
    assert "on: 2026-09-22\n" in text(program)

    assert attend(program, "kickoff", "--on", "2026-09-29", "--yes").code == 0
    assert "on: 2026-09-29\n" in text(program)


def test_a_meeting_to_come_cannot_have_been_attended(program: Path) -> None:
    (program / KICKOFF).unlink()

    done = attend(program, "kickoff", "--all", "--on", "2027-05-20")

    assert done.code == 1
    assert not (program / KICKOFF).exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("kickof", "haddad"), None),
        (("kikoff", "haddad"), "did you mean kickoff?"),
        (("kickoff", "hadad"), "did you mean noor-haddad?"),
        (("kickoff", "a"), "could be several"),
        (("kickoff",), "name who was there"),
    ],
)
def test_names_may_be_parts_and_are_guessed(
    program: Path, words: tuple[str, ...], said: str | None
) -> None:
    done = attend(program, *words)
    assert done.code == (0 if said is None else 2)
    assert said is None or said in done.err


def test_a_list_that_cannot_be_read_is_left_alone(program: Path) -> None:
    (program / KICKOFF).write_text("meeting: kickoff\nattended: many\n", encoding="utf-8")

    done = attend(program, "kickoff", "haddad")

    assert done.code == 1
    assert f"mend {KICKOFF} first" in done.err
    assert "haddad" not in text(program)


def test_everybody_but_one_was_there(program: Path) -> None:
    file = program / "meetings/2026-2027-kickoff.yaml"
    file.unlink()
    commit_all(program, "no list yet")
    words = ("attend", "kickoff", "--all", "--on", "2026-09-22", "--today", "2027-05-03")
    done = mentorctl(*words, "--except", "lindqvist", cwd=program)

    assert done.code == 0, done.err
    text = file.read_text("utf-8")
    assert ("amara-okafor" in text, "teo-lindqvist" in text) == (True, False)


def test_except_is_for_those_who_are_meant(program: Path) -> None:
    words = ("attend", "kickoff", "--all", "--today", "2027-05-03")
    other = mentorctl(*words, "--except", "iris-nakamura", cwd=program)
    assert (other.code, "is not among those who are meant" in other.err) == (2, True)

    there = mentorctl(*words, "--except", "teo-lindqvist", cwd=program)
    assert (there.code, "the list says already" in there.err) == (2, True)


def test_somebody_who_was_noted_by_mistake_comes_off_the_list(program: Path) -> None:
    file = program / "meetings/2026-2027-kickoff.yaml"
    before = file.read_text("utf-8")
    lines = before.splitlines(keepends=True)
    at = next(place for place, line in enumerate(lines) if "teo-lindqvist" in line)
    lines[at] = lines[at].rstrip("\n") + "  # came late\n"
    file.write_text("".join(lines), "utf-8")
    commit_all(program, "a note")
    done = mentorctl("attend", "kickoff", "--not", "Amara Okafor", "--today", "2027-05-03",
                     cwd=program)  # fmt: skip

    assert done.code == 0, done.err
    assert "kickoff meeting of 2026-09-22: not Amara Okafor" in done.err
    left = [line for line in lines if "amara-okafor" not in line]
    assert file.read_text("utf-8") == "".join(left)
    assert mentorctl("undo", "--yes", cwd=program).code == 0
    assert file.read_text("utf-8") == "".join(lines)


def test_the_last_one_comes_off_and_others_come_on_at_once(program: Path) -> None:
    file = program / "meetings/2026-2027-kickoff.yaml"
    there = ("attend", "kickoff", "--today", "2027-05-03")
    names = re.findall(r"^ +- (\S+)", file.read_text("utf-8"), re.MULTILINE)
    gone = [word for name in names for word in ("--not", name)]
    done = mentorctl(*there, "iris-nakamura", *gone, cwd=program)

    assert done.code == 0, done.err
    assert re.findall(r"^ +- (\S+)", file.read_text("utf-8"), re.MULTILINE) == ["iris-nakamura"]
    assert mentorctl(*there, "--not", "iris-nakamura", cwd=program).code == 0
    assert "attended: []" in file.read_text("utf-8")


@pytest.mark.parametrize(
    ("words", "said"),
    [(("--not", "iris-nakamura"), "is not on the list of the kickoff meeting → it has"),
     (("amara", "--not", "amara"), "both as somebody who was there and --not")],
)  # fmt: skip
def test_only_who_is_on_the_list_comes_off(
    program: Path, words: tuple[str, ...], said: str
) -> None:
    done = mentorctl("attend", "kickoff", *words, "--today", "2027-05-03", cwd=program)
    assert (done.code, said in " ".join(done.err.split())) == (2, True)
