"""One look, and what a program changes of it, in all three outputs."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import msgspec
import pypdf
import pytest
from render import houses
from render.people import CONTEXT, TEAM
from ruamel.yaml import YAML
from support.run import mentorctl

from mentorctl.forms import form_named
from mentorctl.model.look import Colours, Fonts, Logo, Look, Margins, Sizes, contrast
from mentorctl.model.words import Words
from mentorctl.render import pages
from mentorctl.render import theme as looks
from mentorctl.render.batch import Job, produce
from mentorctl.render.errors import RenderError
from mentorctl.render.program_templates import TOOLKIT, House
from mentorctl.store.parse.reader import examine

if TYPE_CHECKING:
    from mentorctl.render.batch import JobOutcome

SHIPPED = Path(__file__).parents[2] / "templates/forms"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
OTHER = Look(
    paper="a4",
    margins=Margins(sides="30mm"),
    fonts=Fonts(text="New Computer Modern", word="Georgia"),
    sizes=Sizes(title="20pt"),
    colours=Colours(accent="#7b1113", rule="#123456"),
)
FILES = ("base.html", "parts.html", "form.css", "form.typ", "docx/styles.xml", "docx/fonts.xml")


def made(folder: Path, house: House, *formats: str) -> JobOutcome:
    jobs = [Job(houses.document(), formats, folder)]
    (outcome,) = produce(jobs, CONTEXT, house=house)
    assert outcome.error is None
    return outcome


def test_the_toolkit_s_look_is_the_file_that_a_program_copies() -> None:
    record, faults = examine((SHIPPED / "look.yaml").read_bytes(), Look, Words())
    assert faults == []
    assert record == Look()
    listed = YAML(typ="safe").load(SHIPPED / "look.yaml")
    for group in ("margins", "fonts", "sizes", "colours", "lines"):
        assert set(listed[group]) == set(getattr(Look(), group).__struct_fields__)


@pytest.mark.parametrize("name", FILES)
def test_no_colour_stands_anywhere_else(name: str) -> None:
    """The paper's own white and the grey of the screen around it are nobody's look."""
    text = (SHIPPED / name).read_text(encoding="utf-8")
    found = set(re.findall(r"#[0-9a-fA-F]{6}\b|w:(?:color|fill)=\"[0-9A-F]{6}\"", text))
    assert found <= {"#e9ecef"}


def test_the_toolkit_s_own_colours_can_be_read() -> None:
    colours = Look().colours
    for colour in (colours.ink, colours.quiet, colours.accent, colours.stamp):
        assert contrast(colour) >= 4.5
    assert contrast(colours.stamp, colours.gap) >= 4.5


def test_contrast_is_that_of_the_guidelines() -> None:
    assert contrast("#000000") == pytest.approx(21)
    assert contrast("#ffffff") == pytest.approx(1)
    assert contrast("#767676") == pytest.approx(4.54, abs=0.01)


def test_css_takes_all_from_the_look() -> None:
    style = looks.style_sheet(House(OTHER))
    for value in ("#7b1113", "#123456", "30mm", '"New Computer Modern"', "20pt", "size: a4"):
        assert value in style
    assert "#1f3f5f" not in style


def test_word_takes_all_from_the_look() -> None:
    styles = looks.word_part("styles.xml", House(OTHER))
    ET.fromstring(styles)  # noqa: S314 - our own
    for value in ('w:color w:val="7B1113"', 'w:color="123456"', 'w:ascii="Georgia"', 'w:val="40"'):
        assert value in styles
    assert "1F3F5F" not in styles
    assert 'w:name="Georgia"' in looks.word_part("fonts.xml", House(OTHER))


def test_every_style_that_form_lua_names_is_there() -> None:
    lua = (
        (SHIPPED / "form.lua")
        .read_text(encoding="utf-8")
        .partition("STYLES = {")[2]
        .partition("}")[0]
    )
    wanted = dict(re.findall(r'^  \[?"?([a-z-]+)"?\]? = "([^"]+)",$', lua, re.MULTILINE))
    styles = ET.fromstring(looks.word_part("styles.xml", TOOLKIT))  # noqa: S314 - our own
    names = {each.get(f"{W}val") for each in styles.iter(f"{W}name")}
    typst = (SHIPPED / "form.typ").read_text(encoding="utf-8")
    assert len(wanted) > 10
    # what form.lua lays out itself in Word needs no style there
    assert set(wanted.values()) - names <= {"Aside", "Beside"}
    assert [name for name in wanted if f"#let form-{name}" not in typst] == []


def test_paper_takes_all_from_the_look(tmp_path: Path) -> None:
    outcome = made(tmp_path, House(OTHER), "pdf", "docx")
    pdf = pypdf.PdfReader(next(path for path in outcome.paths if path.suffix == ".pdf"))
    assert [round(float(side)) for side in pdf.pages[0].mediabox[2:]] == [595, 842]
    fonts = {name for page in pdf.pages for name in page._get_fonts()[0]}  # noqa: SLF001 - no other way to ask
    assert any("NewCM" in font for font in fonts)
    assert not any("Libertinus" in font for font in fonts)
    docx = next(path for path in outcome.paths if path.suffix == ".docx")
    with zipfile.ZipFile(docx) as archive:
        body = archive.read("word/document.xml").decode()
    assert 'w:w="11909"' in body


def test_rows_to_be_filled_in_by_hand_leave_room_to_write(tmp_path: Path) -> None:
    filled = looks.word_part("styles.xml", TOOLKIT)
    assert filled != looks.word_part("styles.xml", TOOLKIT, blank=True)
    context = msgspec.structs.replace(CONTEXT, mode="blank")
    form = form_named("plan")
    assert form.of_pairing is not None
    (document,) = form.of_pairing(TEAM, context)
    (outcome,) = produce([Job(document, ("pdf",), tmp_path)], context)
    at: dict[str, float] = {}

    def seen(text: str, place: list[float], *_: object) -> None:
        at.setdefault(text.strip(), place[5])

    pypdf.PdfReader(outcome.paths[0]).pages[0].extract_text(visitor_text=seen)
    assert abs(at["School Phone:"] - at["Cell Phone:"]) >= 0.3 * 72


@pytest.mark.parametrize(
    "given",
    [
        'colours: {accent: "red; } body { display: none"}',
        'fonts: {text: "a\\"; background: url(http://127.0.0.1/)"}',
        "fonts: {text: '</style><script>'}",
        'margins: {top: "1in; }"}',
        "sizes: {text: 10pt)}",
        "logo: {file: ../../secret.png, alt: x}",
        "logo: {file: logo.png}",
        "paper: legal",
    ],
)
def test_nothing_but_a_look_is_a_look(given: str) -> None:
    record, faults = examine(f"{given}\n".encode(), Look, Words())
    assert record is None
    assert faults


def test_check_names_the_line_of_a_wrong_look(program: Path) -> None:
    (program / "templates").mkdir()
    (program / "templates/look.yaml").write_text("paper: a4\nsizes:\n  text: big\n")
    done = mentorctl("check", "--today", "2027-05-03", cwd=program)
    assert done.code == 1
    assert "templates/look.yaml:3:9" in done.out + done.err
    assert "a size like 10pt" in done.out + done.err


def test_running_lines_cannot_leave_their_string() -> None:
    text = looks.css_text('a"; } </style><script>\n\\ é')
    assert text.startswith('"')
    assert text.endswith('"')
    assert not set(text[1:-1]) & set('"<>;{}\n')


@pytest.mark.parametrize(("name", "content"), [("logo.svg", houses.SVG), ("logo.png", None)])
def test_a_logo_and_a_letterhead_stand_over_the_title(
    name: str, content: str | None, tmp_path: Path
) -> None:
    look = Look(logo=Logo(file=name, alt="Seal of the agency"))
    files = {name: content or houses.png(), "letterhead.html": "<p>Office of {{ agency }}</p>"}
    house = houses.house(tmp_path, files, look)
    outcome = made(tmp_path / "out", house, "docx", "pdf", "html")
    docx, pdf, page = outcome.paths
    text = page.read_text(encoding="utf-8")
    kind = "image/svg+xml" if name.endswith("svg") else "image/png"
    assert text.index(f'src="data:{kind};base64,') < text.index("<h1>")
    assert 'alt="Seal of the agency"' in text
    assert "<svg" not in text
    with zipfile.ZipFile(docx) as archive:
        media = [each for each in archive.namelist() if each.startswith("word/media/")]
        assert [Path(each).suffix for each in media] == [".png"]
        body = archive.read("word/document.xml").decode()
        assert archive.read(media[0]).startswith(b"\x89PNG")
    assert 'descr="Seal of the agency"' in body
    first = pypdf.PdfReader(pdf).pages[0]
    assert "Office of DESE" in first.extract_text()
    assert b"<pdfuaid:part>1" in pdf.read_bytes()


def test_a_font_of_the_program_s_own_is_in_html_and_pdf(tmp_path: Path) -> None:
    font = next(Path("/usr/share/fonts").rglob("LiberationSans-Regular.ttf"), None)
    if font is None:
        pytest.skip("no font here to bring along")
    house = houses.house(
        tmp_path, {"fonts/own.ttf": font.read_bytes()}, Look(fonts=Fonts(text="Liberation Sans"))
    )
    style = looks.style_sheet(house)
    assert "@font-face" in style
    assert r'font-family: "Liberation Sans"' in style
    outcome = made(tmp_path / "out", house, "pdf")
    assert b"LiberationSans" in outcome.paths[0].read_bytes()


def test_two_houses_have_two_digests(tmp_path: Path) -> None:
    one = houses.house(tmp_path / "a", {"plan.html": "<h1>A</h1>"})
    two = houses.house(tmp_path / "b", {"plan.html": "<h1>B</h1>"})
    digests = {TOOLKIT.digest, House(OTHER).digest, one.digest, two.digest}
    assert len(digests) == 4


def test_a_draft_is_stamped_on_each_page_and_the_stamp_is_plain() -> None:
    context = msgspec.structs.replace(CONTEXT, mode="draft")
    text = pages.page(houses.document(), context)
    assert 'data-stamp="DRAFT"' in text
    assert '@top-center { content: "DRAFT"; }' in text
    assert "data-stamp" not in pages.page(houses.document(), CONTEXT)


def test_a_logo_that_is_not_there_is_said_plainly(tmp_path: Path) -> None:
    look = Look(logo=Logo(file="logo.png", alt="Seal"))
    with pytest.raises(RenderError, match=r"templates/logo\.png is not there"):
        houses.house(tmp_path, {"plan.html": "x"}, look)


def test_a_logo_is_as_high_as_the_look_says(tmp_path: Path) -> None:
    look = Look(logo=Logo(file="logo.png", alt="Seal", height="20mm"))
    house = houses.house(tmp_path, {"logo.png": houses.png(30, 10)}, look)
    outcome = made(tmp_path / "out", house, "docx", "html")
    docx, page = outcome.paths
    with zipfile.ZipFile(docx) as archive:
        body = archive.read("word/document.xml").decode()
    sizes = re.search(r'<wp:extent cx="(\d+)" cy="(\d+)"', body)
    assert sizes is not None
    assert int(sizes[2]) == pytest.approx(20 * 36000, rel=0.01)
    assert int(sizes[1]) == pytest.approx(60 * 36000, rel=0.01)
    assert "height: 20mm" in page.read_text(encoding="utf-8")
