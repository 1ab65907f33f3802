from __future__ import annotations

import contextlib
import shutil
from typing import TYPE_CHECKING

import pytest
import typer
from hypothesis import given
from hypothesis import strategies as st
from support.facts import take_away
from support.folders import Once, lay_base
from support.run import Result, mentorctl

from mentorctl.cli import lookup
from mentorctl.cli.state import State

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def once_laid(once: Once) -> State:
    return State(once("base", lambda folder: lay_base(folder / "program")) / "program")


PAIRING = "amara-okafor-teo-lindqvist"


def person(program: Path, given: str) -> Result:
    return mentorctl("person", "show", given, cwd=program)


def add(program: Path, new_id: str, name: str, **more: str) -> None:
    words = [word for key, text in more.items() for word in (f"--{key}", text)]
    role = ("--role", "mentor", "--email", f"{new_id}@b.example")
    done = mentorctl("person", "add", new_id, "--name", name, *role, *words, cwd=program)
    assert done.code == 0, done.err


@pytest.mark.parametrize(
    "given",
    ["noor-haddad", "haddad", "Haddad", "Noor Haddad", "Haddad, Noor", "noor  haddad", "NOOR",
     "people/noor-haddad", "people/noor-haddad.yaml"],
)  # fmt: skip
def test_a_person_goes_by_id_name_or_a_part(program: Path, given: str) -> None:
    assert person(program, given).out.splitlines()[0].split() == ["id", "noor-haddad"]


def test_a_person_goes_by_a_name_that_the_id_does_not_have_and_by_email(program: Path) -> None:
    add(program, "r-1", 'Renée "Katie" O\u2019Brien-Núñez')
    for typed in (
        "Renee", "renée o'brien", "O'Brien-Nunez, Renee", "katie", "r-1@B.example",
    ):  # fmt: skip
        assert person(program, typed).out.splitlines()[0].split() == ["id", "r-1"], typed


def test_two_of_one_name_are_both_named(program: Path) -> None:
    add(program, "ana-ruiz", "Ana Ruiz", school="Lincoln High")
    add(program, "ana-ruiz-2", "Ana Ruiz", school="Truman High")
    for typed in ("Ana Ruiz", "Ruiz, Ana"):
        done = person(program, typed)
        assert done.code == 2
        assert "ana-ruiz (Lincoln High), ana-ruiz-2 (Truman High)" in done.err, typed
    assert person(program, "ana-ruiz").code == 0


def test_a_whole_name_wins_over_names_that_begin_like_it(program: Path) -> None:
    add(program, "p-1", "Ana Ruiz")
    add(program, "p-2", "Ana Maria Ruiz")
    assert person(program, "Ana Ruiz").out.splitlines()[0].split() == ["id", "p-1"]
    assert "p-1, p-2" in person(program, "Ruiz").err


def test_a_name_that_nobody_has_gets_the_nearest(program: Path) -> None:
    assert "did you mean noor-haddad?" in person(program, "Nor Hadad").err
    assert "did you mean noor-haddad?" in person(program, "Hadad, Noor").err


@pytest.mark.parametrize(
    "given",
    ["okafor", "Amara Okafor", "Okafor, Amara", "Lindqvist, Teo", "teo", PAIRING,
     f"pairings/2026-2027/{PAIRING}", f"pairings/2026-2027/{PAIRING}/plan.yaml",
     "noor-haddad"],
)  # fmt: skip
def test_a_pairing_goes_by_who_is_in_it(program: Path, given: str) -> None:
    done = mentorctl("status", given, "--format", "csv", "--today", "2027-05-03", cwd=program)
    assert done.code == 0, done.err
    assert done.out.splitlines()[1].startswith(PAIRING)


def test_a_mentee_means_the_pairing_that_was_under_way_on_the_day(program: Path) -> None:
    add(program, "bo-reyes", "Bo Reyes", **{"experience-years": "6"})
    late = ("--today", "2027-04-28")
    over = ("--follows", "teo", "--starts", "2027-04-27")
    done = mentorctl("pair", "amara", "bo-reyes", *over, *late, cwd=program)
    assert done.code == 0, done.err
    new, talk = "amara-okafor-bo-reyes", ("--kind", "phone", "--topics", "Next year")
    timed = (*talk, "--from", "17:00", "--until", "17:30", *late)

    today = mentorctl("log", "Amara Okafor", *timed, cwd=program)
    before = mentorctl("log", "amara", "--on", "2027-04-20", *timed, cwd=program)

    assert today.code == before.code == 0, today.err + before.err
    ended = f"{PAIRING} (reassigned)"
    assert f"Amara Okafor: {new}, their pairing on 2027-04-28; not {ended}" in today.err
    assert f"log of {new}: phone on 2027-04-28" in today.err
    assert f"amara: {PAIRING}, their pairing on 2027-04-20; not {new}\n" in before.err
    assert f"log of {PAIRING}: phone on 2027-04-20" in before.err
    for day, meant in (("2027-04-20", PAIRING), ("2027-04-28", new)):
        change = ("edit", "amara", "plan", "--set", "experiences.4.planned=x", "--dry-run")
        done = mentorctl(*change, "--today", day, cwd=program)
        assert f"amara: {meant}, their pairing on {day}; " in done.err
    whole = mentorctl("log", PAIRING, *timed, cwd=program)
    assert "their pairing" not in whole.err
    for typed in (("new", "amara", "visit", "--on", "2027-04-20"),
                  ("new", "amara", "visit", "2027-04-21"),
                  ("withdraw", "amara", "--on", "2027-04-20", "--reason", "moved")):  # fmt: skip
        then = mentorctl(*typed, *late, "--dry-run", cwd=program)
        assert f"amara: {PAIRING}, their pairing on 2027-04-2" in then.err, then.err


def test_a_pairing_of_another_year_is_told_from_one_that_is_not_there(program: Path) -> None:
    done = mentorctl("status", f"pairings/2025-2026/{PAIRING}", cwd=program)
    assert done.code == 2
    assert "is a pairing of 2025-2026, and this program's year is 2026-2027" in done.err


@pytest.mark.parametrize(
    ("given", "role"),
    [
        ("advisor", "advisor"),
        ("Content Advisor", "advisor"),
        ("content advisors", "advisor"),
        ("protégé", "mentee"),
        ("Protege", "mentee"),
        ("PROTÉGÉS", "mentee"),
        ("mentee", "mentee"),
        ("mentees", "mentee"),
        ("Coach", "mentor"),
        ("DESE staff", "staff"),
    ],
)
def test_a_role_goes_by_the_programs_term_and_by_ours(program: Path, given: str, role: str) -> None:
    assert lookup.role(State(program), given) == role
    assert mentorctl("due", "--owner", given, cwd=program).code == 0
    assert mentorctl("person", "list", "--role", given, cwd=program).code == 0


def test_a_role_that_is_none_gets_the_nearest_and_several_are_named(program: Path) -> None:
    assert "did you mean mentee?" in mentorctl("due", "--owner", "protegee", cwd=program).err
    several = mentorctl("due", "--owner", "ment", cwd=program).err
    assert "mentor, mentee" in several


@pytest.mark.parametrize(
    "words",
    [
        ("okafor", "1"),
        ("okafor", "experiences/1"),
        ("okafor", "experiences/1.yaml"),
        ("okafor", "Experience 1"),
        ("1", "okafor"),
        ("experience 1", "Okafor, Amara"),
        ("okafor", "syllabus"),
    ],
)
def test_an_experience_goes_by_number_or_title(program: Path, words: tuple[str, ...]) -> None:
    text = ("--text", "Used again this spring.", "--today", "2027-05-03")
    done = mentorctl("comment", *words, *text, "--yes", cwd=program)
    assert done.code == 0, done.err
    assert f"comment on experience 1 of {PAIRING}" in done.err


def test_titles_that_could_be_several_are_named(program: Path) -> None:
    done = mentorctl("comment", "okafor", "garden plot", "--text", "x", cwd=program)
    assert done.code == 2
    assert "its plan has 1 (" in done.err
    assert "3 (" in done.err


@given(st.text(max_size=30))
def test_whatever_is_typed_is_an_id_or_a_usage_error(once_laid: State, typed: str) -> None:
    for look, known in (
        (lookup.person, once_laid.folder.people.ids),
        (lookup.pairing, once_laid.folder.pairing_ids),
        (lookup.role, [role.id for role in once_laid.folder.program.roles]),
    ):
        with contextlib.suppress(typer.BadParameter):
            assert look(once_laid, typed) in known


@given(st.permutations(["noor", "haddad"]), st.sampled_from([" ", ", ", "  "]), st.booleans())
def test_order_and_capitals_of_a_name_make_no_difference(
    once_laid: State, words: list[str], between: str, capital: bool
) -> None:
    typed = between.join(word.upper() if capital else word for word in words)
    assert lookup.person(once_laid, typed) == "noor-haddad"


@pytest.mark.parametrize("given", ["advisor", "content advisor", "Content Advisors", "haddad"])
def test_who_agrees_may_be_named_by_their_role_in_the_pairing(program: Path, given: str) -> None:
    words = ("extend", "okafor", "comments-1-2", "--until", "2027-01-15", "--reason", "flu")
    done = mentorctl(*words, "--by", given, "--today", "2026-12-10", "--dry-run", cwd=program)
    assert done.code == 0, done.err
    assert "approved by Noor Haddad" in done.err


def test_a_role_that_the_program_does_not_have_agrees_to_nothing(program: Path) -> None:
    words = ("extend", "okafor", "comments-1-2", "--until", "2027-01-15", "--reason", "flu")
    done = mentorctl(*words, "--by", "boss", "--today", "2026-12-10", cwd=program)
    assert done.code == 2
    assert "no person is called 'boss'" in done.err


def test_somebodys_name_alone_shows_who_they_are(program: Path) -> None:
    assert mentorctl("person", "Haddad, Noor", cwd=program) == person(program, "haddad")
    assert "no such command 'shwo'" in mentorctl("person", "shwo", cwd=program).err


def test_what_is_due_is_shown_of_one_pairing_or_one_person(program: Path) -> None:
    take_away(program, "experiences/4:sent_to_mentor")
    for typed in ("okafor-teo", "Lindqvist, Teo"):
        done = mentorctl("due", typed, "--today", "2027-05-03", cwd=program)
        assert done.code == 0
        assert "amara-okafor-teo-lindqvist: Experience 4" in done.out
    assert "amara-okafor" not in mentorctl("due", "iris-nakamura", cwd=program).out
    assert mentorctl("due", "nobody-here", cwd=program).code == 2


def test_a_pairing_of_the_year_before_is_named_with_its_year(program: Path) -> None:
    old = program / "pairings/2025-2026/bo-reyes-teo-lindqvist"
    old.mkdir(parents=True)
    (old / "log.yaml").write_text("entries: []\n", encoding="utf-8")
    for words in (("hand-in", "reyes", "1"), ("new", "visit", "reyes"), ("status", "Bo")):
        done = mentorctl(*words, "--today", "2027-05-03", cwd=program)
        said = " ".join(done.err.split())
        assert done.code == 2, words
        assert "no pairing of 2026-2027 is called" in said
        assert "but bo-reyes-teo-lindqvist of 2025-2026" in said
        assert "mentorctl status bo-reyes-teo-lindqvist --year 2025-2026" in said
    path = "pairings/2025-2026/bo-reyes-teo-lindqvist/log.yaml"
    assert f"mentorctl edit {path}" in said
    assert "known:" in mentorctl("status", "nobody-at-all", cwd=program).err
    added = ("person", "add", "bo-reyes", "--name", "Bo Reyes", "--role", "mentor", "--email",
             "bo@b.example", "--experience-years", "9")  # fmt: skip
    assert mentorctl(*added, cwd=program).code == 0
    alone = " ".join(mentorctl("status", "Bo Reyes", cwd=program).err.split())
    assert "Bo Reyes is in no pairing of 2026-2027" not in alone
    shutil.rmtree(old)
    alone = " ".join(mentorctl("status", "Bo Reyes", cwd=program).err.split())
    assert "Bo Reyes is in no pairing of 2026-2027" in alone
    assert "mentorctl pair MENTEE bo-reyes --starts DATE" in alone
