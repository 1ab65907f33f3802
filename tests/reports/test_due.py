from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from support.facts import FOLDER, PAIRING, YEAR, change, extend, take_away

from mentorctl.reports.due import Debt, due
from mentorctl.reports.due_rows import COLUMNS, as_data, rows
from mentorctl.reports.provenance import files_of
from mentorctl.store.folder import Folder

if TYPE_CHECKING:
    from pathlib import Path

TODAY = dt.date(2027, 5, 3)
FACTS = f"years/{YEAR}.yaml"


def owed(
    root: Path, today: dt.date = TODAY, days: int = 14, role: str | None = None
) -> tuple[Debt, ...]:
    return due(Folder(root), today, today + dt.timedelta(days=days), role).debts


def said(debts: tuple[Debt, ...]) -> list[tuple[str, str, str]]:
    return [(debt.milestone, debt.role, debt.person_id) for debt in debts]


def test_nobody_owes_anything_once_all_is_done(program: Path) -> None:
    assert owed(program) == ()


def test_what_a_person_owes_has_their_name_and_email(program: Path) -> None:
    take_away(program, "experiences/3:comment.sent_to_advisor")

    assert owed(program) == (
        Debt(
            by=dt.date(2027, 4, 19),
            days=-14,
            state="missed",
            milestone="comments-3-4",
            title="Mentor deadline: Send Mentor Comment Forms for Experiences 3 & 4 to content"
            " advisor(s)",
            required=True,
            pairing=PAIRING,
            role="mentor",
            person_id="teo-lindqvist",
            person="Teo Lindqvist",
            email="teo.lindqvist@marlow-tech.example",
            open=("Mentor Comment Form 3 with the content advisor",),
            mentee_id="amara-okafor",
            mentor_id="teo-lindqvist",
            advisor_id="noor-haddad",
        ),
    )


def test_only_what_is_due_by_then_is_named(program: Path) -> None:
    take_away(program, "experiences/4:sent_to_mentor")

    debts = said(owed(program, dt.date(2027, 4, 6), days=2, role="mentee"))
    # the evaluation is a reminder that all share, so that it stays frank
    assert debts == [
        ("evaluation-due", "mentee", ""),
        ("experiences-3-4", "mentee", "amara-okafor"),
    ]
    assert owed(program, dt.date(2027, 4, 6), days=1, role="mentee") == ()


def test_an_extension_moves_the_day(program: Path) -> None:
    take_away(program, "experiences/4:sent_to_mentor")
    extend(program, "experiences-3-4", dt.date(2027, 5, 7))

    (debt,) = owed(program)
    assert (debt.by, debt.days, debt.state) == (dt.date(2027, 5, 7), 4, "due")
    assert owed(program, days=3) == ()


def test_each_owner_owes_it(program: Path) -> None:
    take_away(program, "plan:approved.on")
    change(program, f"{FOLDER}/plan.yaml", ("experiences", 3, "target_date"), None)

    assert said(owed(program)) == [
        ("plan", "mentor", "teo-lindqvist"),
        ("plan", "mentee", "amara-okafor"),
    ]
    assert said(owed(program, role="mentee")) == [("plan", "mentee", "amara-okafor")]


def test_a_plan_that_is_made_waits_for_the_advisor_alone(program: Path) -> None:
    take_away(program, "plan:approved.on")

    assert said(owed(program)) == [("plan", "advisor", "noor-haddad")]
    assert owed(program, role="mentee") == ()


def test_a_meeting_is_owed_by_whoever_was_not_there(program: Path) -> None:
    take_away(program, "meetings/kickoff:attended")
    take_away(program, "meetings/midyear:attended")

    assert said(owed(program)) == [
        ("kickoff", "mentee", "amara-okafor"),
        ("midyear", "mentee", "amara-okafor"),
    ]


def test_a_reminder_is_named_while_it_is_ahead_and_never_once_it_is_past(program: Path) -> None:
    change(program, f"{FOLDER}/experiences/4.yaml", ("achieved",), None)

    ahead = owed(program, dt.date(2027, 3, 26), days=0)
    assert said(ahead) == [("target-4", "mentee", "amara-okafor")]
    assert not ahead[0].required
    assert "target-4" not in [debt.milestone for debt in owed(program, dt.date(2027, 3, 27))]


def test_the_most_overdue_comes_first(program: Path) -> None:
    for need in (
        "experiences/4:sent_to_mentor",
        "plan:approved.on",
        "experiences/1:sent_to_mentor",
    ):
        take_away(program, need)

    days = [debt.days for debt in owed(program)]
    assert len(days) == 3
    assert days == sorted(days)


def test_a_completer_still_owes_what_completion_does_not_ask_for(program: Path) -> None:
    take_away(program, "plan:received.on")
    assert {debt.milestone for debt in owed(program)} == {"plan"}

    change(program, f"{FOLDER}/pairing.yaml", ("state",), "completed")
    change(program, f"{FOLDER}/pairing.yaml", ("closed",), {"on": dt.date(2027, 4, 20)})
    assert {debt.milestone for debt in owed(program)} == {"plan"}


@pytest.mark.parametrize("state", ["withdrawn", "reassigned"])
def test_only_active_pairings_owe(program: Path, state: str) -> None:
    take_away(program, "plan:approved.on")
    change(program, f"{FOLDER}/pairing.yaml", ("state",), state)

    assert owed(program) == ()


def test_a_pairing_owed_until_the_day_it_ended(program: Path) -> None:
    take_away(program, "plan:approved.on")
    change(program, f"{FOLDER}/pairing.yaml", ("state",), "withdrawn")
    change(program, f"{FOLDER}/pairing.yaml", ("ends",), dt.date(2027, 1, 15))

    assert [debt.milestone for debt in owed(program, dt.date(2027, 1, 15))] == ["plan"]
    assert owed(program, dt.date(2027, 1, 16)) == ()


def test_a_fact_of_the_program_is_owed_by_each_person_who_has_not_sent_it(program: Path) -> None:
    change(program, FACTS, ("invoices_sent", "teo-lindqvist"), None)

    (debt,) = owed(program)
    assert (debt.milestone, debt.role, debt.person) == ("invoices", "mentor", "Teo Lindqvist")
    assert (debt.pairing, debt.open) == ("", (f'"Invoice sent, by person" ({FACTS})',))


def test_a_reminder_of_the_program_is_named_while_it_is_ahead(program: Path) -> None:
    change(program, FACTS, ("evaluation_closed",), None)

    ahead = owed(program, dt.date(2027, 4, 8), days=0, role="mentor")
    assert said(ahead) == [("evaluation-due", "mentor", "")]
    assert owed(program, dt.date(2027, 4, 9), days=0, role="mentor") == ()


def test_what_a_role_owes_is_owed_by_those_who_hold_it(program: Path) -> None:
    change(program, FACTS, ("completers_to_finance",), None)

    (debt,) = owed(program, role="staff")
    assert (debt.person, debt.email) == ("Grace Whitfield", "grace.whitfield@agency.example")


def test_a_role_that_nobody_holds_owes_as_a_role(program: Path) -> None:
    change(program, FACTS, ("completers_to_finance",), None)
    (program / "people" / "grace-whitfield.yaml").unlink()

    assert said(owed(program)) == [("finance", "staff", "")]


def test_coordinators_are_those_of_program_yaml(program: Path) -> None:
    change(program, FACTS, ("completers_to_finance",), None)
    path = program / "program.yaml"
    text = path.read_text("utf-8")
    head, finance = text.split("  - id: finance\n")
    path.write_text(
        f"{head}  - id: finance\n{finance.replace('owner: staff', 'owner: coordinator', 1)}",
        "utf-8",
    )

    assert said(owed(program)) == [("finance", "coordinator", "iris-nakamura")]


def test_a_file_that_cannot_be_read_is_no_debt(program: Path) -> None:
    (program / FOLDER / "plan.yaml").write_text("approved: [", "utf-8")

    report = due(Folder(program), TODAY, TODAY)
    assert report.debts == ()
    assert [each.path for each in report.unread] == [f"{FOLDER}/plan.yaml"]


def test_data_for_scripts(program: Path) -> None:
    take_away(program, "experiences/4:sent_to_mentor")
    (debt,) = owed(program)

    found = due(Folder(program), TODAY, TODAY)
    data = as_data(found, files_of(program))
    assert (data["schema_version"], data["until"]) == (1, TODAY)
    about = {"program_id": "preset", "program": found.program, "year": "2026-2027"}
    assert data["due"] == [debt._asdict() | about]
    line, *waiting = rows(found)
    assert {each[COLUMNS.index("state")] for each in waiting} == {"awaited"}
    assert dict(zip(COLUMNS, line, strict=True)) == {
        **debt._asdict(),
        **about,
        "required": "yes",
        "open": "Experience 4 handed over to the mentor",
    }
