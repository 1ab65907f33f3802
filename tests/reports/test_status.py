from __future__ import annotations

import datetime as dt
import shutil
from typing import TYPE_CHECKING, Any

import pytest
from support.facts import FOLDER, PAIRING, change, date, extend, take_away, waive

from mentorctl.model.needs import NeedState
from mentorctl.reports.provenance import files_of
from mentorctl.reports.status import StatusReport, StatusRow, as_data, cells, status
from mentorctl.store.folder import Folder

if TYPE_CHECKING:
    from pathlib import Path

    from mentorctl.reports.pairing_view import YearStep

TODAY = dt.date(2027, 5, 3)
OWN = f"{FOLDER}/pairing.yaml"
LATE_COMMENT = ("experiences/3:comment.sent_to_advisor", dt.date(2027, 4, 20))


def report(root: Path, today: dt.date = TODAY) -> StatusReport:
    return status(Folder(root), today)


def row(root: Path, today: dt.date = TODAY) -> StatusRow:
    (only,) = report(root, today).rows
    return only


def step(root: Path, name: str, today: dt.date = TODAY) -> YearStep:
    (only,) = (step for step in row(root, today).steps if step.id == name)
    return only


def test_a_pairing_that_did_everything_is_done(program: Path) -> None:
    found = row(program)

    assert (found.standing, found.experiences, found.experiences_asked) == ("done", 4, 4)
    assert found.next is None
    assert found.lacking == ()
    assert {step.state for step in found.steps} == {NeedState.MET}


def test_what_is_past_and_open_is_overdue(program: Path) -> None:
    take_away(program, "experiences/3:comment.sent_to_advisor")

    found = row(program)
    assert (found.standing, found.experiences) == ("overdue", 3)
    assert found.next is not None
    assert (found.next.id, found.next.owners) == ("comments-3-4", ("mentor",))
    assert found.next.open == ("Mentor Comment Form 3 with the content advisor",)


def test_what_was_late_without_leave_is_late(program: Path) -> None:
    date(program, *LATE_COMMENT)
    assert row(program).standing == "late"

    extend(program, "comments-3-4", LATE_COMMENT[1])
    assert row(program).standing == "done"


def test_what_is_not_due_yet_is_on_track(program: Path) -> None:
    take_away(program, "experiences/4:comment.sent_to_advisor")

    found = row(program, dt.date(2027, 4, 19))
    assert found.standing == "on track"
    assert found.next is not None
    assert found.next.by == dt.date(2027, 4, 19)


def test_an_extension_moves_the_last_day(program: Path) -> None:
    take_away(program, "experiences/4:comment.sent_to_advisor")
    extend(program, "comments-3-4", dt.date(2027, 5, 14))

    found = row(program)
    assert found.standing == "on track"
    assert found.next is not None
    assert (found.next.due, found.next.by) == (dt.date(2027, 4, 19), dt.date(2027, 5, 14))


def test_a_day_that_is_still_to_come_is_not_the_day_it_was_done(program: Path) -> None:
    before = step(program, "comments-3-4", dt.date(2027, 4, 4))
    assert (before.state, before.done_on) == (NeedState.DUE, None)

    assert step(program, "comments-3-4").done_on == dt.date(2027, 4, 5)


def test_reminders_are_nobodys_next_step(program: Path) -> None:
    change(program, f"{FOLDER}/experiences/1.yaml", ("achieved",), None)

    found = row(program)
    assert found.standing == "done"
    assert found.next is None
    assert step(program, "target-1").state is NeedState.MISSED


@pytest.mark.parametrize("state", ["withdrawn", "reassigned"])
def test_a_pairing_that_ended_has_no_next_step(program: Path, state: str) -> None:
    take_away(program, "plan:approved.on")
    change(program, OWN, ("state",), state)

    found = row(program)
    assert (found.standing, found.next) == (state, None)


@pytest.mark.parametrize("state", ["withdrawn", "reassigned"])
def test_a_pairing_whose_end_is_known_before_it_begins_is_listed(program: Path, state: str) -> None:
    change(program, OWN, ("state",), state)
    change(program, OWN, ("ends",), "2027-01-15")

    found = row(program, dt.date(2026, 7, 15))
    assert (found.has_begun, found.ending, found.next) == (False, state, None)


def test_a_completer_is_done_and_owes_what_else_is_open(program: Path) -> None:
    change(program, f"{FOLDER}/plan.yaml", ("received",), None)
    assert row(program).told == "done, owes plan"

    change(program, OWN, ("state",), "completed")
    change(program, OWN, ("closed",), {"on": dt.date(2027, 4, 20)})
    assert (row(program).state, row(program).told) == ("completed", "done, owes plan")
    # completion did not hold on that day
    change(program, OWN, ("closed", "on"), dt.date(2027, 1, 20))
    assert (row(program).state, row(program).told) == ("active", "done, owes plan")


@pytest.mark.parametrize("name", ["pairing.yaml", "plan.yaml"])
def test_a_record_that_cannot_be_read_comes_first(program: Path, name: str) -> None:
    (program / FOLDER / name).write_text("state: [", "utf-8")

    found = row(program)
    assert found.standing == "unknown"
    assert f"{FOLDER}/{name}:" in found.lacking[0].message


def test_a_meeting_that_no_milestone_asks_for_is_a_step_of_its_own(program: Path) -> None:
    names = [step.id for step in row(program).steps]
    assert names.index("target-4") < names.index("midyear") < names.index("experiences-3-4")

    take_away(program, "meetings/midyear:attended")
    assert row(program).standing == "overdue"
    missed = step(program, "midyear")
    assert (missed.state, missed.by) == (NeedState.MISSED, dt.date(2027, 3, 15))
    # only the one who was not there
    assert missed.owners == ("mentee",)

    waive(program, "meetings/midyear:attended")
    assert step(program, "midyear").state is NeedState.EXCUSED


def test_a_meeting_held_after_its_window_is_late_and_can_be_extended(program: Path) -> None:
    date(program, "meetings/midyear:attended", dt.date(2027, 3, 20))

    assert step(program, "midyear").state is NeedState.LATE
    assert step(program, "midyear", dt.date(2027, 3, 18)).state is NeedState.MISSED
    extend(program, "midyear", dt.date(2027, 3, 20), on="2027-03-10")
    assert step(program, "midyear").state is NeedState.EXCUSED


def test_the_most_urgent_come_first(program: Path) -> None:
    states = {"b-late": "active", "a-over": "active", "c-gone": "withdrawn", "d-off": "active"}
    for name, state in states.items():
        shutil.copytree(program / FOLDER, program / f"pairings/2026-2027/{name}")
        change(program, f"pairings/2026-2027/{name}/pairing.yaml", ("state",), state)
    late = "pairings/2026-2027/b-late/experiences/3.yaml"
    change(program, late, ("comment", "sent_to_advisor"), dt.date(2027, 4, 20))
    for name, number in (("a-over", 4), ("d-off", 1)):
        path = f"pairings/2026-2027/{name}/experiences/{number}.yaml"
        change(program, path, ("sent_to_mentor",), None)

    rows = report(program).rows
    assert [(found.pairing, found.standing) for found in rows] == [
        ("d-off", "overdue"),
        ("a-over", "overdue"),
        ("b-late", "late"),
        (PAIRING, "done"),
        ("c-gone", "withdrawn"),
    ]
    alone = status(Folder(program), TODAY, "b-late").rows
    # a line of weeks is shown of a single pairing alone
    assert alone == tuple(
        found._replace(contact=alone[0].contact) for found in rows if found.pairing == "b-late"
    )


@pytest.mark.parametrize(
    ("today", "phase"),
    [
        (dt.date(2026, 7, 1), "Anticipation"),
        (dt.date(2026, 12, 31), "Disillusionment"),
        (dt.date(2027, 1, 4), "Disillusionment"),
        (dt.date(2027, 1, 5), "Rejuvenation"),
        (dt.date(2027, 6, 30), "Reflection"),
        (dt.date(2027, 7, 1), None),
        (dt.date(2026, 6, 30), None),
    ],
)
def test_the_phase_of_the_year_is_the_one_of_the_day(
    program: Path, today: dt.date, phase: str | None
) -> None:
    found = report(program, today).phase

    assert (found.title if found else None) == phase


def test_data_for_scripts(program: Path) -> None:
    take_away(program, "experiences/3:comment.sent_to_advisor")

    data = as_data(report(program), files_of(program), {})
    assert (data["schema_version"], data["today"], data["phase"]) == (1, TODAY, "Reflection")
    pairings: Any = data["pairings"]
    (pairing,) = pairings
    assert pairing["next"] == "comments-3-4"
    assert pairing["next_owners"] == ["mentor"]
    assert pairing["mentor"] == "Teo Lindqvist"
    assert [reason["need"] for reason in pairing["lacking"]] == [
        "experiences/3:comment.sent_to_advisor"
    ]
    (missed,) = (each for each in pairing["milestones"] if each["state"] == "missed")
    assert (missed["id"], missed["by"], missed["needs"]) == (
        "comments-3-4", dt.date(2027, 4, 19), 2,
    )  # fmt: skip
    assert cells(report(program), row(program))[-11:-7] == (
        "comments-3-4",
        "Mentor deadline: Send Mentor Comment Forms for Experiences 1 & 2 to content advisor(s)"
        .replace("1 & 2", "3 & 4"),
        dt.date(2027, 4, 19),
        "mentor",
    )  # fmt: skip
