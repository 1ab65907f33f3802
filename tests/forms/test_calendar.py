"""The year in rows: as the program has it, and as one pairing stands in it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from render.sample_year import KAYLA, NOBODY, OKSANA, sample_context, sample_team
from support.teams import having

from mentorctl.data import data
from mentorctl.forms import form_named
from mentorctl.model.pairing import Extension, Waiver
from mentorctl.model.program import Due
from mentorctl.store.folder import Folder

if TYPE_CHECKING:
    from mentorctl.forms import FormContext
    from mentorctl.model.team import Team

FORM = form_named("calendar")
# career education mentoring manual, Suggested Timeline; what it calls the Mentoring Kickoff is
# the window of that meeting in program.yaml
TIMELINE = [
    ("September/October", "Mentor & Protégé Kickoff Meeting, Jefferson City, MO"),
    ("Mentoring Kickoff", "Individual Mentoring Plan due to your assigned content advisor(s)"),
    ("_____", "Mentor/Protégé Visit (optional)"),
    ("_____", "Target date for completion of Experience 1 by the protégé"),
    ("_____", "Target date for completion of Experience 2 by the protégé"),
    ("December 14", "Protégé deadline: Send Experiences 1 & 2 to mentor"),
    (
        "December 28",
        "Mentor deadline: Send Mentor Comment Forms for Experiences 1 & 2 to content advisor(s)",
    ),
    ("_____", "Target date for completion of Experience 3 by the protégé"),
    ("_____", "Target date for completion of Experience 4 by the protégé"),
    ("April 1", "Online program evaluation link emailed to individuals, if applicable"),
    ("April 8", "Online program evaluation due, if applicable"),
    ("April 8", "Protégé deadline: Send Experiences 3 & 4 to mentor"),
    (
        "April 19",
        "Mentor deadline: Send Mentor Comment Forms for Experiences 3 & 4 to content advisor(s)",
    ),
    ("April 26", "Content advisor list of program completers due to DESE staff contact"),
    ("April 30", "Mentor and content advisor invoices due to DESE for final payment"),
    (
        "May 1",
        (
            "DESE staff will send a list of completers to DESE finance for protégé payments to "
            "schools in June payment."
        ),
    ),
]
MIDYEAR = ("January 2 to March 15", "Mid-Year Meeting")


def rows(team: Team, context: FormContext) -> list[dict[str, Any]]:
    assert FORM.of_pairing is not None
    (document,) = FORM.of_pairing(team, context)
    (sheet,) = document.sheets
    shown: Any = sheet.values["rows"]
    return list(shown)


def row(team: Team, start: str, context: FormContext | None = None) -> tuple[str, str, str]:
    (found,) = (
        each for each in rows(team, context or sample_context()) if each["what"].startswith(start)
    )
    return found["date"], found["until"], found["state"]


def with_exception(team: Team, **exceptions: Any) -> Team:
    assert team.pairing is not None
    pairing = msgspec.structs.replace(team.pairing, state="active", **exceptions)
    return having(team, pairing=pairing)


def test_the_program_s_year_has_every_row_of_the_manual_in_its_order() -> None:
    assert FORM.of_program is not None
    (document,) = FORM.of_program(sample_context())
    shown: Any = document.sheets[0].values["rows"]
    written = [(each["date"], each["what"]) for each in shown]
    assert written == [*TIMELINE[:9], MIDYEAR, *TIMELINE[9:]]
    assert document.about == ""


@pytest.mark.parametrize("team", [NOBODY, sample_team()], ids=["anybody", "a pairing"])
def test_a_blank_calendar_is_the_program_s(team: Team) -> None:
    blank = rows(team, sample_context("blank"))
    assert [(each["date"], each["what"]) for each in blank if each["what"] != MIDYEAR[1]] == (
        TIMELINE
    )
    assert {each["state"] for each in blank} == {""}


@pytest.mark.parametrize("form", ["calendar", "plan"])
def test_where_the_manual_disagrees_with_itself_is_printed(form: str) -> None:
    program = Folder(data("templates", "programs", "missouri-career-education")).program
    context = msgspec.structs.replace(sample_context("blank"), program=program)
    view = form_named(form).of_pairing
    assert view is not None
    (document,) = view(NOBODY, context)
    assert "In force here is April 19." in str(document.sheets[0].values)


def test_a_pairing_sees_its_own_dates_and_what_was_done_when() -> None:
    team = sample_team(OKSANA)
    assert [each["what"] for each in rows(team, sample_context())] == [
        *(what for _, what in TIMELINE[:9]),
        MIDYEAR[1],
        *(what for _, what in TIMELINE[9:]),
    ]
    assert row(team, "Mentor & Protégé Kickoff") == (
        "September/October 2026",
        "",
        "done September 17, 2026",
    )
    assert row(team, "Mentor/Protégé Visit") == ("October 29, 2026", "", "done October 29, 2026")
    assert row(team, "Target date for completion of Experience 1") == (
        "October 30, 2026",
        "",
        "done October 28, 2026",
    )
    assert row(team, "Mid-Year") == ("January 2 to March 15, 2027", "", "done February 4, 2027")
    assert row(team, "Online program evaluation due")[2] == "done April 8, 2027"
    assert row(team, "Content advisor list")[2] == "done April 26, 2027"
    assert row(team, "Mentor and content advisor invoices")[2] == "open"


def test_what_is_missed_is_said_in_words_and_a_reminder_is_only_open() -> None:
    team = sample_team(KAYLA)
    assert row(team, "Protégé deadline: Send Experiences 3")[2] == "missed, 1 of 2 done"
    assert row(team, "Target date for completion of Experience 4")[2] == "open"
    assert row(team, "Mentor/Protégé Visit") == ("by December 31, 2026", "", "open")


def test_a_target_date_that_is_not_set_yet_is_a_blank_to_write_in() -> None:
    team = having(sample_team(), plan=None)
    assert row(team, "Target date for completion of Experience 3")[0] == "_____"


def test_an_extension_is_shown_and_what_it_excuses() -> None:
    until = dt.date(2027, 1, 15)
    extension = Extension(
        milestone="experiences-1-2",
        until=until,
        approved_by="theodore-runge",
        on=dt.date(2026, 12, 10),
        reason="Flu.",
    )
    team = sample_team()
    late = msgspec.structs.replace(team.experiences["2"], sent_to_mentor=dt.date(2027, 1, 11))
    team = having(team, experiences={**team.experiences, "2": late})
    start = "Protégé deadline: Send Experiences 1"
    assert row(team, start) == ("December 14, 2026", "", "done January 11, 2027, late")
    assert row(with_exception(team, extensions=(extension,)), start) == (
        "December 14, 2026",
        "January 15, 2027",
        "done January 11, 2027, inside the extension",
    )


def test_a_waived_meeting_is_said_to_be_waived() -> None:
    waiver = Waiver(
        need="meetings/midyear:attended",
        approved_by="theodore-runge",
        on=dt.date(2027, 2, 10),
        reason="Ice.",
    )
    absent = msgspec.structs.replace(
        sample_context(),
        shared=msgspec.structs.replace(sample_context().shared, meetings={}),
    )
    team = with_exception(sample_team(), waivers=(waiver,))
    assert row(team, "Mid-Year", absent)[2] == "waived"
    assert row(sample_team(), "Mid-Year", absent)[2] == "missed"


@pytest.mark.parametrize(
    ("due", "said"),
    [
        (Due(after="pairing-start", months=6), "6 months after the pairing starts"),
        (Due(after="mentee-start", weeks=1, days=2), "1 week and 2 days after the protégé starts"),
        (Due(from_="12-01", date="01-31"), "December/January"),
        (Due(from_="11-01", date="01-31"), "November to January"),
        (Due(from_="10-01", date="10-31"), "October"),
        (Due(from_="09-02", date="10-31"), "September 2 to October 31"),
        (Due(date="02-29"), "February 28"),
    ],
)
def test_a_date_of_the_program_is_written_as_people_write_it(due: Due, said: str) -> None:
    context = sample_context()
    milestone = msgspec.structs.replace(context.program.calendar[0], due=due)
    program = msgspec.structs.replace(context.program, calendar=(milestone,), meetings=())
    assert FORM.of_program is not None
    (document,) = FORM.of_program(msgspec.structs.replace(context, program=program))
    shown: Any = document.sheets[0].values["rows"]
    assert [each["date"] for each in shown] == [said]
