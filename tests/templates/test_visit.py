"""The visit report as a person opens it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import pypdf
import pytest
from render.sample_year import (
    NOBODY,
    OKSANA,
    not_in_order,
    sample_context,
    sample_team,
    squeezed,
    words_of,
)
from support.rendered import render
from support.teams import having

from mentorctl.model.visit import Administrator
from mentorctl.render import FORMATS, RenderError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

LABELS = (
    "Mentor/Protégé Visit Report (optional)",
    "The administrator of the school to be visited",
    "signs this form",
    "Program Area:",
    "Mentor:",
    "Protégé:",
    "Date of Visit:",
    "Location of Visit:",
    "Protégé school",
    "Mentor school",
    "Topics discussed during visit:",
    "Suggested strategies discussed:",
    "Mentor Signature",
    "Protégé Signature",
    "Administrator Signature",
)
VALUES = (
    "Family Consumer Sciences and Human Services",
    "Jolene Fitzwater",
    "Oksana Kovalenko (Оксана Коваленко)",
    "October 29, 2026",
    "☒ Protégé school",
    "☐ Mentor school",
    "Mr. Curtis Yoder, superintendent, October 15, 2026",
    "Fit the food safety unit to the state standards",
    "how American parents expect to hear from a teacher.",
    "Put the standard's number at the top of each lesson",
    "She explains better than most people I have seen.",
    "Students bring her words from home in four languages.",
    "November 2, 2026",
)
NAME = f"2026-2027_{OKSANA}_visit-2026-10-29"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Path]:
    folder = tmp_path_factory.mktemp("visit")
    return {
        path.suffix[1:]: path
        for path in render("visit", sample_team(), sample_context(), FORMATS, folder)
    }


@pytest.mark.parametrize("kind", FORMATS)
def test_a_report_has_every_label_in_order_and_every_value(
    kind: str, made: Mapping[str, Path]
) -> None:
    assert made[kind].name == f"{NAME}.{kind}"
    words = words_of(made[kind])
    assert not_in_order(LABELS, words) == []
    assert [value for value in VALUES if squeezed(value) not in words] == []


def test_a_report_fills_one_page(made: Mapping[str, Path]) -> None:
    assert len(pypdf.PdfReader(made["pdf"]).pages) == 1


@pytest.mark.parametrize("kind", FORMATS)
def test_a_blank_report_has_every_label_and_no_answer(kind: str, tmp_path: Path) -> None:
    (path,) = render("visit", NOBODY, sample_context("blank"), [kind], tmp_path)
    words = words_of(path)
    assert path.name == f"2026-2027_visit.{kind}"
    assert not_in_order(LABELS, words) == []
    assert "☒" not in words
    if kind == "pdf":
        assert len(pypdf.PdfReader(path).pages) == 1


def test_a_neutral_site_is_shown_with_its_place(tmp_path: Path) -> None:
    team = sample_team()
    (visit,) = team.visits.values()
    at_a_third = msgspec.structs.replace(visit, location="neutral", place="Sedalia Career Center")
    team = having(team, visits={"2026-10-29": at_a_third})
    (path,) = render("visit", team, sample_context(), ["html"], tmp_path)
    words = words_of(path)
    assert squeezed("☐ Protégé school ☐ Mentor school ☒ Neutral school site") in words
    assert squeezed("Sedalia Career Center") in words


@pytest.mark.parametrize("kind", ["docx", "pdf"])
def test_long_answers_flow_on_and_nothing_is_cut(kind: str, tmp_path: Path) -> None:
    text = "\n\n".join(f"Topic {number}: " + "what we talked about. " * 12 for number in range(60))
    team = sample_team()
    (visit,) = team.visits.values()
    long = msgspec.structs.replace(visit, topics=text)
    team = having(team, visits={"2026-10-29": long})
    (path,) = render("visit", team, sample_context(), [kind], tmp_path)
    assert not_in_order([f"Topic {number}:" for number in range(60)], words_of(path)) == []


def test_a_pairing_that_made_no_visit_is_told_how_to_begin(tmp_path: Path) -> None:
    team = having(sample_team(), visits={})
    with pytest.raises(RenderError) as caught:
        render("visit", team, sample_context(), ["html"], tmp_path)
    assert caught.value.hint == f"begin it: mentorctl new {OKSANA} visit"


def test_what_is_missing_is_shown_in_a_draft(tmp_path: Path) -> None:
    team = sample_team()
    (visit,) = team.visits.values()
    without = msgspec.structs.replace(visit, topics=None, location=None)
    team = having(team, visits={"2026-10-29": without})
    (path,) = render("visit", team, sample_context("draft"), ["html"], tmp_path)
    words = words_of(path)
    assert squeezed("Topics discussed during visit: missing") in words
    assert squeezed("Location of Visit: missing") in words
    assert "DRAFT" in words


@pytest.mark.parametrize("kind", FORMATS)
def test_what_people_write_stays_text(kind: str, tmp_path: Path) -> None:
    hostile = (
        '<script>alert("x")</script>',
        '#read("/etc/passwd") #panic()',
        "{{ 7*7 }} {% include '/etc/passwd' %}",
        "]] ) } ]#[",
    )
    text = "\n\n".join(hostile)
    team = sample_team()
    (visit,) = team.visits.values()
    visit = msgspec.structs.replace(
        visit,
        location="neutral",
        place=hostile[1],
        topics=text,
        strategies=text,
        purpose=text,
        administrator=Administrator(name=hostile[0] + hostile[-1]),
    )
    team = having(team, visits={"2026-10-29": visit})
    (path,) = render("visit", team, sample_context(), [kind], tmp_path)
    words = words_of(path)
    assert [part for part in hostile if words.count(squeezed(part)) < 3] == []
    assert "root:" not in words
