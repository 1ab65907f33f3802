"""Child welfare mentoring in Nebraska: the preset taken through its year by commands alone.

The two pairings of `nebraska-program/` are invented. One is done from the first training to the
end of the probationary period; the other begins in March: its deadlines are in the next year.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import re
import shutil
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from support.folders import Once, contents, copied
from support.histories import Made, lay_history
from support.keys import needs_openssh
from support.run import Result, mentorctl
from support.signers import as_person, lay_registered
from support.trails import stamp

from mentorctl.cli.signing import identity

pytestmark = needs_openssh

ROSTERS = Path(__file__).parent / "nebraska-program"
TEAM = "wren-castillo-dolores-finch"
LATER = "joon-park-amos-weir"
FOLDER = f"pairings/2026-2027/{TEAM}"
ATTENDED = 'attendance: "yes"'
SIGNED_OFF_AT = dt.datetime(2026, 11, 19, 9, 30, tzinfo=ZoneInfo("America/Chicago"))
CASES = ("on=2026-11-16", "type=assessment", "number=2", "approved_by=rosa-kimball")
SIGNED_AT = dt.datetime(2026, 9, 9, 10, 30, tzinfo=ZoneInfo("America/Chicago"))
DONE = "2027-09-10"
AGREED = {
    "begins_on": "2026-09-10",
    "meet_at_least": "as often as progress asks",
    "mentor_phone": "308-555-0123",
    "mentor_email": "dolores.finch@plains-office.example",
}
# in the order in which they come: what, and on which day
MARKS = {
    "mentor-confirmed": "2026-08-25",
    "sp-503": "2026-08-26",
    "SP 511": "2026-08-28",
    "sp-512": "2026-09-02",
    "guide-reviewed": "2026-09-11",
    "community-partners": "2026-09-16",
    "shadow-mentor": "2026-09-18",
    "self-assessment": "2026-09-24",
    "training-plan": "2026-09-24",
    "shadow-others": "2026-10-02",
    "observation-approved": "2026-10-09",
    "observe-interview": "2026-10-14",
    "document-interview": "2026-10-15",
    "sw-020": "2026-11-05",
    "cases-approved": "2026-11-06",
    "shared-case-notes": "2026-11-18",
    "new-case": "2026-11-17",
    "self-assessment-again": "2026-11-18",
    "survey": "2027-02-28",
    "survey-confirmed": "2027-02-28",
    "probation-ended": "2027-08-31",
}
# what belongs to another program
FOREIGN = re.compile(
    r"prot[eé]g|missouri|\bDESE\b|content advisor|comment form|suggested timeline|program area"
    r"|career education|20-400",
    re.IGNORECASE,
)


def _run(folder: Path, today: str, *words: str | Path, code: int = 0) -> Result:
    """Run a command as the coordinator, whose key proves what they write."""
    result = as_person("ada-lindgren", folder, *words, "--today", today)
    assert result.code == code, f"{words}: {result.out}{result.err}"
    assert not FOREIGN.search(result.out + result.err), result.out + result.err
    return result


def _begin(place: Path) -> Path:
    folder = place / "program"
    words = ("--preset", "nebraska-child-welfare", "--year", "2026-2027")
    keeper = ("--coordinator-name", "Ada Lindgren")
    assert mentorctl("init", folder, *words, *keeper).code == 0
    for roster in ("people.csv", "pairings.csv"):
        _run(folder, "2026-08-24", "import", ROSTERS / roster)
    for person in (folder / "people").iterdir():
        text = person.read_text(encoding="utf-8")
        person.write_text(re.sub(r"(#.*\n)*keys: \[\]\n", "", text), encoding="utf-8")
    return lay_registered(folder)


def _agree(folder: Path) -> None:
    sets = [word for name, value in AGREED.items() for word in ("--set", f"{name}={value}")]
    _run(folder, "2026-09-08", "edit", "wren", "agreement", *sets)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(identity, "now", lambda _state: SIGNED_AT)
        for person in ("wren-castillo", "dolores-finch", "rosa-kimball"):
            signed = as_person(person, folder, "sign", "wren", "agreement", "--yes")
            assert signed.code == 0, signed.err


def _sign_off(folder: Path) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(identity, "now", lambda _state: SIGNED_OFF_AT)
        words = ("sign", "wren", "guide", "--yes", "--today", "2026-11-19")
        signed = as_person("rosa-kimball", folder, *words)
        assert signed.code == 0, signed.err


def _log(folder: Path) -> None:
    words = ("--from", "09:00", "--until", "10:00", "--kind", "meeting", "--topics", "first weeks")
    _run(folder, "2026-09-15", "log", "wren", *words)
    roles = ("--who", "mentor", "--who", "supervisor")
    words = ("--from", "13:00", "--until", "13:30", "--kind", "meeting", "--topics", "progress")
    _run(folder, "2026-09-29", "log", "wren", *words, *roles)


@pytest.fixture(scope="module")
def year(once: Once) -> Path:
    """The whole time of one pairing, by commands."""
    return once("nebraska", _all_of_it) / "program"


def _all_of_it(place: Path) -> None:
    folder = _begin(place)
    for what, day in list(MARKS.items())[:4]:
        _run(folder, day, "mark", "wren", what)
    _agree(folder)
    for what, day in list(MARKS.items())[4:]:
        if what == "survey":
            _sign_off(folder)
        _run(folder, day, "mark", "wren", what)
    cases = [word for each in CASES for word in ("--set", f"cases.+.{each}")]
    _run(folder, "2027-03-01", "edit", "wren", "pairing", *cases)
    _run(folder, "2027-05-20", "mark", "contribution", "--by", "rosa")
    _log(folder)
    sets = ("--set", "state=completed", "--set", "ends=2027-08-31")
    _run(folder, DONE, "edit", "wren", "pairing", *sets)


@pytest.fixture
def nebraska(year: Path, tmp_path: Path) -> Path:
    """A copy of that folder, to change."""
    return copied(year, tmp_path / "program")


def _findings(folder: Path, today: str = DONE) -> set[tuple[str, str]]:
    """Code and file of everything that check finds in the first pairing, notes left out."""
    found = mentorctl("check", "--format", "json", "--today", today, cwd=folder)
    told = json.loads(found.out)["findings"]
    return {
        (each["code"], each["path"].rpartition("/")[2])
        for each in told
        if each["severity"] != "note" and LATER not in each["path"]
    }


def _milestones(folder: Path, pairing: str, today: str) -> dict[str, tuple[str, str]]:
    told = json.loads(_run(folder, today, "status", pairing, "--format", "json").out)
    (row,) = told["pairings"]
    return {each["id"]: (each["due"], each["state"]) for each in row["milestones"]}


def _change(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1, (file, old, text)
    file.write_text(text.replace(old, new), encoding="utf-8")


def test_the_time_ends_on_the_list_of_completers(year: Path) -> None:
    found = _run(year, DONE, "completers", "--format", "csv")
    (row,) = csv.DictReader(io.StringIO(found.out))
    assert (row["mentee_id"], row["completed_on"]) == ("wren-castillo", "2027-08-31")


def test_check_finds_nothing_in_what_was_done(year: Path) -> None:
    assert _findings(year) == set()


def test_deadlines_count_from_the_two_starts(year: Path) -> None:
    # six months after August 31 is the last of February
    assert _milestones(year, "wren", "2027-02-28") == {
        "agreement": ("2026-09-22", "met"),
        "guide-review": ("2026-09-22", "met"),
        "self-assessment": ("2026-10-08", "met"),
        "training-plan": ("2026-10-08", "met"),
        "self-assessment-again": ("2026-12-08", "met"),
        "guide-sign-off": ("2027-02-28", "met"),
        "survey": ("2027-02-28", "met"),
        "survey-confirmed": ("2027-02-28", "met"),
        "probation": ("2027-08-31", "due"),
    }


@pytest.mark.parametrize(
    ("today", "state"), [("2027-09-15", "due"), ("2027-09-16", "missed"), ("2028-03-15", "missed")]
)
def test_a_deadline_in_the_next_program_year_is_judged(year: Path, today: str, state: str) -> None:
    found = _milestones(year, "joon", today)
    assert found["survey"] == ("2027-09-15", state)
    assert found["guide-sign-off"] == ("2027-09-15", state)
    due = _run(year, "2027-09-10", "due", "--within", "14d")
    assert f"{LATER}: Mentoring Survey completed" in due.out


def test_what_is_done_in_the_next_program_year_counts(nebraska: Path) -> None:
    _run(nebraska, "2027-09-15", "mark", "joon", "survey")
    found = _milestones(nebraska, "joon", "2027-12-01")
    assert found["survey"][1] == "met"
    told = json.loads(
        mentorctl("check", "--format", "json", "--today", "2027-12-01", cwd=nebraska).out
    )
    assert "date-outside-year" not in {each["code"] for each in told["findings"]}


def test_a_pairing_goes_on_in_the_next_year_with_its_start(nebraska: Path) -> None:
    old, new = (nebraska / "pairings" / each for each in ("2026-2027", "2027-2028"))
    shutil.copytree(old / LATER, new / LATER)
    _change(nebraska / "program.yaml", "\nyear: 2026-2027\n", "\nyear: 2027-2028\n")
    _run(nebraska, "2027-09-15", "mark", "joon", "survey")
    assert _milestones(nebraska, "joon", "2027-09-20")["survey"] == ("2027-09-15", "met")
    assert _milestones(nebraska, "joon", "2027-09-20")["agreement"] == ("2027-04-05", "missed")
    told = json.loads(
        mentorctl("check", "--format", "json", "--today", "2027-09-20", cwd=nebraska).out
    )
    assert "date-outside-year" not in {each["code"] for each in told["findings"]}


def _rolled(folder: Path, *words: str, today: str = "2027-06-15") -> Result:
    with pytest.MonkeyPatch.context() as patch:
        # the folder's history is of 2027, and so is what is added to it
        patch.setenv("GIT_AUTHOR_DATE", f"{today}T10:00:00-05:00")
        return _run(folder, today, "rollover", "2027-2028", "--yes", *words)


def test_a_pairing_runs_on_with_what_counts_from_its_start(nebraska: Path) -> None:
    sets = ("--set", "state=active", "--set", "ends=", "--set", "dates.probation-ended=")
    _run(nebraska, "2027-06-14", "edit", "wren", "pairing", *sets)
    before, milestones = contents(nebraska), _milestones(nebraska, "wren", "2027-06-15")
    told = _rolled(nebraska)
    assert f"runs on: {TEAM}, probation is due on 2027-08-31" in told.err
    assert f"runs on: {LATER}, probation is due on 2028-03-15" in told.err
    after = contents(nebraska)
    assert {name for name in before if after.get(name) != before[name]} == {
        "program.yaml", "README.md"
    }  # fmt: skip
    new = FOLDER.replace("2026", "2028").replace("2028-2027", "2027-2028")
    # what was logged before stands in the year before, and is not missed in this one
    agreement = nebraska / new / "agreement.yaml"
    _change(agreement, "as often as progress asks", "once a week")
    checked = _run(nebraska, "2027-07-04", "check", "wren").out
    assert "contact-too-rare" not in checked
    # nor is the sign-off of the guide, which is signed there
    assert "guide is not signed" not in checked
    shown = _run(nebraska, "2027-07-04", "status", "wren").out
    assert "Meetings of mentor and mentee: in 0 of 1 week (agreed: once a week)" in shown
    _change(agreement, "once a week", "as often as progress asks")
    for record in ("guide.yaml", "trainings.yaml", "agreement.yaml"):
        assert after[f"{new}/{record}"] == before[f"{FOLDER}/{record}"]
    pairing = after[f"{new}/pairing.yaml"].decode()
    assert "continues: 2026-2027\n" in pairing
    assert "  survey: 2027-02-28\n" in pairing
    assert "  on: 2026-08-25\n" in pairing
    found = _milestones(nebraska, "wren", "2027-07-02")
    signed = found.pop("agreement"), milestones.pop("agreement")
    assert signed == (("2026-09-22", "excused"), ("2026-09-22", "met"))
    for each in (found, milestones):
        assert each.pop("guide-sign-off")[1] == ("excused" if each is found else "met")
    assert found == milestones
    assert "done on 2026-09-09, and signed in the records of 2026-2027" in pairing
    assert "approved_by: ada-lindgren" in pairing


def test_a_pairing_that_ran_on_completes_in_the_new_year(nebraska: Path) -> None:
    sets = ("--set", "state=active", "--set", "ends=", "--set", "dates.probation-ended=")
    _run(nebraska, "2027-06-14", "edit", "wren", "pairing", *sets)
    _rolled(nebraska)
    _run(nebraska, "2027-09-10", "mark", "wren", "probation-ended", "--on", "2027-08-31")
    told = json.loads(_run(nebraska, "2027-09-10", "completers", "--format", "json").out)
    (row,) = told["completers"]
    assert (row["pairing"], row["completed_on"], row["waivers"]) == (TEAM, "2027-08-31", 2)
    assert told["other_years"] == []
    codes = {code for code, _ in _findings(nebraska, "2027-09-10")}
    assert not codes, codes
    old = json.loads(
        _run(nebraska, "2027-06-30", "completers", "--year", "2026-2027", "--format", "json").out
    )
    assert old["other_years"] == []
    assert {row["mentee_id"] for row in old["others"]} == {"wren-castillo", "joon-park"}


def test_what_ran_on_is_not_dated_back(nebraska: Path) -> None:
    sets = ("--set", "state=active", "--set", "ends=", "--set", "dates.probation-ended=")
    _run(nebraska, "2027-06-14", "edit", "wren", "pairing", *sets)
    before = _audited(nebraska)
    _rolled(nebraska)
    assert _audited(nebraska) == before
    # what the year before does not say comes as late as it comes
    file = nebraska / "pairings/2027-2028" / TEAM / "pairing.yaml"
    _change(file, "self-assessment: 2026-09-24", "self-assessment: 2026-09-23")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GIT_AUTHOR_DATE", "2027-06-16T10:00:00-05:00")
        _run(nebraska, "2027-06-16", "save")
    assert len(_audited(nebraska) - before) == 1


def _audited(folder: Path) -> set[tuple[str, str]]:
    found = json.loads(mentorctl("audit", "--format", "json", cwd=folder).out)
    return {
        (each["path"], each["message"]) for each in found["findings"] if each["code"] == "backdated"
    }


def test_a_pairing_that_is_over_does_not_run_on(nebraska: Path) -> None:
    words = ("rollover", "2027-2028", "--yes", "--runs-on", "wren")
    told = _run(nebraska, "2027-09-15", *words, code=2)
    assert "cannot run on" in told.err
    told = _rolled(nebraska, "--ends", "joon", today="2027-09-15")
    assert f"over already: {TEAM}, completed on 2027-08-31" in told.err
    assert f"ends, not completed: {LATER}, as you asked" in told.err
    assert not (nebraska / "pairings/2027-2028").exists()
    facts = (nebraska / "years/2027-2028.yaml").read_text(encoding="utf-8")
    assert f"  not_completed:\n    - {LATER}\n" in facts


@pytest.mark.parametrize(
    ("file", "old", "new", "reason"),
    [
        ("pairing.yaml", "survey: 2027-02-28", "survey:", "Mentoring Survey completed"),
        ("pairing.yaml", "probation-ended: 2027-08-31", "probation-ended:", "Probationary period"),
        ("guide.yaml", "on: 2026-10-15", "on: 2026-10-16", "Learning guide signed off"),
        ("guide.yaml", "on: 2026-09-11", "on:", "Learning guide reviewed"),
        ("trainings.yaml", "code: SP 503", "code: SW 020", "Training SP 503"),
        ("trainings.yaml", "code: SP 511", "code: SW 020", "Training SP 511"),
        ("trainings.yaml", "code: SP 512", "code: SW 020", "Training SP 512"),
        ("agreement.yaml", "as often as", "as seldom as", "Mentoring Agreement signed"),
    ],
)
def test_each_need_of_the_program_counts(
    nebraska: Path, file: str, old: str, new: str, reason: str
) -> None:
    _change(nebraska / FOLDER / file, old, new)
    told = json.loads(_run(nebraska, DONE, "completers", "--format", "json").out)
    (other,) = (row for row in told["others"] if row["mentee_id"] == "wren-castillo")
    (found,) = other["reasons"]
    assert found["message"].startswith(reason)


@pytest.mark.parametrize(
    ("file", "old", "new", "code"),
    [
        # trained on the day after signing, or after the beginning, or after the first case
        ("trainings.yaml", "on: 2026-08-26", "on: 2026-09-10", "training-too-late agreement.yaml"),
        ("trainings.yaml", "on: 2026-08-28", "on: 2026-09-10", "training-too-late agreement.yaml"),
        ("trainings.yaml", "on: 2026-09-02", "on: 2026-09-10", "training-too-late agreement.yaml"),
        ("trainings.yaml", "on: 2026-11-05", "on: 2026-11-17", "training-too-late pairing.yaml"),
        ("pairing.yaml", "approved_by: rosa-kimball", "approved_by:",
         "case-not-approved pairing.yaml"),
        ("pairing.yaml", "self-assessment: rosa-kimball", "self-assessment: rosa-kimbal",
         "unknown-person pairing.yaml"),
        # observed, or given a case, before the supervisor approved
        ("pairing.yaml", "approved: 2026-10-09", "approved: 2026-10-15",
         "own-date-too-late guide.yaml"),
        ("pairing.yaml", "cases-approved: 2026-11-06", "cases-approved:",
         "own-date-too-late pairing.yaml"),
        ("pairing.yaml", ATTENDED, "attendance:", "mentor-not-confirmed pairing.yaml"),
        ("pairing.yaml", ATTENDED, "attendance: no", "mentor-not-confirmed pairing.yaml"),
        ("pairing.yaml", "survey: 2027-02-28", "survey: 2027-03-01", "milestone-late pairing.yaml"),
        ("pairing.yaml", "  survey: ", "  surwey: ", "unknown-item pairing.yaml"),
        ("guide.yaml", "done_on: 2026-10-15", "done_on: 2026-11-25", "guide-not-done guide.yaml"),
        ("guide.yaml", "by: rosa-kimball", "by: rosa-kimbal",
         "unknown-approver guide.yaml"),
        ("log.yaml", "      - supervisor", "      - superviser", "unknown-item log.yaml"),
    ],
)  # fmt: skip
def test_what_goes_wrong_is_found(nebraska: Path, file: str, old: str, new: str, code: str) -> None:
    _change(nebraska / FOLDER / file, old, new)
    assert tuple(code.split()) in _findings(nebraska)


@pytest.mark.parametrize(
    ("person", "old", "new", "code"),
    [
        ("wren-castillo", "Child Protection Worker", "Social Worker", "position-unknown"),
        ("dolores-finch", "Child Protection Worker", "Janitor", "position-unknown"),
        ("wren-castillo", "started_on: 2026-08-31", "started_on:", "start-unknown"),
        ("dolores-finch", "experience_years: 6", "experience_years: 1", "mentor-short-of-years"),
        ("dolores-finch", "school: Platte Office", "school: Loup Office", "mentor-school"),
    ],
)
def test_who_takes_part_is_looked_at(
    nebraska: Path, person: str, old: str, new: str, code: str
) -> None:
    sets = ("--set", "state=active", "--set", "ends=")
    _run(nebraska, DONE, "edit", "wren", "pairing", *sets)
    _change(nebraska / "people" / f"{person}.yaml", old, new)
    assert code in {found for found, _ in _findings(nebraska)}


def test_an_agreement_in_force_has_no_blanks(nebraska: Path) -> None:
    _change(nebraska / FOLDER / "agreement.yaml", f"mentor_phone: {AGREED['mentor_phone']}",
            "mentor_phone:")  # fmt: skip
    assert ("agreement-incomplete", "agreement.yaml") in _findings(nebraska)


def test_a_mark_is_made_once_and_asked_about_when_it_changes(nebraska: Path) -> None:
    again = _run(nebraska, DONE, "mark", "wren", "survey", "--on", "2027-02-28")
    assert "there is nothing to change" in again.err
    refused = _run(nebraska, DONE, "mark", "wren", "survey", "--on", "2027-02-27", code=1)
    assert "is 2027-02-28 already" in refused.err
    _run(nebraska, DONE, "mark", "wren", "sp511", "--on", "2026-08-27", "--yes")
    again = _run(nebraska, DONE, "mark", "wren", "sp-511", "--on", "2026-08-27", "--yes")
    assert "there is nothing to change" in again.err
    taken = (nebraska / FOLDER / "trainings.yaml").read_text(encoding="utf-8")
    assert "on: 2026-08-27" in taken
    assert taken.count("SP 511") == 1


def test_no_record_speaks_of_another_program(year: Path) -> None:
    files = [*(year / "pairings").rglob("*.yaml"), *(year / "people").glob("*.yaml")]
    assert len(files) > 12
    said = {path.name: FOREIGN.findall(path.read_text(encoding="utf-8")) for path in files}
    assert {name: found for name, found in said.items() if found} == {}
    pairing = (year / FOLDER / "pairing.yaml").read_text(encoding="utf-8")
    assert "# Mentoring Survey completed\n  survey: 2027-02-28\n" in pairing
    assert "advisor" not in pairing
    assert "content_area" not in pairing


def test_every_form_of_the_pairing_is_in_its_packet(nebraska: Path, tmp_path: Path) -> None:
    to = ("--to", "html", "--out", str(tmp_path / "out"))
    _run(nebraska, DONE, "render", "packet", "wren", *to)
    (page,) = (tmp_path / "out").rglob("*.html")
    text = page.read_text(encoding="utf-8").partition("<body>")[2]
    forms = re.findall(r"<h1>([^<]*)</h1>", text)
    assert [form for form in forms if not form.startswith("Certificate")][:7] == [
        "Contents",
        "Calendar 2026-2027",
        "Mentoring Agreement",
        "Mentoring Agreement: Provisions and Signatures",
        "Trainings",
        "Field Experience Learning Guide",
        "Mentor's Log 2026-2027",
    ]
    assert not FOREIGN.search(re.sub(r"<[^>]*>", " ", text))


def test_a_blank_packet_has_this_program_s_forms_only(nebraska: Path, tmp_path: Path) -> None:
    to = ("--to", "html", "--out", str(tmp_path / "out"))
    _run(nebraska, DONE, "render", "packet", "--blank", *to)
    (page,) = (tmp_path / "out").rglob("*.html")
    text = re.sub(r"<[^>]*>", " ", page.read_text(encoding="utf-8").partition("<body>")[2])
    assert "Mentoring Agreement" in text
    assert "Checklist" not in text
    assert not FOREIGN.search(text)


def test_a_training_that_is_dated_back_is_named_by_audit(nebraska: Path, tmp_path: Path) -> None:
    """Whoever notes in December that it was taken in August has to show it."""
    root = Path(shutil.copytree(nebraska, tmp_path / "late", ignore=lambda *_: [".git"]))
    files = contents(root)
    file = f"{FOLDER}/trainings.yaml"
    after = files[file].decode()
    assert "on: 2026-08-28" in after
    before = after.replace("on: 2026-08-28", "on:").encode()
    steps = [({**files, file: before}, "2026-09-10T09:00-05:00"), (files, "2026-12-01T09:00-06:00")]
    lay_history(root, [Made(each, author=stamp(at)) for each, at in steps])
    found = json.loads(mentorctl("audit", "--format", "json", "--today", DONE, cwd=root).out)
    late = [each for each in found["findings"] if each["code"] == "backdated"]
    assert [(each["path"], each["message"]) for each in late] == [
        (
            file,
            "taken.dolores-finch.sp-511 says 2026-08-28, and came in on 2026-12-01, 95 days later",
        )
    ]


def test_a_training_is_the_persons_and_not_asked_again_for_another_mentee(nebraska: Path) -> None:
    """Rosa Kimball is the supervisor of both: what she took for one counts for the other."""
    told = mentorctl("check", "joon", "--format", "json", "--today", DONE, cwd=nebraska)
    lacking = [each["message"] for each in json.loads(told.out)["findings"]
               if each["code"] == "training-missing"]  # fmt: skip
    assert [each for each in lacking if "SP 503" in each] == []
    assert [each for each in lacking if "SP 511" in each]
    refused = _run(nebraska, DONE, "mark", "joon", "sp-503", code=1)
    assert "as another pairing has it, is 2026-08-26 already" in refused.err
    again = _run(nebraska, DONE, "mark", "joon", "sp-503", "--on", "2026-08-26")
    assert "there is nothing to change" in again.err
    _change(nebraska / FOLDER / "trainings.yaml", "code: SP 503", "code: SP 504")
    told = mentorctl("check", "joon", "--today", DONE, cwd=nebraska)
    assert "has not taken SP 503" in told.out


def test_the_sign_off_of_the_guide_is_no_day_to_mark(nebraska: Path) -> None:
    told = _run(nebraska, "2027-06-01", "mark", "wren", "guide-signed-off", code=2)
    assert "mentorctl sign PAIRING guide" in told.err


def test_who_reviewed_and_how_many_cases_there_are_is_shown(nebraska: Path) -> None:
    pairing = (nebraska / FOLDER / "pairing.yaml").read_text(encoding="utf-8")
    assert "self-assessment-again: rosa-kimball" in pairing
    told = _run(nebraska, "2027-06-01", "status", "wren").out
    assert "cases given so far: 2 (2 assessment)" in told
    _change(nebraska / FOLDER / "pairing.yaml", "type: assessment", "type:")
    told = _run(nebraska, "2027-06-01", "status", "wren").out
    assert "cases given so far: 2\n" in told
    due = _run(nebraska, "2027-06-20", "due", "--within", "14d").out
    assert "contributions" not in due
    _change(nebraska / "years/2026-2027.yaml", "rosa-kimball: 2027-05-20", "rosa-kimball:")
    due = _run(nebraska, "2027-06-20", "due", "--within", "14d").out
    assert "Mentors' contributions acknowledged" in due
