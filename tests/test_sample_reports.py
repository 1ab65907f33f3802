"""The sample on the day after the advisors' lists are due: who is on the list, and why not."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from mentorctl.reports.completers import CompleterList, completers
from mentorctl.reports.due import due
from mentorctl.reports.status import status
from mentorctl.store.folder import Folder

SAMPLE = Path(__file__).parents[1] / "sample-program"
TODAY = dt.date(2027, 4, 27)

COMPLETERS = [
    ("devon-marsh-robert-szymanski", 2, 0),
    ("hannah-vogel-dale-kirchner", 2, 0),
    ("josie-ferrell-carmen-dufresne", 2, 0),
    ("linh-nguyen-robert-szymanski", 1, 1),
    ("marcus-whitfield-jr-denise-abernathy", 2, 0),
    ("mateo-ibarra-nunez-dale-kirchner", 2, 0),
    ("oksana-kovalenko-jolene-fitzwater", 2, 0),
    ("renee-st-clair-marguerite-oduya", 2, 0),
    ("siobhan-oleary-ruth-ann-castleberry", 2, 0),
    ("tasha-green-marguerite-oduya", 2, 0),
    ("wyatt-eberhardt-gail-thornhill", 2, 0),
]
OTHERS = {
    "brooke-hensley-jolene-fitzwater": [(None, "withdrawn")],
    "josie-ferrell-wade-hostetler": [(None, "reassigned")],
    "kayla-dunning-denise-abernathy": [
        ("experiences/4:sent_to_mentor", "missed"),
        ("experiences/4:comment.sent_to_advisor", "missed"),
    ],
    "priya-raman-gail-thornhill": [
        ("experiences/3:sent_to_mentor", "due"),
        ("experiences/4:sent_to_mentor", "due"),
        ("experiences/3:comment.sent_to_advisor", "due"),
        ("experiences/4:comment.sent_to_advisor", "due"),
    ],
    "tyler-brandt-ruth-ann-castleberry": [("experiences/4:sent_to_mentor", "late")],
}


@pytest.fixture(scope="module")
def found() -> CompleterList:
    return completers(Folder(SAMPLE), TODAY)


def test_the_completers(found: CompleterList) -> None:
    assert [
        (entry.pairing, entry.row.meetings, entry.row.waivers) for entry in found.completers
    ] == COMPLETERS
    assert {entry.row.experiences for entry in found.completers} == {4}


def test_the_others_and_their_reasons(found: CompleterList) -> None:
    assert {
        entry.pairing: [(reason.need, reason.state) for reason in entry.reasons]
        for entry in found.others
    } == OTHERS


def test_where_everybody_stands() -> None:
    rows = status(Folder(SAMPLE), TODAY).rows

    assert [(row.pairing, row.standing) for row in rows if row.standing != "done"] == [
        ("kayla-dunning-denise-abernathy", "overdue"),
        ("tyler-brandt-ruth-ann-castleberry", "late"),
        ("priya-raman-gail-thornhill", "on track"),
        ("josie-ferrell-wade-hostetler", "reassigned"),
        ("brooke-hensley-jolene-fitzwater", "withdrawn"),
    ]
    assert sorted(row.pairing for row in rows if row.standing == "done") == [
        name for name, _, _ in COMPLETERS
    ]


def test_what_is_overdue() -> None:
    debts = due(Folder(SAMPLE), TODAY, TODAY).debts

    assert [(debt.milestone, debt.person) for debt in debts] == [
        ("experiences-3-4", "Kayla Dunning"),
        ("comments-3-4", "Denise Abernathy"),
    ]


FALL, FALL_COMMENTS = "experiences-1-2", "comments-1-2"
SPRING, SPRING_COMMENTS = "experiences-3-4", "comments-3-4"
LISTS, INVOICES, FINANCE = "completers", "invoices", "finance"
# what the manual's calendar has somebody expect: what is past its day, what comes within two weeks,
# and how many are on the list of completers
STORY = {
    dt.date(2026, 8, 20): ([], [], 0),
    dt.date(2026, 9, 17): ([], [], 0),
    dt.date(2026, 11, 30): ([], [FALL], 0),
    dt.date(2026, 12, 15): ([], [FALL_COMMENTS], 0),
    # one pairing has until January 8
    dt.date(2026, 12, 29): ([], [FALL], 0),
    dt.date(2027, 2, 1): ([], [], 0),
    # the one hired in January has until April 16 for the comments on the fall
    dt.date(2027, 4, 9): ([SPRING], [FALL_COMMENTS, SPRING_COMMENTS], 4),
    dt.date(2027, 4, 20): ([SPRING, SPRING_COMMENTS], [LISTS, INVOICES, FINANCE], 11),
    dt.date(2027, 4, 27): ([SPRING, SPRING_COMMENTS], [INVOICES, FINANCE], 11),
}


@pytest.mark.parametrize("today", STORY, ids=str)
def test_it_tells_what_the_manual_has_somebody_expect_on_that_day(today: dt.date) -> None:
    debts = due(Folder(SAMPLE), today, today + dt.timedelta(days=14)).debts
    past = dict.fromkeys(each.milestone for each in debts if each.days < 0)
    ahead = dict.fromkeys(each.milestone for each in debts if each.days >= 0 and each.required)
    done = completers(Folder(SAMPLE), today).completers
    assert ([*past], [*ahead], len(done)) == STORY[today]
