"""What people typed is whole on paper: on the page, in its cell, over no other text."""

from __future__ import annotations

import html
import re
from functools import cache
from itertools import count
from typing import TYPE_CHECKING

import pypdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openxml_audit import FileFormat, OpenXmlValidator
from render import houses
from render.paper import clashes, glyphs, out_of_cells, rules, strays
from render.sample_year import squeezed, words_of
from render.sheets import W, pdf_pages, word_body, word_parts, word_text
from render.typed import PRESETS, documents, places
from templates.test_every_form import first_difference, spoken

from mentorctl.model.look import Logo, Look
from mentorctl.render import FORMATS
from mentorctl.render.batch import produce
from mentorctl.render.jobs import Job
from mentorctl.render.program_templates import TOOLKIT, House

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from mentorctl.forms import FormContext, FormDocument, Mode

URL = "https://records.example.org/a/very_long/path-of-many/parts?that=goes&on=and_on#to-the-end"
# what no column is wide enough for, beside what every column is
PIECES = (
    *("the", "evaluation", "Wolverhamptonshire", "Featherstonehaugh-Cholmondeley", "Straße"),
    *("antidisestablishmentarianism", "WWWWWWWWWWWWWWWWWWWW", URL, "a.name@somewhere.example"),
    *("учитель", "Παπαδημητρακοπούλου", "2*3*4", "7.", "12)", "- item", "* item", "_x_ **y**"),
    *("“quoted”", "<b>&amp;", "#[", "\\", "é", "…", "1/2", "l'école", "____", "x" * 90),
)
PARTS = (" ", " ", " ", "\n", "\n\n", ", ", "")
LONG = "\n".join(PIECES[::2]) + "\n\n" + " ".join(PIECES[1::2])
WORD = "Wolverhamptonshire"
BOXES = "☐☒"
SMALLEST = 3.5 / 25.4 * 72
AUTHORS = {"Show-Me Career Education Mentoring, Sample Program", "Child Welfare Mentoring Program"}
LETTERHEAD = "<p>Bureau of Career Education, 205 Jefferson Street</p><p>Telephone 573-555-0100</p>"

CONTENTS: dict[str, tuple[Mode, Callable[[str], str]]] = {
    "empty": ("draft", lambda _: ""),
    "blank": ("blank", str),
    "a long word": ("draft", lambda _: WORD),
    "very long": ("draft", lambda _: LONG),
}
# what tries a layout most, for every program; the rest where most forms are. An ordinary run takes
# every second: what is hardest of each kind of program
TRIED = (
    ("missouri-career-education", "very long"), ("missouri-career-education", "empty"),
    ("nebraska-child-welfare", "very long"), ("missouri-career-education", "a long word"),
    ("south-bay-induction", "very long"), ("missouri-school-counseling", "very long"),
    ("missouri-career-education", "blank"),
)  # fmt: skip


def made(
    found: Sequence[FormDocument],
    context: FormContext,
    out: Path,
    formats: Sequence[str] = ("pdf",),
    house: House = TOOLKIT,
) -> list[dict[str, Path]]:
    """The files of some documents, by format."""
    files = []
    for outcome in produce(
        [Job(each, tuple(formats), out) for each in found], context, house=house
    ):
        assert outcome.error is None, outcome.error
        assert outcome.warnings == ()
        files.append({path.suffix[1:]: path for path in outcome.paths})
    return files


def faults(path: Path, look: Look) -> list[object]:
    """What of a PDF is not where it belongs."""
    found, sizes = glyphs(path)
    assert found
    told: list[object] = [f"off the page: {each}" for each in strays(found, sizes, look)[:3]]
    told += [f"over each other: {one} {other}" for one, other in clashes(found)[:3]]
    told += [f"out of its cell: {words!r} by {far:.1f}" for words, far in out_of_cells(path, found)]
    return [(path.name, *told)] if told else []


@pytest.mark.one_in(2)
@pytest.mark.parametrize(("preset", "content"), TRIED)
def test_no_text_leaves_its_place_or_lies_over_another(
    preset: str, content: str, tmp_path: Path
) -> None:
    mode, change = CONTENTS[content]
    found, context = documents(preset, change, mode)
    files = made(found, context, tmp_path)
    assert len(files) == len(found)
    assert [fault for each in files for fault in faults(each["pdf"], Look())] == []


def test_nor_does_it_on_other_paper_below_a_letterhead(tmp_path: Path) -> None:
    look = Look(paper="a4", logo=Logo(file="logo.svg", alt="The seal", height="0.6in"))
    house = houses.house(tmp_path, {"logo.svg": houses.SVG, "letterhead.html": LETTERHEAD}, look)
    mode, change = CONTENTS["very long"]
    found, context = documents("nebraska-child-welfare", change, mode)
    files = made(found, context, tmp_path / "out", house=house)
    assert [fault for each in files for fault in faults(each["pdf"], look)] == []


BLANK = ("missouri-career-education", "nebraska-child-welfare")


@pytest.fixture(scope="module")
def by_hand(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Path]]:
    """Forms to be filled in by hand."""
    return [
        files
        for preset in BLANK
        for files in made(
            *documents(preset, mode="blank"), tmp_path_factory.mktemp(preset), ("pdf", "docx")
        )
    ]


def test_a_box_to_be_marked_is_large_enough_for_a_pen(by_hand: list[dict[str, Path]]) -> None:
    boxes = [each for files in by_hand for each in glyphs(files["pdf"])[0] if each.text in BOXES]
    assert len(boxes) > 100
    assert min(each.right - each.left for each in boxes) >= SMALLEST
    assert min(each.top - each.bottom for each in boxes) >= SMALLEST


def test_nothing_stands_on_a_line_to_write_on(by_hand: list[dict[str, Path]]) -> None:
    """Neither on one across the page nor on one between the columns of a table."""
    struck = []
    for files in by_hand:
        found, _ = glyphs(files["pdf"])
        for page, left, low, right, high in rules(files["pdf"]):
            struck += [
                (files["pdf"].name, each)
                for each in found
                if each.page == page
                and each.left + 1 < right and left < each.right - 1
                and each.bottom + 1 < high and low < each.top - 1
            ]  # fmt: skip
    assert struck == []


def test_columns_to_be_written_in_are_parted(by_hand: list[dict[str, Path]]) -> None:
    log = next(files for files in by_hand if "_log-" in files["pdf"].name)
    upright = {round(left) for _, left, low, _, high in rules(log["pdf"]) if high - low > 20}
    assert len(upright) == 6  # of seven columns
    (table,) = (
        each
        for each in word_body(log["docx"]).iter(f"{W}tbl")
        if each.find(f".//{W}tblHeader") is not None
    )
    style = table.find(f"{W}tblPr/{W}tblStyle")
    assert style is not None
    assert style.attrib[f"{W}val"] == "ByHandTable"


def test_no_word_above_a_column_is_split(by_hand: list[dict[str, Path]]) -> None:
    """Columns between rules are narrower than others of their width."""
    split, whole = [], 0
    for files in by_hand:
        printed = {word for page in pdf_pages(files["pdf"]) for word in page.split()}
        for row in word_body(files["docx"]).iter(f"{W}tr"):
            if row.find(f".//{W}tblHeader") is not None:
                heads = [word for each in row.iter(f"{W}p") for word in word_text(each).split()]
                whole += len(heads)
                split += [(files["pdf"].name, each) for each in heads if each not in printed]
    assert split == []
    assert whole > 50


def test_a_word_file_is_sound_and_tells_no_tales(by_hand: list[dict[str, Path]]) -> None:
    """Of all that Word could stumble over; and who made it, and for whom, is true."""
    validator = OpenXmlValidator(file_format=FileFormat.MICROSOFT_365)
    for files in by_hand:
        assert validator.validate(files["docx"]).errors == []
        parts = word_parts(files["docx"])
        assert b"Microsoft Word" not in b"".join(parts.values())
        assert b"<Application>mentorctl</Application>" in parts["docProps/app.xml"]
        author = re.search(r"<dc:creator>(.*?)</dc:creator>", parts["docProps/core.xml"].decode())
        assert author is not None
        reader = pypdf.PdfReader(files["pdf"])
        assert reader.metadata is not None
        assert reader.metadata.author == html.unescape(author[1])
        assert author[1] in AUTHORS


@cache
def unchanged(preset: str) -> tuple[FormDocument, ...]:
    return tuple(documents(preset)[0])


def with_text_at(preset: str, place: int, text: str) -> tuple[list[FormDocument], FormContext]:
    """The forms that print the free text of this number, with another one there."""
    at = count()
    found, context = documents(preset, lambda old: text if next(at) == place else old)
    return [new for new, old in zip(found, unchanged(preset), strict=True) if new != old], context


TEXTS = st.builds(
    lambda pieces, times: "".join(piece + part for piece, part in pieces * times)[:5000].strip(),
    st.lists(
        st.tuples(
            st.sampled_from(PIECES)
            | st.text("abcdefghijklmnopqrstuvwxyzÄéABCWXYZ012789.,-'()", min_size=1, max_size=40),
            st.sampled_from(PARTS),
        ),
        min_size=1,
        max_size=40,
    ),
    st.sampled_from((1, 1, 4, 20, 60)),
).filter(bool)  # fmt: skip


@settings(
    max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_any_text_in_any_field_is_whole_in_every_format(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    preset = data.draw(st.sampled_from(PRESETS))
    place = data.draw(st.integers(0, places(preset) - 1))
    text = data.draw(TEXTS)
    found, context = with_text_at(preset, place, text)
    for files in made(found, context, tmp_path_factory.mktemp("any"), FORMATS):
        page = words_of(files["html"])
        assert squeezed(text) in page
        assert squeezed(text) in squeezed(word_text(word_body(files["docx"])))
        if "page-of" not in files["html"].read_text(
            encoding="utf-8"
        ):  # its numbers are the packet's
            assert first_difference(files["html"], spoken(files["pdf"])) == ""
        assert faults(files["pdf"], Look()) == []
