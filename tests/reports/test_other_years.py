from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from support.facts import FOLDER, PAIRING, change
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
def rolled(program: Path) -> Path:
    """The program a year later, with an experience more than it had."""
    file = program / "program.yaml"
    rules = file.read_text(encoding="utf-8").replace("year: 2026-2027", f"year: {NEXT}")
    rules = rules.replace("date: 12-14\n    owner", "date: 11-01\n    owner", 1)
    file.write_text(rules, encoding="utf-8", newline="\n")
    commit_all(program, "another year")
    return program


@pytest.mark.parametrize("name", LISTS)
def test_no_running_pairing_is_lost_with_its_year(rolled: Path, name: str) -> None:
    done = mentorctl(name, "--today", "2027-09-01", cwd=rolled)
    assert f"of 2026-2027, {PAIRING} never ended" in done.err
    assert "--year 2026-2027" in done.err
    change(rolled, f"{FOLDER}/pairing.yaml", ("state",), "completed")
    assert "never ended" not in mentorctl(name, "--today", "2027-09-01", cwd=rolled).err


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


@pytest.mark.parametrize("name", LISTS)
def test_the_year_of_now_may_be_named(program: Path, name: str) -> None:
    words = (name, "--today", "2027-05-03", "--format", "csv")
    assert mentorctl(*words, "--year", "2026-2027", cwd=program) == mentorctl(*words, cwd=program)


def test_a_year_without_rules_is_refused(rolled: Path) -> None:
    done = mentorctl("completers", "--year", "2020-2021", cwd=rolled)
    assert (done.code, done.out) == (3, "")
    assert "no rules of the year 2020-2021" in done.err
    assert "2026-2027, 2027-2028" in done.err
    assert (
        mentorctl("completers", "--year", "2026-2027", "--at", "2027-01-01", cwd=rolled).code == 2
    )
