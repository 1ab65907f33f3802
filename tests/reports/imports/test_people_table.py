"""What `person list` writes, `import` reads back."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from support.folders import Once, contents, copied
from support.run import mentorctl

from mentorctl.model.kinds import kind_named
from mentorctl.model.paths import person_file
from mentorctl.reports.imports.blank_words import says_nothing
from mentorctl.reports.imports.people_table import PEOPLE_COLUMNS
from mentorctl.reports.imports.person_cells import suspicious_text
from mentorctl.store.folder import Folder
from mentorctl.store.scaffold import record_text

PRESET = ("--preset", "missouri-career-education", "--year", "2026-2027")


def _is_kept(text: str) -> bool:
    return not says_nothing(text) and suspicious_text(text) is None


LETTERS = "abcdefgxyzABCXYZéüñşłøßçжя李"
WORDS = st.text(LETTERS, min_size=1, max_size=8)
NAMES = st.lists(WORDS, min_size=2, max_size=4).map(" ".join).filter(_is_kept)
# all that a cell can hold, also what a spreadsheet would take for a formula
TEXTS = (
    st.text(LETTERS + "0129 =+-@'\"#,;|:/()&.\t", min_size=1, max_size=30)
    .map(lambda text: " ".join(text.split()))
    .filter(lambda text: bool(text) and not text.startswith("'") and _is_kept(text))
)
PHONES = st.sampled_from(["573-555-0142", "+1 573 555 0142", "(573) 555-0142 x5", "0142", "+49 1"])
DAYS = st.dates().filter(lambda day: 1900 <= day.year <= 2100).map(str)
PEOPLE = st.fixed_dictionaries(
    {"name": NAMES},
    optional={
        "roles": st.lists(st.sampled_from(["mentor", "mentee", "advisor"]), unique=True),
        "email": st.integers(0, 10**6).map("p{}@Ridge.example".format),
        "email_checked": st.sampled_from(["school-day", "always"]),
        "phones": st.dictionaries(st.sampled_from(["school", "cell", "work"]), PHONES),
        "school": TEXTS,
        "district": TEXTS,
        "region": TEXTS,
        "position": TEXTS,
        "content_area": TEXTS,
        "address": TEXTS,
        "pronunciation": TEXTS,
        "experience_years": st.integers(0, 70),
        "started_on": DAYS,
        "mentoring": st.fixed_dictionaries(
            {}, optional={"open_to_more": st.sampled_from(["yes", "no"]), "since": DAYS}
        ),
    },
)  # fmt: skip


@pytest.fixture
def fresh(once: Once) -> Path:
    """A program folder just after `mentorctl init`."""
    base = once("fresh", lambda folder: mentorctl("init", folder / "program", *PRESET))
    return base / "program"


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@settings(max_examples=12, suppress_health_check=list(HealthCheck))
@given(people=st.lists(PEOPLE, min_size=1, max_size=12))
def test_every_person_comes_back_as_they_were(
    form: str, people: list[dict[str, Any]], fresh: Path
) -> None:
    place = Path(tempfile.mkdtemp())
    try:
        here, there = copied(fresh, place / "here"), copied(fresh, place / "there")
        _lay(here, people)
        listed = mentorctl("check", "people", cwd=here).out
        assume("error" not in listed)  # such as one email of two
        file = place / f"people.{form}"
        if form == "csv":
            text = mentorctl("person", "list", "--format", "csv", cwd=here).out
            file.write_bytes(text.encode())
        else:
            words = ("person", "list", "--format", "xlsx", "--out", file)
            assert mentorctl(*words, cwd=here).code == 0
        done = mentorctl("import", file, "--dates", "month-first", cwd=there)
        assert done.code == 0, done.err
        assert _people(there) == _people(here)
    finally:
        shutil.rmtree(place)


def _lay(folder: Path, people: list[dict[str, Any]]) -> None:
    program = Folder(folder)
    (folder / "people").mkdir(exist_ok=True)
    for number, person in enumerate(people):
        path = person_file(f"person-{number}")
        text = record_text(kind_named("person"), path, program.program, program.words, person)
        (folder / path).write_text(text, encoding="utf-8", newline="\n")


def _people(folder: Path) -> dict[str, object]:
    return dict(Folder(folder).people.items())


def test_the_columns_that_scripts_know_come_first() -> None:
    assert PEOPLE_COLUMNS[:3] == ("id", "name", "roles")


def test_a_workbook_needs_a_file(program: Path) -> None:
    before = contents(program)
    assert mentorctl("person", "list", "--format", "xlsx", cwd=program).code == 2
    words = ("person", "list", "--format", "xlsx", "--out", "x.csv")
    assert mentorctl(*words, cwd=program).code == 2
    assert contents(program) == before
