from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING, Any

import pytest
from support.clock import Clock
from support.facts import FOLDER, PAIRING, change, take_away
from support.folders import commit_all
from support.run import mentorctl

if TYPE_CHECKING:
    from pathlib import Path

NEXT = "2027-2028"
LISTS = ("completers", "invoices", "status", "due")


def data(root: Path, *words: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(mentorctl(*words, "--format", "json", cwd=root).out)
    return found


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock(monkeypatch)
    clock.set(dt.date(2027, 9, 1))
    return clock


@pytest.fixture
def rolled(program: Path, clock: Clock) -> Path:
    """The program a year later, with an experience more than it had."""
    del clock
    file = program / "program.yaml"
    rules = file.read_text(encoding="utf-8").replace("year: 2026-2027", f"year: {NEXT}")
    rules = rules.replace("date: 12-14\n    owner", "date: 11-01\n    owner", 1)
    file.write_text(rules, encoding="utf-8", newline="\n")
    commit_all(program, "another year")
    return program


@pytest.mark.parametrize("name", LISTS)
def test_no_running_pairing_is_lost_with_its_year(rolled: Path, name: str) -> None:
    done = mentorctl(name, "--today", "2027-09-01", cwd=rolled)
    assert f"of 2026-2027, {PAIRING} has not ended" in done.err
    assert "--year 2026-2027" in done.err
    change(rolled, f"{FOLDER}/pairing.yaml", ("state",), "completed")
    assert "not ended" not in mentorctl(name, "--today", "2027-09-01", cwd=rolled).err
    # handed on today, it is under way until tonight, and yet it has ended
    change(rolled, f"{FOLDER}/pairing.yaml", ("state",), "reassigned")
    change(rolled, f"{FOLDER}/pairing.yaml", ("ends",), "2027-09-01")
    assert "not ended" not in mentorctl(name, "--today", "2027-09-01", cwd=rolled).err


def test_an_ended_year_is_judged_by_its_own_rules_and_on_its_last_day(rolled: Path) -> None:
    found = data(rolled, "status", "--year", "2026-2027")
    assert (found["year"], found["today"]) == ("2026-2027", "2027-06-30")
    (row,) = found["pairings"]
    assert (row["pairing"], row["standing"]) == (PAIRING, "done")
    days = {each["id"]: each["due"] for each in row["milestones"]}
    assert days["experiences-1-2"] == "2026-12-14"
    (completer,) = data(rolled, "completers", "--year", "2026-2027")["completers"]
    assert (completer["pairing"], completer["year"]) == (PAIRING, "2026-2027")
    assert data(rolled, "completers")["completers"] == []


def test_a_year_that_still_goes_on_is_judged_as_of_today(rolled: Path, clock: Clock) -> None:
    clock.set(dt.date(2027, 4, 27))
    for name in LISTS:
        of = json.loads(mentorctl(name, "--year", "2026-2027", "--format", "json", cwd=rolled).out)
        assert of.get("today", of.get("as_of")) == "2027-04-27", name


@pytest.mark.parametrize("name", LISTS)
def test_the_year_of_now_may_be_named(program: Path, name: str) -> None:
    words = (name, "--today", "2027-05-03", "--format", "csv")
    assert mentorctl(*words, "--year", "2026-2027", cwd=program) == mentorctl(*words, cwd=program)


def test_what_is_offered_for_an_ended_year_reaches_it(rolled: Path) -> None:
    for need in ("experiences/3:comment.sent_to_advisor", "plan:approved.on"):
        take_away(rolled, need)
    change(rolled, "years/2026-2027.yaml", ("evaluation_mailed",), None)
    listed = mentorctl("completers", "--explain", "--year", "2026-2027", cwd=rolled).out
    checked = mentorctl("check", "--year", "2026-2027", cwd=rolled).out
    day = ("--on", "2027-04-01")
    for offered in (
        f"mentorctl edit {FOLDER}/experiences/3.yaml",
        f"mentorctl edit {FOLDER}/plan.yaml",
        f"mentorctl edit {FOLDER}/pairing.yaml",
    ):
        assert offered in listed
        shown = mentorctl(*offered.split()[1:], "--set", "nothing=1", cwd=rolled)
        assert "nothing is no field" in shown.err
    assert "mentorctl mark --year 2026-2027 evaluation-mailed --on DATE" in checked
    words = ("mark", "--year", "2026-2027", "evaluation-mailed", *day)
    assert mentorctl(*words, cwd=rolled).code == 0


def test_a_year_without_rules_is_refused(rolled: Path) -> None:
    done = mentorctl("completers", "--year", "2020-2021", cwd=rolled)
    assert (done.code, done.out) == (3, "")
    assert "no rules of the year 2020-2021" in done.err
    assert "2026-2027, 2027-2028" in done.err
    assert (
        mentorctl("completers", "--year", "2026-2027", "--at", "2027-01-01", cwd=rolled).code == 2
    )


def test_check_finds_what_is_open_of_an_ended_year_by_its_own_rules(rolled: Path) -> None:
    file = f"{FOLDER}/experiences/4.yaml"
    change(rolled, file, ("sent_to_mentor",), None)
    change(rolled, file, ("comment", "sent_to_advisor"), None)
    commit_all(rolled, "not handed in after all")

    done = mentorctl("check", "--year", "2026-2027", "--format", "json", cwd=rolled)
    found = json.loads(done.out)
    assert (done.code, found["year"], found["today"]) == (1, "2026-2027", "2027-06-30")
    missed = {each["pairing"] for each in found["findings"] if each["code"] == "milestone-missed"}
    assert missed == {PAIRING}
    owed = {each["milestone"] for each in data(rolled, "due", "--year", "2026-2027")["due"]}
    assert {"experiences-3-4", "comments-3-4"} <= owed
    assert "milestone-missed" not in mentorctl("check", "--today", "2027-09-01", cwd=rolled).out


def test_what_was_done_in_an_ended_year_is_noted_in_it(rolled: Path) -> None:
    of_then = ("--year", "2026-2027", "--today", "2027-09-01")
    said = mentorctl("mark", "completers-to-finance", "--on", "2027-05-01", "--yes",
                     *of_then, cwd=rolled)  # fmt: skip
    assert (said.code, ", of 2026-2027" in said.err) == (0, True), said.err
    years = (rolled / "years/2026-2027.yaml").read_text(encoding="utf-8")
    assert "completers_to_finance: 2027-05-01" in years
    assert not (rolled / f"years/{NEXT}.yaml").exists()

    entry = ("--from", "15:00", "--until", "15:30", "--kind", "phone", "--topics", "the summer")
    said = mentorctl("log", PAIRING, *entry, "--on", "2027-06-02", *of_then, cwd=rolled)
    assert (said.code, ", of 2026-2027" in said.err) == (0, True), said.err
    assert "2027-06-02" in (rolled / FOLDER / "log.yaml").read_text(encoding="utf-8")
    assert "year: 2027-2028" in (rolled / "program.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "words", [("mark", "completers-to-finance"), ("log", PAIRING, "--from", "9:00", "--until",
                                                  "9:30", "--kind", "phone")],
)  # fmt: skip
def test_a_day_of_an_ended_year_is_never_guessed(rolled: Path, words: tuple[str, ...]) -> None:
    done = mentorctl(*words, "--year", "2026-2027", cwd=rolled)
    assert (done.code, "say on which day of 2026-2027 it was: --on DATE" in done.err) == (2, True)


def test_nobody_is_reminded_of_an_ended_year(rolled: Path) -> None:
    done = mentorctl("remind", "--year", "2026-2027", cwd=rolled)
    assert (done.code, "mentorctl due --year 2026-2027" in done.err) == (2, True)
    own = mentorctl("remind", "--year", "2027-28", "--today", "2027-09-01", cwd=rolled)
    assert own.code == 0, own.err
