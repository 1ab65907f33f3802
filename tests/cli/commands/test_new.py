from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from support.folders import contents, history
from support.run import mentorctl

if TYPE_CHECKING:
    from pathlib import Path

PAIRING = "pairings/2026-2027/amara-okafor-teo-lindqvist"


def test_a_visit_is_set_up_for_its_day(program: Path) -> None:
    words = ("--on", "2026-11-12", "--today", "2026-11-13")
    done = mentorctl("new", "amara", "visit", *words, cwd=program)
    assert done.code == 0, done.err
    text = (program / PAIRING / "visits/2026-11-12.yaml").read_text(encoding="utf-8")
    schema = "$schema=../../../../.mentorctl/schema/visit.json"
    assert text.splitlines()[0].endswith(schema)
    assert "on: 2026-11-12\n" in text
    subject = "new Mentor/Protégé Visit Report of amara-okafor-teo-lindqvist: 2026-11-12"
    assert history(program)[0] == subject
    assert "mentorctl edit amara-okafor-teo-lindqvist visits/2026-11-12" in done.err


def test_a_missing_record_is_made_again(program: Path) -> None:
    for record, words in (
        ("plan.yaml", ("new", "amara", "plan")),
        ("experiences/3.yaml", ("new", "amara", "experience", "3")),
    ):
        (program / PAIRING / record).unlink()
        assert mentorctl(*words, cwd=program).code == 0
        assert (program / PAIRING / record).is_file()
    assert "slot: 3\n" in (program / PAIRING / "experiences/3.yaml").read_text()
    plan = (program / PAIRING / "plan.yaml").read_text(encoding="utf-8")
    assert "content_area: Family Consumer Sciences\n" in plan
    assert plan.count("- slot:") == 4
    checked = mentorctl("check", PAIRING, "--today", "2027-05-03", cwd=program)
    for code in ("missing-record", "wrong-value", "missing-field", "slot-mismatch"):
        assert code not in checked.out


def test_the_command_that_check_names_works(program: Path) -> None:
    (program / PAIRING / "experiences/2.yaml").unlink()
    out = mentorctl("check", "--today", "2027-05-03", cwd=program).out
    named = next(line for line in out.splitlines() if "mentorctl new" in line)
    words = named.partition("mentorctl ")[2].split()
    assert mentorctl(*words, cwd=program).code == 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("amara", "plan"), "is there already\n  → open it with mentorctl edit"),
        (("amara", "experience", "1"), "is there already"),
        (("amara", "experience"), "say which experience, 1 to 4"),
        (("amara", "experience", "5"), "1 to 4"),
        (("amara", "plan", "2"), "one plan only"),
        (("amara", "plan", "--on", "2026-11-12"), "--on is the day of a visit"),
        (("amara", "visit", "--on", "2126-11-12"), "is yet to come"),
        (("amara", "visit", "--on", "12.11."), "2026-12-14"),
        (("amara", "guide"), "have no learning guide"),
        (("amara", "pairing"), "mentorctl pair"),
        (("amara", "vist"), "did you mean visit?"),
        (("nobody", "visit"), "no pairing is called"),
    ],
)
def test_what_cannot_be_made_is_refused(words: tuple[str, ...], said: str, program: Path) -> None:
    before = contents(program)
    done = mentorctl("new", *words, cwd=program)
    assert done.code == 2
    assert said in done.err
    assert contents(program) == before


@pytest.mark.parametrize(
    "words",
    [
        ("experience", "amara", "3"),
        ("amara", "experiences/3"),
        ("amara", "Experience 3"),
        ("amara", "experience", "3"),
        ("amara", "experience", "03"),
    ],
)
def test_the_pairing_comes_first_and_the_other_order_is_understood(
    words: tuple[str, ...], program: Path
) -> None:
    (program / PAIRING / "experiences/3.yaml").unlink()
    done = mentorctl("new", *words, cwd=program)
    assert done.code == 0, done.err
    assert (program / PAIRING / "experiences/3.yaml").is_file()


def test_a_record_goes_by_what_the_program_calls_it(program: Path) -> None:
    words = ("mentor/protege visit report", "--on", "2026-11-12", "--today", "2026-11-13")
    assert mentorctl("new", "amara", *words, cwd=program).code == 0
    assert (program / PAIRING / "visits/2026-11-12.yaml").is_file()
