"""What the visit report shows, and of which visits."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from render.sample_year import NOBODY, sample_context, sample_team
from support.teams import having

from mentorctl.forms import form_named
from mentorctl.model.visit import Visit

if TYPE_CHECKING:
    from mentorctl.forms import FormDocument, Mode
    from mentorctl.model.team import Team

VISIT = form_named("visit")
DAY = dt.date(2026, 11, 3)


def made(visits: dict[dt.date, Visit], mode: Mode = "filled") -> list[FormDocument]:
    team = having(sample_team(), visits={day.isoformat(): visit for day, visit in visits.items()})
    assert VISIT.of_pairing is not None
    return VISIT.of_pairing(team, sample_context(mode))


def test_each_visit_is_a_document_of_its_own_in_the_order_of_days() -> None:
    days = [dt.date(2027, 2, 2), DAY]
    documents = made({day: Visit(on=day) for day in days})
    assert [document.name for document in documents] == ["visit-2026-11-03", "visit-2027-02-02"]
    assert documents[0].title.startswith("Mentor/Protégé Visit Report, November 3, 2026, 2026-2027")


def test_a_visit_that_is_still_to_come_is_nothing_to_hand_in() -> None:
    day = dt.date(2027, 5, 20)
    assert made({day: Visit(on=day)}) == []
    assert len(made({day: Visit(on=day)}, "draft")) == 1
    assert len(made({day: Visit(on=day, topics="prepared")})) == 1


def test_what_the_form_asks_for_and_the_record_lacks_is_a_gap_at_its_field() -> None:
    (document,) = made({DAY: Visit(on=DAY)})
    (sheet,) = document.sheets
    record = sample_team().path("visits/2026-11-03.yaml")
    assert [(gap.path, gap.where, gap.label) for gap in sheet.gaps] == [
        (record, ("location",), "Location of Visit"),
        (record, ("topics",), "Topics discussed during visit"),
        (record, ("strategies",), "Suggested strategies discussed"),
    ]


@pytest.mark.parametrize("team", [NOBODY, sample_team()], ids=["anybody", "a pairing"])
def test_a_blank_report_leaves_every_answer_open(team: Team) -> None:
    assert VISIT.of_pairing is not None
    (document,) = VISIT.of_pairing(team, sample_context("blank"))
    (sheet,) = document.sheets
    assert document.name == "visit"
    assert sheet.gaps == ()
    open_answers = ("date", "location", "place", "purpose", "topics", "strategies", "informed")
    assert [sheet.values[name] for name in open_answers] == [""] * len(open_answers)
