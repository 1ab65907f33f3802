"""What makes DOCX and PDF out of pages: sections, tables, contents, standards, same bytes."""

from __future__ import annotations

import base64
import shutil
import subprocess
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pypdf
import pytest
from render.sheets import (
    STEM,
    W,
    all_words,
    job,
    made,
    outcomes,
    page,
    pdf_pages,
    serve,
    sheet,
    word_body,
    word_parts,
    word_text,
    words,
)

from mentorctl.render.batch import FORMATS

if TYPE_CHECKING:
    from pathlib import Path

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
TABLE = (
    '<table><colgroup><col style="width: 25%"><col style="width: 75%"></colgroup>'
    '<thead><tr><th scope="col">What</th><th scope="col">Answer</th></tr></thead>'
    '<tbody><tr><th scope="row">Short</th><td>a few words</td></tr>'
    f'<tr><th scope="row">Long</th><td>{words(900)}</td></tr></tbody></table>'
)
CONTENTS = (
    '<h1>Contents</h1><p>First: <a class="page-of" href="#sheet-2">sheet 2</a></p>'
    '<p>Second: <a class="page-of" href="#sheet-3">sheet 3</a></p>'
    '<p>Nowhere: <a class="page-of" href="#sheet-9">no sheet</a></p>'
)
PACKET = page(
    sheet(CONTENTS, 1),
    sheet(f"<h1>Long</h1><p>{words(1500)}</p>", 2, landscape=True),
    sheet(f"<h1>Last</h1>{TABLE}", 3, stamp="DRAFT"),
)


@pytest.fixture(autouse=True)
def _pages(monkeypatch: pytest.MonkeyPatch) -> None:
    serve(monkeypatch)


def one(root: ET.Element, path: str) -> ET.Element:
    found = root.find("/".join(W + part for part in path.split("/")))
    assert found is not None, path
    return found


def attribute(element: ET.Element, name: str) -> str:
    return element.attrib[W + name]


def sections_of(body: ET.Element) -> list[ET.Element]:
    return list(body.iter(f"{W}sectPr"))


def test_each_sheet_is_a_section_with_its_own_head_foot_and_paper(tmp_path: Path) -> None:
    path = made("packet", PACKET, "docx", tmp_path)
    parts, sections = word_parts(path), sections_of(word_body(path))
    relations = {
        each.attrib["Id"]: each.attrib["Target"]
        for each in ET.fromstring(parts["word/_rels/document.xml.rels"])  # noqa: S314 - our own
    }
    sizes = [one(each, "pgSz").attrib for each in sections]
    assert [(each[f"{W}w"], each[f"{W}h"]) for each in sizes] == [
        ("12240", "15840"),
        ("15840", "12240"),
        ("12240", "15840"),
    ]
    assert [each.get(f"{W}orient") for each in sizes] == [None, "landscape", None]
    for number, section in enumerate(sections, 1):
        texts = {
            kind: word_text(
                ET.fromstring(  # noqa: S314 - our own
                    parts["word/" + relations[one(section, kind).attrib[f"{RELATION}id"]]]
                )
            )
            for kind in ("headerReference", "footerReference")
        }
        stamp = "  DRAFT" if number == 3 else ""
        assert texts["headerReference"] == f"Program & yearForm {number}{stamp}"
        assert texts["footerReference"].startswith(f"record-{number}.yamlpage ")
        types = parts["[Content_Types].xml"].decode()
        assert f"/word/header{number}.xml" in types
        assert f"/word/footer{number}.xml" in types


def test_a_section_ends_with_its_last_paragraph_and_after_a_table_with_a_tiny_one(
    tmp_path: Path,
) -> None:
    body = word_body(
        made("packet", page(sheet("<p>One</p>", 1), sheet(TABLE, 2)), "docx", tmp_path)
    )
    assert [each.tag.removeprefix(W) for each in body] == ["p", "tbl", "p", "sectPr"]
    assert word_text(body[0]) == "One"
    assert body[0].find(f"{W}pPr/{W}sectPr") is not None
    assert attribute(one(body[2], "pPr/spacing"), "line") == "20"


def test_tables_are_as_wide_as_the_text_and_mark_their_heads(tmp_path: Path) -> None:
    html = page(sheet(TABLE, 1), sheet(TABLE, 2, landscape=True))
    tables = list(word_body(made("tables", html, "docx", tmp_path)).iter(f"{W}tbl"))
    assert [attribute(one(table, "tblPr/tblW"), "w") for table in tables] == ["9648", "13248"]
    assert [[attribute(column, "w") for column in one(table, "tblGrid")] for table in tables] == [
        ["2412", "7236"],
        ["3312", "9936"],
    ]
    for table in tables:
        head, short, long = table.findall(f"{W}tr")
        assert head.find(f"{W}trPr/{W}tblHeader") is not None
        assert all(each.find(f"{W}pPr/{W}keepNext") is not None for each in head.iter(f"{W}p"))
        assert short.find(f"{W}trPr/{W}cantSplit") is not None
        assert long.find(f"{W}trPr/{W}cantSplit") is None
        look = one(table, "tblPr/tblLook")
        assert (attribute(look, "firstRow"), attribute(look, "firstColumn")) == ("1", "1")
        assert attribute(look, "val") == "00A0"
        assert [attribute(width, "w") for width in short.iter(f"{W}tcW")] == [
            attribute(column, "w") for column in one(table, "tblGrid")
        ]


def test_a_table_without_row_headings_has_none(tmp_path: Path) -> None:
    html = page(sheet(TABLE.replace('<th scope="row">', "<td>")))
    (table,) = word_body(made("plain", html, "docx", tmp_path)).iter(f"{W}tbl")
    assert attribute(one(table, "tblPr/tblLook"), "firstColumn") == "0"


def test_contents_give_the_page_of_each_sheet(tmp_path: Path) -> None:
    texts = pdf_pages(made("packet", PACKET, "pdf", tmp_path))
    first = next(number for number, text in enumerate(texts, 1) if "Long word0" in text)
    second = next(number for number, text in enumerate(texts, 1) if "Last What" in text)
    assert (first, second) != (2, 3)  # else a number of the sheet would do as well
    assert f"First: {first} Second: {second} Nowhere: no sheet" in texts[0]

    body = word_body(made("packet", PACKET, "docx", tmp_path))
    links = list(body.iter(f"{W}hyperlink"))
    assert [(attribute(each, "anchor"), word_text(each)) for each in links] == [
        ("sheet-2", str(first)),
        ("sheet-3", str(second)),
    ]
    assert [each.text for each in body.iter(f"{W}instrText")] == [
        " PAGEREF sheet-2 \\h ",
        " PAGEREF sheet-3 \\h ",
    ]
    marks = {attribute(each, "name") for each in body.iter(f"{W}bookmarkStart")}
    assert marks == {"sheet-1", "sheet-2", "sheet-3"}


def test_a_word_file_says_its_title_language_and_day(tmp_path: Path) -> None:
    parts = word_parts(made("packet", PACKET, "docx", tmp_path))
    core = parts["docProps/core.xml"].decode()
    assert "<dc:title>About packet</dc:title>" in core
    assert "<dc:language>en-US</dc:language>" in core
    assert core.count("2026-12-20T12:00:00Z") == 2
    assert b"compatibilityMode" in parts["word/settings.xml"]


def test_a_pdf_follows_the_standard_for_assistive_technology(tmp_path: Path) -> None:
    reader = pypdf.PdfReader(made("packet", PACKET, "pdf", tmp_path))
    root = reader.root_object
    assert str(root["/MarkInfo"]["/Marked"]) == "True"  # type: ignore[index] # a dictionary, as the standard says
    assert str(root["/Lang"]) == "en-US"
    assert str(root["/ViewerPreferences"]["/DisplayDocTitle"]) == "True"  # type: ignore[index] # likewise
    assert "/StructTreeRoot" in root
    assert reader.metadata is not None
    assert reader.metadata.title == "About packet"
    assert reader.xmp_metadata is not None
    assert b"<pdfuaid:part>1</pdfuaid:part>" in reader.xmp_metadata.stream.get_data()
    kinds = {str(each) for each in _structure(root["/StructTreeRoot"])}
    assert {"/H1", "/Table", "/TH", "/TD", "/P", "/Link"} <= kinds


def _structure(node: object) -> list[object]:
    """The kinds of all elements of a tagged PDF."""
    if isinstance(node, pypdf.generic.IndirectObject):
        node = node.get_object()
    if isinstance(node, list):
        return [kind for each in node for kind in _structure(each)]
    if not isinstance(node, dict):
        return []
    return [node.get("/S"), *_structure(node.get("/K"))]


@pytest.mark.skipif(shutil.which("qpdf") is None, reason="qpdf is not installed")
def test_a_pdf_is_sound(tmp_path: Path) -> None:
    path = made("packet", PACKET, "pdf", tmp_path)
    done = subprocess.run(["qpdf", "--check", path], capture_output=True, text=True, check=False)
    assert (done.returncode, "WARNING" in done.stdout + done.stderr) == (0, False)


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_a_word_file_survives_another_office_with_all_its_text_and_no_empty_page(
    tmp_path: Path,
) -> None:
    path = made("packet", PACKET, "docx", tmp_path)
    again = tmp_path / "again"
    for kind in ("docx", "pdf"):
        home = f"-env:UserInstallation={(tmp_path / 'office').as_uri()}"
        command = ["soffice", home, "--headless", "--convert-to", kind, "--outdir", again, path]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
    text = word_text(word_body(again / path.name))
    assert all_words(text) == all_words(word_text(word_body(path)))
    assert "Program & year" in b"".join(word_parts(again / path.name).values()).decode(
        errors="replace"
    ).replace("&amp;", "&")
    pages = pdf_pages(again / f"{path.stem}.pdf")
    assert [number for number, each in enumerate(pages) if not all_words(each)] == [0]


def test_the_same_pages_make_the_same_bytes(tmp_path: Path) -> None:
    folders = [tmp_path / name for name in ("one", "two")]
    for folder in folders:
        jobs = [job("other", page(sheet("<p>x</p>")), ["docx"], folder)] * (folder.name == "two")
        done = outcomes([*jobs, job("packet", PACKET, FORMATS, folder)])["packet"]
        assert [path.name for path in done.paths] == [f"{STEM}_packet.{kind}" for kind in FORMATS]
    for kind in FORMATS:
        first, second = ((each / f"{STEM}_packet.{kind}").read_bytes() for each in folders)
        assert first == second


def test_a_heading_is_never_alone_at_the_foot_of_a_page(tmp_path: Path) -> None:
    after = {
        "text": f"<p>{words(60)}</p>",
        "table": f"<table><tbody><tr><td>{words(60)}</td><td>x</td></tr></tbody></table>",
    }
    jobs = [
        job(
            f"{name}-{lines}",
            page(sheet("<p>filler</p>" * lines + f"<h2>Heading</h2>{follows}")),
            ["pdf"],
            tmp_path,
        )
        for name, follows in after.items()
        for lines in range(26, 42, 2)
    ]
    heads = []
    for outcome in outcomes(jobs).values():
        texts = pdf_pages(outcome.paths[0])
        heads.append(next(number for number, text in enumerate(texts) if "Heading" in text))
        assert "word0" in texts[heads[-1]]
    assert set(heads) == {0, 1}  # the foot of the page lies between


def test_a_long_answer_flows_over_pages_and_nothing_is_lost(tmp_path: Path) -> None:
    html = page(sheet(TABLE.replace(words(900), words(3000))))
    texts = pdf_pages(made("long", html, "pdf", tmp_path))
    assert len(texts) > 2
    assert all_words(" ".join(texts)) == words(3000).split()
    assert all("What Answer" in text for text in texts)  # its head is repeated
    assert all_words(word_text(word_body(made("long", html, "docx", tmp_path)))) == (
        words(3000).split()
    )


def test_a_word_that_is_wider_than_its_cell_is_broken(tmp_path: Path) -> None:
    long = "w" * 90
    html = page(sheet(TABLE.replace("Short", long)))
    first = pypdf.PdfReader(made("wide", html, "pdf", tmp_path)).pages[0]
    lines = [line for line in first.extract_text(extraction_mode="layout").split() if "ww" in line]
    assert len(lines) > 1
    assert "".join(lines) == long


def test_a_letter_that_no_font_has_is_named_with_what_to_do(tmp_path: Path) -> None:
    html = page(sheet("<p>here \U000f1234 and \U000f1235 it is</p>"))
    outcome = outcomes([job("letter", html, ["pdf"], tmp_path)])["letter"]
    assert outcome.error is None
    (warning,) = outcome.warnings
    assert "U+F1234, U+F1235" in warning
    assert "install a font" in warning
    reader = pypdf.PdfReader(outcome.paths[0])
    assert "it is" in reader.pages[0].extract_text()
    assert reader.xmp_metadata is None or b"pdfuaid" not in reader.xmp_metadata.stream.get_data()


def test_a_picture_that_a_page_holds_is_shown_with_its_words(tmp_path: Path) -> None:
    source = f"data:image/png;base64,{base64.b64encode(PNG).decode()}"
    html = page(sheet(f'<p><img src="{source}" alt="A “seal” &amp; star" height="48"></p>'))
    done = outcomes([job("picture", html, ["docx", "pdf"], tmp_path)])["picture"]
    assert done.error is None
    assert done.warnings == ()
    parts = word_parts(done.paths[0])
    assert [parts[name] for name in parts if name.startswith("word/media/")] == [PNG]
    assert 'descr="A “seal” &amp; star"' in parts["word/document.xml"].decode()
    assert 'cy="457200"' in parts["word/document.xml"].decode()  # 48 of 96 to the inch
    (shown,) = pypdf.PdfReader(done.paths[1]).pages
    assert len(shown.images) == 1
