from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from support.folders import history
from support.run import Result, mentorctl

if TYPE_CHECKING:
    from pathlib import Path

FOLDER = "pairings/2026-2027/amara-okafor-teo-lindqvist"
WORDS = ("--until", "2027-01-15", "--by", "haddad", "--reason", "Away: a long illness")


def extend(program: Path, *words: str, today: str = "2026-12-10") -> Result:
    return mentorctl("extend", "okafor", *words, "--today", today, cwd=program)


def text(program: Path) -> str:
    return (program / FOLDER / "pairing.yaml").read_text(encoding="utf-8")


def test_an_extension_says_who_and_why(program: Path) -> None:
    before = text(program)

    done = extend(program, "comments-1-2", *WORDS)

    assert done.code == 0, done.err
    assert text(program) == before + (
        "extensions:\n"
        "  - milestone: comments-1-2\n"
        "    until: 2027-01-15\n"
        "    approved_by: noor-haddad\n"
        "    on: 2026-12-10\n"
        '    reason: "Away: a long illness"\n'
    )
    assert history(program)[0] == (
        "extension for amara-okafor-teo-lindqvist: comments-1-2 until 2027-01-15, "
        "approved by Noor Haddad"
    )


def test_late_work_inside_it_is_excused(program: Path) -> None:
    record = program / FOLDER / "experiences/2.yaml"
    late = record.read_text(encoding="utf-8").replace(
        "sent_to_advisor: 2026-12-14\n  copied_to_mentee: 2026-12-14",
        "sent_to_advisor: 2027-01-10\n  copied_to_mentee: 2027-01-10",
    )
    record.write_text(late, encoding="utf-8")
    today = ("check", "--today", "2027-05-03")
    assert "milestone-late" in mentorctl(*today, cwd=program).out

    assert extend(program, "comments-1", *WORDS, today="2027-05-03").code == 0

    assert mentorctl(*today, cwd=program).out == ""


def test_a_second_one_takes_the_place_of_the_first_when_that_is_meant(program: Path) -> None:
    assert extend(program, "comments-1-2", *WORDS).code == 0
    before = text(program)
    assert extend(program, "comments-1-2", *WORDS).code == 0
    assert text(program) == before

    later = ("comments-1-2", "--until", "2027-02-01", *WORDS[2:])
    done = extend(program, *later)
    assert (done.code, text(program)) == (1, before)
    assert "until 2027-01-15, by noor-haddad (Away: a long illness) already" in done.err

    assert extend(program, *later, "--yes").code == 0
    assert text(program) == before.replace("until: 2027-01-15", "until: 2027-02-01")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("comment-1-2", *WORDS), "did you mean comments-1-2?"),
        (("completers", *WORDS), "no milestone of a pairing"),
        (("comments-1-2", "--until", "2026-12-28", *WORDS[2:]), "due on 2026-12-28 anyway"),
        (("comments-1-2", *WORDS[:4], "--reason", " "), "--reason TEXT"),
        (("comments-1-2", *WORDS[:2], "--by", "nobody", *WORDS[4:]), "no person is called"),
        (("comments-1-2", *WORDS[2:]), "--until"),
    ],
)
def test_what_cannot_be_extended_is_said(program: Path, words: tuple[str, ...], said: str) -> None:
    before = text(program)
    done = extend(program, *words)
    assert done.code == 2
    assert said in " ".join(done.err.split())
    assert text(program) == before


def test_the_shell_completes_milestones(program: Path) -> None:
    env = {
        "_MENTORCTL_COMPLETE": "complete_bash",
        "COMP_WORDS": "mentorctl extend okafor comm",
        "COMP_CWORD": "3",
    }
    assert mentorctl(cwd=program, env=env).out.split() == ["comments-1-2", "comments-3-4"]


def test_a_program_that_contradicts_itself_is_named(program: Path) -> None:
    path = program / "program.yaml"
    unread = path.read_text(encoding="utf-8").replace("- plan:approved.on", "- plan approved")
    path.write_text(unread, encoding="utf-8")

    done = extend(program, "comments-1-2", *WORDS)

    assert done.code == 3
    assert "program.yaml:" in done.err
    assert "RECORD:FIELD" in done.err


def test_who_may_not_agree_is_refused(program: Path) -> None:
    before = text(program)
    words = ("comments-1-2", "--until", "2027-01-15", "--by", "amara", "--reason", "rest")
    done = extend(program, *words)
    assert (done.code, text(program)) == (1, before)
    assert "[wrong-role]" in done.err
