"""What the examples of the rules about the whole program cannot show.

File names that no checkout should have to bear, severities, and folders with faults by the
thousand.
"""

from __future__ import annotations

import datetime as dt
import time
from typing import TYPE_CHECKING

import msgspec
import pytest

from mentorctl.model.calendar import Calendar
from mentorctl.model.pairing import Pairing
from mentorctl.model.person import Person
from mentorctl.model.program import (
    Due,
    MentorSetting,
    Milestone,
    Program,
    Role,
)
from mentorctl.model.record_setting import RecordSetting
from mentorctl.model.team import Shared
from mentorctl.model.words import Words
from mentorctl.rules import (
    follows_unknown,
    mentor_content_area,
    mentor_overloaded,
    mentor_school,
    mentor_short_of_years,
    program_milestone_missed,
    stray_file,
    unknown_person,
    unsafe_id,
)
from mentorctl.rules._program_unusable import unusable
from mentorctl.rules.base import Book, Context, Hit
from mentorctl.rules.program_contradiction import contradictions

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mentorctl.model.finding import Severity

ROLES = tuple(Role(id=name, title=name) for name in ("mentee", "mentor", "advisor"))


def program(
    *calendar: Milestone, mentors: MentorSetting | None = None, year: str = "2026-2027"
) -> Program:
    return Program(
        id="p1",
        name="P",
        agency="A",
        year=year,
        year_starts="07-01",
        timezone="America/Chicago",
        preset="p1",
        roles=ROLES,
        records={"plan": RecordSetting()},
        calendar=calendar,
        mentors=mentors or MentorSetting(),
    )


def context(rules: Program | None = None) -> Context:
    rules = rules or program()
    return Context(
        program=rules,
        calendar=Calendar(rules),
        shared=Shared(meetings={}),
        today=dt.date(2027, 5, 3),
        words=Words(),
        people={},
    )


def book(
    files: Iterable[str] = (),
    people: dict[str, Person] | None = None,
    pairings: dict[str, Pairing] | None = None,
) -> Book:
    return Book(
        people=people or {},
        pairings=pairings or {},
        files=tuple(files),
        broken=frozenset(),
    )


def pairing(mentee: str, mentor: str, follows: str | None = None) -> Pairing:
    return Pairing(mentee=mentee, mentor=mentor, starts=dt.date(2026, 9, 14), follows=follows)


@pytest.mark.parametrize(
    "name",
    [
        "con.yaml",
        "AUX.yaml",
        "lpt1.tar.yaml",
        "com\N{SUPERSCRIPT ONE}.yaml",
        "-ana.yaml",
        "ana--ruiz.yaml",
        "a.yaml",
        f"{'a' * 65}.yaml",
        "ana\n.yaml",
        "an\N{LATIN SMALL LETTER I WITH ACUTE}bal.yaml",
        "\N{RIGHT-TO-LEFT OVERRIDE}ana.yaml",
    ],
)
def test_a_person_cannot_be_called_so(name: str) -> None:
    path = f"people/{name}"
    assert [hit.record for hit in unsafe_id.check(book([path]), context())] == [path]


@pytest.mark.parametrize("name", ["al.yaml", "console.yaml", f"{'a' * 64}.yaml", "com.yaml"])
def test_a_person_can_be_called_so(name: str) -> None:
    assert list(unsafe_id.check(book([f"people/{name}"]), context())) == []


@pytest.mark.parametrize("name", ["what?.pdf", "a:b.pdf", "plan.pdf.", "plan ", "a\\b"])
def test_evidence_cannot_be_called_so(name: str) -> None:
    path = f"pairings/2026-2027/ana-teo/evidence/{name}"
    assert list(unsafe_id.check(book([path]), context())) == [
        Hit(path, (), f"the name {name} cannot be written on Windows",
         'rename it without < > : " | ? * \\ and without a dot or blank at its end')
    ]  # fmt: skip


def test_evidence_cannot_have_a_name_that_windows_keeps() -> None:
    path = "pairings/2026-2027/ana-teo/evidence/nul.txt"
    assert list(unsafe_id.check(book([path]), context())) == [
        Hit(path, (), "Windows keeps the name nul for itself",
         "give it another name, for example with a number after it")
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("twin", "why"),
    [
        ("Résumé.pdf", "upper and lower case"),
        ("re\u0301sume\u0301.pdf", "how an accent is stored"),
    ],
)
def test_twins_are_told_at_the_less_plain_of_them(twin: str, why: str) -> None:
    folder = "pairings/2026-2027/ana-teo/evidence"
    files = sorted([f"{folder}/r\xe9sum\xe9.pdf", f"{folder}/{twin}"])

    (hit,) = unsafe_id.check(book(files), context())

    assert hit == Hit(
        f"{folder}/{twin}", (),
        f"{folder}/{twin} and {folder}/r\xe9sum\xe9.pdf differ only in {why}",
        "rename one of them, or delete the one that is not needed",
    )  # fmt: skip


def test_twins_of_which_none_is_plain_are_told_once() -> None:
    files = ["lists/Final.csv", "lists/FINAL.csv", "lists/final-2.csv"]
    (hit,) = unsafe_id.check(book(files), context())
    assert hit.record == "lists/Final.csv"


def test_a_reserved_name_is_found_in_every_folder() -> None:
    files = ["lists/aux", "pairings/2026-2027/nul", "pairings/2026-2027/nul/pairing.yaml"]
    assert [hit.record for hit in unsafe_id.check(book(files), context())] == files[:2]


def test_a_stray_folder_is_told_once_and_its_neighbour_too() -> None:
    files = ["old", "old/a/b.yaml", "old/a", "old-notes.txt", "people/sub", "people/sub/x.yaml"]
    hits = stray_file.check(book(files), context())
    assert [hit.record for hit in hits] == ["old", "old-notes.txt", "people/sub"]


@pytest.mark.parametrize(
    ("path", "meant"),
    [
        ("peeple", "did you mean people?"),
        ("program.yml", "rename it to program.yaml"),
        ("pairings/2026-2027/ana-teo/Plan.yaml", "did you mean plan.yaml?"),
        ("pairings/2026-2027/ana-teo/evidance", "did you mean evidence?"),
    ],
)
def test_a_misspelt_name_is_told_what_was_meant(path: str, meant: str) -> None:
    (hit,) = stray_file.check(book([path]), context())
    assert meant in hit.hint


TEAM = "pairings/2026-2027/ana-teo"


@pytest.mark.parametrize(
    ("copy", "original"),
    [
        (f"{TEAM}/plan (1).yaml", f"{TEAM}/plan.yaml"),
        (f"{TEAM}/plan (Ana's conflicted copy 2026-11-03).yaml", f"{TEAM}/plan.yaml"),
        (f"{TEAM}/plan - Copy.yaml", f"{TEAM}/plan.yaml"),
        (f"{TEAM}/plan - Copy (2).yaml", f"{TEAM}/plan.yaml"),
        (f"{TEAM}/plan.sync-conflict-20261103-101010-ABC.yaml", f"{TEAM}/plan.yaml"),
        (f"{TEAM}/plan.yaml.orig", f"{TEAM}/plan.yaml"),
        (f"{TEAM}/plann.yaml", f"{TEAM}/plan.yaml"),
        ("program (1).yaml", "program.yaml"),
        ("people/ana (1).yaml", "people/ana.yaml"),
        (f"{TEAM} (1)", TEAM),
        (f"{TEAM} - Copy", TEAM),
    ],
)
def test_nobody_is_told_to_rename_a_copy_over_the_record_or_to_make_it_a_second_one(
    copy: str, original: str
) -> None:
    folders = ["people", "pairings", "pairings/2026-2027", TEAM]
    inside = [f"{copy}/pairing.yaml"] if original == TEAM else []
    shown = book([*folders, original, copy, *inside])
    found = [*stray_file.check(shown, context()), *unsafe_id.check(shown, context())]
    hits = [hit for hit in found if hit.record in {copy, *inside}]
    assert hits
    for hit in hits:
        assert hit.hint.startswith(f"{original} is there already")
        assert "rename" not in hit.hint.lower()


@pytest.mark.parametrize(
    ("setting", "severity"),
    [
        (MentorSetting(years=4), None),
        (MentorSetting(recommended_years=4), "warning"),
        (MentorSetting(most_pairings=0), None),
        (MentorSetting(recommended_pairings=0, most_pairings=1), "warning"),
        (MentorSetting(same_content_area="required"), None),
        (MentorSetting(same_content_area="preferred"), "warning"),
        (MentorSetting(same_school="required"), None),
        (MentorSetting(same_school="preferred"), "warning"),
    ],
)
def test_what_is_required_is_an_error_and_what_is_recommended_a_warning(
    setting: MentorSetting, severity: Severity | None
) -> None:
    people = {
        "ana": Person(name="Ana", school="North", content_area="Art"),
        "teo": Person(name="Teo", school="South", content_area="Law", experience_years=3),
    }
    rules = (mentor_short_of_years, mentor_overloaded, mentor_content_area, mentor_school)
    ctx = context(program(mentors=setting))
    shown = book(people=people, pairings={"ana-teo": pairing("ana", "teo")})

    (hit,) = (hit for rule in rules for hit in rule.check(shown, ctx))

    assert hit.severity == severity


@pytest.mark.parametrize(("required", "severity"), [("yes", None), ("no", "note")])
def test_a_milestone_that_is_only_a_reminder_gives_a_note(
    required: str, severity: Severity | None
) -> None:
    milestone = Milestone(
        id="closed",
        title="Closed",
        due=Due(date="04-08"),
        owner="mentee",
        needs=("year:evaluation_closed",),
        required="yes" if required == "yes" else "no",
    )

    (hit,) = program_milestone_missed.check(book(), context(program(milestone)))

    assert hit.severity == severity


@pytest.mark.parametrize("year", ["0000-0001", "9999-0000", "2026-2026"])
def test_a_year_that_cannot_be_reckoned_with_is_unusable(year: str) -> None:
    assert [hit.where for hit in unusable(program(year=year))] == [("year",)]


def test_a_record_with_two_faults_has_both_told() -> None:
    milestone = Milestone(
        id="m1", title="M", due=Due(), owner="nobody", needs=("plan:approved.on", "diary:on")
    )
    found = [hit.where for hit in contradictions(program(milestone))]
    assert found == [("calendar", 0, "needs", 1), ("calendar", 0, "owner"), ("calendar", 0, "due")]


@pytest.mark.parametrize("zone", ["Mars/Olympus", "../etc/passwd", "/etc/passwd", "America", ""])
def test_a_time_zone_that_is_none_is_told(zone: str) -> None:
    changed = msgspec.structs.replace(program(), timezone=zone)
    assert [hit.where for hit in contradictions(changed)] == [("timezone",)]


def test_thousands_of_unknown_people_are_told_in_no_time() -> None:
    people = {f"person-{number}": Person(name="P") for number in range(2000)}
    pairings = {
        f"pair-{number}": pairing(f"persom-{number}", f"persn-{number}") for number in range(2000)
    }
    started = time.process_time()

    hits = list(unknown_person.check(book(people=people, pairings=pairings), context()))

    assert len(hits) == 4000
    assert "did you mean person-0?" in hits[0].hint
    assert time.process_time() - started < 5


def test_a_long_line_of_pairings_is_followed_to_its_end() -> None:
    pairings = {
        f"pair-{number}": pairing("ana", "teo", follows=f"pair-{(number + 1) % 300}")
        for number in range(300)
    }
    assert len(list(follows_unknown.check(book(pairings=pairings), context()))) == 300
