from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING, Any

import pytest
from support.folders import commit_all, contents, copied, history
from support.keys import needs_openssh
from support.run import Result, mentorctl
from support.schemas import faults_of
from support.signed import sign_all
from support.signers import as_person, signer_of
from support.signers import mark as mark_of

from mentorctl.cli.rollover.moved_days import _day
from mentorctl.model.years import ProgramYear

if TYPE_CHECKING:
    from pathlib import Path

    from support.folders import Once

TODAY = ("--today", "2027-06-20")
TEAM = "amara-okafor-teo-lindqvist"
OLD, NEW = f"pairings/2026-2027/{TEAM}", f"pairings/2027-2028/{TEAM}"
OTHERS = {"program.yaml", "README.md"}
OUTCOMES = """\
outcomes:
  - year: 1
    indicator: Classroom
    outcome: A routine for each lesson
  - year: 2
    indicator: Assessment
    outcome: Rubrics that pupils know beforehand
"""


def roll(program: Path, *words: str, yes: bool = True, **options: Any) -> Result:
    flags = ("--yes",) if yes else ()
    return mentorctl("rollover", "2027-2028", *flags, *words, *TODAY, cwd=program, **options)


def told(program: Path, *words: str) -> dict[str, Any]:
    found = mentorctl(*words, "--format", "json", cwd=program)
    return dict(json.loads(found.out))


def edit(program: Path, file: str, old: str, new: str) -> None:
    place = program / file
    text = place.read_text(encoding="utf-8")
    assert text.count(old) == 1, (file, old)
    place.write_text(text.replace(old, new), encoding="utf-8")
    commit_all(program, "an edit by hand")


def two_years(program: Path) -> None:
    edit(program, f"{OLD}/plan.yaml", "approved:\n", f"{OUTCOMES}approved:\n")


def test_a_year_may_be_written_short(program: Path) -> None:
    for year in ("2027-28", "27/28", "2027 - 2028"):
        done = mentorctl("rollover", year, "--dry-run", *TODAY, cwd=program)
        assert done.code == 0, done.err
        assert "2027-2028 begins after 2026-2027" in done.err
    other = mentorctl("rollover", "2028-29", "--dry-run", *TODAY, cwd=program)
    assert (other.code, "followed by 2027-2028" in other.err) == (2, True)


def test_the_folder_is_at_the_next_year(program: Path) -> None:
    before = contents(program)
    done = roll(program)
    assert done.code == 0, done.err
    after = contents(program)
    assert {name for name in before if after.get(name) != before[name]} == {"program.yaml"}
    assert after.keys() - before.keys() == {
        "years/2027-2028.yaml",
        "meetings/2027-2028-kickoff.yaml",
        "meetings/2027-2028-midyear.yaml",
    }
    assert history(program)[0] == "2027-2028 begins after 2026-2027; pairings: 1 completed"
    changed = set(after["program.yaml"].splitlines()) ^ set(before["program.yaml"].splitlines())
    assert changed == {b"year: 2026-2027", b"year: 2027-2028", b"    until: 03-15",
                       b"    until: 03-13", b"      date: 06-15", b"      date: 06-13"}  # fmt: skip
    found = mentorctl("check", "--today", "2027-07-01", cwd=program)
    assert (found.code, found.err.partition(":")[0]) == (0, "all well"), found.out


def test_the_year_before_is_answered_as_before(program: Path) -> None:
    day = ("--today", "2027-06-30")
    before = [told(program, what, *day) for what in ("completers", "status", "invoices")]
    assert roll(program).code == 0
    after = [
        told(program, what, "--year", "2026-2027", *day)
        for what in ("completers", "status", "invoices")
    ]
    for old, new in zip(before, after, strict=True):
        assert old | {"commit": ""} == new | {"commit": ""}
    assert told(program, "status", "--today", "2027-08-01")["other_years"] == []
    late = ("--on", "2027-04-20", "--kind", "email", "--today", "2027-08-01")
    said = mentorctl("log", TEAM, *late, cwd=program).err
    assert "2027-04-20 lies in 2026-2027; what was done then is noted with --year 2026-2027" in said


def test_twice_is_once(program: Path) -> None:
    assert roll(program).code == 0
    before = contents(program), history(program)
    again = roll(program)
    assert (again.code, again.err) == (
        0, "this folder is at 2027-2028 already; there is nothing to do\n"
    )  # fmt: skip
    assert (contents(program), history(program)) == before


def test_undo_brings_the_year_back(program: Path) -> None:
    two_years(program)
    before = contents(program)
    assert roll(program).code == 0
    assert contents(program) != before
    undone = mentorctl("undo", "--yes", "--today", "2027-06-20", cwd=program)
    assert undone.code == 0, undone.err
    assert contents(program) == before
    assert roll(program).code == 0


def test_a_preview_writes_nothing(program: Path) -> None:
    two_years(program)
    before = contents(program), history(program)
    done = roll(program, "--dry-run", yes=False)
    assert done.code == 0, done.err
    assert (contents(program), history(program)) == before
    assert (
        "experiences-1-2         2026-12-14 Mon → 2027-12-14 Tue, as the source has it\n"
        in done.err
    )
    assert "meetings/midyear.until  2027-03-15 Mon → 2028-03-13 Mon, the same weekday" in done.err
    assert (
        "invoices                2027-04-30 Fri → 2028-04-30 Sun, as the source has it;" in done.err
    )
    assert "the third Tuesday, nobody can tell" in done.err
    assert f"runs on: {TEAM}, its plan has outcomes of year 2\n" in done.err
    assert f"  new: {NEW}/pairing.yaml\n" in done.err


def test_nobody_confirms_days_unasked(program: Path) -> None:
    before = contents(program)
    done = roll(program, yes=False)
    assert done.code == 2
    assert "nobody is here to confirm the days of 2027-2028: kickoff.from, kickoff" in done.err
    assert contents(program) == before


def test_days_are_given_by_name(program: Path) -> None:
    days = ("--date", "experiences-1-2=2027-12-10", "--date", "midyear.from=01-10")
    done = roll(program, *days, "--date", "comments-1-2=12-28")
    assert done.code == 0, done.err
    found = mentorctl("due", "--within", "300d", "--today", "2027-07-01", cwd=program)
    assert found.code == 0
    text = (program / "program.yaml").read_text(encoding="utf-8")
    # another day than the source's is the program's own, and forms say so
    assert '      date: 12-10\n      own: "yes"\n' in text
    assert "      date: 12-28\n    owner" in text
    assert "    from: 01-10\n" in text


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("experiences-1-2=2026-12-10", "is not in 2027-2028, which is 2027-07-01 to 2028-06-30"),
        ("experiences-1-2=02-30", "has no day 02-30"),
        ("experiences-1-2=soon", "'soon' is no day"),
        ("experiences-1-2", "not written NAME=DATE"),
        ("lunch=12-10", "no day of the calendar is called 'lunch'"),
        ("=12-10", "could be several"),
    ],
)
def test_days_that_are_none_are_refused(program: Path, given: str, said: str) -> None:
    before = contents(program)
    done = roll(program, "--date", given)
    assert done.code == 2
    assert said in " ".join(done.err.split())
    assert contents(program) == before


def test_days_that_contradict_each_other_are_refused(program: Path) -> None:
    before = contents(program)
    done = roll(program, "--date", "kickoff=2027-08-10")
    assert done.code == 1
    assert "kickoff is due on 08-10, before its window begins on 09-01" in done.err
    assert "nothing was changed" in done.err
    assert contents(program) == before


def test_each_day_is_asked_on_a_terminal(program: Path) -> None:
    # a wrong answer is asked again; Enter takes what is proposed
    answers = ["", "2027-10-29", "", "never", "2026-10-30", "10-30"] + [""] * 40 + ["y"]
    done = roll(program, yes=False, terminal=True, input="\n".join(answers) + "\n")
    # the last question gets an Enter: no
    assert "nothing was changed" in done.err
    answers = ["", "2027-10-29", "", "never", "2026-10-30", "10-30", *[""] * 20, "y"]
    done = roll(program, yes=False, terminal=True, input="\n".join(answers) + "\n")
    assert done.code == 0, done.err
    text = (program / "program.yaml").read_text(encoding="utf-8")
    assert "date: 10-29\n" in text
    assert "date: 10-30\n" in text
    assert done.err.count("write a day from 2027-07-01 to 2028-06-30") == 2


def test_holidays_are_named(program: Path) -> None:
    done = roll(
        program, "--dry-run", "--date", "plan=2027-10-11", "--date", "visit=12-25", yes=False
    )
    assert "2027-10-11 Mon, as you chose; Columbus Day\n" in done.err
    assert "2027-12-25 Sat, as you chose; Christmas Day, a Saturday\n" in done.err


def test_a_plan_of_two_years_runs_on(program: Path) -> None:
    two_years(program)
    before = contents(program)
    done = roll(program)
    assert done.code == 0, done.err
    after = contents(program)
    assert {name for name in before if after.get(name) != before[name]} == {"program.yaml"}
    pairing, plan = (after[f"{NEW}/{name}.yaml"].decode() for name in ("pairing", "plan"))
    for line in ("mentee: amara-okafor", "mentor: teo-lindqvist", "advisor: noor-haddad",
                 "starts: 2026-09-14", "state: active", "continues: 2026-2027"):  # fmt: skip
        assert f"\n{line}\n" in pairing
    assert "outcome: Rubrics that pupils know beforehand" in plan
    assert "outcome: A routine for each lesson" in plan
    assert "catalogue:\n" in plan
    assert "achieved:\n" in after[f"{NEW}/experiences/1.yaml"].decode()
    found = mentorctl("check", "--today", "2027-08-01", cwd=program)
    assert (found.code, found.out) == (0, ""), found.out
    (row,) = told(program, "status", "--today", "2027-08-01")["pairings"]
    assert row["pairing"] == TEAM
    (old,) = told(program, "status", "--year", "2026-2027", "--today", "2027-08-01")["pairings"]
    assert old["standing"] == "done"


def test_the_second_year_is_the_last_of_two(program: Path) -> None:
    two_years(program)
    assert roll(program).code == 0
    words = ("rollover", "2028-2029", "--dry-run", "--today", "2028-06-20")
    done = mentorctl(*words, cwd=program)
    assert done.code == 0, done.err
    assert f"ends, not completed: {TEAM}, it lacks Individual Mentoring Plan" in done.err


def test_who_ends_and_who_runs_on_can_be_said(program: Path) -> None:
    done = roll(program, "--runs-on", "okafor", "--dry-run", yes=False)
    assert f"runs on: {TEAM}, as you asked" in done.err
    two_years(program)
    done = roll(program, "--ends", "okafor", "--dry-run", yes=False)
    assert f"completed: {TEAM}, as you asked" in done.err
    done = roll(program, "--ends", "okafor", "--runs-on", "okafor", yes=False)
    assert done.code == 2


def test_leave_of_the_year_before_does_not_go_along(program: Path) -> None:
    two_years(program)
    edit(
        program, f"{OLD}/pairing.yaml", "state: active\n",
        "state: active\nextensions:\n  - milestone: experiences-1-2\n    until: 2027-01-08\n"
        "    approved_by: noor-haddad\n    on: 2026-12-01\n    reason: flu\nwaivers:\n"
        "  - need: meetings/midyear:attended\n    approved_by: noor-haddad\n    on: 2027-02-01\n"
        "    reason: snow\n",
    )  # fmt: skip
    assert roll(program).code == 0
    text = (program / NEW / "pairing.yaml").read_text(encoding="utf-8")
    assert "extensions: []\n" in text
    assert "waivers: []\n" in text


def test_a_pairing_with_more_time_stays_open(program: Path) -> None:
    edit(program, f"{OLD}/experiences/4.yaml", "sent_to_mentor: 2027-03-29\n", "")
    edit(
        program, f"{OLD}/pairing.yaml", "state: active\n",
        "state: active\nextensions:\n  - milestone: experiences-3-4\n    until: 2027-08-20\n"
        "    approved_by: noor-haddad\n    on: 2027-04-01\n    reason: a long illness\n",
    )  # fmt: skip
    done = roll(program)
    assert done.code == 0, done.err
    assert f"stays open in 2026-2027: {TEAM}, experiences-3-4 is extended to 2027-08-20" in done.err
    found = told(program, "status", "--today", "2027-08-01")
    assert found["other_years"] == [{"year": "2026-2027", "pairing": TEAM}]


def test_a_year_that_goes_on_is_not_closed(program: Path) -> None:
    """Whoever begins the next year in March ends nobody's."""
    edit(program, f"{OLD}/experiences/4.yaml", "sent_to_mentor: 2027-03-29\n", "")
    words = ("rollover", "2027-2028", "--yes", "--today", "2027-03-20")
    done = mentorctl(*words, cwd=program)
    assert done.code == 0, done.err
    assert f"stays open in 2026-2027: {TEAM}, experiences-3-4 is due on 2027-04-08" in done.err
    facts = (program / "years/2027-2028.yaml").read_text(encoding="utf-8")
    assert "completed" not in facts
    found = told(program, "status", "--today", "2027-08-01")
    assert found["other_years"] == [{"year": "2026-2027", "pairing": TEAM}]


def test_what_is_noted_of_the_new_year_stays(program: Path) -> None:
    file = program / "years/2027-2028.yaml"
    file.write_text("# planned ahead\nevaluation_mailed:\n", encoding="utf-8")
    commit_all(program, "a year ahead")
    assert roll(program).code == 0
    text = file.read_text(encoding="utf-8")
    assert text.startswith("# planned ahead\nevaluation_mailed:\n")
    assert f"  completed:\n    - {TEAM}\n" in text


def test_the_last_year_there_is_has_none_after_it(program: Path) -> None:
    edit(program, "program.yaml", "\nyear: 2026-2027\n", "\nyear: 9998-9999\n")
    done = mentorctl("rollover", "9999-10000", "--yes", *TODAY, cwd=program)
    assert (done.code, "no year after 9998-9999" in done.err) == (2, True)


def test_hand_edits_come_first(program: Path) -> None:
    (program / OLD / "plan.yaml").write_text("content_area: changed\n", encoding="utf-8")
    before = contents(program)
    done = roll(program)
    assert done.code == 3
    assert "are not in the history yet" in done.err
    assert contents(program) == before


@pytest.mark.parametrize(
    "file", [f"{OLD}/plan.yaml", "people/amara-okafor.yaml", "meetings/2026-2027-kickoff.yaml"]
)
def test_what_cannot_be_read_comes_first(program: Path, file: str) -> None:
    (program / file).write_text("name: [\n", encoding="utf-8")
    commit_all(program, "a broken file")
    before = contents(program)
    done = roll(program)
    assert done.code == 1
    assert f"{file}:" in done.err
    assert contents(program) == before


def test_only_the_next_year_follows(program: Path) -> None:
    for year in ("2028-2029", "2025-2026", "2027", "next"):
        done = mentorctl("rollover", year, "--yes", *TODAY, cwd=program)
        assert done.code == 2
        assert "2026-2027 is followed by 2027-2028" in done.err


def test_a_folder_without_history_keeps_its_year(program: Path, tmp_path: Path) -> None:
    bare = tmp_path / "bare"
    bare.mkdir()
    for name, data in contents(program).items():
        (bare / name).parent.mkdir(parents=True, exist_ok=True)
        (bare / name).write_bytes(data)
    done = roll(bare)
    assert done.code == 3
    assert "where the rules of a year that is over stay" in done.err


def test_scripts_are_told(program: Path) -> None:
    two_years(program)
    done = roll(program, "--format", "json")
    found = json.loads(done.out)
    assert found["done"] is True
    assert not faults_of("rollover", 1, found)
    assert found["pairings"] == [
        {"pairing": TEAM, "becomes": "runs-on", "why": "its plan has outcomes of year 2"}
    ]
    by_name = {each["name"]: each for each in found["dates"]}
    assert by_name["invoices"] == {
        "name": "invoices",
        "title": by_name["invoices"]["title"],
        "before": "2027-04-30",
        "day": "2028-04-30",
        "proposed": "2028-04-30",
        "why": "as the source has it",
        "remark": "a Sunday",
    }


def test_a_readme_that_init_wrote_says_the_new_year(tmp_path: Path) -> None:
    folder = tmp_path / "p"
    words = ("--preset", "missouri-career-education", "--year", "2026-2027")
    assert mentorctl("init", folder, *words, "--coordinator-name", "Ada Lindgren").code == 0
    assert roll(folder).code == 0
    text = (folder / "README.md").read_text(encoding="utf-8")
    assert "2026" not in text
    assert text.startswith("# Missouri Career Education Mentoring Program, 2027-2028\n")
    assert "| `pairings/2027-2028/` |" in text


def test_standards_get_a_page_for_the_new_year(program: Path) -> None:
    adopted = mentorctl("standards", "--adopt", "missouri-5-csr-20-400-380", *TODAY, cwd=program)
    assert adopted.code == 0, adopted.err
    assert roll(program).code == 0
    text = (program / "standards/2027-2028.yaml").read_text(encoding="utf-8")
    assert text.count("evidence: []") > 20
    found = mentorctl("standards", "--today", "2027-08-01", cwd=program)
    assert found.code in {0, 1}, found.err


def test_a_day_is_written_in_two_ways() -> None:
    year = ProgramYear("2027-2028")
    assert _day("02-29", year) == _day("2028-02-29", year) == dt.date(2028, 2, 29)


@pytest.fixture(scope="module")
def signed_base(once: Once) -> Path:
    def lay(place: Path) -> None:
        from support.folders import lay_base

        folder = lay_base(place / "program")
        sign_all(folder)
        commit_all(folder, "everybody signs")

    return once("rollover-signed", lay) / "program"


@needs_openssh
def test_signatures_of_the_year_before_stay_valid(signed_base: Path, tmp_path: Path) -> None:
    program = copied(signed_base, tmp_path / "program")
    day = ("--today", "2027-06-30")
    before = told(program, "completers", *day)
    states = _signatures(program)
    done = as_person("iris-nakamura", program, "rollover", "2027-2028", "--yes", *TODAY)
    assert done.code == 0, done.err
    assert signer_of(program) == mark_of("iris-nakamura")
    other, key = copied(signed_base, tmp_path / "other"), tmp_path / "keys/iris-nakamura"
    named = as_person("stranger", other, "rollover", "2027-2028", "--yes", *TODAY, "--key", key)
    assert (named.code, signer_of(other)) == (0, mark_of("iris-nakamura")), named.err
    after = told(program, "completers", "--year", "2026-2027", *day)
    assert before["completers"] == after["completers"]
    assert before["completers"][0]["signatures"] != "0 of 0"
    assert _signatures(program) == states


@needs_openssh
def test_only_a_coordinator_begins_a_year(signed_base: Path, tmp_path: Path) -> None:
    program = copied(signed_base, tmp_path / "program")
    before = contents(program)
    done = as_person("teo-lindqvist", program, "rollover", "2027-2028", "--yes", *TODAY)
    assert done.code == 1
    assert "only a coordinator begins a new program year" in done.err
    assert contents(program) == before


def _signatures(program: Path) -> dict[str, int]:
    found = mentorctl("audit", "--format", "json", *TODAY, cwd=program)
    return dict(json.loads(found.out)["signatures"])
