from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from support.folders import history
from support.run import Result, mentorctl

if TYPE_CHECKING:
    from pathlib import Path

FOLDER = "pairings/2026-2027/amara-okafor-teo-lindqvist"
TODAY = ("--today", "2027-05-03")


ID = r"- id: (\S+)"


def log(program: Path, *words: str) -> Result:
    return mentorctl("log", "okafor", *words, *TODAY, cwd=program)


def text(program: Path) -> str:
    return (program / FOLDER / "log.yaml").read_text(encoding="utf-8")


def ids(program: Path) -> list[str]:
    return re.findall(ID, text(program))


def test_an_entry_comes_to_the_end_and_the_rest_stays(program: Path) -> None:
    before = text(program)

    done = log(
        program, "--on", "2027-04-20", "--from", "9:30", "--until", "10:15", "--kind", "Phone call",
        "--topics", "Grades: the last questions", "--plus", "calm", "--interesting", "her ideas",
    )  # fmt: skip

    assert done.code == 0, done.err
    (made,) = set(ids(program)) - set(re.findall(ID, before))
    assert made.startswith("2027-04-20-")
    assert text(program) == before + (
        f"  - id: {made}\n"
        "    on: 2027-04-20\n"
        '    from: "09:30"\n'
        '    to: "10:15"\n'
        "    kind: phone\n"
        '    topics: "Grades: the last questions"\n'
        "    reflection:\n"
        "      plus: calm\n"
        "      interesting: her ideas\n"
    )
    assert history(program)[0] == (
        "log of amara-okafor-teo-lindqvist: phone on 2027-04-20, 09:30 to 10:15"
    )


def test_each_entry_of_a_day_has_an_id_of_its_own(program: Path) -> None:
    for start, end in (("08:00", "08:10"), ("09:00", "09:10")):
        assert log(
            program, "--on", "2026-10-13", "--from", start, "--until", end, "--kind", "email"
        )

    of_the_day = [each for each in ids(program) if each.startswith("2026-10-13-")]
    assert len(set(of_the_day)) == len(of_the_day) == 3


def test_the_day_is_today_when_left_out(program: Path) -> None:
    assert log(program, "--from", "08:00", "--until", "08:10", "--kind", "email").code == 0
    assert "on: 2027-05-03\n" in text(program)


def test_a_log_that_is_not_there_yet_is_made(program: Path) -> None:
    (program / FOLDER / "log.yaml").unlink()

    done = log(
        program, "--on", "2027-04-20", "--from", "09:30", "--until", "10:15", "--kind", "phone"
    )

    assert done.code == 0, done.err
    assert text(program).startswith("# yaml-language-server: $schema=../../../.mentorctl/schema/")
    assert [each[:11] for each in ids(program)] == ["2027-04-20-"]


@pytest.mark.parametrize(
    ("start", "end", "code"),
    [("10:15", "09:30", "log-entry-ends-before-start"), ("16:10", "16:30", "log-entries-overlap")],
)
def test_an_entry_that_cannot_be_changes_nothing(
    program: Path, start: str, end: str, code: str
) -> None:
    before = text(program)

    done = log(program, "--on", "2026-10-13", "--from", start, "--until", end, "--kind", "phone")

    assert done.code == 1
    assert f"[{code}]" in done.err
    assert text(program) == before
    assert len(history(program)) == 1


@pytest.mark.parametrize("clock", ["25:00", "9", "nine", "09:60"])
def test_what_is_no_time_is_wrong_usage(program: Path, clock: str) -> None:
    done = log(program, "--from", clock, "--until", "23:00", "--kind", "phone")
    assert done.code == 2
    assert "write it like 15:30" in done.err


def test_a_log_that_cannot_be_read_is_shown_and_left_alone(program: Path) -> None:
    path = program / FOLDER / "log.yaml"
    path.write_text("entries: none\n", encoding="utf-8")

    done = log(program, "--from", "08:00", "--until", "08:10", "--kind", "email")

    assert done.code == 1
    assert "[wrong-value]" in done.err
    assert path.read_text(encoding="utf-8") == "entries: none\n"


def test_a_text_or_an_email_may_stand_without_times(program: Path) -> None:
    done = log(program, "--on", "2027-04-20", "--kind", "text", "--topics", "Snow day")
    assert done.code == 0, done.err
    assert history(program)[0].endswith(": text on 2027-04-20")
    assert "kind: text\n" in text(program)
    check = mentorctl("check", "okafor", *TODAY, cwd=program)
    assert "log-entry" not in check.out
    for words in (("--kind", "meeting"), ("--kind", "email", "--from", "9:00")):
        refused = log(program, "--on", "2027-04-20", *words)
        assert (refused.code, "--until HH:MM" in refused.err) == (2, True)


def test_an_entry_may_go_past_midnight(program: Path) -> None:
    words = ("--on", "2027-04-20", "--from", "22:30", "--kind", "phone", "--until")
    assert log(program, *words, "00:15").code == 0
    slip = log(program, *words, "10:30")
    assert "log-entry-ends-before-start" in slip.err
    overlapping = ("--on", "2027-04-21", "--from", "00:10", "--until", "00:20", "--kind", "phone")
    refused = log(program, *overlapping)
    assert "log-entries-overlap" in refused.err
