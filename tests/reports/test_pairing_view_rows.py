"""Which row a pairing is held to, and since when it has what completion asks for."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest
from support.facts import CALENDAR, FOLDER, NEEDS, PAIRING, change, date, extend, take_away

from mentorctl.reports.check import check_folder
from mentorctl.reports.completers import completers
from mentorctl.reports.due import due
from mentorctl.reports.status import status
from mentorctl.store.folder import Folder

if TYPE_CHECKING:
    from pathlib import Path

    from mentorctl.model.completer_list import CompleterEntry

TODAY = dt.date(2027, 5, 3)
OWN = f"{FOLDER}/pairing.yaml"
MIDYEAR = "meetings/2026-2027-midyear.yaml"
NEED = "experiences/4:comment.sent_to_advisor"
ROWS = [row.id for row in CALENDAR.program.calendar]
EVERYBODY = ["mentee", "mentor", "advisor"]


def rule(root: Path, milestone: str, field: str, value: Any) -> None:
    change(root, "program.yaml", ("calendar", ROWS.index(milestone), field), value)


def standing(root: Path) -> str:
    (found,) = [each for each in status(Folder(root), TODAY).rows if each.pairing == PAIRING]
    return found.standing


def entry(root: Path) -> CompleterEntry:
    found = completers(Folder(root), TODAY)
    (one,) = [each for each in (*found.completers, *found.others) if each.pairing == PAIRING]
    return one


def owed(root: Path) -> set[tuple[str, str]]:
    debts = due(Folder(root), TODAY, TODAY + dt.timedelta(days=14)).debts
    return {(debt.milestone, debt.role) for debt in debts if debt.pairing == PAIRING}


def codes(root: Path) -> set[str]:
    return {each.code for each in check_folder(root, TODAY).findings if each.pairing == PAIRING}


def test_a_meeting_held_late_is_late_whoever_must_be_there(program: Path) -> None:
    change(program, "program.yaml", ("meetings", 1, "attended_by"), EVERYBODY)
    change(program, MIDYEAR, ("on",), "2027-03-20")
    change(program, MIDYEAR, ("attended",), ["amara-okafor", "teo-lindqvist", "noor-haddad"])

    assert standing(program) == "late"
    assert [reason.state for reason in entry(program).reasons] == ["late"]


def test_a_required_meeting_in_a_reminder_is_due_at_the_end_of_its_window(program: Path) -> None:
    rule(program, "kickoff", "required", "no")
    take_away(program, "meetings/kickoff:attended")

    assert standing(program) == "overdue"
    assert ("meeting-kickoff", "mentee") in owed(program)
    assert "meeting-missed" in codes(program)
    assert [reason.state for reason in entry(program).reasons] == ["missed"]


def test_a_meeting_whose_row_has_no_day_is_missed_nowhere(program: Path) -> None:
    rule(program, "kickoff", "due", {"target": 1})
    change(program, f"{FOLDER}/plan.yaml", ("experiences", 0, "target_date"), None)
    take_away(program, "meetings/kickoff:attended")

    assert standing(program) == "on track"
    assert "meeting-missed" not in codes(program)


def test_a_meeting_is_missed_also_by_a_role_that_nobody_holds(program: Path) -> None:
    change(program, "program.yaml", ("meetings", 1, "attended_by"), EVERYBODY)
    change(program, OWN, ("advisor",), None)

    assert standing(program) == "overdue"
    assert "meeting-missed" in codes(program)


def test_a_meeting_that_was_not_held_is_owed_by_all_beside_one_that_was(program: Path) -> None:
    rule(program, "kickoff", "needs", ["meetings/kickoff:attended", "meetings/midyear:attended"])
    take_away(program, "meetings/kickoff:attended")
    (program / MIDYEAR).unlink()

    assert owed(program) == {("kickoff", "mentee"), ("kickoff", "mentor")}


def test_a_visit_before_the_year_hides_none_of_the_year(program: Path) -> None:
    rule(program, "visit", "required", "yes")
    visit = (program / FOLDER / "visits/2026-11-10.yaml").read_text("utf-8")
    earlier = program / FOLDER / "visits/2026-06-20.yaml"
    earlier.write_text(visit.replace("2026-11-10", "2026-06-20"), "utf-8")

    assert owed(program) == set()
    assert "milestone-missed" not in codes(program)


def test_an_extension_gives_no_day_to_a_milestone_that_has_none(program: Path) -> None:
    change(program, f"{FOLDER}/plan.yaml", ("experiences", 0, "target_date"), None)
    take_away(program, "experiences/1:achieved")
    extend(program, "target-1", dt.date(2027, 5, 1))

    assert owed(program) == set()
    assert "milestone-due-soon" not in codes(program)


def test_what_a_later_row_asks_for_is_owed_though_the_earlier_one_is_not(program: Path) -> None:
    need = "experiences/1:sent_to_mentor"
    change(program, "program.yaml", ("late_start",), "skip")
    change(program, OWN, ("starts",), "2027-01-11")
    rule(program, "experiences-3-4", "needs", [need, "experiences/3:sent_to_mentor"])
    take_away(program, need)

    assert standing(program) == "overdue"
    assert [(each.need, each.state) for each in entry(program).reasons] == [(need, "missed")]
    assert "milestone-missed" in codes(program)


def test_who_owes_nothing_of_completion_has_not_completed(program: Path) -> None:
    change(program, "program.yaml", ("late_start",), "skip")
    change(program, OWN, ("starts",), "2027-05-01")
    for need in NEEDS:
        take_away(program, need)

    assert standing(program) == "on track"
    (reason,) = entry(program).reasons
    assert "owes none of it" in reason.message


def test_nothing_is_late_of_a_pairing_that_has_not_begun(program: Path) -> None:
    date(program, NEED, dt.date(2027, 4, 25))
    change(program, OWN, ("starts",), "2027-05-10")

    assert standing(program) == "on track"


@pytest.mark.parametrize("late", ["does-not-count", "counts"])
def test_a_longer_extension_moves_no_day_of_completion(program: Path, late: str) -> None:
    change(program, "program.yaml", ("completion", "late"), late)
    date(program, NEED, dt.date(2027, 4, 25))
    extend(program, "comments-3-4", dt.date(2027, 4, 30), on="2027-05-02")
    rests_on = dt.date(2027, 4, 25) if late == "counts" else dt.date(2027, 5, 2)
    assert entry(program).row.completed_on == rests_on

    # with leave that was there before, the longer one changes nothing
    extend(program, "comments-3-4", dt.date(2027, 4, 26))
    assert entry(program).row.completed_on == dt.date(2027, 4, 25)
