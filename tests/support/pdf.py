"""What the pages of a PDF say."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pypdfium2

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["page_texts"]


def page_texts(path: Path) -> list[str]:
    """The text of each page, line by line in the order in which it is written."""
    # pypdf, which reads how a document is built, takes ten times as long for its words
    with pypdfium2.PdfDocument(path) as document:
        texts = [page.get_textpage().get_text_range() for page in document]
    # U+FFFE is a hyphen and the line's end after it there
    return [text.replace("\r\n", "\n").replace("\ufffe", "-\n") for text in texts]
