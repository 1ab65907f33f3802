"""`mentorctl withdraw`: who is given up, when and why; what is confidential stays so."""

from __future__ import annotations

import datetime as dt
import subprocess
from typing import TYPE_CHECKING

import pytest
from support.facts import FOLDER, PAIRING, change, take_away
from support.folders import Once, commit_all, copied, history, lay_base, whole
from support.keys import needs_openssh
from support.run import Result, mentorctl
from support.signers import as_person, lay_registered

if TYPE_CHECKING:
    from pathlib import Path

IRIS, TEO = "iris-nakamura", "teo-lindqvist"
FILE = f"{FOLDER}/pairing.yaml"
LAST = "2027-05-03"


@pytest.fixture
def keyed(once: Once, tmp_path: Path) -> Path:
    """A program in which everybody has a key."""
    base = once("registered", lambda folder: lay_registered(lay_base(folder / "program")))
    return copied(base / "program", tmp_path / "program")


def withdraw(program: Path, *words: str, today: str = "2027-05-10", **more: str) -> Result:
    return mentorctl("withdraw", "okafor", *words, "--today", today, cwd=program, **more)  # type: ignore[arg-type]  # passed on as they are


def test_it_ends_with_day_and_reason(program: Path) -> None:
    done = withdraw(program, "--on", LAST, "--reason", "moved to another state")

    assert done.code == 0, done.err
    text = (program / FILE).read_text("utf-8")
    assert "state: withdrawn" in text
    assert f"ends: {LAST}" in text
    assert "reason: moved to another state" in text
    assert history(program)[0] == (
        f"{PAIRING} withdrawn, its last day was {LAST} (moved to another state)"
    )
    listed = mentorctl("completers", "--explain", "--today", "2027-05-10", cwd=program).out
    assert f"pairing.yaml says withdrawn, last day {LAST}" in listed
    assert mentorctl("due", "--today", "2027-05-10", cwd=program).out == ""


def test_once_it_is_over_nobody_owes_what_was_not_due_by_then(program: Path) -> None:
    late, open_ = "experiences/1:sent_to_mentor", "experiences/4:comment.sent_to_advisor"
    for need in (late, open_):
        take_away(program, need)
    last = "2027-04-18"
    assert withdraw(program, "--on", last, "--reason", "moved").code == 0

    said = mentorctl("status", "okafor", "--today", "2027-05-10", cwd=program).out
    assert f"withdrawn, its last day was {last}; on 2027-05-10, " in said
    assert "withdrawn on" not in said
    rows = [line for line in said.splitlines() if line.startswith(("✓", "✗", "·", "!"))]
    assert sum("missed" in line for line in rows) == 1, said
    (over,) = [line for line in rows if "2027-04-19" in line]
    assert over.startswith("·")
    assert over.endswith("not owed")
    assert "usual at this time" not in said


def test_until_its_last_day_it_is_under_way(program: Path) -> None:
    assert withdraw(program, "--on", "2027-05-20", "--reason", "a new post").code == 0

    said = mentorctl("status", "--today", "2027-05-10", "--format", "csv", cwd=program).out
    assert ",withdrawn" in said
    assert mentorctl("due", "--today", "2027-05-10", cwd=program).err.endswith(
        f"{PAIRING} ends on 2027-05-20 (withdrawn)\n"
    )


def test_a_reason_is_asked_for(program: Path) -> None:
    assert withdraw(program).code == 2
    assert withdraw(program, "--reason", "  ").code == 2
    assert withdraw(program, "--reason", "x", "--key", "k").code == 2


def test_work_after_its_end_is_named_and_nothing_is_written(program: Path) -> None:
    before = whole(program)
    refused = withdraw(program, "--on", "2026-12-01", "--reason", "moved")

    assert refused.code == 1
    assert "entry-after-end" in refused.err
    assert whole(program) == before


def test_it_cannot_end_before_it_began(program: Path) -> None:
    refused = withdraw(program, "--on", "2026-09-01", "--reason", "moved")
    assert (refused.code, "began on" in refused.err) == (2, True)


def test_another_day_is_written_only_when_agreed(program: Path) -> None:
    words = ("--reason", "moved")
    withdraw(program, "--on", LAST, *words)

    again = withdraw(program, "--on", LAST, *words)
    assert (again.code, "there is nothing to change" in again.err) == (0, True)
    assert withdraw(program, "--on", "2027-05-04", *words).code == 1
    assert withdraw(program, "--on", "2027-05-04", *words, "--yes").code == 0
    assert "ends: 2027-05-04" in (program / FILE).read_text("utf-8")


@pytest.mark.parametrize("state", ["completed", "reassigned"])
def test_what_is_over_in_another_way_is_not_withdrawn(program: Path, state: str) -> None:
    change(program, FILE, ("state",), state)
    change(program, FILE, ("ends",), dt.date(2027, 5, 3))
    commit_all(program, "over")

    refused = withdraw(program, "--reason", "moved")
    assert (refused.code, f"is {state}, last day 2027-05-03" in refused.err) == (2, True)


def test_more_time_for_a_pairing_that_is_over_is_refused(program: Path) -> None:
    withdraw(program, "--on", LAST, "--reason", "moved")
    words = ("extend", "okafor", "experiences-3-4", "--until", "2027-05-20", "--by", "haddad")
    refused = mentorctl(*words, "--reason", "flu", "--today", "2027-05-10", cwd=program)

    assert (refused.code, "nothing of it is waited for any more" in refused.err) == (2, True)


@needs_openssh
def test_what_is_confidential_is_sealed(keyed: Path, tmp_path: Path) -> None:
    why = "they could not work together; the word is QUINCE"
    (tmp_path / "why.txt").write_text(why, "utf-8")
    words = ("withdraw", "okafor", "--on", LAST, "--today", "2027-05-10")
    done = as_person(IRIS, keyed, *words, "--reasons", tmp_path / "why.txt")

    assert done.code == 0, done.err
    assert "sealed for Iris Nakamura; nobody else can open it" in done.err
    told = b"".join(whole(keyed).values()) + done.out.encode() + done.err.encode()
    assert b"QUINCE" not in told
    log = subprocess.run(["git", "-C", keyed, "log", "-p"], check=True, capture_output=True).stdout
    assert b"QUINCE" not in log
    assert "BEGIN AGE ENCRYPTED FILE" in (keyed / FILE).read_text("utf-8")
    found = mentorctl("check", "--today", "2027-05-10", cwd=keyed).out
    assert "reassignment-not-sealed" not in found

    shown = as_person(IRIS, keyed, "withdraw", "okafor", "--open")
    assert why in shown.out + shown.err
    other = as_person(TEO, keyed, "withdraw", "okafor", "--open")
    assert (other.code in {1, 3}, "QUINCE" in other.out + other.err) == (True, False)


@needs_openssh
@pytest.mark.parametrize("leads", [False, True], ids=["their own role", "whose role leads"])
def test_nobody_makes_themselves_a_reader_of_it(keyed: Path, tmp_path: Path, leads: bool) -> None:
    """Where no guard stands before; what they wrote is named, and nothing is sealed for them."""
    program = keyed / "program.yaml"
    text = program.read_text("utf-8")
    assert "leader: coordinator" in text
    program.write_text(text.replace("leader: coordinator", "leader: advisor"), "utf-8")
    if not leads:
        assert as_person(IRIS, keyed, "save", "--anyway").code == 0
        change(keyed, f"people/{TEO}.yaml", ("roles",), ["mentor", "advisor"])
    assert as_person(TEO, keyed, "save", "--anyway").code == 0
    (tmp_path / "why.txt").write_text("a secret", "utf-8")
    words = ("withdraw", "okafor", "--on", LAST, "--today", "2027-05-10")
    done = as_person(IRIS, keyed, *words, "--reasons", tmp_path / "why.txt")
    if leads:
        assert (done.code, "by somebody who may not" in done.err) == (3, True)
    else:
        assert "sealed for Noor Haddad; nobody else can open it" in done.err


@needs_openssh
def test_a_file_in_the_folder_is_no_place_for_it(keyed: Path) -> None:
    (keyed / "why.txt").write_text("a secret", "utf-8")
    refused = as_person(IRIS, keyed, "withdraw", "okafor", "--reasons", keyed / "why.txt")

    assert refused.code == 2
    assert "withdrawn" not in (keyed / FILE).read_text("utf-8").partition("state:")[2]


@needs_openssh
def test_who_is_in_it_does_not_end_it(keyed: Path) -> None:
    before = (keyed / FILE).read_bytes()
    refused = as_person(TEO, keyed, "withdraw", "okafor", "--reason", "busy", "--today", LAST)

    assert refused.code == 1
    assert (keyed / FILE).read_bytes() == before


def test_without_a_leaders_key_nothing_is_sealed_or_written(program: Path, tmp_path: Path) -> None:
    (tmp_path / "why.txt").write_text("a secret", "utf-8")
    before = whole(program)
    refused = withdraw(program, "--reasons", str(tmp_path / "why.txt"))

    assert refused.code == 3
    assert "nothing was sealed" in refused.err
    assert whole(program) == before


def test_words_that_a_terminal_obeys_are_harmless(program: Path) -> None:
    refused = withdraw(program, "--on", LAST, "--reason", "moved\x1b[31m away")
    assert "\x1b" not in refused.out + refused.err


def test_plain_words_where_sealed_ones_belong_are_named(program: Path) -> None:
    withdraw(program, "--on", LAST, "--reason", "moved")
    change(program, FILE, ("withdrawn", "sealed"), "they did not get on")

    assert "is not sealed" in mentorctl("check", "--today", "2027-05-10", cwd=program).out
