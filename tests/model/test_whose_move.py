"""Whose move it is: who can do what is open, and who has to do theirs first."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest
from support.facts import CALENDAR, FOLDER, PAIRING, change, take_away

from mentorctl.reports.status import status
from mentorctl.store.folder import Folder

if TYPE_CHECKING:
    from pathlib import Path

TODAY = dt.date(2027, 5, 3)
PLAN = f"{FOLDER}/plan.yaml"
WORK = "experiences/4:sent_to_mentor"
COMMENT = "experiences/4:comment.sent_to_advisor"


def move(root: Path, milestone: str, today: dt.date = TODAY) -> tuple[str, ...]:
    (row,) = [each for each in status(Folder(root), today).rows if each.pairing == PAIRING]
    (step,) = [each for each in row.steps if each.id == milestone]
    assert step.is_open
    return step.owners


def owned_by(root: Path, milestone: str, *owners: str) -> None:
    rows = [row.id for row in CALENDAR.program.calendar]
    change(root, "program.yaml", ("calendar", rows.index(milestone), "owner"), list(owners))


def test_a_plan_is_the_pairs_until_it_is_made_and_the_advisors_from_then_on(program: Path) -> None:
    take_away(program, "plan:approved.on")
    assert move(program, "plan") == ("advisor",)

    change(program, PLAN, ("experiences", 2, "target_date"), None)
    assert move(program, "plan") == ("mentee", "mentor")


def test_a_plan_that_is_approved_waits_to_be_received_by_the_advisor(program: Path) -> None:
    take_away(program, "plan:received.on")
    assert move(program, "plan") == ("advisor",)


def test_without_an_advisor_a_plan_stays_with_whom_it_is_asked_of(program: Path) -> None:
    take_away(program, "plan:approved.on")
    change(program, f"{FOLDER}/pairing.yaml", ("advisor",), None)
    assert move(program, "plan") == ("mentee", "mentor")


def test_a_comment_on_work_that_was_not_handed_in_is_the_mentees_move(program: Path) -> None:
    take_away(program, WORK)
    take_away(program, COMMENT)
    assert move(program, "comments-3-4") == ("mentee",)

    change(program, f"{FOLDER}/experiences/4.yaml", ("sent_to_mentor",), "2027-04-06")
    assert move(program, "comments-3-4") == ("mentor",)


def test_an_experience_of_a_teams_own_waits_for_the_advisors_yes(program: Path) -> None:
    own: dict[str, Any] = {"title": "A film", "description": "Made by students"}
    change(program, PLAN, ("experiences", 3, "catalogue"), None)
    change(program, PLAN, ("experiences", 3, "own"), own)
    assert move(program, "experiences-3-4") == ("advisor",)

    change(program, PLAN, ("experiences", 3, "own"), {"title": "A film"})
    assert move(program, "experiences-3-4") == ("mentee",)


def test_of_several_who_are_asked_it_is_the_move_of_whoever_writes_it_down(program: Path) -> None:
    take_away(program, WORK)
    owned_by(program, "experiences-3-4", "mentee", "mentor")
    assert move(program, "experiences-3-4") == ("mentee",)


@pytest.mark.parametrize(("today", "who"), [
    (dt.date(2027, 1, 25), ("mentee", "mentor")), (dt.date(2027, 1, 27), ("mentee",)),
])  # fmt: skip
def test_who_will_miss_a_meeting_nobody_knows_before_it_is_held(
    program: Path, today: dt.date, who: tuple[str, ...]
) -> None:
    take_away(program, "meetings/midyear:attended")
    assert move(program, "midyear", today) == who
