"""The packet as a person opens it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec
import pypdf
import pytest
from render import houses
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

from mentorctl.render import FORMATS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

COVER = (
    "Missouri Department of Elementary and Secondary Education",
    "Show-Me Career Education Mentoring, Sample Program",
    "Oksana Kovalenko (Оксана Коваленко) and Jolene Fitzwater",
    "Mentoring Packet 2026-2027",
    "Protégé",
    "Locust Creek High School, Locust Creek R-VIII",
    "Mentor",
    "Chariton Prairie R-V High School",
    "Content Advisor",
    "Patricia Nakamura",
    "Program Area",
    "Family Consumer Sciences and Human Services",
    "since September 1, 2026, completed",
    "11 of 11 requirements met, the last on April 14, 2027",
    "11 forms",
)
FORMS_IN_ORDER = (
    "Suggested Timeline",
    "Focal Points Checklist",
    "Decision Points Checklist",
    "Individual Mentoring Plan",
    "Mentor Comment Form 1",
    "Mentor Comment Form 2",
    "Mentor Comment Form 3",
    "Mentor Comment Form 4",
    "Mentor's Log",
    "Mentor/Protégé Visit Report",
)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Path]:
    folder = tmp_path_factory.mktemp("packet")
    return {
        path.suffix[1:]: path
        for path in render("packet", sample_team(), sample_context(), FORMATS, folder)
    }


@pytest.mark.parametrize("kind", FORMATS)
def test_a_packet_has_its_cover_its_contents_and_every_form(
    kind: str, made: Mapping[str, Path]
) -> None:
    words = words_of(made[kind])
    contents = ("Contents", "Form", "Date", "Page", *FORMS_IN_ORDER)
    if kind == "pdf":
        assert [text for text in (*COVER, *contents) if squeezed(text) not in words] == []
    else:
        assert not_in_order((*COVER, *contents), words) == []
    ends = (
        "Suggested Timeline 2026-2027",
        "Balancing personal and professional obligations",
        "Additional Areas",
        "BEFORE YOU LEAVE",
        "Comments on thoroughness, practicality, and usefulness:",
        "All contacts",
        "Suggested strategies discussed:",
    )
    assert not_in_order(ends, words) == []


def test_the_contents_of_a_web_page_lead_to_its_sheets(made: Mapping[str, Path]) -> None:
    page = made["html"].read_text(encoding="utf-8")
    targets = re.findall(r'<a class="page-of" href="#([^"]+)"', page)
    assert targets == [f"sheet-{number}" for number in range(3, 14)]
    assert [page.count(f'id="{target}"') for target in targets] == [1] * 11


def test_the_contents_on_paper_give_the_page_of_each_form(made: Mapping[str, Path]) -> None:
    pages = [squeezed(each) for each in page_texts(made["pdf"])]
    (contents,) = (text for text in pages if "Contents" in text and "Visit" in text)
    titles = {"Focal Points Checklist": "New Teacher Needs", "Mentor's Log": "Kind, where"}
    for title, only_there in titles.items():
        dated = r"(?:[A-Z][a-z]+\d{1,2},\d{4})?"
        found = re.search(re.escape(squeezed(title)) + dated + r"(\d+)", contents)
        assert found is not None
        assert squeezed(only_there) in pages[int(found[1]) - 1]


@pytest.mark.parametrize("kind", ["pdf", "docx"])
def test_below_a_letterhead_of_the_program_they_do_so_too(kind: str, tmp_path: Path) -> None:
    house = houses.house(tmp_path, {"letterhead.html": "<p>Bureau of Mentoring</p>"})
    out = tmp_path / "out"
    (path,) = render("packet", sample_team(), sample_context(), [kind], out, house=house)
    words = words_of(path)
    assert "BureauofMentoring" in words
    contents = words[words.index("ContentsFormDatePage") :]
    assert re.match(r"ContentsFormDatePageSuggestedTimeline\d", contents)


def test_a_log_lies_across_among_upright_pages(made: Mapping[str, Path]) -> None:
    sizes = {
        (page.mediabox.width, page.mediabox.height) for page in pypdf.PdfReader(made["pdf"]).pages
    }
    assert sizes == {(612, 792), (792, 612)}


@pytest.mark.parametrize("kind", FORMATS)
def test_a_blank_packet_is_every_form_to_fill_in_by_hand(kind: str, tmp_path: Path) -> None:
    (path,) = render("packet", NOBODY, sample_context("blank"), [kind], tmp_path)
    words = words_of(path)
    once = dict.fromkeys(title.rstrip(" 1234") for title in FORMS_IN_ORDER)
    assert not_in_order(("Mentoring Packet", "Contents", *once), words) == []
    assert "☒" not in words
    assert "None" not in words


def test_names_in_other_scripts_and_long_ones_stand_on_the_cover(tmp_path: Path) -> None:
    context = sample_context()
    names = {
        "oksana-kovalenko": "محمد بن عبد الرحمن الأنصاري",
        "jolene-fitzwater": "Wilhelmina-Alexandrina Featherstonehaugh-Cholmondeley the Third",
    }
    people = dict(context.people)
    for person, name in names.items():
        people[person] = msgspec.structs.replace(people[person], name=name)
    context = msgspec.structs.replace(context, people=people)
    for path in render("packet", sample_team(), context, ["html", "docx"], tmp_path):
        words = words_of(path)
        assert [name for name in names.values() if squeezed(name) not in words] == []
