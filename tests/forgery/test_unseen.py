"""Nobody has count what another wrote who may not, by a command that is about something else."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from support.folders import Once, copied
from support.histories import plain
from support.run import Result, mentorctl
from support.signers import as_person
from support.story import AMARA, FIRST, IRIS, NOOR, ONE, TEO, Story

if TYPE_CHECKING:
    from pathlib import Path

PAIRING, PAYEE = f"{FIRST}/pairing.yaml", f"people/{NOOR}.yaml"
PAIR = FIRST.rpartition("/")[2]
DAY = ("--today", "2027-05-03")
WAIVER = f"""\
waivers:
  - need: experiences/1:sent_to_mentor
    approved_by: {IRIS}
    on: 2026-10-06
    reason: agreed
"""
EXTEND = ("extend", PAIR, "plan", "--until", "2026-11-20", "--by", IRIS, "--reason", "flu", *DAY)
MEET = ("schedule", PAIR, "--on", "2027-05-20", "--from", "15:00", "--until", "16:00", *DAY)
STILL = "still counts for nothing"


def lacking() -> Story:
    """A pairing of which one thing is missing, that its mentor says is waived."""
    story = Story()
    story.put(ONE, "sent_to_mentor: 2026-11-09\n", "")
    story.commit(IRIS, "2026-10-06T08:00")
    return story


@pytest.fixture
def waived(once: Once, tmp_path: Path) -> Path:
    def lay(folder: Path) -> None:
        story = lacking()
        story.files[PAIRING] += WAIVER.encode()
        story.commit(TEO, "2026-10-06T09:00")
        story.lay_in(folder / "program")
        assert completed(folder / "program") == []

    return copied(once("waived by a mentor", lay) / "program", tmp_path / "program")


def completed(root: Path) -> list[str]:
    told = mentorctl("completers", "--format", "json", *DAY, cwd=root)
    return [each["pairing"] for each in json.loads(told.out)["completers"]]


def said(result: Result) -> str:
    return " ".join(result.err.split())


@pytest.mark.parametrize(("by", "words"), [(IRIS, EXTEND), (NOOR, MEET), (IRIS, MEET)])
def test_a_command_about_something_else_leaves_it_for_nothing(
    by: str, words: tuple[str, ...], waived: Path
) -> None:
    done = as_person(by, waived, *words)
    assert done.code == 0, done.err
    assert f"what {TEO} wrote there and may not" in said(done)
    assert STILL in said(done)
    assert completed(waived) == []


def test_undoing_something_else_leaves_it_for_nothing(waived: Path) -> None:
    as_person(NOOR, waived, *MEET)
    done = as_person(NOOR, waived, "undo", "--yes", *DAY)
    assert done.code == 0, done.err
    assert STILL in said(done)
    assert completed(waived) == []
    assert as_person(NOOR, waived, "redo", "--yes", *DAY).code == 0
    assert completed(waived) == []


def test_whoever_takes_it_back_leaves_nothing_of_it(waived: Path) -> None:
    done = as_person(IRIS, waived, "undo", plain(waived, "rev-parse", "HEAD"), "--yes", *DAY)
    assert STILL not in said(done)
    assert b"waivers" not in (waived / PAIRING).read_bytes()
    assert as_person(IRIS, waived, *EXTEND).err.count(STILL) == 0


def test_whoever_writes_it_themselves_has_it_count(waived: Path) -> None:
    words = ("waive", PAIR, "experiences/1:sent_to_mentor", "--by", IRIS, "--reason", "ill")
    done = as_person(IRIS, waived, *words, "--on", "2026-10-06", "--yes", *DAY)
    assert done.code == 0, done.err
    assert STILL not in said(done)
    assert completed(waived) == [PAIR]


@pytest.mark.parametrize("by", [IRIS, NOOR])
def test_whoever_says_the_same_again_is_told_that_it_counts_for_nothing(
    by: str, waived: Path
) -> None:
    words = ("waive", PAIR, "experiences/1:sent_to_mentor", "--by", IRIS, "--reason", "agreed")
    done = as_person(by, waived, *words, "--on", "2026-10-06", "--yes", *DAY)
    assert "waived already; there is nothing to change" in said(done)
    assert f"what {TEO} wrote there and may not" in said(done)
    assert STILL in said(done)
    same = as_person(by, waived, "edit", PAIR, "pairing", "--set", "waivers.1.reason=agreed", *DAY)
    assert "nothing was changed in" in said(same)
    assert STILL in said(same)
    # and by what it says to do, it counts
    by_hand(waived)
    assert as_person(IRIS, waived, "save", "--anyway", *DAY).code == 0
    assert completed(waived) == [PAIR]
    assert STILL not in said(as_person(by, waived, *words, "--on", "2026-10-06", "--yes", *DAY))


def by_hand(root: Path, name: str = PAIRING) -> None:
    with (root / name).open("ab") as file:
        file.write(b"# looked through\n")


def test_whoever_saves_the_file_is_told_what_counts_with_it(waived: Path) -> None:
    by_hand(waived)
    done = as_person(IRIS, waived, "save", "--anyway", *DAY)
    assert done.code == 0, done.err
    assert f"what {TEO} wrote there and may not" in said(done)
    assert "counts from now on" in said(done)
    assert completed(waived) == [PAIR]


@pytest.mark.parametrize(("answer", "code", "counts"), [("n\n", 1, []), ("y\n", 0, [PAIR])])
def test_and_is_asked_whether_it_is_right(
    answer: str, code: int, counts: list[str], waived: Path
) -> None:
    text = (waived / PAIRING).read_bytes() + b"# looked through\n"
    file = waived.parent / "pairing.yaml"
    file.write_bytes(text)
    words = ("edit", PAIR, "pairing", "--from-file", str(file), *DAY)
    done = as_person(IRIS, waived, *words, input=answer, terminal=True)
    assert (done.code, completed(waived)) == (code, counts), done.err


def test_one_field_that_is_set_says_nothing_of_the_others(waived: Path) -> None:
    words = ("edit", PAIR, "pairing", "--set", "content_area=Business", *DAY)
    done = as_person(IRIS, waived, *words)
    assert done.code == 0, done.err
    assert STILL in said(done)
    assert completed(waived) == []


def paid(root: Path) -> object:
    made = json.loads(mentorctl("invoices", "--format", "json", *DAY, cwd=root).out)["invoices"]
    return next(each["vendor_number"] for each in made if each["payee_id"] == NOOR)


@pytest.mark.parametrize("other", ["vendor_number: V0066666\n", ""])
@pytest.mark.parametrize("by", [IRIS, NOOR])
def test_nobody_is_paid_elsewhere_for_a_change_of_their_phone(
    by: str, other: str, tmp_path: Path
) -> None:
    story, root = Story(), tmp_path / "program"
    story.put(PAYEE, "address: ", "vendor_number: V0042605\naddress: ")
    story.commit(IRIS, "2026-10-05T09:00")
    story.put(PAYEE, "vendor_number: V0042605\n", other)
    story.commit(TEO, "2026-10-06T09:00")
    story.lay_in(root)
    assert paid(root) == "V0042605"
    words = ("person", "edit", NOOR, "--set", "phones.cell=816-555-0199", *DAY)
    done = as_person(by, root, *words)
    assert done.code == 0, done.err
    assert STILL in said(done)
    assert paid(root) == "V0042605"


def test_who_keeps_a_record_of_theirs_confirms_nothing_of_others_there(tmp_path: Path) -> None:
    story, root = Story(), tmp_path / "program"
    story.put(ONE, "sent_to_mentor: 2026-11-09\n", "")
    story.commit(AMARA, "2026-11-16T08:00")
    story.put(ONE, "slot: 1\n", "slot: 1\nsent_to_mentor: 2026-11-08\n")
    story.commit(TEO, "2026-11-16T09:00")
    story.lay_in(root)
    words = ("edit", PAIR, "experiences/1", "--set", "achieved=2026-11-04", *DAY)
    done = as_person(AMARA, root, *words)
    assert done.code == 0, done.err
    assert f"what {TEO} wrote there and may not (sent to mentor)" in said(done)
    assert completed(root) == []
    by_hand(root, ONE)
    assert as_person(AMARA, root, "save", "--anyway", *DAY).code == 0
    assert completed(root) == [PAIR]


def test_what_stands_beside_a_value_is_not_confirmed_with_it(tmp_path: Path) -> None:
    story, root = Story(), tmp_path / "program"
    story.put(ONE, "  sent_to_advisor: 2026-11-16\n", "")
    story.commit(TEO, "2026-11-16T08:00")
    story.put(ONE, "comment:\n", "comment:\n  sent_to_advisor: 2026-11-15\n")
    story.commit(AMARA, "2026-11-16T09:00")
    story.lay_in(root)
    words = ("edit", PAIR, "experiences/1", "--set", "comment.text=Thorough.", *DAY)
    done = as_person(TEO, root, *words)
    assert done.code == 0, done.err
    assert f"what {AMARA} wrote there and may not (comment sent_to_advisor)" in said(done)
    assert completed(root) == []


OWN = """\
    own:
      title: A course on food chemistry
      description: Forty lessons with labs
"""


def test_nobody_has_an_approval_stand_for_what_it_was_not_given_for(tmp_path: Path) -> None:
    story, root = Story(), tmp_path / "program"
    plan = f"{FIRST}/plan.yaml"
    story.put(plan, "    catalogue: 1\n", OWN)
    story.commit(AMARA, "2026-09-20T09:00")
    story.lay_in(root)
    done = as_person(NOOR, root, "approve", PAIR, "1", "--on", "2026-09-21", "--yes", *DAY)
    assert done.code == 0, done.err
    assert completed(root) == [PAIR]
    file = root / plan
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("Forty lessons with labs", "A leaflet"), encoding="utf-8")
    assert as_person(AMARA, root, "save", "--anyway", *DAY).code == 0
    assert completed(root) == []
