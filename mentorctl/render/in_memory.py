"""Documents of which nothing touches the disk until somebody asks for a file.

Pages go to pandoc through a pipe and come back through one, and typst compiles in this process. On
the disk there is only what is no secret: styles, fonts and the logo. What the system itself writes
out when memory runs short (swap, hibernation) is out of reach.
"""

from __future__ import annotations

import datetime as dt
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from mentorctl.render import images, row_heads, theme
from mentorctl.render.docx import Word
from mentorctl.render.pages import LANGUAGE, make_ready, page
from mentorctl.render.pandoc import Batch, Page, Pandoc
from mentorctl.render.pdf import PdfMaker
from mentorctl.render.program_templates import TOOLKIT, House

if TYPE_CHECKING:
    from collections.abc import Collection

    from mentorctl.forms import FormContext, FormDocument

__all__ = ["unseen"]

CONVERSIONS = {"docx": "docx", "pdf": "typst"}


def unseen(
    document: FormDocument, context: FormContext, formats: Collection[str], house: House = TOOLKIT
) -> dict[str, bytes]:
    """Make a document in memory.

    Args:
        document: What it says.
        context: The program around it.
        formats: Some of `docx`, `pdf` and `html`.
        house: How its forms look. Its own templates are left out: they are not trusted with this.

    Returns:
        For each format the file's content.

    Raises:
        RenderError: It cannot be made.
    """
    house = house._replace(templates={})
    html = page(document, context, house)
    made = {"html": html.encode()} if "html" in formats else {}
    wanted = tuple(CONVERSIONS[each] for each in formats if each in CONVERSIONS)
    if not wanted:
        return made
    day = context.today
    moment = int(dt.datetime(day.year, day.month, day.day, 12, tzinfo=dt.UTC).timestamp())
    author = make_ready(context)
    parted = images.part(html)
    word = Word(house, blank=context.mode == "blank")
    source = Page(document.title, parted.html, wanted)
    with Pandoc() as pandoc:
        converted = pandoc.convert_unseen(
            source,
            Batch(LANGUAGE, author, moment, word.reference, parted.dots, theme.room(house.look)),
        )
    if "docx" in converted:
        made["docx"] = word.finish(converted["docx"], ())
    if "typst" in converted:
        with tempfile.TemporaryDirectory(prefix="mentorctl-") as name:
            paper = PdfMaker(house, author, moment, Path(name))
            printed = paper.print(document.title, converted["typst"], parted.images)
        made["pdf"] = row_heads.mark(printed.content, html)
    return made
