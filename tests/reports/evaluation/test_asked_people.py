"""Who is asked by a questionnaire, whatever somebody does to a pairing's file."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from support.asking import COLLECTOR, OPEN, PAIRS, asking, filled, lay_asking, sealed_by
from support.folders import Once, commit_all, copied
from support.keys import needs_openssh
from support.signers import as_person

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = needs_openssh

MENTEE, MENTOR = PAIRS[0]
AWAY = ("broken", "deleted", "all of it", "a list", "empty")


@pytest.fixture
def folder(once: Once, tmp_path: Path) -> Path:
    return copied(once("asked-people", lay_asking), tmp_path / "copy") / "program"


def _away(folder: Path, how: str) -> None:
    place = folder / f"pairings/2026-2027/{MENTEE}-{MENTOR}"
    path = place / "pairing.yaml"
    if how == "all of it":
        shutil.rmtree(place)
    elif how == "deleted":
        path.unlink()
    else:
        text = path.read_text("utf-8")
        said = {"broken": f"{text}mentee: again\n", "a list": "- x\n", "empty": ""}
        path.write_text(said[how], "utf-8")


def _waiting(folder: Path) -> bool:
    done = asking(COLLECTOR, folder, "open", "--format", "csv", "--today", OPEN)
    assert done.code == 0, done.err
    return MENTEE in done.out


@pytest.mark.parametrize("how", AWAY)
def test_who_breaks_a_pairing_keeps_nobody_from_answering(folder: Path, how: str) -> None:
    _away(folder, how)
    commit_all(folder, "signed by nobody")
    assert _waiting(folder)
    sealed = sealed_by(MENTEE, folder, filled())
    done = asking(COLLECTOR, folder, "collect", sealed, "--today", OPEN)
    assert done.code == 0, done.err
    assert not _waiting(folder)


def test_whom_a_coordinator_takes_out_is_not_asked(folder: Path) -> None:
    _away(folder, "all of it")
    assert as_person(COLLECTOR, folder, "save", "-m", "taken out").code == 0
    assert not _waiting(folder)


def test_whose_file_was_taken_away_after_they_left_is_not_asked(folder: Path) -> None:
    words = ("withdraw", f"{MENTEE}-{MENTOR}", "--on", "2027-01-10", "--today", "2027-01-10",
             "--reason", "moved away")  # fmt: skip
    assert as_person(COLLECTOR, folder, *words).code == 0
    _away(folder, "broken")
    commit_all(folder, "signed by nobody")
    assert not _waiting(folder)
