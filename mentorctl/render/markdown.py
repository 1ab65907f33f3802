"""Free text of records: paragraphs, lists, emphasis and links of Markdown, and nothing else."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from markdown_it import MarkdownIt
    from markdown_it.token import Token
    from markupsafe import Markup

__all__ = ["to_html"]

# lists and emphasis inside each other; what is deeper is no longer anybody's writing
DEEPEST = 16
RULES = ("list", "emphasis", "link", "autolink", "escape", "newline")
# what a person can follow from paper or a mailbox; a relative link leads nowhere there
FOLLOWED = re.compile(r"(https?://|mailto:)[^\s]", re.IGNORECASE)


def to_html(text: str, label: str = "") -> Markup:
    """Turn free text into HTML that holds nothing but p, ul, ol, li, em, strong, a and br.

    Everything else, HTML included, stays the text that was typed; so does all of a text in which
    lists or emphasis stand inside each other without end.

    Args:
        text: What a person wrote, in Markdown.
        label: What to set before it, in its first line where that is a paragraph's; escaped
            unless it is HTML already.
    """
    from markupsafe import Markup, escape  # noqa: PLC0415 - comes with Jinja2

    made = _rendered(text)
    if label:
        opening = f"<p>{escape(label)}"
        is_paragraph = made.startswith("<p>")
        made = f"{opening} {made[3:]}" if is_paragraph else f"{opening}</p>\n{made}"
    return Markup(made)  # noqa: S704 - it escapes all that it does not write


def _rendered(text: str) -> str:
    reader = _reader()
    found = reader.parse(text)
    # the reader itself would leave out what is in deeper lists
    if _depth(found) <= DEEPEST:
        return str(reader.renderer.render(found, reader.options, {}))
    return str(_plain().render(text))


def _depth(tokens: Iterable[Token]) -> int:
    """How many elements stand inside each other at most."""
    deepest = depth = 0
    for token in tokens:
        depth += token.nesting
        deepest = max(deepest, depth, _depth(token.children) if token.children else 0)
    return deepest


@cache
def _plain() -> MarkdownIt:
    """A reader that knows paragraphs alone."""
    from markdown_it import MarkdownIt  # noqa: PLC0415 - only forms need it

    return MarkdownIt("zero", {"html": False})


@cache
def _reader() -> MarkdownIt:
    from markdown_it import MarkdownIt  # noqa: PLC0415 - only forms need it

    reader = MarkdownIt("zero", {"html": False}).enable(list(RULES))
    reader.validateLink = lambda url: bool(FOLLOWED.match(url))  # type: ignore[method-assign] # its way to set it
    return reader
