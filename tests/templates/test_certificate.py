"""The certificates as a person hangs them on a wall."""

from __future__ import annotations

import re
import zipfile
from typing import TYPE_CHECKING

import msgspec
import pypdf
import pytest
from render.people import PEOPLE, TEAM
from render.sample_year import NOBODY, not_in_order, words_of
from render.year_end import DONE, LONG, SCRIPTS, year_end
from support.completed import open_reason
from support.rendered import render

from mentorctl.render import FORMATS, RenderError

if TYPE_CHECKING:
    from pathlib import Path

MENTEES = (
    *("DESE", "Career Education Mentoring", "Certificate of Completion", "This is to certify that"),
    "Amara O’Kafor-Núñez",
    "has completed the program year 2026-2027 as protégé in Agricultural Education",
    "with four experiences and two required meetings",
    *("Mentor: Teo Lindqvist, Jr.", "Completed on April 5, 2027"),
    *("Coordinator", "DESE Staff: Dana Boone"),
)
MENTORS = (
    *("Certificate of Completion", "Teo Lindqvist, Jr."),
    "has guided a protégé through the program year 2026-2027 as mentor in Agricultural Education",
    *("Protégé: Amara O’Kafor-Núñez", "Completed on April 5, 2027"),
)


def heights(page: pypdf.PageObject, said: str) -> list[float]:
    """How high above the paper's lower edge the texts stand that say something, in points."""
    found = []

    def seen(text: str, place: list[float], within: list[float], *_: object) -> None:
        if said in text:
            found.append(within[4] * place[1] + within[5] * place[3] + place[5])

    page.extract_text(visitor_text=seen)
    return found


@pytest.mark.parametrize("kind", FORMATS)
def test_each_of_the_two_has_one_page_that_says_all(kind: str, tmp_path: Path) -> None:
    mentees, mentors = render("certificate", TEAM, year_end(DONE), [kind], tmp_path)
    assert mentees.name == f"2026-2027_okafor-lindqvist_certificate-mentee.{kind}"
    assert mentors.name == f"2026-2027_okafor-lindqvist_certificate-mentor.{kind}"
    assert not_in_order(MENTEES, words_of(mentees)) == []
    assert not_in_order(MENTORS, words_of(mentors)) == []
    if kind == "pdf":
        for path in (mentees, mentors):
            (page,) = pypdf.PdfReader(path).pages
            assert (page.mediabox.width, page.mediabox.height) == (792, 612)
            # nothing runs along a page for the wall, and no path or digest stands in its frame
            assert "page1of1" not in words_of(path)
            places = heights(page, "pairing.yaml")
            # of the frame's lower edge: 0.3 inch, and what it is raised by
            assert places
            assert max(places) < 0.46 * 72


def test_the_word_file_has_a_frame_around_its_paper_and_one_heading(tmp_path: Path) -> None:
    path, _ = render("certificate", TEAM, year_end(DONE), ["docx"], tmp_path)
    with zipfile.ZipFile(path) as archive:
        document = archive.read("word/document.xml").decode()
        head = archive.read("word/header1.xml").decode()
        foot = archive.read("word/footer1.xml").decode()
    assert "<w:pgBorders" in document
    assert document.count('<w:pStyle w:val="Heading1"') == 1
    assert "Career Education Mentoring" not in head
    # where it comes from has its own place on the paper, beneath the frame, in small print
    origin = foot.partition("<w:framePr")[2].partition("</w:p>")[0]
    assert "pairing.yaml" in origin
    assert foot.count("pairing.yaml") == 1
    assert 'w:vAnchor="page"' in origin
    assert 'w:val="Origin"' in origin
    (low,) = re.findall(r'w:y="([0-9]+)"', origin)
    assert 612 * 20 - int(low) <= 31 * 20  # a frame stands no higher above the paper's edge


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("name", [LONG, SCRIPTS])
def test_any_name_is_there_whole_on_one_page(kind: str, name: str, tmp_path: Path) -> None:
    amara = msgspec.structs.replace(PEOPLE["amara-okafor"], name=name)
    context = msgspec.structs.replace(year_end(DONE), people=PEOPLE | {"amara-okafor": amara})
    path, _ = render("certificate", TEAM, context, [kind], tmp_path)
    words = words_of(path)
    assert not_in_order(name.split(), words) == []
    if kind == "pdf":
        assert len(pypdf.PdfReader(path).pages) == 1


@pytest.mark.parametrize("kind", FORMATS)
def test_a_blank_one_for_anybody_has_lines_for_what_is_not_known(kind: str, tmp_path: Path) -> None:
    path, _ = render("certificate", NOBODY, year_end(DONE, mode="blank"), [kind], tmp_path)
    words = words_of(path)
    line = "_" * 28
    assert not_in_order(["certify that", line, "Mentor:", line, "Completed on", line], words) == []
    assert "Amara" not in words


def test_a_draft_is_stamped(tmp_path: Path) -> None:
    path, _ = render("certificate", TEAM, year_end(DONE, mode="draft"), ["pdf"], tmp_path)
    assert "DRAFT" in words_of(path)


def test_who_has_not_completed_gets_the_reason_instead(tmp_path: Path) -> None:
    open_one = DONE._replace(reasons=(open_reason("late"), open_reason("missed")))
    with pytest.raises(RenderError, match=r"has not completed 2026-2027: late \(and 1 more\)"):
        render("certificate", TEAM, year_end(open_one), ["pdf"], tmp_path)
    assert list(tmp_path.iterdir()) == []
