from __future__ import annotations

import csv
import shlex
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


@pytest.fixture
def behind(program: Path) -> Path:
    """The program before the last experience was handed over and commented on."""
    record = program / FOLDER / "experiences/4.yaml"
    lines = record.read_text(encoding="utf-8").splitlines()
    kept = [each for each in lines if each.startswith(("#", "slot"))]
    record.write_text("\n".join(kept) + "\n", encoding="utf-8")
    return program


LATER = ("experiences-3-4", "--until", "2027-05-20", "--by", "haddad", "--reason", "flu")


def test_what_rests_on_a_milestone_is_named_with_the_command_for_it(behind: Path) -> None:
    done = extend(behind, *LATER, "--yes", today="2027-04-27")
    assert done.code == 0, done.err
    assert "comments-3-4 rests on it" in done.err
    assert "milestone: comments-3-4" not in text(behind)
    named = next(line for line in done.err.splitlines() if line.startswith("  mentorctl extend"))
    assert mentorctl(*shlex.split(named)[1:], "--today", "2027-04-27", cwd=behind).code == 0
    # as many days after it as in the calendar
    assert "milestone: comments-3-4\n    until: 2027-05-31\n" in text(behind)


def test_what_rests_on_a_milestone_comes_along_when_asked(behind: Path) -> None:
    done = extend(behind, *LATER, "--along", today="2027-04-27")
    assert done.code == 0, done.err
    assert "experiences-3-4 until 2027-05-20, comments-3-4 until 2027-05-31" in done.err
    assert "milestone: comments-3-4\n    until: 2027-05-31\n" in text(behind)
    status = mentorctl("status", "okafor", "--format", "csv", "--today", "2027-04-27", cwd=behind)
    rows = csv.DictReader(status.out.splitlines())
    states = {row["milestone"]: row["state"] for row in rows}
    assert states["comments-3-4"] == "due"


def test_it_is_said_when_nothing_comes_along(program: Path) -> None:
    done = extend(program, *LATER, "--along", today="2027-05-21")
    assert done.code == 0, done.err
    assert "nothing that rests on experiences-3-4 is open and due before then" in done.err


def test_at_a_terminal_it_is_asked(behind: Path) -> None:
    words = ("extend", "okafor", *LATER, "--today", "2027-04-27")
    assert mentorctl(*words, cwd=behind, input="\n", terminal=True).code == 0
    assert "milestone: comments-3-4" in text(behind)


def test_what_is_done_or_due_later_anyway_is_not_named(behind: Path) -> None:
    words = ("experiences-3-4", "--until", "2027-04-15", "--by", "haddad", "--reason", "flu")
    assert "rests on it" not in extend(behind, *words, today="2027-04-10").err
    assert "rests on it" not in extend(behind, "comments-1-2", *WORDS).err


def test_a_pairing_that_has_ended_gets_no_more_time(program: Path) -> None:
    over = ("--set", "state=withdrawn", "--set", "ends=2026-12-01")
    ended = mentorctl("edit", "okafor", "pairing", *over, "--anyway", "--today", "2026-12-10",
                      cwd=program)  # fmt: skip
    assert ended.code == 0, ended.err
    before = text(program)
    done = extend(program, "comments-1-2", *WORDS)
    assert (done.code, text(program)) == (2, before)
    assert "is withdrawn, last day 2026-12-01" in done.err
    waive = ("waive", "okafor", "plan:approved.on", "--by", "haddad", "--reason", "x")
    assert mentorctl(*waive, "--today", "2026-12-10", cwd=program).code == 2
    assert text(program) == before
    # until its last day is over it is active
    assert extend(program, "comments-1-2", *WORDS, today="2026-12-01").code == 0


def test_the_milestone_may_come_first(program: Path) -> None:
    words = ("extend", "comments-1-2", "okafor", *WORDS, "--today", "2026-12-10")
    assert mentorctl(*words, cwd=program).code == 0
