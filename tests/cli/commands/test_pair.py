from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from support.folders import Once, contents, copied, history, lay_base
from support.run import Result, mentorctl

if TYPE_CHECKING:
    from pathlib import Path

DAY = ("--today", "2026-09-08")


def add(program: Path, name: str, role: str, *words: str) -> None:
    email = f"{name}@people.example"
    who = ("person", "add", name, "--name", name.title(), "--role", role, "--email", email)
    done = mentorctl(*who, *words, cwd=program)
    assert done.code == 0, done.err


@pytest.fixture
def folder(once: Once, tmp_path: Path) -> Path:
    """The program with a mentee and a mentor who are not paired yet."""
    return copied(once("two to pair", _lay) / "program", tmp_path / "program")


def _lay(folder: Path) -> None:
    program, area = lay_base(folder / "program"), ("--content-area", "Family Consumer Sciences")
    add(program, "ada-north", "mentee", *area)
    add(program, "bo-reyes", "mentor", *area, "--experience-years", "8")


def pair(program: Path, *words: str) -> Result:
    return mentorctl("pair", *words, *DAY, cwd=program)


def test_a_pairing_is_set_up_whole(folder: Path) -> None:
    done = pair(folder, "ada", "bo-r")
    assert done.code == 0, done.err
    inside = folder / "pairings/2026-2027/ada-north-bo-reyes"
    assert contents(inside).keys() == {
        "pairing.yaml",
        "focal-points.yaml",
        "decision-points.yaml",
        "plan.yaml",
        *(f"experiences/{slot}.yaml" for slot in (1, 2, 3, 4)),
    }
    text = (inside / "pairing.yaml").read_text(encoding="utf-8")
    assert "mentee: ada-north\n" in text
    assert "starts: 2026-09-08\n" in text
    assert "advisor: noor-haddad\n" in text, "the only one there is"
    assert "content_area: Family Consumer Sciences\n" in text
    assert "content_area: Family Consumer Sciences\n" in (inside / "plan.yaml").read_text("utf-8")
    assert history(folder)[0] == "pairing ada-north-bo-reyes begins 2026-09-08"
    checked = mentorctl("check", "--today", "2026-09-09", "pairings", cwd=folder)
    assert "ada-north" not in checked.out


def test_an_advisor_whom_nobody_named_is_named(folder: Path) -> None:
    said = pair(folder, "ada", "bo-r").err
    assert "  its content advisor is Noor Haddad, the only one who fits; to change that: " in said
    command = "mentorctl edit ada-north-bo-reyes pairing --set advisor=ID"
    assert command in said
    add(folder, "cy-dune", "mentee")
    assert "only one who fits" not in pair(folder, "cy", "bo-r", "--advisor", "haddad").err


def test_every_word_can_be_chosen(folder: Path) -> None:
    add(folder, "di-lane", "advisor")
    words = ("--advisor", "di", "--id", "north-reyes", "--starts", "2026-10-01")
    done = pair(folder, "ada", "bo-r", *words, "--content-area", "Business")
    assert done.code == 0, done.err
    assert "another content area" in done.err
    text = (folder / "pairings/2026-2027/north-reyes/pairing.yaml").read_text(encoding="utf-8")
    assert "advisor: di-lane\n" in text
    assert "content_area: Business\n" in text
    assert "starts: 2026-10-01\n" in text


def test_of_several_advisors_the_one_of_the_area_is_taken(folder: Path) -> None:
    add(folder, "di-lane", "advisor", "--content-area", "Business")
    pair(folder, "ada", "bo-r")
    text = (folder / "pairings/2026-2027/ada-north-bo-reyes/pairing.yaml").read_text("utf-8")
    assert "advisor: noor-haddad\n" in text


def test_of_several_that_could_be_none_is_taken(folder: Path) -> None:
    add(folder, "di-lane", "advisor", "--content-area", "Family Consumer Sciences")
    done = pair(folder, "ada", "bo-r")
    assert "has no content advisor yet" in done.err
    text = (folder / "pairings/2026-2027/ada-north-bo-reyes/pairing.yaml").read_text("utf-8")
    assert "advisor:\n" in text


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("ada", "ada"), "is both protégé and mentor"),
        (("amara", "bo-r"), "both are active"),
        (("teo", "bo-r"), "does not list this role"),
        (("ada", "noor"), "does not list this role"),
        (("ada", "bo-r", "--starts", "2025-09-08"), "outside the program year"),
    ],
)
def test_a_pairing_that_cannot_be_is_refused_with_the_reason(
    words: tuple[str, ...], said: str, folder: Path
) -> None:
    before = contents(folder)
    done = pair(folder, *words)
    assert done.code == 1, done.err
    assert said in done.err
    assert contents(folder) == before


def test_a_mentor_past_the_load_is_warned_of_and_then_refused(folder: Path) -> None:
    answers = []
    for name in ("cy", "dee", "eli", "fay", "gus"):
        add(folder, f"{name}-west", "mentee", "--content-area", "Family Consumer Sciences")
        answers.append(pair(folder, f"{name}-west", "bo-reyes"))
    assert [done.code for done in answers] == [0, 0, 0, 0, 1]
    assert "recommends 2" not in answers[1].err
    assert "mentor of 3 active pairings at once, the program recommends 2" in answers[2].err
    assert "the program allows 4" in answers[4].err


def test_a_mentor_short_of_years_is_warned_of(folder: Path) -> None:
    add(folder, "kit-moss", "mentor", "--experience-years", "1")
    done = pair(folder, "ada", "kit")
    assert done.code == 0
    assert "has 1 year of experience, the program recommends 3" in done.err


def test_who_begins_late_is_told_what_is_over_already(folder: Path) -> None:
    done = pair(folder, "ada", "bo-r", "--starts", "2027-01-11")
    assert done.code == 0, done.err
    assert "over already on 2027-01-11: kickoff, plan, experiences-1-2, comments-1-2" in done.err
    assert "mentorctl extend ada-north-bo-reyes kickoff --until DATE" in done.err


def test_ids_that_make_too_long_a_name_ask_for_one(folder: Path) -> None:
    add(folder, "m" * 40, "mentee", "--content-area", "Family Consumer Sciences")
    add(folder, "n" * 40, "mentor", "--experience-years", "8")
    done = pair(folder, "m" * 40, "n" * 40)
    assert done.code == 2
    assert "--id" in done.err
    assert pair(folder, "m" * 40, "n" * 40, "--id", "mm-nn").code == 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("ada", "nobody"), "no person is called"),
        (("ada", "o"), "could be several"),
        (("ada", "bo-r", "--id", "A B"), "no id"),
        (("ada", "bo-r", "--id", "amara-okafor-teo-lindqvist"), "there is a pairing"),
        (("ada", "bo-r", "--starts", "soon"), "2026-12-14"),
    ],
)
def test_wrong_words_are_usage(words: tuple[str, ...], said: str, folder: Path) -> None:
    done = pair(folder, *words)
    assert done.code == 2
    assert said in done.err


def test_a_pairing_takes_over_one_that_was_handed_on(folder: Path) -> None:
    pair(folder, "ada", "bo-r")
    assert mentorctl("reassign", "start", "ada", *DAY, cwd=folder).code == 0
    over = ("--set", "state=reassigned", "--set", "ends=2026-11-30")
    edited = mentorctl("edit", "ada", "pairing", *over, "--today", "2026-11-30", cwd=folder)
    assert edited.code == 0, edited.err
    done = pair(folder, "ada", "teo", "--follows", "ada", "--starts", "2026-12-01")
    search = "reassignments/2026-09-08-ada-north-bo-reyes"
    assert f"{search}.yaml still looks for another mentor; to end that:" in done.err
    assert f"mentorctl edit {search} --set withdrawn_on=DATE" in done.err
    assert done.code == 0, done.err
    text = (folder / "pairings/2026-2027/ada-north-teo-lindqvist/pairing.yaml").read_text("utf-8")
    assert "follows: ada-north-bo-reyes\n" in text


WORK = "pairings/2026-2027/amara-okafor-teo-lindqvist"
OVER = ("amara", "bo-r", "--follows", "teo", "--starts", "2027-04-27", "--today", "2027-04-27")


def test_the_work_goes_along_with_another_mentor(folder: Path) -> None:
    before = contents(folder / WORK)
    counted = mentorctl("status", "amara", "--today", "2027-04-27", cwd=folder).out.splitlines()[2]

    done = mentorctl("pair", *OVER, cwd=folder)

    assert done.code == 0, done.err
    new = contents(folder / "pairings/2026-2027/amara-okafor-bo-reyes")
    for name in ("plan.yaml", *(f"experiences/{slot}.yaml" for slot in (1, 2, 3, 4))):
        assert new[name] == before[name], name
    assert {each for each in before if each.startswith("evidence/")} <= new.keys()
    assert "log.yaml" not in new, "what the two did with each other stays with them"
    old = (folder / WORK / "pairing.yaml").read_text(encoding="utf-8")
    for line in ("state: reassigned", "ends: 2027-04-26", "followed_by: amara-okafor-bo-reyes"):
        assert line in old
    status = mentorctl("status", "amara-okafor-bo-reyes", "--today", "2027-04-27", cwd=folder)
    assert status.out.splitlines()[2].partition(";")[2] == counted.partition(";")[2]
    assert "taken along: " in done.err


def test_what_was_late_before_stops_no_other_mentor(folder: Path) -> None:
    day = ("--starts", "2026-12-01", "--today", "2026-12-01")
    assert pair(folder, "ada", "bo-r", *day[:2]).code == 0
    late = mentorctl("check", "ada", *day[2:], cwd=folder).out
    assert "error: " in late

    done = mentorctl("pair", "ada", "teo", "--follows", "ada", *day, cwd=folder)

    assert done.code == 0, done.err
    assert "ada-north-teo-lindqvist begins 2026-12-01 and takes over" in done.err
    found = mentorctl("check", "ada-north-teo", *day[2:], cwd=folder).out
    assert "error: " in found
    assert "[mentee-paired-twice]" not in found


def test_what_was_handed_on_by_hand_keeps_its_last_day(folder: Path) -> None:
    over = ("--set", "state=reassigned", "--set", "ends=2027-04-20", "--anyway")
    edited = mentorctl("edit", "teo", "pairing", *over, "--today", "2027-04-27", cwd=folder)
    assert edited.code == 0, edited.err
    assert mentorctl("pair", *OVER, cwd=folder).code == 0
    old = (folder / WORK / "pairing.yaml").read_text(encoding="utf-8")
    assert "ends: 2027-04-20" in old
    assert "followed_by: amara-okafor-bo-reyes" in old


def test_work_that_would_be_left_behind_is_named_or_asked_about(folder: Path) -> None:
    over = ("--set", "state=reassigned", "--set", "ends=2027-04-20", "--anyway")
    mentorctl("edit", "teo", "pairing", *over, "--today", "2027-04-27", cwd=folder)
    checked = mentorctl("check", "--today", "2027-04-27", cwd=folder).out
    assert "mentorctl pair amara-okafor MENTOR --follows amara-okafor-teo-lindqvist" in checked
    words = ("pair", "amara", "bo-r", "--starts", "2027-04-27", "--today", "2027-04-27")

    asked = mentorctl(*words, cwd=folder, input="\n", terminal=True)

    assert asked.code == 0, asked.err
    text = (folder / "pairings/2026-2027/amara-okafor-bo-reyes/pairing.yaml").read_text("utf-8")
    assert "follows: amara-okafor-teo-lindqvist" in text
    assert mentorctl("undo", "--yes", cwd=folder).code == 0
    said = mentorctl(*words, cwd=folder)
    assert "add --follows amara-okafor-teo-lindqvist" in said.err


def test_somebody_elses_pairing_is_not_taken_over(folder: Path) -> None:
    done = mentorctl("pair", "ada", "bo-r", *OVER[2:], cwd=folder)
    assert done.code == 2
    assert "amara-okafor-teo-lindqvist is not of ada-north" in done.err


def test_a_program_that_asks_for_little_says_little(tmp_path: Path) -> None:
    root, preset = tmp_path / "p", ("--preset", "school-counseling", "--year", "26-27")
    assert mentorctl("init", root, *preset).code == 0
    for name, role in (("Jo Fox", "protégé"), ("Al Roy", "mentor")):
        assert mentorctl("person", "add", name, "--role", role, cwd=root).code == 0
    done = pair(root, "fox", "roy")
    assert "  1 record is in pairings/2026-2027/jo-fox-al-roy/\n" in done.err
    assert "milestone" not in mentorctl("status", "fox", *DAY, cwd=root).out
    said = mentorctl("edit", "fox", cwd=root).err
    assert "say which record of jo-fox-al-roy" in said
    assert "mentorctl edit jo-fox-al-roy agreement" in said
