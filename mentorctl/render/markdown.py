"""Free text of records: paragraphs, lists, emphasis and links of Markdown, and nothing else."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markupsafe import Markup

__all__ = ["to_html"]

RULES = ("list", "emphasis", "link", "autolink", "escape", "newline")
# what a person can follow from paper or a mailbox; a relative link leads nowhere there
FOLLOWED = re.compile(r"(https?://|mailto:)[^\s]", re.IGNORECASE)


def to_html(text: str) -> Markup:
    """Turn free text into HTML that holds nothing but p, ul, ol, li, em, strong, a and br.

    Everything else, HTML included, stays the text that was typed.

    Args:
        text: What a person wrote, in Markdown.
    """
    from markupsafe import Markup  # noqa: PLC0415 - comes with Jinja2

    return Markup(_reader().render(text))  # noqa: S704 - it escapes all that it does not write


@cache
def _reader() -> MarkdownIt:
    from markdown_it import MarkdownIt  # noqa: PLC0415 - only forms need it

    reader = MarkdownIt("zero", {"html": False}).enable(list(RULES))
    reader.validateLink = lambda url: bool(FOLLOWED.match(url))  # type: ignore[method-assign] # its way to set it
    return reader
