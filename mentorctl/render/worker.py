"""How a share of documents is made: all its pages, one pandoc, then each document's files."""

from __future__ import annotations

import datetime as dt
import threading
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from mentorctl.render import images, pages, row_heads, theme
from mentorctl.render.docx import Word, counts_pages
from mentorctl.render.errors import RenderError
from mentorctl.render.jobs import JobOutcome, file_name, write
from mentorctl.render.pages import LANGUAGE, make_ready
from mentorctl.render.pandoc import Batch, Page
from mentorctl.render.pdf import PdfMaker

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from mentorctl.forms import FormContext
    from mentorctl.render.jobs import Job
    from mentorctl.render.pandoc import Pandoc
    from mentorctl.render.program_templates import House

__all__ = ["Workshop"]


class _Page(NamedTuple):
    """A document's page, and what pandoc is to make of it."""

    job: Job
    html: str
    source: Page
    parted: images.Parted


class Workshop:
    """What all documents of a run are made with; several threads may use it at once."""

    def __init__(self, context: FormContext, house: House, pandoc: Pandoc, folder: Path) -> None:
        """Take what all documents have in common.

        Args:
            context: The program around them.
            house: How its forms look, and its own templates.
            pandoc: What converts their pages.
            folder: An empty folder, to be kept for as long as this is used.
        """
        self._context = context
        self._house = house
        self._pandoc = pandoc
        self._folder = folder
        self._lock = threading.Lock()
        self._author = make_ready(context)
        day = context.today
        # noon, so that it is the same day in nearly every time zone
        noon = dt.datetime(day.year, day.month, day.day, 12, tzinfo=dt.UTC)
        self._moment = int(noon.timestamp())

    @cached_property
    def _word(self) -> Word:
        return Word(self._house, blank=self._context.mode == "blank")

    @cached_property
    def _paper(self) -> PdfMaker:
        return PdfMaker(self._house, self._author, self._moment, self._folder)

    def make(self, share: Sequence[Job]) -> Iterator[JobOutcome]:
        """Make some documents.

        Args:
            share: What to make.

        Yields:
            What became of each; no more once pandoc is stopped.
        """
        with self._lock:  # what all need is made by the first
            _ = self._word, self._paper
        ready: list[_Page] = []
        for job, page in zip(share, self._pages(share), strict=True):
            if isinstance(page, RenderError):
                yield JobOutcome(job, (), (), page)
            else:
                ready.append(page)
        for page, converted in zip(ready, self._converted(ready), strict=True):
            if self._pandoc.stopped:
                return
            yield self._finished(page, converted)

    def _pages(self, share: Sequence[Job]) -> Iterator[_Page | RenderError]:
        # a name may run over lines in its record, a title may not
        documents = [
            job.document._replace(title=" ".join(job.document.title.split())) for job in share
        ]
        made = pages.pages(documents, self._context, self._house)
        for job, document, html in zip(share, documents, made, strict=True):
            if isinstance(html, RenderError):
                yield html
                continue
            to = _conversions(job.formats, html)
            try:
                parted = images.part(html) if to else images.Parted(html, {}, {})
            except RenderError as error:
                yield error
            else:
                yield _Page(job, html, Page(document.title, parted.html, to), parted)

    def _converted(self, ready: Sequence[_Page]) -> list[Mapping[str, bytes] | RenderError]:
        """What pandoc makes of the pages that it is needed for."""
        needed = [page for page in ready if page.source.formats]
        if not needed:
            return [{} for _ in ready]
        pictures = {name: dots for page in needed for name, dots in page.parted.dots.items()}
        room = theme.room(self._house.look)
        batch = Batch(LANGUAGE, self._author, self._moment, self._word.reference, pictures, room)
        try:
            made = self._pandoc.convert([page.source for page in needed], batch)
        except RenderError as error:
            return [error for _ in ready]
        converted = iter(made)
        return [next(converted) if page.source.formats else {} for page in ready]

    def _finished(self, page: _Page, converted: Mapping[str, bytes] | RenderError) -> JobOutcome:
        """Write a document's files; one that fails does not stop the others."""
        paths: list[Path] = []
        warnings: list[str] = []
        errors: list[RenderError] = []
        for suffix in page.job.formats:
            try:
                path = page.job.out / file_name(page.job.document, self._context.year, suffix)
                paths.append(write(path, self._content(suffix, page, converted, warnings)))
            except RenderError as error:
                errors.append(error)
        return JobOutcome(page.job, tuple(paths), tuple(warnings), errors[0] if errors else None)

    def _content(
        self,
        suffix: str,
        page: _Page,
        converted: Mapping[str, bytes] | RenderError,
        warnings: list[str],
    ) -> bytes:
        if suffix == "html":
            return page.html.encode()
        if isinstance(converted, RenderError):
            raise converted
        if suffix == "docx":
            return self._word.finish(converted["docx"], self._first_pages(page, converted))
        printed = self._paper.print(page.source.title, converted["typst"], page.parted.images)
        warnings += printed.warnings
        return row_heads.mark(printed.content, page.source.html)

    def _first_pages(self, page: _Page, converted: Mapping[str, bytes]) -> Sequence[int]:
        if not counts_pages(page.html):
            return ()
        return self._paper.first_pages(page.source.title, converted["typst"], page.parted.images)


def _conversions(formats: Sequence[str], html: str) -> tuple[str, ...]:
    """What pandoc has to write: typst for a PDF, and for a contents list's page numbers."""
    to = ("docx",) if "docx" in formats else ()
    if "pdf" in formats or (to and counts_pages(html)):
        return (*to, "typst")
    return to
