"""`mentorctl calendar`: what a calendar program reads, and what becomes of it when days move."""

from __future__ import annotations

import datetime as dt
import random
import shutil
from typing import TYPE_CHECKING

import pytest
from support.any_program import case_of, lay
from support.facts import FOLDER, PAIRING, YEAR, change, extend
from support.folders import commit_all, contents, copied, lay_base
from support.ics_text import read_ics
from support.run import mentorctl

if TYPE_CHECKING:
    from pathlib import Path

    from support.folders import Once
    from support.ics_text import Component

DAY = ("--today", "2026-12-01")


def feed(root: Path, *words: str) -> dict[str, Component]:
    """The entries of a calendar, by the first parts of their names."""
    done = mentorctl("calendar", *words, *DAY, cwd=root)
    assert done.code == 0, done.err
    calendar = read_ics(done.out.encode())
    found = {}
    for each in calendar.all("VEVENT"):
        name, _, program = each["UID"].value.partition("@")
        assert program
        assert name.endswith(f".{YEAR}")
        # what is one person's alone has their name in it
        name = name.removesuffix(f".{YEAR}").partition(".for.")[0]
        assert name not in found
        found[name] = each
    return found


def days(entries: dict[str, Component]) -> dict[str, str]:
    return {name: each["DTSTART"].value for name, each in entries.items()
            if each["STATUS"].value == "CONFIRMED"}  # fmt: skip


@pytest.fixture(scope="module")
def base(once: Once) -> Path:
    return once("base", lambda folder: lay_base(folder / "program")) / "program"


def test_a_person_has_their_own_days(base: Path) -> None:
    mine = days(feed(base, "lindqvist"))
    assert mine[f"milestone.comments-1-2.{PAIRING}"] == "20261228"
    assert mine["milestone.invoices"] == "20270430"
    assert mine["meeting.kickoff"].startswith("2026")
    assert not any("experiences-1-2" in name for name in mine)
    theirs = days(feed(base, "okafor"))
    assert theirs[f"milestone.experiences-1-2.{PAIRING}"] == "20261214"
    assert not any("comments" in name for name in theirs)
    staff = days(feed(base, "--owner", "staff"))
    assert set(staff) == {"milestone.evaluation-mailed", "milestone.finance"}


def test_everybodys_calendar_has_one_entry_for_a_day_that_all_share(base: Path) -> None:
    found = feed(base)
    assert found["milestone.experiences-1-2"]["DTSTART"].value == "20261214"
    assert found["milestone.experiences-1-2"]["DESCRIPTION"].text == "for: protégé"
    assert f"milestone.experiences-1-2.{PAIRING}" not in found
    assert found["milestone.experiences-1-2"]["DTSTART"].parameters == {"VALUE": "DATE"}
    assert found["milestone.experiences-1-2"]["DTEND"].value == "20261215"


def test_a_day_that_moves_moves_in_place(program: Path) -> None:
    name = f"milestone.experiences-3-4.{PAIRING}"
    before = feed(program, "okafor")[name]
    assert before["SEQUENCE"].value == "0"
    extend(program, "experiences-3-4", until=dt.date(2027, 4, 23), on="2026-11-20")
    edited = feed(program, "okafor")[name]
    commit_all(program, "more time")
    after = feed(program, "okafor")[name]
    for each in (edited, after):
        assert each["DTSTART"].value == "20270423"
        assert each["UID"] == before["UID"]
        assert each["SEQUENCE"].value == "1"
        assert each["LAST-MODIFIED"].value >= before["LAST-MODIFIED"].value
    assert "the day was 2027-04-08" in after["DESCRIPTION"].text
    for_all = feed(program)
    assert for_all["milestone.experiences-3-4"]["STATUS"].value == "CANCELLED"
    assert for_all["milestone.experiences-3-4"]["SEQUENCE"].value == "1"
    assert for_all[name]["DTSTART"].value == "20270423"
    assert for_all[name]["UID"] == before["UID"]


def test_what_falls_away_is_cancelled(program: Path) -> None:
    text = (program / "program.yaml").read_text("utf-8")
    at = text.index("- id: evaluation-due")
    end = text.index('applies: "yes"', at)
    text = text[:end] + 'applies: "no"' + text[end + len('applies: "yes"') :]
    (program / "program.yaml").write_text(text, encoding="utf-8", newline="\n")
    assert feed(program)["milestone.evaluation-due"]["STATUS"].value == "CANCELLED"
    mentorctl("schedule", "okafor", "--on", "2027-02-01", "--from", "9:00", *DAY, cwd=program)
    (planned,) = (name for name in feed(program) if name.startswith("planned."))
    mentorctl("schedule", "okafor", "--cancel", *DAY, cwd=program)
    gone = feed(program)[planned]
    assert gone["STATUS"].value == "CANCELLED"
    assert not gone.all("VALARM")
    change(program, f"{FOLDER}/pairing.yaml", ("state",), "withdrawn")
    change(program, f"{FOLDER}/pairing.yaml", ("ends",), "2026-12-20")
    left = feed(program, "lindqvist")
    assert left[f"milestone.comments-1-2.{PAIRING}"]["STATUS"].value == "CANCELLED"


def test_a_meeting_has_its_hours_in_the_programs_zone(program: Path) -> None:
    (program / f"meetings/{YEAR}-midyear.yaml").unlink()
    words = ("--on", "2027-02-10", "--from", "9:00", "--until", "15:00", "--where", "Columbia, MO")
    assert mentorctl("schedule", "midyear", *words, *DAY, cwd=program).code == 0
    done = mentorctl("calendar", "okafor", *DAY, cwd=program)
    calendar = read_ics(done.out.encode())
    (zone,) = calendar.all("VTIMEZONE")
    assert zone["TZID"].value == "America/Chicago"
    assert {part["TZOFFSETTO"].value for part in zone.parts} == {"-0500", "-0600"}
    (event,) = (e for e in calendar.all("VEVENT") if e["UID"].value.startswith("meeting.midyear"))
    assert event["DTSTART"].parameters == {"TZID": "America/Chicago"}
    assert event["DTSTART"].value == "20270210T090000"
    assert event["DTEND"].value == "20270210T150000"
    assert event["LOCATION"].text == "Columbia, MO"
    assert [alarm["TRIGGER"].value for alarm in event.all("VALARM")] == ["-P1D", "-PT1H"]


def test_what_is_done_rings_no_more(base: Path) -> None:
    found = feed(base, "okafor")
    assert not found[f"milestone.plan.{PAIRING}"].all("VALARM")
    late = [alarm["TRIGGER"].value
            for alarm in found[f"milestone.experiences-3-4.{PAIRING}"].all("VALARM")]  # fmt: skip
    assert late == ["-P6DT15H", "-PT15H"]


def test_the_same_folder_gives_the_same_bytes_and_stays_as_it_is(
    base: Path, tmp_path: Path
) -> None:
    before = contents(base)
    out = tmp_path / "year.ics"
    for _ in range(2):
        assert mentorctl("calendar", "--out", out, *DAY, cwd=base).code == 0
    first = mentorctl("calendar", *DAY, cwd=base).out
    assert first.encode() == out.read_bytes()
    assert contents(base) == before


def test_what_others_wrote_does_no_harm(program: Path) -> None:
    people = program / "people/amara-okafor.yaml"
    evil = "=1+1\\nEND:VEVENT\\nBEGIN:VALARM, ;\\e[31m\\u202e::error <b>Bcc: x@y.example</b>"
    text = people.read_text("utf-8").replace("name: Amara Okafor", f'name: "{evil}"')
    people.write_text(text.replace("\\e[31m", "").replace("\\u202e", ""), "utf-8")
    title = "Protégé deadline: Send Experiences 1 & 2 to mentor"
    source = program / "program.yaml"
    source.write_text(
        source.read_text("utf-8").replace(f'"{title}"', '"A\\nATTACH:http://x.example\\n, ;é"'),
        "utf-8",
    )
    done = mentorctl("calendar", *DAY, cwd=program)
    calendar = read_ics(done.out.encode())
    for each in calendar.all("VEVENT"):
        assert set(each.properties) <= {
            "UID", "DTSTAMP", "LAST-MODIFIED", "SEQUENCE", "DTSTART", "DTEND", "SUMMARY",
            "DESCRIPTION", "LOCATION", "STATUS", "TRANSP",
        }  # fmt: skip
        assert {part.name for part in each.parts} <= {"VALARM"}
    summaries = [each["SUMMARY"].text for each in calendar.all("VEVENT")]
    assert "A ATTACH:http://x.example , ;é" in summaries


def test_what_cannot_be_read_is_named(program: Path, tmp_path: Path) -> None:
    (program / FOLDER / "pairing.yaml").write_text("mentee: [", "utf-8")
    said = mentorctl("calendar", *DAY, cwd=program)
    assert said.code == 1
    assert "pairing.yaml" in said.err
    out = tmp_path / "year.ics"
    strict = mentorctl("calendar", "--strict", "--out", out, *DAY, cwd=program)
    assert strict.code == 1
    assert not out.exists()
    wrong = mentorctl("calendar", "--out", tmp_path / "year.pdf", *DAY, cwd=program)
    assert wrong.code == 2


def test_a_folder_without_history_has_a_calendar_too(base: Path, tmp_path: Path) -> None:
    import shutil

    root = copied(base, tmp_path / "p")
    shutil.rmtree(root / ".git")
    found = feed(root, "okafor")
    assert {each["SEQUENCE"].value for each in found.values()} == {"0"}
    assert {each["DTSTAMP"].value for each in found.values()} == {"20260701T000000Z"}


def test_a_row_that_is_taken_out_of_the_program_is_cancelled(program: Path) -> None:
    source = program / "program.yaml"
    text = source.read_text("utf-8")
    at = text.index("  - id: finance")
    source.write_text(text[:at] + text[text.index("\n# REQUIRED MEETINGS", at) :], "utf-8")
    before = feed(program)["milestone.finance"]
    assert before["STATUS"].value == "CANCELLED"
    commit_all(program, "no list for finance this year")
    gone = feed(program, "--owner", "staff")
    assert gone["milestone.finance"]["STATUS"].value == "CANCELLED"
    assert gone["milestone.finance"]["DTSTART"].value == "20270501"
    assert "milestone.finance" not in feed(program, "--owner", "mentor")
    assert "milestone.finance" not in feed(program, "okafor")


def versions(root: Path, *words: str) -> dict[str, tuple[str, str]]:
    return {name: (each["SEQUENCE"].value, each["LAST-MODIFIED"].value)
            for name, each in feed(root, *words).items()}  # fmt: skip


def test_a_version_grows_with_what_the_entry_says_and_with_nothing_else(program: Path) -> None:
    before = {who: versions(program, *who) for who in ((), ("okafor",), ("lindqvist",))}
    path = program / FOLDER / "pairing.yaml"
    path.write_text(path.read_text("utf-8") + "\n# a word\n", "utf-8")
    change(program, "people/amara-okafor.yaml", ("email",), "amara@hollis-creek.example")
    assert {who: versions(program, *who) for who in before} == before
    commit_all(program, "nothing that a calendar says")
    assert {who: versions(program, *who) for who in before} == before
    change(program, f"{FOLDER}/plan.yaml", ("experiences", 0, "target_date"), "2026-11-20")
    commit_all(program, "another day")
    after = versions(program, "okafor")
    grown = {name for name in after if after[name] != before[("okafor",)][name]}
    assert grown == {f"milestone.target-1.{PAIRING}"}
    assert after[f"milestone.target-1.{PAIRING}"][0] == "1"


def test_who_left_sees_what_they_are_no_longer_expected_at_go(program: Path) -> None:
    before = feed(program, "lindqvist")
    change(program, f"{FOLDER}/pairing.yaml", ("state",), "withdrawn")
    change(program, f"{FOLDER}/pairing.yaml", ("ends",), "2026-12-20")
    commit_all(program, "withdrawn")
    after = feed(program, "lindqvist")
    assert set(after) == set(before)
    gone = {name for name, each in after.items() if each["STATUS"].value == "CANCELLED"}
    assert {"milestone.invoices", "meeting.midyear"} <= gone
    assert after["meeting.kickoff"]["STATUS"].value == "CONFIRMED"
    for name in gone:
        assert int(after[name]["SEQUENCE"].value) > int(before[name]["SEQUENCE"].value)
        assert not after[name].all("VALARM")


def test_a_plan_that_is_undone_is_cancelled(program: Path) -> None:
    (program / f"meetings/{YEAR}-midyear.yaml").unlink()
    commit_all(program, "not held yet")
    before = feed(program)
    for words in (("okafor", "--on", "2027-02-01"), ("midyear", "--on", "2027-02-10")):
        assert mentorctl("schedule", *words, *DAY, cwd=program).code == 0
        planned = feed(program)
        (name,) = (each for each in planned if days(planned).get(each) != days(before).get(each))
        assert mentorctl("undo", "--yes", *DAY, cwd=program).code == 0
        for who in ((), ("okafor",), ("lindqvist",)):
            gone = feed(program, *who)[name]
            assert gone["STATUS"].value == "CANCELLED"
            assert int(gone["SEQUENCE"].value) > int(planned[name]["SEQUENCE"].value)
        assert mentorctl("redo", "--yes", *DAY, cwd=program).code == 0
        back = feed(program)[name]
        assert back["STATUS"].value == "CONFIRMED"
        assert int(back["SEQUENCE"].value) > int(gone["SEQUENCE"].value)
        before = feed(program)


def _said(event: Component) -> tuple[object, ...]:
    """All that an entry says; when it rings is for each calendar to know."""
    names = sorted(event.properties)
    return tuple((name, event[name].parameters, event[name].value) for name in names)


def test_two_calendars_say_the_same_of_an_entry_of_one_name(demo: Path, tmp_path: Path) -> None:
    root = copied(demo, tmp_path / "program")
    chance = random.Random(7)  # noqa: S311 - the same each time
    ids = sorted(each.name for each in root.glob(f"pairings/{YEAR}/*"))
    for pairing in chance.sample(ids, 5):
        leave = (pairing, "experiences-3-4", "--until", "2027-04-21", "--by", "patricia-nakamura")
        mentorctl("extend", *leave, "--reason", "illness", "--today", "2027-03-01", cwd=root)
    mentorctl("schedule", "midyear", "--on", "2027-02-12", "--today", "2027-02-01", cwd=root)
    people = sorted(each.stem for each in root.glob("people/*.yaml"))[::18]
    feeds: list[tuple[str, ...]] = [(), *((person,) for person in people)]
    feeds += [
        *(("--owner", role) for role in ("mentor", "mentee", "advisor", "staff")),
        *(("--advisor", each) for each in ("lorraine-buchholz", "patricia-nakamura")),
        ("--area", "agri"), ("--area", "business"), ("dale-kirchner", "--owner", "mentor"),
        ("patricia-nakamura", "--area", "agri"),
    ]  # fmt: skip
    shared = 0
    for day in ("2026-12-01", "2027-04-20"):
        said: dict[str, tuple[object, ...]] = {}
        for words in feeds:
            done = mentorctl("calendar", *words, "--today", day, cwd=root)
            for each in read_ics(done.out.encode()).all("VEVENT") if done.out else ():
                name = each["UID"].value
                shared += name in said
                assert said.setdefault(name, _said(each)) == _said(each), (words, day)
    assert shared > 100


def test_what_an_advisor_approves_stays_in_their_calendar_afterwards(tmp_path: Path) -> None:
    # a mentor owes it, and the pairing's own experience, on which it rests, waits for its approval
    lay(case_of(1844823)[0], tmp_path)
    plan = tmp_path / "pairings" / YEAR / "ben-ned/plan.yaml"
    waiting = plan.read_text("utf-8")
    approved = waiting.replace("        by:\n", '        by: "ada"\n')
    assert approved != waiting
    for text in (waiting, approved):
        plan.write_text(text, "utf-8")
        done = mentorctl("calendar", "ada", "--today", "2027-01-26", cwd=tmp_path)
        (entry,) = (
            each for each in read_ics(done.out.encode()).all("VEVENT")
            if each["UID"].value.startswith("milestone.step-1.ben-ned.")
        )  # fmt: skip
        assert "for: mentor, advisor" in entry["DESCRIPTION"].value.replace("\\", "")
    plan.write_text("experiences:\n  - slot: 2\n    catalogue: 1\n", "utf-8")
    done = mentorctl("calendar", "ada", "--today", "2027-01-26", cwd=tmp_path)
    assert "milestone.step-1.ben-ned." not in done.out


def test_what_was_never_asked_for_is_in_no_calendar(program: Path) -> None:
    text = (program / "program.yaml").read_text("utf-8").replace('applies: "yes"', 'applies: "no"')
    (program / "program.yaml").write_text(text, encoding="utf-8", newline="\n")
    shutil.rmtree(program / ".git")
    commit_all(program, "a year without an evaluation")
    done = mentorctl("calendar", *DAY, cwd=program)
    assert "evaluation" not in done.out
    assert "cancelled" not in done.err
