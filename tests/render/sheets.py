"""Documents of made-up pages, for the tests of what makes files out of pages."""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from render.people import CONTEXT
from support.pdf import page_texts

from mentorctl.forms import FormDocument, Sheet
from mentorctl.render import pages
from mentorctl.render.batch import Job, JobOutcome, produce
from mentorctl.render.errors import RenderError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import pytest

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
STEM = "2026-2027"


def sheet(body: str, number: int = 1, *, landscape: bool = False, stamp: str = "") -> str:
    """The HTML of one sheet, as base.html makes it."""
    wide = " landscape" if landscape else ""
    return (
        f'<section class="sheet{wide}" id="sheet-{number}" data-left="Program &amp; year"'
        f' data-right="Form {number}" data-foot="record-{number}.yaml" data-stamp="{stamp}">'
        f"{body}</section>"
    )


def page(*sheets: str) -> str:
    """The HTML of a document."""
    return f'<!DOCTYPE html><html lang="en-US"><body><main>{"".join(sheets)}</main></body></html>'


def job(name: str, html: str, formats: Sequence[str], out: Path) -> Job:
    """A job for a page that is there already; see `serve`."""
    plain = Sheet("test", name, "", html, (), {})
    return Job(FormDocument(name, "", f"About {name}", (plain,)), tuple(formats), out)


def serve(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the pages of `job` made of nothing but themselves; an empty one cannot be made."""

    def made(documents: Sequence[FormDocument], *_: object) -> list[str | RenderError]:
        htmls = [document.sheets[0].template for document in documents]
        return [html or RenderError("its template is broken", "mend it") for html in htmls]

    monkeypatch.setattr(pages, "pages", made)


def outcomes(jobs: Sequence[Job], workers: int | None = None) -> dict[str, JobOutcome]:
    """What became of each job, by its name."""
    return {each.job.document.name: each for each in produce(jobs, CONTEXT, workers=workers)}


def made(name: str, html: str, kind: str, out: Path) -> Path:
    """The one file of a document."""
    outcome = outcomes([job(name, html, [kind], out)])[name]
    assert outcome.error is None, outcome.error
    (path,) = outcome.paths
    return path


def word_parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def word_body(path: Path) -> ET.Element:
    body = ET.fromstring(word_parts(path)["word/document.xml"]).find(f"{W}body")  # noqa: S314 - our own
    assert body is not None
    return body


def word_text(root: ET.Element) -> str:
    return "".join(text.text or "" for text in root.iter(f"{W}t"))


def pdf_pages(path: Path) -> list[str]:
    """The words of each page, parted by single spaces."""
    return [" ".join(each.split()) for each in page_texts(path)]


def words(count: int, stem: str = "word") -> str:
    return " ".join(f"{stem}{number}" for number in range(count))


def all_words(text: str, stem: str = "word") -> list[str]:
    return re.findall(rf"{stem}\d+", text)
