"""Who owes what of the program's own milestones."""

from __future__ import annotations

import datetime as dt

from mentorctl.model.calendar import Calendar
from mentorctl.model.meeting import YearFacts
from mentorctl.model.needs import NeedState
from mentorctl.model.pairing import Pairing, PairingState
from mentorctl.model.program import Due, Milestone, Program, Role
from mentorctl.model.program_standing import ProgramMilestoneStanding, program_standing
from mentorctl.model.team import Shared

LISTS = Milestone(
    id="lists",
    title="Lists",
    due=Due(date="04-26"),
    owner="advisor",
    needs=("year:completers_sent",),
)
INVOICES = Milestone(
    id="invoices",
    title="Invoices",
    due=Due(date="04-30"),
    owner=("mentor", "advisor"),
    needs=("year:invoices_sent",),
)
MAILED = Milestone(
    id="mailed",
    title="Evaluation",
    due=Due(date="04-01"),
    owner="staff",
    needs=("year:evaluation_mailed",),
)
PLAN = Milestone(
    id="plan", title="Plan", due=Due(date="10-31"), owner="mentee", needs=("plan:approved.on",)
)
BEFORE = dt.date(2027, 4, 20)
AFTER = dt.date(2027, 5, 3)


def pairing(mentor: str, advisor: str, state: PairingState = "active") -> Pairing:
    starts = dt.date(2026, 9, 14)
    return Pairing(mentee="amara", mentor=mentor, advisor=advisor, starts=starts, state=state)


def judge(
    *milestones: Milestone,
    facts: YearFacts | None,
    pairings: dict[str, Pairing],
    today: dt.date,
    completed: dict[str, dt.date] | None = None,
) -> tuple[ProgramMilestoneStanding, ...]:
    program = Program(
        id="p1",
        name="P",
        agency="A",
        year="2026-2027",
        year_starts="07-01",
        timezone="America/Chicago",
        preset="p1",
        roles=(Role(id="mentor", title="Mentor"),),
        records={},
        calendar=milestones,
    )
    return program_standing(
        Calendar(program), Shared(meetings={}, year=facts), pairings, today, completed or {}
    )


def test_each_owner_owes_their_own_and_is_judged_alone() -> None:
    facts = YearFacts(completers_sent={"ines": dt.date(2027, 4, 26), "noor": dt.date(2027, 4, 27)})
    pairings = {name: pairing("teo", name) for name in ("ines", "noor", "omar")}

    (row,) = judge(LISTS, facts=facts, pairings=pairings, today=AFTER)

    assert [(entry.person, entry.state) for entry in row.owed] == [
        ("ines", NeedState.MET),
        ("noor", NeedState.LATE),
        ("omar", NeedState.MISSED),
    ]
    assert row.due == dt.date(2027, 4, 26)
    assert row.state == NeedState.MISSED


def test_who_owes_in_two_roles_owes_once_and_in_both() -> None:
    pairings = {"a": pairing("teo", "noor"), "b": pairing("noor", "ines")}
    done = dict.fromkeys(pairings, dt.date(2027, 4, 16))

    (row,) = judge(INVOICES, facts=None, pairings=pairings, today=BEFORE, completed=done)

    assert [(entry.person, entry.roles) for entry in row.owed] == [
        ("ines", ("advisor",)),
        ("noor", ("mentor", "advisor")),
        ("teo", ("mentor",)),
    ]
    assert row.state == NeedState.DUE


def test_an_invoice_is_owed_by_nobody_until_a_pairing_has_completed() -> None:
    pairings = {"a": pairing("teo", "noor"), "b": pairing("ruth", "noor")}

    (before,) = judge(INVOICES, facts=None, pairings=pairings, today=BEFORE)
    done = {"a": dt.date(2027, 4, 20)}
    (after,) = judge(INVOICES, facts=None, pairings=pairings, today=BEFORE, completed=done)

    assert (before.state, before.owed) == (NeedState.MET, ())
    assert [entry.person for entry in after.owed] == ["noor", "teo"]


def test_an_invoice_for_what_completed_later_is_not_late_before_that() -> None:
    pairings = {"a": pairing("teo", "noor"), "b": pairing("ruth", "ines")}
    done = {"a": dt.date(2027, 4, 20), "b": AFTER}

    (row,) = judge(INVOICES, facts=None, pairings=pairings, today=AFTER, completed=done)

    states = {entry.person: (entry.state, entry.due) for entry in row.owed}
    first = (NeedState.MISSED, dt.date(2027, 4, 30))
    assert states == {
        "noor": first, "teo": first, "ruth": (NeedState.DUE, AFTER), "ines": (NeedState.DUE, AFTER),
    }  # fmt: skip
    assert row.state == NeedState.MISSED


def test_pairings_that_were_given_up_owe_no_list() -> None:
    pairings = {
        "a": pairing("teo", "noor", "withdrawn"),
        "b": pairing("ruth", "noor", "reassigned"),
        "c": pairing("omar", "ines", "completed"),
    }

    (row,) = judge(LISTS, facts=YearFacts(), pairings=pairings, today=AFTER)

    assert [entry.person for entry in row.owed] == ["ines"]


def test_where_nobody_owes_anything_nothing_is_missed() -> None:
    (row,) = judge(LISTS, facts=None, pairings={}, today=AFTER)

    assert row.owed == ()
    assert row.state == NeedState.MET


def test_a_single_day_is_owed_by_nobody_in_particular() -> None:
    facts = YearFacts(evaluation_mailed=dt.date(2027, 4, 2))

    (row,) = judge(MAILED, facts=facts, pairings={"a": pairing("teo", "noor")}, today=AFTER)

    (entry,) = row.owed
    assert (entry.person, entry.roles) == ("", ("staff",))
    assert (entry.on, entry.state) == (dt.date(2027, 4, 2), NeedState.LATE)


def test_a_need_can_name_the_one_person_who_owes_it() -> None:
    named = Milestone(
        id="list",
        title="List",
        due=Due(date="04-26"),
        owner="staff",
        needs=("year:completers_sent.grace",),
    )

    (row,) = judge(named, facts=None, pairings={"a": pairing("teo", "noor")}, today=AFTER)

    assert [(entry.person, entry.roles, entry.state) for entry in row.owed] == [
        ("grace", ("staff",), NeedState.MISSED)
    ]


def test_milestones_of_pairings_are_left_to_them() -> None:
    rows = judge(PLAN, LISTS, PLAN, facts=None, pairings={}, today=AFTER)

    assert [row.milestone.id for row in rows] == ["lists"]
