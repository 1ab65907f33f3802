from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

from support.run import mentorctl
from support.story import FIRST
from support.telling import DATE, LATER, PLAN, told

if TYPE_CHECKING:
    from pathlib import Path

LATE = "2027-05-03"


def test_a_story_in_days_and_sentences(tmp_path: Path) -> None:
    ids = told(tmp_path)
    done = mentorctl("history", "amara", "plan", "--since", "2026-11-02", cwd=tmp_path)
    assert (done.code, done.err) == (0, "")
    stale = "went stale: Target Date of experience 2"
    assert (
        done.out
        == f"""\
2026-11-04
  10:00  Jo Tester (author, not signed)  {ids[6][:10]}
    plan: Target Date of experience 2: {DATE} → 2026-12-18
    the signature of Teo Lindqvist (mentor) on the plan {stale}
    the signature of Amara Okafor (protégé) on the plan {stale}
2026-11-03
  10:00  Iris Nakamura  {ids[5][:10]}
    plan: Target Date of experience 2: {LATER} → {DATE}
    the signature of Teo Lindqvist (mentor) on the plan holds again
    the signature of Amara Okafor (protégé) on the plan holds again
2026-11-02
  10:00  Teo Lindqvist  {ids[4][:10]}
    plan: Target Date of experience 2: {DATE} → {LATER}
    the signature of Teo Lindqvist (mentor) on the plan {stale}
    the signature of Amara Okafor (protégé) on the plan {stale}
"""
    )


def test_a_story_for_scripts(tmp_path: Path) -> None:
    ids = told(tmp_path)
    done = mentorctl("history", "amara", "plan", "--format", "json", cwd=tmp_path)
    data = json.loads(done.out)
    assert (data["schema_version"], data["record"]) == (1, PLAN)
    assert data["pairing"] == "amara-okafor-teo-lindqvist"
    last = data["events"][-1]
    assert (last["commit"], last["signed_by"], last["author"]) == (ids[6], None, "Jo Tester")
    assert last["at"] == "2026-11-04T10:00:00-06:00"
    (change,) = last["records"][0]["changes"]
    assert (change["field"], change["before"], change["after"]) == (
        "Target Date of experience 2", DATE, "2026-12-18",
    )  # fmt: skip
    assert [(each["person"], each["what"], each["fields"]) for each in last["signatures"]] == [
        ("teo-lindqvist", "stale", ["Target Date of experience 2"]),
        ("amara-okafor", "stale", ["Target Date of experience 2"]),
    ]


def test_a_pairings_story_keeps_short_what_a_records_tells_in_full(tmp_path: Path) -> None:
    told(tmp_path)
    short = mentorctl("history", "amara", cwd=tmp_path).out
    full = mentorctl("history", "amara", "plan", cwd=tmp_path).out
    assert "plan: added, with 12 things filled in" in short
    assert "Teaching Content Area → Family Consumer Sciences" in full
    assert "experience 1: added" in short
    assert "experience 1: added" not in full


def test_what_is_not_saved_is_not_in_it_and_that_is_said(tmp_path: Path) -> None:
    told(tmp_path)
    (tmp_path / PLAN).write_bytes((tmp_path / PLAN).read_bytes() + b"# more\n")
    assert "mentorctl save" in mentorctl("history", "amara", "plan", cwd=tmp_path).err
    assert mentorctl("history", "amara", "log", cwd=tmp_path).err == ""


def test_a_record_that_was_deleted_has_a_story_too(tmp_path: Path) -> None:
    told(tmp_path)
    (tmp_path / FIRST / "visits/2026-11-10.yaml").unlink()
    mentorctl("save", "--anyway", cwd=tmp_path)
    done = mentorctl("history", "amara", "visits/2026-11-10", cwd=tmp_path)
    assert (done.code, done.out.splitlines()[2]) == (0, "    visit 2026-11-10: deleted")


def test_what_never_was_is_named_with_what_there_is(tmp_path: Path) -> None:
    told(tmp_path)
    done = mentorctl("history", "amara", "visits/2026-01-01", cwd=tmp_path)
    assert (done.code, "visits/2026-11-10" in done.err) == (2, True)


def test_people_and_the_program_itself(tmp_path: Path) -> None:
    told(tmp_path)
    person = mentorctl("history", "people/amara", cwd=tmp_path)
    assert "key ssh-ed25519" in person.out
    assert "year → 2026-2027" in mentorctl("history", "program", cwd=tmp_path).out
    everything = mentorctl("history", cwd=tmp_path).out
    assert "meeting 2026-2027-kickoff: added" in everything


def test_nothing_in_a_name_reaches_the_terminal(tmp_path: Path) -> None:
    told(tmp_path)
    (tmp_path / "people/teo-lindqvist.yaml").write_bytes(
        (tmp_path / "people/teo-lindqvist.yaml")
        .read_bytes()
        .replace(b"name: Teo", b'name: "\\e[2JTeo\\u202e"\n#')
    )
    done = mentorctl("history", "amara", "plan", cwd=tmp_path)
    assert done.code == 0
    assert "\x1b" not in done.out
    assert "\u202e" not in done.out


def test_a_folder_without_a_history_says_so(program: Path) -> None:
    shutil.rmtree(program / ".git")
    done = mentorctl("history", cwd=program)
    assert (done.code, "mentorctl save --begin" in done.err) == (3, True)


def test_only_the_newest_and_how_many_there_are_besides(tmp_path: Path) -> None:
    told(tmp_path)
    done = mentorctl("history", "amara", "plan", "--limit", "2", cwd=tmp_path)
    assert [line for line in done.out.splitlines() if not line.startswith(" ")] == [
        "2026-11-04", "2026-11-03",
    ]  # fmt: skip
    assert "… and 4 older ones" in done.err
    data = mentorctl("history", "amara", "plan", "--limit", "2", "--format", "json", cwd=tmp_path)
    days = [each["at"][:10] for each in json.loads(data.out)["events"]]
    assert days == ["2026-11-03", "2026-11-04"]


def test_what_somebody_typed_when_saving_is_part_of_the_story(tmp_path: Path) -> None:
    told(tmp_path)
    plan = tmp_path / PLAN
    plan.write_text(plan.read_text("utf-8").replace("2026-12-18", LATER), "utf-8", newline="\n")
    assert mentorctl("save", "-m", "moved after the flood", "--today", LATE, cwd=tmp_path).code == 0
    plan.write_text(plan.read_text("utf-8").replace(LATER, DATE), "utf-8", newline="\n")
    assert mentorctl("save", "--today", LATE, cwd=tmp_path).code == 0
    out = mentorctl("history", "amara", "plan", cwd=tmp_path).out
    assert out.count("“") == 1
    assert out.index(f"{LATER} → {DATE}") < out.index("    “moved after the flood”")
    assert out.index("“moved after the flood”") < out.index(f"2026-12-18 → {LATER}")


def test_a_change_is_told_by_the_id_that_the_table_shows(tmp_path: Path) -> None:
    told(tmp_path)
    every = mentorctl("history", "--format", "json", cwd=tmp_path)
    events = [each for each in json.loads(every.out)["events"]
              if any(letter.isdigit() for letter in each["commit"][:10])]  # fmt: skip
    first = events[0]["commit"]
    asked = {each["commit"][:10]: each for each in events[:3]}
    for start, event in {**asked, first: events[0], first[:10].upper(): events[0]}.items():
        done = mentorctl("history", start, "--format", "json", cwd=tmp_path)
        assert json.loads(done.out)["events"] == [event]
        assert event["commit"][:10] in mentorctl("history", start, cwd=tmp_path).out
    unknown = mentorctl("history", "0000000000", cwd=tmp_path)
    assert (unknown.code, unknown.out) == (3, "")
    assert "no commit has an id that starts with '0000000000'" in unknown.err
