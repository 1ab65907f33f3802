"""What holds of every form in every mode, of one that comes tomorrow as well."""

from __future__ import annotations

import html
import os
import re
import shutil
import subprocess
import sys
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET
from xml.sax.saxutils import escape

import pypdf
import pytest
from pypdf.generic import DictionaryObject, IndirectObject
from render.every import ALL, One, document_of
from render.sample_year import squeezed, words_of
from render.sheets import W, word_body, word_parts, word_text
from support.pdf import page_texts

if TYPE_CHECKING:
    from collections.abc import Iterator

HEADING = re.compile(r"Heading([1-6])")
DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"


class Element:
    """One element of a tagged PDF."""

    def __init__(self, node: DictionaryObject) -> None:
        self.node = node
        self.kind = str(node["/S"])
        self._children: list[Element] | None = None

    @property
    def children(self) -> list[Element]:
        if self._children is None:
            self._children = list(_elements(self.node.get("/K")))
        return self._children

    def all(self, *kinds: str) -> Iterator[Element]:
        """The elements of some kinds in it, in reading order."""
        for child in self.children:
            if child.kind in kinds:
                yield child
            yield from child.all(*kinds)

    def attribute(self, name: str) -> str:
        given = _resolved(self.node.get("/A", []))
        owners = given if isinstance(given, list) else [given]
        found = (_resolved(each).get(name) for each in owners)
        return str(next((each for each in found if each is not None), ""))

    def marked(self) -> Iterator[tuple[int, int]]:
        """Page and number of each piece of content in it, in reading order."""
        page = self.node.get("/Pg")
        for child in _list(self.node.get("/K")):
            if isinstance(child, int):
                yield page_number(page), child
            elif isinstance(child, DictionaryObject) and "/MCID" in child:
                number: Any = child["/MCID"]
                yield page_number(child.get("/Pg", page)), int(number)
            # a list's bullets are no words of the page's, and a picture is read by its own words
            elif isinstance(child, DictionaryObject) and not _is_passed_over(child):
                yield from Element(child).marked()


def _is_passed_over(child: DictionaryObject) -> bool:
    return child.get("/S", "/Lbl") == "/Lbl" or "/Alt" in child


def page_number(page: Any) -> int:
    return int(_resolved(page).indirect_reference.idnum) if page is not None else -1


def _resolved(value: Any) -> Any:
    return value.get_object() if isinstance(value, IndirectObject) else value


def _list(value: Any) -> list[Any]:
    value = _resolved(value)
    return [_resolved(each) for each in (value if isinstance(value, list) else [value])]


def _elements(value: Any) -> Iterator[Element]:
    for each in _list(value):
        if isinstance(each, DictionaryObject) and "/S" in each:
            yield Element(each)


def tree_of(reader: pypdf.PdfReader) -> Element:
    root = _resolved(reader.root_object["/StructTreeRoot"])
    (document,) = _elements(root["/K"])
    return document


def scopes_of(page: str) -> list[str]:
    """The scopes of a page's heading cells, in order."""
    return re.findall(r'<th scope="(\w+)"', page)


@pytest.fixture(scope="module", params=ALL, ids=str)
def one(request: pytest.FixtureRequest) -> One:
    """Each form in each mode, with all that is asked of it one after the other."""
    each: One = request.param
    return each


@pytest.fixture(scope="module")
def reader(one: One, every: Path) -> pypdf.PdfReader:
    """Its PDF, read once."""
    return pypdf.PdfReader(one.path(every, "pdf"))


@pytest.fixture(scope="module")
def document(reader: pypdf.PdfReader) -> Element:
    """What its tags are about."""
    return tree_of(reader)


def test_a_pdf_is_for_everybody(
    one: One, every: Path, reader: pypdf.PdfReader, document: Element
) -> None:
    root: Any = reader.root_object
    assert reader.xmp_metadata is not None
    assert b"<pdfuaid:part>1</pdfuaid:part>" in reader.xmp_metadata.stream.get_data()
    assert bool(root["/MarkInfo"]["/Marked"])
    assert str(root["/Lang"]) == "en-US"
    assert bool(root["/ViewerPreferences"]["/DisplayDocTitle"])
    assert reader.metadata is not None
    assert reader.metadata.title == document_of(one).title
    # where a key leads next is said too, as the order in which it is read
    assert {str(page.get("/Tabs")) for page in reader.pages} == {"/S"}
    levels = [int(each.kind[2:]) for each in document.all("/H1", "/H2", "/H3")]
    assert levels.count(1) == len(document_of(one).sheets)
    assert levels[0] == 1
    assert 3 not in levels or 2 in levels
    assert all("/Alt" in each.node for each in document.all("/Figure"))
    if one.mode == "draft":
        assert all("DRAFT" in squeezed(page) for page in page_texts(one.path(every, "pdf")))


def test_a_pdf_s_tables_have_the_headings_of_the_page_s(
    one: One, every: Path, document: Element
) -> None:
    page = one.path(every, "html").read_text(encoding="utf-8").partition("<body>")[2]
    expected = [{"row": "/Row"}.get(scope, "/Column") for scope in scopes_of(page)]
    assert [each.attribute("/Scope") for each in document.all("/TH")] == expected
    for table in document.all("/Table"):
        for row in table.all("/TR"):
            kinds = {each.kind for each in row.children}
            assert kinds <= {"/TH", "/TD"}
    assert len(list(document.all("/Table"))) == page.count("<table")


def test_a_word_file_is_for_everybody(one: One, every: Path) -> None:
    path = one.path(every, "docx")
    parts, body = word_parts(path), word_body(path)
    core = ET.fromstring(parts["docProps/core.xml"])  # noqa: S314 - our own
    said = {each.tag.rpartition("}")[2]: each.text for each in core}
    assert said["title"] == document_of(one).title
    assert said["language"] == "en-US"
    styles = ET.fromstring(parts["word/styles.xml"])  # noqa: S314 - our own
    assert {each.attrib[f"{W}val"] for each in styles.iter(f"{W}lang")} == {"en-US"}
    used = [each.attrib[f"{W}val"] for each in body.iter(f"{W}pStyle")]
    levels = [int(found[1]) for each in used if (found := HEADING.fullmatch(each))]
    assert levels.count(1) == len(document_of(one).sheets)
    assert levels[0] == 1
    for table in body.iter(f"{W}tbl"):
        first, *others = table.findall(f"{W}tr")
        look = table.find(f"{W}tblPr/{W}tblLook")
        assert look is not None
        assert (first.find(f"{W}trPr/{W}tblHeader") is not None) == (
            look.attrib[f"{W}firstRow"] == "1"
        )
        assert all(each.find(f"{W}trPr/{W}tblHeader") is None for each in others)
    assert all(each.attrib.get("descr") for each in body.iter(DRAWING))


def test_what_is_read_aloud_is_what_the_web_page_says(
    one: One, every: Path, reader: pypdf.PdfReader
) -> None:
    """All of it and nothing else, in the same order: by a PDF's tags, and in Word's own text."""
    page = one.path(every, "html")
    assert first_difference(page, said_by(reader)) == ""
    assert first_difference(page, words_of(one.path(every, "docx"))) == ""


def first_difference(page: Path, said: str) -> str:
    """Where words are no longer those of a page, but for what runs along it; else nothing.

    The number of another page may be any.
    """
    body = page.read_text(encoding="utf-8").partition("<body>")[2]
    body = re.sub(r'<div class="running.*?</div>', "", body, flags=re.DOTALL)
    at = 0
    for part in re.split(r'<a class="page-of".*?</a>', body, flags=re.DOTALL):
        expected = squeezed(html.unescape(re.sub(r"<[^>]*>", "", part)))
        found = said[at : at + len(expected)]
        if found != expected:
            same = next(
                (n for n, (a, b) in enumerate(zip(found, expected, strict=False)) if a != b), 0
            )
            begin = max(same - 20, 0)
            return f"{found[begin : same + 40]!r} for {expected[begin : same + 40]!r}"
        at += len(found)
        while said[at : at + 1].isdecimal():
            at += 1
    return said[at : at + 60]


def spoken(path: Path) -> str:
    """The words of a PDF in the order of its tags, without any space."""
    return said_by(pypdf.PdfReader(path))


def said_by(reader: pypdf.PdfReader) -> str:
    """The same of an open one."""
    texts = texts_of(reader)
    return squeezed("".join(texts[at] for at in tree_of(reader).marked()))


def texts_of(reader: pypdf.PdfReader) -> dict[tuple[int, int], str]:
    """The text of each marked piece of content, by its page and number."""
    texts: dict[tuple[int, int], str] = defaultdict(str)
    for page in reader.pages:
        number, opened = page_number(page), [-1]

        def before(operator: bytes, operands: Any, *_: Any, opened: list[int] = opened) -> None:
            if operator in {b"BDC", b"BMC"}:
                marked: Any = operands[1] if len(operands) > 1 else None
                known = isinstance(marked, dict) and "/MCID" in marked
                opened.append(int(marked["/MCID"]) if known else opened[-1])
            elif operator == b"EMC":
                opened.pop()

        def add(text: str, *_: Any, number: int = number, opened: list[int] = opened) -> None:
            texts[number, opened[-1]] += text

        page.extract_text(visitor_operand_before=before, visitor_text=add)
    return texts


@pytest.mark.skipif(shutil.which("qpdf") is None, reason="qpdf is not installed")
def test_every_pdf_is_sound(every: Path) -> None:
    faults = []
    for one in ALL:
        path = one.path(every, "pdf")
        done = subprocess.run(
            ["qpdf", "--check", path], capture_output=True, text=True, check=False
        )
        if done.returncode or "WARNING" in done.stdout + done.stderr:
            faults.append((str(one), done.stdout, done.stderr))
    assert faults == []


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_every_word_file_survives_another_office(every: Path, tmp_path: Path) -> None:
    """It comes back with all its text, and has no page without any."""
    paths = {}
    for one in ALL:
        paths[one] = tmp_path / f"{one}.docx"
        shutil.copy(one.path(every, "docx"), paths[one])
    again = tmp_path / "again"
    # the pages of the others are looked at with wider letters, below
    paged = [one for one in paths if one.mode == "blank" or one.form == "packet"]
    for kind, of in (("docx", list(paths)), ("pdf", paged)):
        home = f"-env:UserInstallation={(tmp_path / 'office').as_uri()}"
        subprocess.run(
            ["soffice", home, "--headless", "--convert-to", kind, "--outdir", again,
             *(paths[each] for each in of)],
            check=True, capture_output=True, timeout=180,
        )  # fmt: skip
    for one, path in paths.items():
        back = again / path.name
        # with other fonts the pages of a packet's contents have other numbers
        numbers = r"\d" if one.form == "packet" else "$^"
        texts = [re.sub(numbers, "", squeezed(word_text(word_body(at)))) for at in (back, path)]
        assert (one, texts[0]) == (one, texts[1])
        heads = [each for each in word_parts(path) if each.startswith("word/header")]
        assert len(heads) == len(document_of(one).sheets)
        if one not in paged:
            continue
        pages = page_texts(back.with_suffix(".pdf"))
        bare = [at for at, page in enumerate(pages, 1) if len(_own(page)) < 3]
        assert (one, bare) == (one, [])


def _dejavu() -> Path | None:
    """The folder of the fonts that every office has, where fontconfig knows them."""
    if shutil.which("soffice") is None or shutil.which("fc-match") is None:
        return None
    command = ["fc-match", "--format=%{family}|%{file}", "DejaVu Sans"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    family, _, file = done.stdout.partition("|")
    return Path(file).parent if "DejaVu Sans" in family else None


@pytest.mark.skipif(
    sys.platform == "win32" or _dejavu() is None,
    reason="LibreOffice, fontconfig or DejaVu is not installed",
)
def test_no_page_is_bare_in_an_office_with_other_fonts(every: Path, tmp_path: Path) -> None:
    """DejaVu is wider than what the forms are set in: each row, and each page's end, moves."""
    fonts = _dejavu()
    assert fonts is not None
    settings = tmp_path / "fonts.conf"
    settings.write_text(
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
        f"<dir>{escape(str(fonts))}</dir><cachedir>{escape(str(tmp_path / 'cache'))}</cachedir>"
        "</fontconfig>",
        encoding="utf-8",
    )
    wide = [one for one in ALL if one.mode != "blank" and one.form != "packet"]
    for one in wide:
        shutil.copy(one.path(every, "docx"), tmp_path / f"{one}.docx")
    home = f"-env:UserInstallation={(tmp_path / 'office').as_uri()}"
    subprocess.run(
        ["soffice", home, "--headless", "--convert-to", "pdf", "--outdir", tmp_path / "again",
         *(tmp_path / f"{one}.docx" for one in wide)],
        check=True, capture_output=True, timeout=180,
        env=os.environ | {"FONTCONFIG_FILE": str(settings)},
    )  # fmt: skip
    used, bare = set[str](), []
    for one in wide:
        path = tmp_path / "again" / f"{one}.pdf"
        texts = page_texts(path)
        bare += [(one, at) for at, text in enumerate(texts, 1) if len(_own(text)) < 3]
        used |= {font for page in pypdf.PdfReader(path).pages for font in _fonts(page)}
    assert bare == []
    assert used
    assert {font for font in used if "DejaVu" not in font and "Symbol" not in font} == set()


def _fonts(page: pypdf.PageObject) -> set[str]:
    """The names of the fonts that a page is set in."""
    fonts = page["/Resources"]["/Font"]  # type: ignore[index] # as PDF has it
    return {str(each.get_object()["/BaseFont"]) for each in fonts.values()}


def _own(page: str) -> list[str]:
    """The lines of a page other than what runs along its head and foot."""
    lines = [line for line in page.splitlines() if line.strip()]
    return lines[2:] if len(lines) > 2 else []
