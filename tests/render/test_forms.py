"""Documents as a person opens them: their words, their values, and nothing else."""

from __future__ import annotations

import datetime as dt
import html
import re
from typing import TYPE_CHECKING

import msgspec
import pypandoc
import pypdf
import pytest
from render.people import CONTEXT, PEOPLE, TEAM, with_text

from mentorctl.model.plan import Plan
from mentorctl.render import FORMATS, RenderError, render

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

PLAN_LABELS = (
    "2026-2027 INDIVIDUAL MENTORING PLAN (IMP)",
    "Teaching Content Area:",
    "Protégé Contact Information",
    "Protégé Name:",
    "School:",
    "Email:",
    "When do you check the above email?",
    "Only during the school day",
    "24/7 (days, nights, weekends, holidays)",
    "School Phone:",
    "Cell Phone:",
    "Mentor Contact Information",
    "Mentor Name:",
    "School:",
    "Email:",
    "When do you check the above email?",
    "Only during the school day",
    "24/7 (days, nights, weekends, holidays)",
    "Cell Phone:",
    "Content Advisor Contact Information",
    "Name:",
    "Content Advisor: Initial here to APPROVE the IMP",
    "Content Advisor: Initial here after you RECEIVE the IMP",
    "Cell Phone:",
    "Email:",
    "Mailing Address:",
    "City/State/Zip:",
    "DESE Staff Contact Information",
    "Name:",
    "Work Phone:",
    "Email:",
    "573-526-4757 or TTY 800-735-2966",
    "Protégé Name:",
    "Mentor Name:",
    "2026-2027 IMP",
    "Experience #(1-20)",
    "Experience Planned",
    "Target Date",
    "Date Achieved",
    "Notes and Comments",
    "Content Advisor Email",
    "BEFORE YOU LEAVE",
)
PLAN_VALUES = (
    "Amara O’Kafor-Núñez",
    "North River Career Center",
    "amara.okafor@northriver.example",
    "☐ Only during the school day ☒ 24/7",
    "573-555-0101",
    "573-555-0102",
    "Teo Lindqvist, Jr.",
    "Bluffs Technical High School",
    "teo@bluffs.example",
    "☒ Only during the school day ☐ 24/7",
    "660-555-0133",
    "Inés Marsh",
    "816-555-0170",
    "48 Quarry Road, Suite 2",
    "Sedalia, MO 65301",
    "I.M.",
    "September 29, 2026",
    "September 30, 2026",
    "Dana Boone",
    "573-555-0190",
    "Syllabus for Agriscience I, following the district's outline.",
    "Suggestion 7",
    "Greenhouse record book",
    "A record book that students keep for the greenhouse.",
    "Own experience approved by Inés Marsh, October 2, 2026",
    "Printed and on the web.",
    "October 30, 2026",
    "October 28, 2026",
    "Ask the principal for last year's copy.",
    "Experience 4 is now the flyer.",
    "December 3, 2026",
)
COMMENT_LABELS = (
    "Structured Experience Mentor Comment Form",
    "Date:",
    "Mentor:",
    "Program Area:",
    "Protégé:",
    "Mentoring experience identified by the protégé/mentor team:",
    "Comments on thoroughness, practicality, and usefulness:",
    "Mentor Signature",
)
COMMENT_VALUES = (
    "November 4, 2026",
    "Teo Lindqvist, Jr.",
    "Agricultural Education",
    "Amara O’Kafor-Núñez",
    "Syllabus for Agriscience I, following the district's outline.",
    "and adds a page on safety in the shop.",
    "She used it at the open house; two parents signed up to help.",
)
HOSTILE = (
    '<script>alert("x")</script> <img src="file:///etc/passwd">',
    '#read("/etc/passwd") #sys.inputs',
    "{{ 7*7 }} {% include '/etc/passwd' %}",
    r"\input{/etc/passwd} \u{41} \"; #panic()",
    "$x$ $$y$$ `code` *star* _line_ ~ ^ @ref <label>",
    "[a](file:///etc/passwd) ![b](http://127.0.0.1/x.png)",
    "= heading",
    "- item -- dash --- dots ... (-5)",
    "/* comment */ // comment https://example.org",
    "]] ) } ]#[",
)


def made(name: str, folder: Path) -> Mapping[str, Path]:
    return {path.name: path for path in render(name, TEAM, CONTEXT, FORMATS, folder)}


def text_of(path: Path) -> str:
    """The words of a document in reading order, without any space."""
    if path.suffix == ".pdf":
        text = "".join(page.extract_text() for page in pypdf.PdfReader(path).pages)
    else:
        if path.suffix == ".docx":
            text = pypandoc.convert_file(str(path), "html", extra_args=["--wrap=none"])
        else:
            text = path.read_text(encoding="utf-8").partition("<body>")[2]
        text = html.unescape(re.sub(r"<[^>]*>", "", text))
    return "".join(text.split())


def squeezed(text: str) -> str:
    return "".join(text.split())


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("forms")


@pytest.fixture(scope="module")
def plan(folder: Path) -> Mapping[str, Path]:
    return made("plan", folder)


@pytest.fixture(scope="module")
def comments(folder: Path) -> Mapping[str, Path]:
    return made("comment", folder)


def test_files_say_what_they_are(
    plan: Mapping[str, Path], comments: Mapping[str, Path], folder: Path
) -> None:
    stem = "2026-2027_okafor-lindqvist"
    assert list(plan) == [f"{stem}_plan.{kind}" for kind in FORMATS]
    assert list(comments) == [f"{stem}_comment-{n}.{kind}" for n in (1, 2) for kind in FORMATS]
    assert sorted(path.name for path in folder.iterdir()) == sorted([*plan, *comments])


@pytest.mark.parametrize("kind", FORMATS)
def test_a_plan_has_every_label_in_order_and_every_value(
    kind: str, plan: Mapping[str, Path]
) -> None:
    text = text_of(plan[f"2026-2027_okafor-lindqvist_plan.{kind}"])
    if kind == "pdf":  # each cell is read with its row, and the two boxes stand beside two rows
        assert all(squeezed(label) in text for label in PLAN_LABELS)
    else:
        at = 0
        for label in PLAN_LABELS:
            at = text.index(squeezed(label), at) + 1
    assert [value for value in PLAN_VALUES if squeezed(value) not in text] == []


@pytest.mark.parametrize("kind", FORMATS)
def test_a_comment_form_has_every_label_in_order_and_every_value(
    kind: str, comments: Mapping[str, Path]
) -> None:
    text = text_of(comments[f"2026-2027_okafor-lindqvist_comment-1.{kind}"])
    at = 0
    for label in COMMENT_LABELS:
        at = text.index(squeezed(label), at) + 1
    assert [value for value in COMMENT_VALUES if squeezed(value) not in text] == []


def test_a_plan_fills_two_letter_pages_and_a_comment_form_one(
    plan: Mapping[str, Path], comments: Mapping[str, Path]
) -> None:
    pages = pypdf.PdfReader(plan["2026-2027_okafor-lindqvist_plan.pdf"]).pages
    assert [(page.mediabox.width, page.mediabox.height) for page in pages] == [(612, 792)] * 2
    comment = comments["2026-2027_okafor-lindqvist_comment-1.pdf"]
    assert len(pypdf.PdfReader(comment).pages) == 1


def test_a_pdf_is_tagged_and_says_its_title_language_and_day(plan: Mapping[str, Path]) -> None:
    reader = pypdf.PdfReader(plan["2026-2027_okafor-lindqvist_plan.pdf"])
    assert reader.metadata is not None
    assert reader.metadata.title == (
        "Individual Mentoring Plan 2026-2027: Amara O’Kafor-Núñez and Teo Lindqvist, Jr."
    )
    assert reader.metadata.creation_date == dt.datetime(2026, 12, 20, 12, tzinfo=dt.UTC)
    assert str(reader.root_object["/Lang"]) == "en-US"
    assert reader.xmp_metadata is not None
    assert b"<pdfuaid:part>1</pdfuaid:part>" in reader.xmp_metadata.stream.get_data()


def test_the_same_records_make_the_same_bytes(plan: Mapping[str, Path], tmp_path: Path) -> None:
    again = made("plan", tmp_path)
    assert [path.read_bytes() for path in again.values()] == [
        path.read_bytes() for path in plan.values()
    ]


@pytest.mark.parametrize("kind", FORMATS)
def test_what_people_write_stays_text(kind: str, tmp_path: Path) -> None:
    team = with_text("\n\n".join(HOSTILE))
    for name in ("plan", "comment"):
        (path,) = render(name, team, CONTEXT, [kind], tmp_path)
        text = text_of(path)
        assert [part for part in HOSTILE if squeezed(part) not in text] == []
        assert "root:" not in text


def test_a_name_cannot_break_out_of_a_page(tmp_path: Path) -> None:
    name = 'Ana </title><script>"\\#{title}\n& Ruiz'
    person = msgspec.structs.replace(PEOPLE["amara-okafor"], name=name)
    context = msgspec.structs.replace(CONTEXT, people=PEOPLE | {"amara-okafor": person})
    paths = render("comment", TEAM, context, FORMATS, tmp_path)
    assert [path for path in paths if squeezed(name) not in text_of(path)] == []
    assert all("<script" not in path.read_text() for path in paths if path.suffix == ".html")


def test_a_letter_that_no_font_has_stops_no_pdf(tmp_path: Path) -> None:
    team = with_text("a private letter: \U000f1234")
    (path,) = render("comment", team, CONTEXT, ["pdf"], tmp_path)
    assert "aprivateletter:" in text_of(path)


def test_an_empty_plan_is_a_form_to_fill_by_hand(tmp_path: Path) -> None:
    team = msgspec.structs.replace(TEAM, plan=Plan(), experiences={})
    paths = render("plan", team, msgspec.structs.replace(CONTEXT, people={}), FORMATS, tmp_path)
    for path in paths:
        text = text_of(path)
        assert text.count("☐Onlyduringtheschoolday") == 2
        assert "Experience1234" in text
        assert "None" not in text


def test_nothing_to_print_names_the_command_that_begins_it(tmp_path: Path) -> None:
    team = msgspec.structs.replace(TEAM, plan=None)
    with pytest.raises(RenderError) as caught:
        render("plan", team, CONTEXT, ["pdf"], tmp_path)
    assert str(caught.value) == "okafor-lindqvist has no Individual Mentoring Plan yet"
    assert caught.value.hint == "begin it: mentorctl new plan okafor-lindqvist"


def test_a_plan_that_cannot_be_read_is_not_called_missing(tmp_path: Path) -> None:
    team = msgspec.structs.replace(TEAM, plan=None, broken=frozenset({"plan.yaml"}))
    with pytest.raises(RenderError, match="cannot be read") as caught:
        render("plan", team, CONTEXT, ["pdf"], tmp_path)
    assert "mentorctl check pairings/2026-2027/okafor-lindqvist" in caught.value.hint


def test_a_file_that_cannot_be_replaced_is_an_error_in_plain_words(tmp_path: Path) -> None:
    blocked = tmp_path / "2026-2027_okafor-lindqvist_plan.html"
    blocked.mkdir()
    with pytest.raises(RenderError, match="cannot be written"):
        render("plan", TEAM, CONTEXT, ["html"], tmp_path)
    assert list(tmp_path.iterdir()) == [blocked]
