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
from render import labels
from render.people import (
    BLANK,
    CONTEXT,
    DRAFT,
    NOBODY,
    PEOPLE,
    PROGRAM,
    TEAM,
    with_text,
)
from render.sample_year import not_in_order
from support.pdf import page_texts
from support.rendered import render
from support.teams import having

from mentorctl.model.checklists import DecisionPoint, DecisionPoints
from mentorctl.model.plan import Plan
from mentorctl.render import FORMATS, RenderError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

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
    "Approved by Inés Marsh: October 2, 2026",
    "Printed and on the web.",
    "October 30, 2026",
    "October 28, 2026",
    "Ask the principal for last year's copy.",
    "Experience 4 is now the flyer.",
    "December 3, 2026",
)
COMMENT_VALUES = (
    "November 4, 2026",
    "Mentor: Teo Lindqvist, Jr.",
    "Agricultural Education",
    "Protégé: Amara O’Kafor-Núñez",
    "Experience 1 (number 1)",
    "Syllabus for Agriscience I, following the district's outline.",
    "and adds a page on safety in the shop.",
    "She used it at the open house; two parents signed up to help.",
)
BOXES = {1: "☒☐☐", 2: "☐☒☐", 3: "☐☐☒"}
FOCAL_POINTS_VALUES = (
    "Amara O’Kafor-Núñez",
    "Teo Lindqvist, Jr.",
    "September 15, 2026",
    *(f"{item.title} {BOXES[1 + at % 3]}" for at, item in enumerate(PROGRAM.focal_points.items)),
)
DECISION_POINTS_VALUES = (
    "Amara O’Kafor-Núñez",
    "Teo Lindqvist, Jr.",
    "September 16, 2026",
    *(
        f"{item.title} ☒ Agreed upon, number {at}." if at % 3 else f"{item.title} ☐"
        for at, item in enumerate(PROGRAM.decision_points.items)
    ),
)
# each form's file, its labels, its record's values, and what no blank form of the pair may hold
EXPECTED = {
    "focal-points": (labels.FOCAL_POINTS, FOCAL_POINTS_VALUES, ("☒", "September 15")),
    "decision-points": (labels.DECISION_POINTS, DECISION_POINTS_VALUES, ("☒", "Agreed upon")),
    "plan": (labels.PLAN, PLAN_VALUES, ("Syllabus", "I.M.", "October 30", "Shared with")),
    "comment-1": (labels.COMMENT, COMMENT_VALUES, ("Syllabus", "November 4", "open house")),
}
PAGES = {"focal-points": 1, "decision-points": 1, "plan": 2, "comment-1": 1}
# what is typed, and stands on the form
HOSTILE = (
    '<script>alert("x")</script> <img src="file:///etc/passwd">',
    '#read("/etc/passwd") #sys.inputs',
    "{{ 7*7 }} {% include '/etc/passwd' %}",
    r"\input{/etc/passwd} \u{41} \"; #panic()",
    "$x$ $$y$$ `code` *star* **stars** ~ ^ @ref <label>",
    "[a](file:///etc/passwd) ![b](http://127.0.0.1/x.png)",
    "= heading",
    "(- item -- dash --- dots ... (-5))",
    "/* comment */ // comment https://example.org",
    "]] ) } ]#[",
    "Budget is 2*3*4 = 24 thousand.",
    "7. Professional plan\n12. Advisory committee\n3) third\n- first\n* second\n+ third",
    "Thoroughness: good\nPracticality: fair",
    "a_b_c __init__ snake_case",
)


def text_of(path: Path) -> str:
    """The words of a document in reading order, without any space."""
    if path.suffix == ".pdf":
        # where the first letters of a paragraph stand beside others, only this keeps it together
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


def name_of(document: str) -> str:
    """The form that makes a document."""
    return document.removesuffix("-1")


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every form of the pairing, in every format."""
    folder = tmp_path_factory.mktemp("filled")
    for document in EXPECTED:
        render(name_of(document), TEAM, CONTEXT, FORMATS, folder)
    return folder


@pytest.fixture(scope="module")
def blank(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same forms of the same pairing, to fill in by hand."""
    folder = tmp_path_factory.mktemp("blank")
    for document in EXPECTED:
        render(name_of(document), TEAM, BLANK, FORMATS, folder)
    return folder


def missing(expected: Iterable[str], text: str) -> list[str]:
    return [each for each in expected if squeezed(each) not in text]


def test_files_say_what_they_are(filled: Path) -> None:
    stem = "2026-2027_okafor-lindqvist"
    assert sorted(path.name for path in filled.iterdir()) == sorted(
        f"{stem}_{document}.{kind}" for document in (*EXPECTED, "comment-2") for kind in FORMATS
    )


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("document", EXPECTED)
def test_a_form_has_every_label_in_order_and_every_value(
    document: str, kind: str, filled: Path
) -> None:
    text = text_of(filled / f"2026-2027_okafor-lindqvist_{document}.{kind}")
    expected, values, answers = EXPECTED[document]
    # in a PDF of the plan each cell is read with its row, and two boxes stand beside two rows
    unordered = document == "plan" and kind == "pdf"
    assert (missing if unordered else not_in_order)(expected, text) == []
    assert missing((*values, *answers), text) == []


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("document", EXPECTED)
def test_a_blank_form_has_every_label_and_who_it_is_for_and_no_answer(
    document: str, kind: str, blank: Path
) -> None:
    text = text_of(blank / f"2026-2027_okafor-lindqvist_{document}.{kind}")
    expected, _, answers = EXPECTED[document]
    unordered = document == "plan" and kind == "pdf"
    assert (missing if unordered else not_in_order)(expected, text) == []
    assert missing(("Amara O’Kafor-Núñez", "Teo Lindqvist, Jr."), text) == []
    assert missing(answers, text) == list(answers)


@pytest.mark.parametrize("kind", FORMATS)
def test_a_blank_form_can_be_for_anybody(kind: str, tmp_path: Path) -> None:
    for document, (expected, *_) in EXPECTED.items():
        (path,) = render(name_of(document), NOBODY, BLANK, [kind], tmp_path)
        assert path.name == f"2026-2027_{name_of(document)}.{kind}"
        text = text_of(path)
        assert missing(expected, text) == []
        assert missing(("Amara", "None"), text) == ["Amara", "None"]


@pytest.mark.parametrize("document", EXPECTED)
def test_a_form_has_the_pages_of_the_manuals_own(document: str, filled: Path, blank: Path) -> None:
    for folder in (filled, blank):
        reader = pypdf.PdfReader(folder / f"2026-2027_okafor-lindqvist_{document}.pdf")
        sizes = [(page.mediabox.width, page.mediabox.height) for page in reader.pages]
        assert sizes == [(612, 792)] * PAGES[document]


def test_a_heading_of_a_checklist_stays_with_what_it_heads_in_word(filled: Path) -> None:
    path = filled / "2026-2027_okafor-lindqvist_decision-points.docx"
    styled = pypandoc.convert_file(str(path), "native", format="docx+styles")
    assert styled.count("Checklist Group") == len(PROGRAM.decision_points.groups)


def test_a_heading_of_a_checklist_stays_with_what_it_heads(tmp_path: Path) -> None:
    """As the notes before it grow, a group comes to stand at every place of the first page."""
    *_, group = PROGRAM.decision_points.groups
    before = PROGRAM.decision_points.items[0].id
    places = set()
    for lines in range(12, 20):
        points: dict[str, DecisionPoint | None] = {
            before: DecisionPoint(discussed="yes", notes="- a line\n" * lines)
        }
        team = having(TEAM, decision_points=DecisionPoints(points=points))
        (path,) = render("decision-points", team, DRAFT, ["pdf"], tmp_path)
        texts = [squeezed(each) for each in page_texts(path)]
        heading = [at for at, text in enumerate(texts) if squeezed(group.title) in text]
        assert heading == [
            at for at, text in enumerate(texts) if squeezed(group.items[0].title) in text
        ]
        places.update(heading)
    assert places == {0, 1}


def test_a_pdf_is_tagged_and_says_its_title_language_and_day(filled: Path) -> None:
    reader = pypdf.PdfReader(filled / "2026-2027_okafor-lindqvist_plan.pdf")
    assert reader.metadata is not None
    assert reader.metadata.title == (
        "Individual Mentoring Plan, 2026-2027: Amara O’Kafor-Núñez and Teo Lindqvist, Jr."
    )
    assert reader.metadata.creation_date == dt.datetime(2026, 12, 20, 12, tzinfo=dt.UTC)
    assert str(reader.root_object["/Lang"]) == "en-US"
    assert reader.xmp_metadata is not None
    assert b"<pdfuaid:part>1</pdfuaid:part>" in reader.xmp_metadata.stream.get_data()


def test_the_same_records_make_the_same_bytes(filled: Path, tmp_path: Path) -> None:
    again = render("plan", TEAM, CONTEXT, FORMATS, tmp_path)
    assert [
        path.name for path in again if path.read_bytes() != (filled / path.name).read_bytes()
    ] == []


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("form", ["plan", "comment", "decision-points"])
def test_what_people_write_stays_text(form: str, kind: str, tmp_path: Path) -> None:
    (path,) = render(form, with_text("\n\n".join(HOSTILE)), DRAFT, [kind], tmp_path)
    text = text_of(path)
    assert missing(HOSTILE, text) == []
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
    team = having(TEAM, plan=Plan(), experiences={})
    paths = render("plan", team, msgspec.structs.replace(CONTEXT, people={}), FORMATS, tmp_path)
    for path in paths:
        text = text_of(path)
        assert text.count("☐Onlyduringtheschoolday") == 2
        assert "Experience1234" in text
        assert "None" not in text


def test_nothing_to_print_names_the_command_that_begins_it(tmp_path: Path) -> None:
    team = having(TEAM, plan=None)
    with pytest.raises(RenderError) as caught:
        render("plan", team, CONTEXT, ["pdf"], tmp_path)
    assert str(caught.value) == "okafor-lindqvist has no Individual Mentoring Plan yet"
    assert caught.value.hint == "begin it: mentorctl new okafor-lindqvist plan"


def test_a_plan_that_cannot_be_read_is_not_called_missing(tmp_path: Path) -> None:
    team = having(TEAM, plan=None, broken=frozenset({"plan.yaml"}))
    with pytest.raises(RenderError, match="cannot be read") as caught:
        render("plan", team, CONTEXT, ["pdf"], tmp_path)
    assert "mentorctl check pairings/2026-2027/okafor-lindqvist" in caught.value.hint


def test_a_file_that_cannot_be_replaced_is_an_error_in_plain_words(tmp_path: Path) -> None:
    blocked = tmp_path / "2026-2027_okafor-lindqvist_plan.html"
    blocked.mkdir()
    with pytest.raises(RenderError, match="cannot be written"):
        render("plan", TEAM, CONTEXT, ["html"], tmp_path)
    assert list(tmp_path.iterdir()) == [blocked]
