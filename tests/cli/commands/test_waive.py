from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from support.folders import history
from support.run import Result, mentorctl

if TYPE_CHECKING:
    from pathlib import Path

FOLDER = "pairings/2026-2027/amara-okafor-teo-lindqvist"
WORDS = ("--by", "haddad", "--reason", "The road was flooded")


def waive(program: Path, *words: str, today: str = "2027-02-10") -> Result:
    return mentorctl("waive", "okafor", *words, "--today", today, cwd=program)


def text(program: Path) -> str:
    return (program / FOLDER / "pairing.yaml").read_text(encoding="utf-8")


def test_a_waiver_says_who_and_why(program: Path) -> None:
    before = text(program)

    done = waive(program, "midyear", *WORDS, "--on", "2027-01-30")

    assert done.code == 0, done.err
    assert text(program) == before + (
        "waivers:\n"
        "  - need: meetings/midyear:attended\n"
        "    approved_by: noor-haddad\n"
        "    on: 2027-01-30\n"
        "    reason: The road was flooded\n"
    )
    assert history(program)[0] == (
        "waiver for amara-okafor-teo-lindqvist: meetings/midyear:attended, approved by Noor Haddad"
    )


def test_a_missed_meeting_is_forgiven(program: Path) -> None:
    path = program / "meetings/2026-2027-midyear.yaml"
    path.write_text(path.read_text("utf-8").replace("  - teo-lindqvist\n", ""), encoding="utf-8")
    today = ("check", "--today", "2027-05-03")
    assert "[meeting-missed]" in mentorctl(*today, cwd=program).out

    done = waive(program, "meetings/midyear:attended.mentor", *WORDS, today="2027-05-03")

    assert done.code == 0, done.err
    assert mentorctl(*today, cwd=program).out == ""


def test_a_second_one_takes_the_place_of_the_first_when_that_is_meant(program: Path) -> None:
    assert waive(program, "midyear", *WORDS).code == 0
    before = text(program)
    assert waive(program, "midyear", *WORDS).code == 0
    assert text(program) == before

    other = ("midyear", "--by", "haddad", "--reason", "Ice on the road")
    assert (waive(program, *other).code, text(program)) == (1, before)

    assert waive(program, *other, "--yes").code == 0
    assert text(program) == before.replace("The road was flooded", "Ice on the road")


@pytest.mark.parametrize(
    ("need", "said"),
    [
        ("meetings/mid-year:attended", "did you mean meetings/midyear:attended?"),
        ("experiences/1", "could be several"),
        ("year:completers_sent", "no need is called"),
    ],
)
def test_only_what_is_asked_of_a_pairing_can_be_waived(program: Path, need: str, said: str) -> None:
    before = text(program)
    done = waive(program, need, *WORDS)
    assert done.code == 2
    assert said in " ".join(done.err.split())
    assert text(program) == before


def test_the_shell_completes_needs(program: Path) -> None:
    env = {
        "_MENTORCTL_COMPLETE": "complete_bash",
        "COMP_WORDS": "mentorctl waive okafor meetings/m",
        "COMP_CWORD": "3",
    }
    assert mentorctl(cwd=program, env=env).out.split() == ["meetings/midyear:attended"]
