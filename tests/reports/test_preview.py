"""What a command refuses to keep: the faults that its change brings, and no others."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from support.folders import commit_all
from support.run import Result, mentorctl

if TYPE_CHECKING:
    from pathlib import Path

PAIRING = "pairings/2026-2027/amara-okafor-teo-lindqvist"
TODAY = ("--today", "2027-05-03")


def patch(root: Path, name: str, *replacements: tuple[str, str]) -> None:
    text = (root / name).read_text(encoding="utf-8")
    for old, new in replacements:
        assert text.count(old) == 1, (name, old)
        text = text.replace(old, new)
    (root / name).write_text(text, encoding="utf-8", newline="\n")


def edit(root: Path, record: str, *settings: str) -> Result:
    words = [word for each in settings for word in ("--set", each)]
    return mentorctl("edit", "okafor", record, *words, *TODAY, cwd=root)


@pytest.fixture
def closed_too_early(program: Path) -> Path:
    """A pairing marked as completed, of which two comments were never sent."""
    completed = ("state: active", "state: completed\nclosed:\n  on: 2027-04-30")
    patch(program, f"{PAIRING}/pairing.yaml", completed)
    for number, day in (("3", "2027-03-08"), ("4", "2027-04-05")):
        sent = (f"sent_to_advisor: {day}", "sent_to_advisor:")
        patch(program, f"{PAIRING}/experiences/{number}.yaml", sent)
    commit_all(program, "closed too early")
    return program


def test_a_true_fact_is_kept_while_others_are_still_lacking(closed_too_early: Path) -> None:
    found = mentorctl("check", *TODAY, cwd=closed_too_early).out
    assert found.count("completed-without-completion") == 1

    done = edit(closed_too_early, "experiences/4", "comment.sent_to_advisor=2027-04-05")

    assert done.code == 0, done.err
    # it is still a fault, in other words
    left = mentorctl("check", *TODAY, cwd=closed_too_early).out
    assert left.count("completed-without-completion") == 1
    assert left != found


def test_what_makes_more_of_an_old_fault_is_refused(closed_too_early: Path) -> None:
    done = edit(closed_too_early, "experiences/2", "comment.sent_to_advisor=")
    assert done.code == 1
    assert "completed-without-completion" in done.err


def test_faults_that_another_value_words_anew_are_old(program: Path) -> None:
    """Each entry after the end says when that was."""
    withdrawn = ("ends:\nstate: active", "ends: 2026-09-30\nstate: withdrawn")
    patch(program, f"{PAIRING}/pairing.yaml", withdrawn)
    commit_all(program, "an end before much of the work")
    assert "the pairing was withdrawn on 2026-09-30" in mentorctl("check", *TODAY, cwd=program).out

    done = edit(program, "pairing", "ends=2026-10-01")

    assert done.code == 0, done.err
    assert "the pairing was withdrawn on 2026-10-01" in mentorctl("check", *TODAY, cwd=program).out


def test_one_wrong_value_in_place_of_another_is_refused(program: Path) -> None:
    patch(
        program, f"{PAIRING}/experiences/4.yaml", ("achieved: 2027-03-24", "achieved: 2027-06-01")
    )
    commit_all(program, "a date that is still to come")
    done = edit(program, "experiences/4", "achieved=2027-06-02")
    assert done.code == 1
    assert "future-date" in done.err
