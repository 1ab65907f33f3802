"""The mentor's log as a person opens it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pypdf
import pytest
from render.sample_year import (
    NOBODY,
    not_in_order,
    sample_context,
    sample_team,
    squeezed,
    words_of,
)
from support.pdf import page_texts
from support.rendered import render
from support.teams import having

from mentorctl.model.log import Log, LogEntry, Reflection
from mentorctl.render import FORMATS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

LABELS = (
    "Mentor's Log 2026-2027",
    "5 CSR 20-400.380 (1)(E)13",
    "Mentor:",
    "Protégé:",
    "Program Area:",
    "Content Advisor:",
    "Date and times",
    "Kind, where",
    "Topics",
    "Actions",
    "Reflection",
    "Mentor signature",
    "Protégé signature",
)
TOTALS = ("Totals", "Kind", "Entries", "Time", "All contacts")
IN_ORDER = (
    "September 17, 2026",
    "September 30, 2026",
    "6:00 a.m. to 6:40 a.m.",
    "phone call",
    "Standards, end-of-course tests, and which of them anyone looks at.",
    "Jolene marks the ones that matter.",
    "October 29, 2026",
    "observation of the protégé",
    "Locust Creek High School",
    "P+",
    "All seven said yes.",
    "M-",
    "I*",
)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Path]:
    folder = tmp_path_factory.mktemp("log")
    return {
        path.suffix[1:]: path
        for path in render("log", sample_team(), sample_context(), FORMATS, folder)
    }


@pytest.mark.parametrize("kind", FORMATS)
def test_a_log_has_its_labels_its_entries_and_its_totals(
    kind: str, made: Mapping[str, Path]
) -> None:
    words = words_of(made[kind])
    if kind == "pdf":  # each cell's lines are read with its row's
        assert [text for text in (*LABELS, *TOTALS) if squeezed(text) not in words] == []
    else:
        assert not_in_order((*LABELS, *IN_ORDER, *TOTALS), words) == []


def test_a_log_s_pages_are_wider_than_high(made: Mapping[str, Path]) -> None:
    pages = pypdf.PdfReader(made["pdf"]).pages
    assert {(page.mediabox.width, page.mediabox.height) for page in pages} == {(792, 612)}


@pytest.mark.parametrize("kind", FORMATS)
def test_a_blank_log_is_one_page_of_rows_to_fill_in(kind: str, tmp_path: Path) -> None:
    (path,) = render("log", NOBODY, sample_context("blank"), [kind], tmp_path)
    words = words_of(path)
    assert [text for text in LABELS if squeezed(text) not in words] == []
    assert squeezed("observation of a master educator") in words
    assert "Totals" not in words
    if kind == "pdf":
        assert len(pypdf.PdfReader(path).pages) == 1


@pytest.mark.parametrize("kind", ["docx", "pdf"])
def test_a_long_log_keeps_every_entry_and_repeats_its_head(kind: str, tmp_path: Path) -> None:
    first = dt.date(2026, 9, 1)
    entries = tuple(
        LogEntry(
            id=f"entry-{number}",
            on=first + dt.timedelta(days=number),
            from_="07:00",
            to="07:30",
            kind="phone",
            topics=f"Topic {number}. " + "What the week was like. " * (number % 9),
        )
        for number in range(120)
    )
    team = having(sample_team(), log=Log(entries=entries))
    (path,) = render("log", team, sample_context(), [kind], tmp_path)
    words = words_of(path)
    assert not_in_order([f"Topic {number}." for number in range(120)], words) == []
    assert squeezed("60 h") in words
    if kind == "pdf":
        pages = page_texts(path)
        heads = [squeezed(page).count(squeezed("Kind, where")) for page in pages]
        assert len(pages) > 5
        assert set(heads[:-1]) == {1}


@pytest.mark.parametrize("kind", FORMATS)
def test_what_people_write_into_a_log_stays_text(kind: str, tmp_path: Path) -> None:
    hostile = '<b onclick="x()">#read("/etc/passwd")</b> ]#[ {{ 7*7 }}'
    entry = LogEntry(
        id="entry-1",
        on=dt.date(2026, 9, 17),
        from_="07:00",
        to="07:30",
        kind="other",
        where=hostile,
        topics=hostile,
        actions=hostile,
        reflection=Reflection(plus=hostile),
    )
    team = having(sample_team(), log=Log(entries=(entry,)))
    (path,) = render("log", team, sample_context(), [kind], tmp_path)
    words = words_of(path)
    if kind == "pdf":  # narrow cells are read line by line, each with its row's
        assert "onclick" in words
        assert "49" not in words
        assert "root:" not in words
    else:
        assert words.count(squeezed(hostile)) == 4
