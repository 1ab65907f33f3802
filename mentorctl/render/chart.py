"""A drawing as a PDF of one page, which describes it to those who do not see it."""

from __future__ import annotations

import tempfile
from pathlib import Path

from mentorctl.render.errors import RenderError
from mentorctl.render.pages import LANGUAGE
from mentorctl.render.pandoc import REPORT

__all__ = ["chart"]

PAGE = """\
#set document(title: sys.inputs.title, date: none)
#set text(lang: sys.inputs.lang)
#set page(paper: "us-letter", margin: 0.9in)
#align(center, image("chart.svg", alt: sys.inputs.alt, width: 100%, height: 100%, fit: "contain"))
"""


def chart(svg: str, title: str, alt: str) -> bytes:
    """Make a PDF of a drawing; it is PDF/UA-1.

    Args:
        svg: The drawing.
        title: For the file's properties.
        alt: What it shows, in words.

    Raises:
        RenderError: typst cannot compile it.
    """
    import typst  # noqa: PLC0415 - only a PDF needs it

    with tempfile.TemporaryDirectory(prefix="mentorctl-") as name:
        root = Path(name)
        (root / "chart.svg").write_text(svg, encoding="utf-8", newline="\n")
        inputs = {"title": title, "alt": alt, "lang": LANGUAGE.split("-", maxsplit=1)[0]}
        try:
            return typst.compile(  # type: ignore[type-var] # its stub wants the root to be bytes as well
                PAGE.encode(), root=root, sys_inputs=inputs, pdf_standards=["ua-1"], timestamp=0
            )
        except typst.TypstError as error:
            raise RenderError(f"no PDF can be made: {error.message}", REPORT) from error
