"""Nobody takes a record that is not theirs out of what counts by a value that it cannot have."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING

import pytest
from support.run import mentorctl
from support.story import AMARA, FIRST, IRIS, NOOR, ONE, TEO, Story, matters, pushed_to_guard

from mentorctl.reports.completers import completers
from mentorctl.reports.counted_folder import as_counted
from mentorctl.store.folder import Folder

if TYPE_CHECKING:
    from pathlib import Path

TODAY = dt.date(2027, 5, 3)
KICKOFF, YEAR = "meetings/2026-2027-kickoff.yaml", "years/2026-2027.yaml"
PAIRING, PERSON = f"{FIRST}/pairing.yaml", f"people/{TEO}.yaml"
MID_YEAR = "reassignments/mid-year/2026-2027.yaml"
PAIR = FIRST.rpartition("/")[2]
UNFIT = [
    # nothing is filled in, and yet the record is none with it
    (KICKOFF, "colour:\n"),
    (KICKOFF, "planned: []\n"),
    (KICKOFF, "planned: {colour: }\n"),
    (YEAR, "colour: ''\n"),
    (YEAR, "colour: {}\n"),
    (YEAR, "advice: [{}]\n"),
    (YEAR, f"contributions_acknowledged: {{{AMARA}: []}}\n"),
    (PAIRING, "colour: []\n"),
    (PAIRING, "waivers: {}\n"),
    (PAIRING, "waivers: [{}]\n"),
    (PERSON, "colour:\n"),
    (PERSON, "mentoring: []\n"),
    # what is called by who wrote it, and is not theirs for that
    (YEAR, f"colour: {{{AMARA}: 2027-04-01}}\n"),
    (YEAR, f"rolled_over: {{{AMARA}: 2027-04-01}}\n"),
    (YEAR, f"contributions_acknowledged: {{{AMARA}: tomorrow}}\n"),
]


@pytest.mark.parametrize(("path", "text"), UNFIT)
def test_just_that_value_counts_for_nothing(path: str, text: str, tmp_path: Path) -> None:
    story, root = Story(), tmp_path / "program"
    story.files[path] += text.encode()
    story.commit(AMARA, "2026-10-06T09:00")
    (found,) = matters(story.audit(root), "forbidden-change")
    assert found.path == path
    told = completers(Folder(root), TODAY)
    assert [each.pairing for each in told.completers] == [PAIR]
    assert told.unread == ()


def test_a_guard_refuses_it(tmp_path: Path) -> None:
    story, root = Story(), tmp_path / "program"
    story.files[KICKOFF] += b"colour:\n"
    story.commit(AMARA, "2026-10-06T09:00")
    commits = story.lay_in(root)
    done = pushed_to_guard(root, commits[-2])
    assert done.returncode
    assert "only a coordinator changes it" in done.stderr


@pytest.mark.parametrize(
    ("answer", "is_theirs"),
    [
        ("{on: 2027-01-11, sealed: abc}", True),
        ("{on: 2027-01-11, sealed: abc, colour: blue}", False),
        ("{on: soon, sealed: abc}", False),
        ("{sealed: abc}", False),
        ("abc", False),
    ],
)
def test_an_answer_in_the_middle_of_the_year_is_one_or_counts_for_nothing(
    answer: str, is_theirs: bool, tmp_path: Path
) -> None:
    story, root = Story(), tmp_path / "program"
    other = "answers:\n  grace-whitfield-teo-lindqvist: {on: 2027-01-11, sealed: xyz}\n"
    story.files[MID_YEAR] = other.encode()
    story.commit(IRIS, "2027-01-11T09:00")
    story.files[MID_YEAR] += f"  {PAIR}: {answer}\n".encode()
    story.commit(AMARA, "2027-01-11T10:00")
    assert (matters(story.audit(root), "forbidden-change") == []) is is_theirs


def test_a_day_of_ones_own_in_the_year_is_theirs_and_may_go(tmp_path: Path) -> None:
    story, root = Story(), tmp_path / "program"
    story.put(YEAR, f"  {TEO}: 2027-04-27\n", f"  {TEO}: 2027-04-26\n")
    story.commit(TEO, "2027-04-28T09:00")
    story.put(YEAR, f"  {TEO}: 2027-04-26\n", "")
    story.commit(TEO, "2027-04-29T09:00")
    assert story.audit(root).matters == ()


BREAKS = {
    "a field that no record has": (ONE, "slot: 1\n", "slot: 1\ncolour: blue\n", AMARA),
    "what it cannot be without": (ONE, "slot: 1\n", "", AMARA),
    "no day": (ONE, "achieved: 2026-11-05", "achieved: soon", AMARA),
    "a pairing without its beginning": (PAIRING, "starts: 2026-09-14\n", "", NOOR),
}


@pytest.mark.parametrize(("path", "old", "new", "by"), BREAKS.values(), ids=BREAKS)
def test_what_stood_counts_where_somebody_left_a_record_that_is_none(
    path: str, old: str, new: str, by: str, tmp_path: Path
) -> None:
    story, root = Story(), tmp_path / "program"
    story.put(path, old, new)
    story.commit(by, "2026-10-06T09:00")
    # nobody confirms by what they go on with what nobody can read
    story.files[path] += b"# so it is\n"
    story.commit(NOOR if by == AMARA else IRIS, "2026-10-07T09:00")
    story.lay_in(root)
    told = completers(Folder(root), TODAY)
    assert ([each.pairing for each in told.completers], told.unread) == ([PAIR], ())


def test_what_others_write_meanwhile_counts_and_goes_on_when_it_is_mended(tmp_path: Path) -> None:
    story = Story()
    story.put(ONE, "slot: 1\n", "slot: 1\ncolour: blue\n")
    story.put(ONE, "achieved: 2026-11-05", "achieved: 2026-11-06")
    story.commit(AMARA, "2026-11-10T09:00")
    story.put(ONE, "Thorough on grading", "Thorough on marks")
    story.commit(TEO, "2026-11-16T10:00")
    for name, by in (("broken", ""), ("mended", NOOR)):
        if by:
            story.put(ONE, "colour: blue\n", "")
            story.commit(by, "2026-11-17T10:00")
        story.lay_in(tmp_path / name)
        one = as_counted(Folder(tmp_path / name), TODAY).team(PAIR).experiences["1"]
        assert str(one.comment and one.comment.text).startswith("Thorough on marks")
        assert str(one.achieved) == "2026-11-06"


def test_audit_says_since_when_nobody_can_read_the_program(tmp_path: Path) -> None:
    story, root = Story(), tmp_path / "program"
    story.files["program.yaml"] = b"name: [\n"
    story.commit(AMARA, "2026-10-06T09:00")
    last = story.lay_in(root)[-1]
    told = mentorctl("audit", "--format", "json", "--today", str(TODAY), cwd=root)
    found = {(each["code"], each["person"], each["commit"]): each["path"]
             for each in json.loads(told.out)["findings"]}  # fmt: skip
    assert found["unreadable-record", AMARA, last] == "program.yaml"
    assert found["forbidden-change", AMARA, last] == "program.yaml"
