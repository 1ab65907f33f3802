from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from support.facts import change
from support.folders import commit_all, history
from support.run import Result, mentorctl

from mentorctl.model.paths import year_file

if TYPE_CHECKING:
    from pathlib import Path

FILE = year_file("2026-2027")


def mark(program: Path, *words: str) -> Result:
    return mentorctl("mark", *words, "--today", "2027-05-10", cwd=program)


@pytest.fixture
def undated(program: Path) -> Path:
    """A program whose year has no file yet."""
    (program / FILE).unlink()
    commit_all(program, "no dates of the year")
    return program


def test_the_file_is_made_with_the_first_date(undated: Path) -> None:
    done = mark(undated, "completers-sent", "--on", "2027-04-26")

    assert done.code == 0, done.err
    assert "done: completers sent, of Noor Haddad, on 2027-04-26" in done.err
    assert "noor-haddad: 2027-04-26" in (undated / FILE).read_text("utf-8")
    assert history(undated)[0] == "completers sent, of Noor Haddad, on 2027-04-26"


def test_a_true_fact_is_kept_while_others_are_still_late(undated: Path) -> None:
    """One of the two who owe an invoice sends it; the other one is late still."""
    done = mark(undated, "invoices-sent", "--by", "lindqvist", "--on", "2027-04-29")

    assert done.code == 0, done.err
    again = mark(undated, "invoices", "noor-haddad", "--on", "2027-05-05")
    assert again.code == 0, again.err
    text = (undated / FILE).read_text("utf-8")
    assert "teo-lindqvist: 2027-04-29" in text
    assert "noor-haddad: 2027-05-05" in text


@pytest.mark.parametrize(
    "name", ["evaluation-mailed", "Evaluation_Mailed", "completers-to-finance", "finance"]
)
def test_what_is_the_whole_programs_has_no_person(undated: Path, name: str) -> None:
    refused = mark(undated, name, "--by", "noor-haddad", "--on", "2027-04-01")
    assert (refused.code, "is the whole program's" in refused.err) == (2, True)

    assert mark(undated, name, "--on", "2027-04-01").code == 0


def test_it_must_be_clear_whose_it_is(undated: Path) -> None:
    unclear = mark(undated, "invoices-sent", "--on", "2027-04-29")
    assert unclear.code == 2
    assert "say whose it is: --by PERSON (Noor Haddad and Teo Lindqvist)" in " ".join(
        unclear.err.split()
    )

    other = mark(undated, "completers-sent", "--by", "amara-okafor")
    assert (other.code, "owes no completers-sent" in other.err) == (2, True)


def test_a_day_that_is_there_is_replaced_only_when_agreed(undated: Path) -> None:
    mark(undated, "completers-sent", "--on", "2027-04-26")

    same = mark(undated, "completers-sent", "--on", "2027-04-26")
    assert (same.code, "there is nothing to change" in same.err) == (0, True)
    assert mark(undated, "completers-sent", "--on", "2027-04-27").code == 1
    assert mark(undated, "completers-sent", "--on", "2027-04-27", "--yes").code == 0


def test_without_a_word_it_lists_what_there_is(program: Path) -> None:
    done = mark(program)

    assert done.code == 0
    lines = [" ".join(line.split()) for line in done.out.splitlines()]
    assert any(
        line.startswith("completers-sent ") and line.endswith(" 2027-04-26") for line in lines
    )
    assert [line for line in lines if line.startswith("evaluation-mailed ")]


def test_an_unknown_name_names_what_there_is(program: Path) -> None:
    refused = mark(program, "lists-sent")

    assert refused.code == 2
    said = " ".join(refused.err.split())
    assert "evaluation-mailed" in said
    assert "completers-sent, invoices-sent, completers-to-finance" in said


def test_an_experience_of_ones_own_is_filled_in_bit_by_bit(program: Path) -> None:
    """It still lacks its approval, in other words: no new fault."""
    plan = "pairings/2026-2027/amara-okafor-teo-lindqvist/plan.yaml"
    change(program, plan, ("experiences", 0, "catalogue"), None)
    change(program, plan, ("experiences", 0, "own", "description"), "With a class")
    commit_all(program, "an experience of their own, without a title")
    words = ("edit", "okafor", "plan", "--today", "2027-05-10", "--set")

    done = mentorctl(*words, "experiences.1.own.title=Canning", cwd=program)
    assert done.code == 0, done.err
    assert mentorctl("approve", "okafor", "1", "--today", "2027-05-10", cwd=program).code == 0
