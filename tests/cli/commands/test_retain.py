from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from support.folders import commit_all, contents, copied, history, lay_base
from support.histories import plain
from support.keys import needs_openssh
from support.run import Result, mentorctl
from support.schemas import faults_of
from support.signed import sign_all
from support.signers import as_person

from mentorctl.caches import cache_folder

if TYPE_CHECKING:
    from pathlib import Path

    from support.folders import Once

TEAM = "amara-okafor-teo-lindqvist"
OLD = f"pairings/2026-2027/{TEAM}"
RULE = (
    "\nretention:\n  - records: pairings\n    months: 36\n  - records: meetings\n    months: 12\n"
)
ROLLED = "2027-06-20"
LATER = ("--today", "2031-02-03")
AGREED = ("--destroy", "--consent", "haddad")


def _lay(place: Path) -> None:
    """A program that keeps pairings for three years and is one year on."""
    folder = lay_base(place / "program")
    sign_all(folder)
    with (folder / "program.yaml").open("a", encoding="utf-8", newline="\n") as file:
        file.write(RULE)
    with pytest.MonkeyPatch.context() as patch:
        # a signature counts that came in after it was made
        patch.setenv("GIT_COMMITTER_DATE", "2027-05-01T12:00:00-05:00")
        commit_all(folder, "everybody signs, and the rule")
    words = ("rollover", "2027-2028", "--yes", "--today", ROLLED)
    done = as_person("iris-nakamura", folder, *words)
    assert done.code == 0, done.err


@pytest.fixture(scope="module")
def kept(once: Once) -> Path:
    return once("retained", _lay) / "program"


@pytest.fixture
def program(kept: Path, tmp_path: Path) -> Path:
    return copied(kept, tmp_path / "program")


def retain(program: Path, *words: str, by: str = "iris-nakamura", **options: Any) -> Result:
    return as_person(by, program, "retain", *words, **options)


def told(program: Path, *words: str) -> list[dict[str, Any]]:
    found = mentorctl("retain", "--format", "json", *words, cwd=program)
    return list(json.loads(found.out)["retained"])


pytestmark = needs_openssh


def test_it_says_what_is_kept_until_when(kept: Path) -> None:
    before = contents(kept)
    rows = told(kept, "--today", "2028-07-01")
    assert [(row["records"], row["year"], row["kept_until"], row["why_not"]) for row in rows] == [
        ("pairings", "2026-2027", "2030-07-01", "kept until 2030-07-01"),
        ("meetings", "2026-2027", "2028-07-01", None),
        ("meetings", "2027-2028", "2029-07-01", "2027-2028 is the year of this folder"),
    ]
    assert rows[0]["people"] == ["amara-okafor", "noor-haddad", "teo-lindqvist"]
    assert f"{OLD}/evidence/flyer.txt" in rows[0]["files"]
    assert not told(kept, "--today", "2028-06-30")[1]["may_go"]
    found = mentorctl("retain", "--today", "2030-07-01", cwd=kept)
    assert found.out.count("may be destroyed") == 2
    assert contents(kept) == before


def test_a_program_without_a_rule_destroys_nothing(tmp_path: Path) -> None:
    program = lay_base(tmp_path / "program")
    done = mentorctl("retain", *LATER, cwd=program)
    assert (done.code, done.out) == (0, "")
    assert "does not say how long records are kept, so nothing may be destroyed" in done.err
    done = mentorctl("retain", *AGREED, "--yes", *LATER, cwd=program)
    assert "there is nothing that may be destroyed" in done.err


def test_what_may_go_is_destroyed_with_consent(program: Path) -> None:
    before = contents(program)
    done = retain(program, *AGREED, "--yes", *LATER)
    assert done.code == 0, done.err
    after = contents(program)
    gone = before.keys() - after.keys()
    assert {name for name in before if name.startswith(("pairings/", "meetings/2026"))} == gone
    changed = {name for name in after if before.get(name) != after[name]}
    assert changed == {"years/2026-2027.yaml"}
    noted = after["years/2026-2027.yaml"].decode()
    count = sum(name.startswith("pairings/") for name in gone)
    assert (
        "destroyed:\n  - record: pairings\n    on: 2031-02-03\n    consented_by: noor-haddad\n"
        f"    files: {count}\n"
    ) in noted
    assert history(program)[0] == (
        f"destroyed: pairings of 2026-2027, meetings of 2026-2027 ({len(gone)} files),"
        " Noor Haddad agrees"
    )
    said = plain(program, "log", "-1", "--format=%B")
    assert "Mentorctl-Destroyed: pairings/2026-2027\n" in said
    assert "Mentorctl-Consent: noor-haddad" in said


def test_it_says_plainly_what_still_shows(program: Path) -> None:
    collected = program / ".git/mentorctl/evaluations"
    (collected / "2026-2027-year-end").mkdir(parents=True)
    done = retain(program, *AGREED, "--dry-run", *LATER)
    assert done.code == 0, done.err
    words = " ".join(done.err.split())
    assert "goes on to show what they said: this folder's history: 2 changes from" in words
    assert "every copy of the folder, and the shared one" in words
    assert "about 3 people, kept until 2030-07-01" in words
    assert f"so as to be faster, in {cache_folder()}" in words
    assert f"{collected}: what was collected and never closed, with whose it is" in words
    # and it is true
    done = retain(program, *AGREED, "--yes", *LATER)
    assert done.code == 0, done.err
    assert "mentee: amara-okafor" in plain(program, "show", f"HEAD~1:{OLD}/pairing.yaml")


def test_undo_brings_it_back(program: Path) -> None:
    before = contents(program)
    assert retain(program, *AGREED, "--yes", *LATER).code == 0
    undone = as_person("iris-nakamura", program, "undo", "--yes", *LATER)
    assert undone.code == 0, undone.err
    assert contents(program) == before


def test_no_list_of_what_was_destroyed_is_made(program: Path) -> None:
    assert retain(program, *AGREED, "--yes", *LATER).code == 0
    for command in ("completers", "status", "due", "invoices"):
        done = mentorctl(command, "--year", "2026-2027", cwd=program)
        assert done.code == 3, (command, done)
        assert done.out == ""
        assert "of 2026-2027 were destroyed on 2031-02-03" in done.err
        assert "such as --at 2027-06-30" in " ".join(done.err.split())


def test_lists_rest_on_pairings_and_meetings_alone(program: Path) -> None:
    file = program / "years/2026-2027.yaml"
    noted = "destroyed:\n  - record: mid-year\n    on: 2030-07-01\n    consented_by: noor-haddad\n"
    text = file.read_text(encoding="utf-8")
    file.write_text(f"{text}{noted}    files: 1\n", encoding="utf-8")
    commit_all(program, "the answers of mid-year are gone")
    over = ("--year", "2026-2027", "--today", "2027-07-01")
    done = mentorctl("completers", *over, cwd=program)
    assert (done.code, "Amara Okafor" in done.out) == (0, True)


def test_as_long_as_the_history_has_it_an_earlier_day_is_answered(program: Path) -> None:
    assert retain(program, *AGREED, "--yes", *LATER).code == 0
    point = plain(program, "rev-parse", "HEAD~2").strip()
    done = mentorctl("completers", "--at", point, cwd=program)
    assert (done.code, "Amara Okafor" in done.out) == (0, True), done.err


def test_audit_does_not_take_it_for_a_fault(program: Path) -> None:
    before = _taken_out(program)
    assert retain(program, *AGREED, "--yes", *LATER).code == 0
    assert _taken_out(program) == before == []


def test_audit_names_signatures_that_only_seem_destroyed(program: Path) -> None:
    """Noted as destroyed, and the record that was signed is there still."""
    (signature,) = sorted((program / OLD / "signatures").glob("plan.*.yaml"))
    signature.unlink()
    file = program / "years/2026-2027.yaml"
    noted = "destroyed:\n  - record: pairings\n    on: 2027-06-20\n    consented_by: noor-haddad\n"
    text = file.read_text(encoding="utf-8")
    file.write_text(f"{text}{noted}    files: 1\n", encoding="utf-8")
    done = as_person("iris-nakamura", program, "save")
    assert done.code == 0, done.err
    assert len(_taken_out(program)) == 1


def _taken_out(program: Path) -> list[str]:
    found = mentorctl("audit", "--format", "json", *LATER, cwd=program)
    return [
        each["path"]
        for each in json.loads(found.out)["findings"]
        if each["code"] == "signature-taken-out"
    ]


def test_who_agrees_is_said_first(program: Path) -> None:
    before = contents(program)
    done = retain(program, "--destroy", "--yes", *LATER)
    assert (done.code, "--consent PERSON" in done.err) == (2, True)
    done = retain(program, "--destroy", "--consent", "nobody", "--yes", *LATER)
    assert done.code == 2
    done = retain(program, *AGREED, *LATER)
    assert (done.code, "nobody is here to be asked" in done.err) == (2, True)
    assert contents(program) == before


def test_the_number_is_typed(program: Path) -> None:
    before = contents(program)
    done = retain(program, *AGREED, *LATER, terminal=True, input="yes\n")
    assert "nothing was changed" in done.err
    assert contents(program) == before
    count = sum(len(row["files"]) for row in told(program, *LATER) if row["may_go"])
    done = retain(program, *AGREED, *LATER, terminal=True, input=f"{count}\n")
    assert done.code == 0, done.err
    assert not (program / OLD).exists()


def test_only_a_coordinator_destroys(program: Path) -> None:
    before = contents(program)
    done = retain(program, *AGREED, "--yes", *LATER, by="teo-lindqvist")
    assert done.code == 1
    assert "only a coordinator destroys records" in done.err
    assert contents(program) == before


def test_hand_edits_come_first(program: Path) -> None:
    (program / OLD / "plan.yaml").write_text("content_area: other\n", encoding="utf-8")
    done = retain(program, *AGREED, "--yes", *LATER)
    assert done.code == 3
    assert (program / OLD / "plan.yaml").exists()


def test_years_can_be_named(program: Path) -> None:
    done = retain(program, "2026-2027", *AGREED, "--dry-run", *LATER)
    assert "pairings of 2026-2027" in done.err
    done = retain(program, "2019-2020", *AGREED, "--dry-run", *LATER)
    assert done.code == 2


def test_what_runs_on_is_kept_with_its_last_year(program: Path) -> None:
    new = program / "pairings/2027-2028" / TEAM
    new.mkdir(parents=True)
    text = (program / OLD / "pairing.yaml").read_text(encoding="utf-8")
    (new / "pairing.yaml").write_text(f"{text}continues: 2026-2027\n", encoding="utf-8")
    first = told(program, *LATER)[0]
    assert (first["year"], first["kept_until"]) == ("2026-2027", "2031-07-01")
    assert first["why_not"] == "2027-2028 is the year of this folder"


def test_scripts_are_told_what_was_done(program: Path) -> None:
    done = retain(program, *AGREED, "--yes", "--format", "json", *LATER)
    found = json.loads(done.out)
    assert (found["done"], found["dry_run"]) == (True, False)
    assert not faults_of("retain-destroy", 1, found)
    assert f"{OLD}/pairing.yaml" in found["files"]
    assert "years/2026-2027.yaml" in found["files"]
